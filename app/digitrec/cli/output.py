"""Output: what commands write to a terminal, a file or a pipe."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from digitrec.recognition.reading import Reading


class CommandError(Exception):
    """A command can't go on. The message says why."""


class OutputClosedError(Exception):
    """Nobody reads standard output any more."""


def prepare_streams() -> None:
    """Makes standard output and error take any text.

    A windowed program on Windows has neither; a terminal may lack letters that a file's name has.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output, flushed at the end of the block.

    Raises:
        OutputClosedError: where its reader has gone.
        CommandError: where it can't be written.
    """
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        _mute()
        # On Windows a pipe without a reader is an invalid argument.
        if error.errno == errno.EPIPE or (sys.platform == "win32" and error.errno == errno.EINVAL):
            raise OutputClosedError from None
        raise CommandError(f"the output can't be written ({error.strerror})") from error


def write_line(text: str) -> None:
    """Writes a line to standard output, at once; raises as `standard_output` does."""
    with standard_output() as stream:
        stream.write(text + "\n")


def write_json(value: dict[str, Any]) -> None:
    """Writes an object as a line of JSON in ASCII, whatever the terminal's encoding."""
    write_line(json.dumps(value))


def complain(message: str) -> None:
    """Writes a message to standard error."""
    print(f"digitrec: {message}", file=sys.stderr, flush=True)


def _mute() -> None:
    """Sends what is left in standard output's buffer nowhere, or Python complains at its end."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def in_words(reading: Reading) -> str:
    """A reading for a person: "7 (99.8 %)"."""
    if not reading.digits:
        return f"nothing read: {reading.reason or 'there is no digit'}"
    percent = f"{100 * reading.confidence:.1f} %"
    if not reading.rejected:
        return f"{_in_a_line(reading.text)} ({percent})"
    nearest = "".join(str(digit.digit) for digit in reading.digits)
    return f"{_in_a_line(reading.text)} (in doubt; nearest is {nearest}, {percent})"


def _in_a_line(text: str) -> str:
    """A text of several lines as one."""
    return text.replace("\n", " / ")
