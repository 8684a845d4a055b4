"""Drawings with a digit for a label, as a hand is taught them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from digitrec.bulk.jobs import error_message
from digitrec.bulk.sources import ink_in
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
    """The digits of a file of ink, or of standard input, and what can't be used.

    Args:
        source: a file, or `-` for standard input.

    Yields:
        A digit, or a message that names the file, the line and what is wrong with it.
    """
    try:
        for found in ink_in(source):
            try:
                yield _labelled(found.ink())
            except InkError as error:
                yield ": ".join(filter(None, (source, found.place, str(error))))
    except Exception as error:  # the other files are still read
        yield f"{source}: {error_message(source, error)}"


def _labelled(ink: Ink) -> LabelledDigit:
    """The digit of a drawing.

    Raises:
        InkError: if it is not ink with one digit for a label.
    """
    if ink.label is None:
        raise InkError('"label" is missing')
    if len(ink.label) != 1 or ink.label not in f"0123456789{NOT_A_DIGIT}":
        raise InkError(
            f'"label" is {ink.label[:20]!r}; it must be one digit, or {NOT_A_DIGIT} if it is none'
        )
    if not is_drawn(ink.strokes):
        raise InkError("nothing is drawn, or only a dot")
    return LabelledDigit(ink.strokes, None if ink.label == NOT_A_DIGIT else int(ink.label))
