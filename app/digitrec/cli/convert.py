"""The command `convert`: ink from any format that is read to one that others read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import IO

from digitrec.bulk.input.inputs import Trouble, find_inputs
from digitrec.bulk.jobs import error_message
from digitrec.bulk.sources import ink_in
from digitrec.cli.export import export_to
from digitrec.cli.output import CommandError, write_error
from digitrec.recognition.ink import Ink, InkError
from digitrec.recognition.ink_formats.inkml import write_inkml
from digitrec.recognition.ink_formats.svg import write_svg


def convert(words: list[str], output: str, force: bool) -> int:
    """Writes the drawings of some files to one file, whole or not at all.

    Args:
        words: files of ink, folders, patterns and lists; see `inputs.find_inputs`.
        output: its ending says the format.
        force: whether to replace a file.

    Returns:
        The exit status: 1 if something could not be converted.

    Raises:
        CommandError: if the output has another ending, or can't be written.
    """
    writer = _WRITERS.get(os.path.splitext(output)[1].lower())  # noqa: PTH122
    if writer is None:
        known = ", ".join(sorted(_WRITERS))
        raise CommandError(f"{output}: its name has to end with one of {known}")
    if output in words:
        raise CommandError(f"{output}: is read and can't be written at the same time")
    troubles: list[str] = []
    export_to(output, force, lambda stream: writer(stream, _drawings(words, troubles)), _drawn)
    for trouble in troubles:
        write_error(trouble)
    return 1 if troubles else 0


def _drawings(words: Iterable[str], troubles: list[str]) -> Iterator[Ink]:
    """The drawings of all files; what is wrong with the others goes into `troubles`."""
    for source in find_inputs(words):
        if isinstance(source, Trouble):
            troubles.append(f"{source.source}: {error_message(source.source, source.error)}")
            continue
        try:
            for found in ink_in(source):
                try:
                    yield found.ink()
                except InkError as error:
                    troubles.append(": ".join(filter(None, (source, found.place, str(error)))))
        except (InkError, OSError) as error:
            troubles.append(f"{source}: {error_message(source, error)}")


def _write_lines(stream: IO[str], inks: Iterable[Ink]) -> int:
    count = 0
    for count, ink in enumerate(inks, 1):  # noqa: B007
        stream.write(ink.to_json() + "\n")
    return count


def _write_svg(stream: IO[str], inks: Iterable[Ink]) -> int:
    drawings = list(inks)
    if len(drawings) != 1:
        raise CommandError(f"SVG is for one drawing, and there are {len(drawings)}")
    try:
        write_svg(stream, drawings[0])
    except InkError as error:
        raise CommandError(str(error)) from error
    return 1


def _drawn(count: int) -> str:
    return "1 drawing" if count == 1 else f"{count} drawings"


_WRITERS = {".jsonl": _write_lines, ".inkml": write_inkml, ".svg": _write_svg}
