"""PDF files opened in a process of their own.

A page of a few kilobytes can keep PDFium busy for ever or take all memory: forms that contain each
other, a pattern in a pattern. PDFium can't be stopped there, but a process can.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from PIL import Image

from digitrec.recognition.message import Message, message_of
from digitrec.recognition.picture.formats.document import DECODED_SIDE, Pixels
from digitrec.recognition.picture.formats.errors import PictureError
from digitrec.recognition.picture.formats.limits import MAX_PAGES, check_page
from digitrec.recognition.picture.formats.pdf import SECONDS, PdfFile

OPTION = "--pdf-pages"
"""The argument that makes this program such a process. Only the program itself uses it."""

_PATIENCE = 15
"""Seconds after which the process is ended, whatever it does; only a busy machine needs so many."""

_MOST_DATA = 450_000_000  # bytes that the process may allocate
_IN_MEMORY = 32 << 20  # bytes of a file that don't go to the disk
_LENGTH, _PAGE = struct.Struct("<Q"), struct.Struct("<II")


_OVER_TIME = -signal.SIGXCPU if hasattr(signal, "SIGXCPU") else None
"""Status of a process that the system has ended as it took too long; Windows has none."""


class PdfProcess:
    """A PDF file that another process has open.

    Args:
        stream: the file; it is read once, from where it stands to its end.

    Raises:
        PictureError: if it is broken, takes too long, or PDFium is not installed.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._late = False
        self._process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._requests = cast(IO[bytes], self._process.stdin)
        self._answers = cast(IO[bytes], self._process.stdout)
        try:
            with self._ended_in_time():
                begin = stream.tell()
                self._requests.write(_LENGTH.pack(stream.seek(0, os.SEEK_END) - begin))
                stream.seek(begin)
                shutil.copyfileobj(stream, self._requests)
                self.pages = min(MAX_PAGES + 1, int(self._answer()["pages"]))
        except BaseException:
            self.close()
            raise

    @property
    def process_id(self) -> int:
        """The system's number of the process."""
        return self._process.pid

    def page(self, number: int, side: int = DECODED_SIDE) -> Pixels:
        """Renders a page; see `Document`."""
        check_page(number, MAX_PAGES)
        with self._ended_in_time():
            self._requests.write(_PAGE.pack(number, side))
            answer = self._answer()
            width, height = answer["size"]
            content = self._answers.read(3 * width * height)
            if len(content) < 3 * width * height:
                raise EOFError
        image = Image.frombytes("RGB", (width, height), content)
        return Pixels.of(image, reduction=answer["reduction"])

    def close(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()

    def _answer(self) -> dict[str, Any]:
        self._requests.flush()
        line = self._answers.readline()
        if not line:
            raise EOFError
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            template = answer["error"]
            raise PictureError(template, **answer["values"])
        return answer

    def _give_up(self) -> None:
        self._late = True
        self._process.kill()

    @contextlib.contextmanager
    def _ended_in_time(self) -> Iterator[None]:
        timer = threading.Timer(_PATIENCE, self._give_up)
        timer.start()
        try:
            yield
        except (EOFError, BrokenPipeError):
            if self._process.wait() == _OVER_TIME or self._late:
                raise PictureError(
                    "drawing this page takes more than {most} seconds", most=SECONDS
                ) from None
            raise PictureError("a page that can't be drawn") from None
        finally:
            timer.cancel()


def serve() -> int:
    """Opens the file that comes through standard input, and draws the pages that are asked for."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    _limit_memory()
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        left = _LENGTH.unpack(requests.read(_LENGTH.size))[0]
        while left and (part := requests.read(min(left, 1 << 20))):
            left -= file.write(part)
        file.seek(0)
        try:
            _limit_time()
            document = PdfFile(cast(BinaryIO, file))
        except PictureError as error:
            _send(answers, _described(error))
            return 0
        _send(answers, {"pages": document.pages})
        while request := requests.read(_PAGE.size):
            _limit_time()
            try:
                pixels = document.page(*_PAGE.unpack(request))
            except PictureError as error:
                _send(answers, _described(error))
                continue
            size = [pixels.width, pixels.height]
            _send(answers, {"size": size, "reduction": pixels.reduction})
            answers.write(pixels.rows(0, pixels.height).tobytes())
            answers.flush()
    return 0


def _send(answers: IO[bytes], answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _described(error: PictureError) -> dict[str, Any]:
    message = message_of(error)
    if not isinstance(message, Message):
        return {"error": "a broken picture: {reason}", "values": {"reason": message}}
    return {"error": message.template, "values": {k: str(v) for k, v in message.values.items()}}


def _limit_memory() -> None:
    """Has the system refuse more memory than a picture may take, where that can be said."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_DATA, _MOST_DATA))


def _limit_time() -> None:
    """Has the system end this process if the next step keeps it busy for too long."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        until = math.ceil(time.process_time()) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (until, most))


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, OPTION]
    return [sys.executable, "-P", "-m", "digitrec", OPTION]


def _environment() -> dict[str, str]:
    """The present environment, in which Python finds this very program too."""
    if getattr(sys, "frozen", False):
        return dict(os.environ)
    root = str(Path(__file__).resolve().parents[4])
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    return os.environ | {"PYTHONPATH": path}
