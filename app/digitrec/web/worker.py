"""A worker: a process that reads for the server, and that can be ended if it takes too long.

Run as `python -m digitrec.web.worker`. A request is a line of JSON and then the body; its answer is
a length and then the JSON lines.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import struct
import sys
from dataclasses import asdict
from pathlib import Path

from digitrec.environment import original_environment
from digitrec.web.answering import Answering, Options

MAX_PICTURE_BYTES = 75_000_000
"""Of a picture's decoded pixels: 25 million pixels in colour. With it, the server and its two
workers stay below 300 MB."""

_LENGTH = struct.Struct("<Q")
_START_SECONDS = 60.0
_LONGEST_ANSWER = 64_000_000


class WorkerError(Exception):
    """A worker has ended before its time."""


class Worker:
    """The server's end of a worker. Used by one request at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> Worker:
        """Starts a process.

        Raises:
            OSError: if the system starts none.
        """
        root = str(Path(__file__).resolve().parents[2])
        environment = original_environment()
        path = os.pathsep.join([root, *filter(None, [environ_path(environment)])])
        process = await asyncio.create_subprocess_exec(
            # -P: a program of the same name in the current folder is not taken for this one.
            *(sys.executable, "-P", "-m", "digitrec.web.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
            start_new_session=sys.platform != "win32",  # Ctrl+C is for the server alone
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await worker._receive()  # it is ready: loading is not part of a request's time
        except (TimeoutError, WorkerError) as error:
            await worker.end()
            raise OSError("a process that reads doesn't start") from error
        return worker

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    async def answer(self, body: bytes, options: Options) -> bytes:
        """The answer to a request.

        Raises:
            WorkerError: if the process has ended.
        """
        requests = self._process.stdin
        if requests is None:
            raise WorkerError
        try:
            head = json.dumps(asdict(options)).encode()
            requests.write(_LENGTH.pack(len(head)) + head + _LENGTH.pack(len(body)))
            requests.write(body)
            await requests.drain()
        except OSError as error:
            raise WorkerError from error
        return await self._receive()

    async def _receive(self) -> bytes:
        answers = self._process.stdout
        if answers is None:
            raise WorkerError
        try:
            (length,) = _LENGTH.unpack(await answers.readexactly(_LENGTH.size))
            return await answers.readexactly(length)
        except (OSError, asyncio.IncompleteReadError) as error:
            raise WorkerError from error

    async def end(self) -> None:
        """Ends the process; what it is reading is lost."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


def environ_path(environment: dict[str, str]) -> str | None:
    """Where Python looks for modules besides."""
    return environment.get("PYTHONPATH")


def main() -> int:
    """Answers the requests that come through standard input until it ends."""
    from digitrec.recognition.picture.formats import limits
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.resources import model_path

    limits.lower_budget(MAX_PICTURE_BYTES)
    answering = Answering(Recognizer.open(model_path()))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(_LENGTH.pack(0))
    answers.flush()
    while True:
        head = _part()
        if head is None:
            return 0
        body = requests.read(_LENGTH.unpack(requests.read(_LENGTH.size))[0])
        answer = answering.answer(body, Options(**json.loads(head))).encode()
        if len(answer) > _LONGEST_ANSWER:
            answer = b'{"error": "the answer is too long"}\n'
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _part() -> bytes | None:
    length = sys.stdin.buffer.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    return sys.stdin.buffer.read(_LENGTH.unpack(length)[0])


if __name__ == "__main__":
    raise SystemExit(main())
