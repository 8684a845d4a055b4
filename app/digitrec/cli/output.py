"""What commands write to standard output and standard error."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from digitrec.bulk.description import escaped


class CommandError(Exception):
    """A command can't continue. The message says why."""


class OutputClosedError(Exception):
    """The reader of standard output has gone."""


def prepare_streams() -> None:
    """Makes standard output and standard error accept any text.

    A windowed program on Windows has neither, and the name of a file may have characters that the
    terminal's encoding lacks. What goes into a file or a pipe on Windows is UTF-8 with the line
    ends of the other systems: Python would take the encoding of the country.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
            if sys.platform == "win32" and not stream.isatty():
                stream.reconfigure(encoding="utf-8", newline="\n")


@contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output, flushed at the end of the block.

    Raises:
        OutputClosedError: if its reader has gone.
        CommandError: if it can't be written.
    """
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        _discard_output()
        # On Windows a pipe without a reader is an invalid argument.
        if error.errno == errno.EPIPE or (sys.platform == "win32" and error.errno == errno.EINVAL):
            raise OutputClosedError from None
        raise CommandError(f"the output can't be written ({error.strerror})") from error


def write_line(text: str) -> None:
    """Writes a line to standard output at once; raises what `standard_output` raises."""
    with standard_output() as stream:
        stream.write(text + "\n")


def write_json(value: dict[str, Any]) -> None:
    """Writes an object as a line of JSON, in ASCII, which every terminal's encoding has."""
    write_line(json.dumps(value))


def write_error(message: str) -> None:
    """Writes a message to standard error, as one line."""
    print(f"digitrec: {escaped(message)}", file=sys.stderr, flush=True)


def _discard_output() -> None:
    """Discards what is left in the buffer of standard output; Python would complain at its exit."""
    with suppress(OSError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
