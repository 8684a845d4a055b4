"""Worker: this program once more, as a process that does jobs for another."""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import subprocess
import sys
from pathlib import Path
from typing import IO, Any, cast

from digitrec.cli.answer import Told
from digitrec.cli.jobs import Job
from digitrec.recognition.model import ModelError
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path

WORK = "--work"
"""The word that makes this program a worker. It is for itself, and not among its commands."""

_LENGTH = struct.Struct("<Q")
_PATIENCE = 2.0  # seconds for a process to end


class WorkerError(Exception):
    """A worker has ended before its time."""


class Worker:
    """Another process, and the pipes to it: jobs go there, answers come back, both pickled.

    Raises:
        OSError: where the system begins no process.
    """

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            **_alone(),
        )

    def do(self, job: Job) -> list[Told]:
        """Has it do a job.

        Raises:
            WorkerError: where it doesn't, since it has ended.
        """
        try:
            _send(cast(IO[bytes], self.process.stdin), job)
            return cast(list[Told], _receive(cast(IO[bytes], self.process.stdout)))
        except (OSError, EOFError, ValueError) as error:  # a value error: of a closed pipe
            raise WorkerError from error

    def close(self) -> None:
        """Ends it; what it was doing is lost."""
        self.process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_PATIENCE)
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                cast(IO[bytes], pipe).close()


def work() -> int:
    """Does the jobs that come by standard input until there are no more; gives the exit status."""
    if sys.stdin is None or sys.stdout is None:
        return 1
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    with open(os.devnull, "w", encoding="utf-8") as sys.stdout:  # noqa: PTH123
        try:
            recognizer = Recognizer.open(model_path())
            while True:
                job = _receive(jobs)
                _send(answers, job.do(recognizer))
        except EOFError:
            return 0
        except (ModelError, OSError):
            return 1


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORK]
    return [
        sys.executable,
        "-P",
        "-m",
        "digitrec",
        WORK,
    ]  # -P: no program of the folder that it is in


def _environment() -> dict[str, str]:
    """The present one, where Python finds this very program too."""
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    return os.environ | ({} if getattr(sys, "frozen", False) else {"PYTHONPATH": path})


def _alone() -> dict[str, Any]:
    """What keeps a terminal's Ctrl-C from it, and a window of its own from the screen."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _send(pipe: IO[bytes], what: object) -> None:
    content = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """What was sent.

    Raises:
        EOFError: where nothing comes any more.
    """
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return pickle.loads(content)  # noqa: S301 - from this very program
