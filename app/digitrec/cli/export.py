"""Writes an export to standard output, or to a file whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from digitrec.cli.output import CommandError, standard_output, write_line
from digitrec.files import written_whole

STANDARD_OUTPUT = "-"


def export_to(
    file: str, force: bool, export: Callable[[IO[str]], int], count: Callable[[int], str]
) -> None:
    """Exports, and says to how many lines if that is not standard output.

    Args:
        file: its name, or `-` for standard output.
        force: whether to replace a file.
        export: writes the lines and returns how many.
        count: names a number of them.

    Raises:
        CommandError: if the file can't be written.
    """
    if file == STANDARD_OUTPUT:
        with standard_output() as stream:
            export(stream)
        return
    try:
        with written_whole(Path(file), replace=force) as stream:
            lines = export(stream)
    except FileExistsError:
        hint = "" if force or not Path(file).is_file() else "; use --force to replace it"
        raise CommandError(f"{file}: already exists{hint}") from None
    except OSError as error:
        raise CommandError(f"{file}: can't be written ({error.strerror})") from error
    write_line(f"{count(lines)} exported to {file}")
