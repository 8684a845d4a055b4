"""Reads a picture: finds its lines, and reads them with the line network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from digitrec.recognition.message import Message
from digitrec.recognition.picture.line_crops import whole_line
from digitrec.recognition.picture.line_reader import LineReader
from digitrec.recognition.picture.line_readings import (
    ReadLine,
    assembled,
    better,
    read_line,
    read_lines,
    with_digits,
)
from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.picture.picture_model import PictureModel
from digitrec.recognition.picture.segmentation.cut_readings import BLANK, read_cut
from digitrec.recognition.picture.segmentation.found_lines import lines_by_ink
from digitrec.recognition.picture.single_digits import with_classifier
from digitrec.recognition.picture.turned_pages import upright
from digitrec.recognition.reading import Reading, find_alternatives

_FEW = 6  # lines that may be parts of one; chosen on held-out synthetic pages and photographs
_WIDE = 4.0  # heights: a wider picture is a strip with one line

NOTHING = Message("nothing was found in the picture that can be read")


def read_picture(
    model: PictureModel,
    picture: Picture,
    digits: int | None,
    marks: bool,
    threshold: Callable[[float], float],
) -> Reading:
    """Reads a picture.

    Args:
        model: if it has no line network, the picture's ink is cut into digits.
        picture: to read.
        digits: how many digits it has, and no marks; None to find out.
        marks: whether to read marks.
        threshold: gives the rejection threshold that the person wants for one on the card.

    Raises:
        ReadingError: if it can't be read as that many digits.
        ModelError: if the line network or the page network can't be used.
    """
    reader = model.lines
    if reader is None:
        return read_cut(
            model, picture, digits, threshold(model.card.rejection_threshold_in_pictures)
        )
    read = _read_best(model, picture, reader, marks and digits is None)
    if digits is not None and sum(len(one.reading.characters) for one in read) != digits:
        lines = read or [read_line(picture, whole_line(picture), reader)]
        read = with_digits(lines, digits, reader)
    if len(read) < 2 and digits in (None, 1):
        one = read[0] if read else read_line(picture, whole_line(picture), reader)
        one = with_classifier(one, model, reader)
        read = [one] if one.has_text else []
    if not read:
        return Reading(reason=BLANK if np.ptp(picture.pixels) == 0 else NOTHING)
    reading = assembled(read, threshold(reader.calibration.rejection))
    return replace(reading, alternatives=find_alternatives(reading, ()))


def _read_best(
    model: PictureModel, picture: Picture, reader: LineReader, marks: bool
) -> list[ReadLine]:
    """The lines of a picture.

    The page network finds them, or their ink if there is none. If they are few, or the picture is
    wide, they may also be parts of one line, which is the whole picture: what reads better.
    """
    finder = model.pages
    found = lines_by_ink(picture) if finder is None else finder.find_lines(picture)
    read = read_lines(picture, found, reader, marks)
    height, width = picture.pixels.shape[:2]
    if len(read) <= _FEW or width > _WIDE * height:
        whole = read_lines(picture, [whole_line(picture)], reader, marks)
        read = better(whole, read, reader.calibration.rejection)
    return read if finder is None else upright(picture, read, finder, reader, marks)
