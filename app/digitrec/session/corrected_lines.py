"""What the correction of a picture teaches: its corrected lines, each with its crop."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from digitrec.storage.picture_crop import PictureCrop

if TYPE_CHECKING:
    from digitrec.recognition.ink import Box
    from digitrec.recognition.reading import Reading
    from digitrec.session.picture import Picture
    from digitrec.session.sheets import Sheet

_MARGIN = 0.25
"""Share of a line's height that is kept around it: a reader of lines finds them no closer."""


def corrected_lines(sheet: Sheet, model: str, now: datetime) -> tuple[PictureCrop, ...]:
    """The lines of a picture that a person has corrected; none if nothing was corrected.

    If the correction has other lines than the reading, it is kept with all of them in one crop.
    Decodes the picture's overview, which takes some milliseconds.

    Args:
        sheet: with a picture.
        model: that read it.
        now: the present moment.
    """
    picture, text = sheet.picture, sheet.corrected
    if picture is None or picture.reading is None or text is None:
        return ()
    reading = sheet.read or picture.reading
    return tuple(
        PictureCrop(
            _png(picture, box), label, read, box, picture.name, picture.page + 1, model, now
        )
        for label, read, box in _lines(picture, reading, text)
    )  # fmt: skip


def _lines(picture: Picture, reading: Reading, text: str) -> list[tuple[str, str, Box]]:
    """Label, text and box of each line that differs from the reading; of all, if none does."""
    whole = (0.0, 0.0, float(picture.width), float(picture.height))
    given, read = text.split("\n"), reading.text.split("\n")
    lines = [[picture.box(one.box) for one in line] for line in reading.characters]
    if len(given) != len(read):
        boxes = [box for line in lines for box in line]
        return [(text, reading.text, _around(boxes, whole))]
    found = [
        (label, was, _around(boxes, whole))
        for label, was, boxes in zip(given, read, lines, strict=True)
    ]
    return [one for one in found if one[0] != one[1]] or found


def _around(boxes: Sequence[Box], whole: Box) -> Box:
    """A box around others, with a margin, in whole pixels; all of the picture if there are none."""
    if not boxes:
        return whole
    left, top = (min(box[at] for box in boxes) for at in (0, 1))
    right, bottom = (max(box[at] for box in boxes) for at in (2, 3))
    margin = _MARGIN * (bottom - top) + 1
    return (
        float(int(max(whole[0], left - margin))),
        float(int(max(whole[1], top - margin))),
        float(-int(-min(whole[2], right + margin))),
        float(-int(-min(whole[3], bottom + margin))),
    )


def _png(picture: Picture, box: Box) -> bytes:
    overview = picture.decode_overview()
    by = overview.width / picture.width
    left, top, right, bottom = (round(side * by) for side in box)
    part = overview.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    stream = io.BytesIO()
    part.save(stream, "PNG")
    return stream.getvalue()
