"""A worker: this program started again as another process, which runs jobs for this one."""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import subprocess
import sys
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from digitrec.bulk.crew.taught_hand import TaughtHand
from digitrec.bulk.jobs import Job
from digitrec.environment import original_environment
from digitrec.recognition.model import ModelError
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import FROZEN, model_path

WORKER_OPTION = "--worker"
"""The argument that makes this program a worker. Only the program itself uses it."""

T = TypeVar("T")
_Equipment = tuple[Path | None, TaughtHand | None]

_LENGTH = struct.Struct("<Q")
_EXIT_TIMEOUT = 2.0  # seconds


class WorkerError(Exception):
    """A worker has ended before its time."""


class Worker:
    """Another process and the pipes to it. Jobs go there and results come back, both pickled.

    Args:
        hand: that the process reads with.
        model: that the process reads with; None for the bundled one.

    Raises:
        OSError: if the system starts no process.
    """

    def __init__(self, hand: TaughtHand | None = None, model: Path | None = None) -> None:
        self._equipment = model, hand
        self._is_equipped = False
        self.process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            **_detached(),
        )

    def run(self, job: Job[T]) -> list[T]:
        """Has the process run a job.

        Raises:
            WorkerError: if the process has ended.
        """
        try:
            jobs = cast(IO[bytes], self.process.stdin)
            if not self._is_equipped:  # not at its start, as a pipe holds less than many examples
                _send(jobs, self._equipment)
                self._is_equipped = True
            _send(jobs, job)
            return cast(list[T], _receive(cast(IO[bytes], self.process.stdout)))
        except (OSError, EOFError, ValueError) as error:  # a value error: the pipe is closed
            raise WorkerError from error

    def close(self) -> None:
        """Ends the process; the job that it is running is lost."""
        self.process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_EXIT_TIMEOUT)
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                cast(IO[bytes], pipe).close()


def run_worker() -> int:
    """Runs the jobs that come through standard input until it ends; returns the exit status.

    Before the first job come the model and the hand to read with.
    """
    if sys.stdin is None or sys.stdout is None:
        return 1
    jobs, results = sys.stdin.buffer, sys.stdout.buffer
    with open(os.devnull, "w", encoding="utf-8") as sys.stdout:  # noqa: PTH123
        try:
            model, hand = cast(_Equipment, _receive(jobs))
            recognizer = Recognizer.open(model or model_path())
            if hand is not None:
                recognizer.hand = hand.learn(recognizer.model)
            while True:
                job = _receive(jobs)
                _send(results, job.run(recognizer))
        except EOFError:
            return 0
        except (ModelError, OSError):
            return 1


def _command() -> list[str]:
    if FROZEN:
        return [sys.executable, WORKER_OPTION]
    # -P: a program of the same name in the current folder is not taken for this one.
    return [sys.executable, "-P", "-m", "digitrec", WORKER_OPTION]


def _environment() -> dict[str, str]:
    """The present environment, in which Python finds this very program too."""
    environ = original_environment()
    root = str(Path(__file__).resolve().parents[3])
    path = os.pathsep.join([root, *filter(None, [environ.get("PYTHONPATH")])])
    return environ | ({} if FROZEN else {"PYTHONPATH": path})


def _detached() -> dict[str, Any]:
    """Options that keep a terminal's Ctrl-C from the process, and on Windows a console window."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _send(pipe: IO[bytes], what: object) -> None:
    content = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """The object that was sent.

    Raises:
        EOFError: if the other side has closed the pipe.
    """
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return pickle.loads(content)  # noqa: S301 - from this very program
