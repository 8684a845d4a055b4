"""Ink lines with a digit for a label, as a hand is taught them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

from digitrec.cli.batch.jobs import empty_message, error_message
from digitrec.cli.batch.lines import read_lines, sniff
from digitrec.cli.batch.sources import STANDARD_INPUT, is_ink, open_source
from digitrec.recognition.ink import Ink, InkError, Stroke
from digitrec.storage.hands.examples import NOT_A_DIGIT, is_drawn


class LabelledDigit(NamedTuple):
    """A drawing of one digit and what it shows.

    Attributes:
        strokes: of the drawing.
        digit: 0 to 9; None: it is not a digit.
    """

    strokes: tuple[Stroke, ...]
    digit: int | None


def read_labelled(source: str) -> Iterator[LabelledDigit | str]:
    """The digits of a file of ink lines, or of standard input, and what can't be used.

    Args:
        source: a file, or `-` for standard input.

    Yields:
        A digit, or a message that names the file, the line and what is wrong with it.
    """
    try:
        yield from _read(source)
    except Exception as error:  # the other files are still read
        yield f"{source}: {error_message(source, error)}"


def _read(source: str) -> Iterator[LabelledDigit | str]:
    if source == STANDARD_INPUT and sys.stdin is None:
        yield f"{source}: there is no standard input"
        return
    with open_source(source) as stream:
        begins_as_ink, number = sniff(stream)
        if not stream.peek(1):
            yield f"{source}: {empty_message(number)}"
            return
        if not (begins_as_ink or is_ink(source)):
            yield f"{source}: is not ink; a hand is taught ink as JSON lines"
            return
        for line in read_lines(stream):
            if line is None:  # the next one has to be waited for
                continue
            number += 1
            if line.strip():
                try:
                    yield _parse(line)
                except InkError as error:
                    yield f"{source}: line {number}: {error}"


def _parse(line: bytes) -> LabelledDigit:
    """The digit of a line.

    Raises:
        InkError: if it is not ink with one digit for a label.
    """
    ink = Ink.from_json(line)
    if ink.label is None:
        raise InkError('"label" is missing')
    if len(ink.label) != 1 or ink.label not in f"0123456789{NOT_A_DIGIT}":
        raise InkError(
            f'"label" is {ink.label[:20]!r}; it must be one digit, or {NOT_A_DIGIT} if it is none'
        )
    if not is_drawn(ink.strokes):
        raise InkError("nothing is drawn, or only a dot")
    return LabelledDigit(ink.strokes, None if ink.label == NOT_A_DIGIT else int(ink.label))
