"""Turned pages: a page that can hardly be read is tried from its other sides too.

The page network tells slanted lines; whether a page stands on its head shows best in its reading.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from digitrec.recognition.picture.line_reader import LineReader
from digitrec.recognition.picture.line_readings import (
    FEWEST_TURNED,
    ReadLine,
    count_digits,
    read_lines,
)
from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.picture.pages.found_line import Corners, FoundLine
from digitrec.recognition.picture.pages.line_finder import LineFinder

_DOUBTED = 0.3  # share of unsure digits from which on a page may be turned
_SHORT = 3  # digits a line: a page whose lines are shorter may be turned, and cut across its lines
_SURE, _MORE = 0.75, 1.2  # share of sure digits of a turned page, and times as many as before


def upright(
    picture: Picture, read: list[ReadLine], finder: LineFinder, reader: LineReader, marks: bool
) -> list[ReadLine]:
    """The lines of a page from the side from which it is surely read; else as they were read.

    Args:
        picture: of the page.
        read: its lines, from the side on which it was opened.
        finder: of lines.
        reader: of lines.
        marks: whether to read marks.
    """
    rejection = reader.calibration.rejection
    sure, digits = count_digits(read, rejection)
    doubted = digits - sure > _DOUBTED * digits
    short = len(read) >= FEWEST_TURNED and digits < _SHORT * len(read)
    if digits < FEWEST_TURNED or not (doubted or short):
        return read
    for turns in (2, 1, 3):
        lines = _lines_from(picture, turns, finder)
        turned = read_lines(picture, lines, reader, marks)
        now, of = count_digits(turned, rejection)
        if now >= max(_SURE * of, FEWEST_TURNED) and now > _MORE * sure:
            sure, read = now, turned
    return read


def _lines_from(picture: Picture, turns: int, finder: LineFinder) -> list[FoundLine]:
    """The lines of a picture that is turned by so many quarters, where they are in the picture."""
    turned = Picture(np.ascontiguousarray(np.rot90(picture.pixels, turns)), picture.scale)
    height, width = (side * picture.scale for side in picture.pixels.shape[:2])
    return [
        dataclasses.replace(line, corners=_back(line.corners, turns, width, height))
        for line in finder.find_lines(turned)
    ]


def _back(corners: Corners, turns: int, width: float, height: float) -> Corners:
    """Places of a picture that was turned counterclockwise, where they were before."""
    x, y = corners[:, 0], corners[:, 1]
    if turns == 1:
        x, y = width - y, x
    elif turns == 2:
        x, y = width - x, height - y
    else:
        x, y = y, height - x
    return np.stack([x, y], axis=1)
