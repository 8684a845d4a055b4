"""A line of a picture that a person corrected, as a row of the history's file and as JSON."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from digitrec.recognition.ink import Box
from digitrec.storage.drawing import DamagedRowError, moment_of

_PNG = b"\x89PNG\r\n\x1a\n"
_FURTHEST = 1e100

ID_PREFIX = "picture-"
"""Begins the name that an export gives to a crop; the rest is its key."""


@dataclass(frozen=True, slots=True)
class PictureCrop:
    """A part of a picture, with what a person says that it shows.

    Attributes:
        png: the part, in colour, with some of what is around it.
        label: what it shows, digits and marks; `?` if it is not a number.
        text: what was read.
        box: of the part in its picture: left, top, right and bottom in the picture's pixels.
        source: the name of the picture's file.
        page: of the file, from 1.
        model: that read it, as in a drawing.
        created: when it was corrected; aware of its time zone.
        key: its row in the history; None if it isn't there yet.
    """

    png: bytes
    label: str
    text: str
    box: Box
    source: str
    page: int
    model: str
    created: datetime
    key: int | None = None

    def to_row(self) -> dict[str, Any]:
        """The columns of its row, except the key."""
        return {
            "created": self.created.astimezone(UTC).isoformat(timespec="microseconds"),
            "png": self.png,
            "label": self.label,
            "text": self.text,
            "box": json.dumps(self.box),
            "source": self.source,
            "page": self.page,
            "model": self.model,
        }

    @classmethod
    def from_row(cls, row: Any) -> PictureCrop:
        """The crop in a row that `to_row` made; `row` gives its columns by name.

        Raises:
            DamagedRowError: if a column holds something else.
        """
        try:
            return cls(
                png=_png(row["png"]),
                label=_text(row["label"]),
                text=_text(row["text"]),
                box=_box(json.loads(row["box"])),
                source=_text(row["source"]),
                page=_page(row["page"]),
                model=_text(row["model"]),
                created=moment_of(row["created"]),
                key=row["key"],
            )
        except RecursionError:
            raise DamagedRowError("nested too deeply") from None
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
            raise DamagedRowError(str(error)) from error

    def to_line(self) -> str:
        """The crop as a line of an export, without the line break.

        It has the members of an ink line, without strokes, and `picture`: the crop as a PNG in
        base 64 (RFC 4648), and what else is known of it.
        """
        picture = self.to_row() | {
            "png": base64.b64encode(self.png).decode("ascii"),
            "box": list(self.box),
        }
        line = {
            "id": f"{ID_PREFIX}{self.key}",
            "strokes": [],
            "label": picture.pop("label"),
            "corrected": self.label,
            "picture": picture,
        }
        return json.dumps(line, separators=(",", ":"))


def _png(value: Any) -> bytes:
    if not isinstance(value, bytes) or not value.startswith(_PNG):
        raise DamagedRowError("its image is not a PNG")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise DamagedRowError(f"{value!r} is not a text")
    return value


def _page(value: Any) -> int:
    if not isinstance(value, int) or value < 1:
        raise DamagedRowError(f"{value!r} is not a page")
    return value


def _box(value: Any) -> Box:
    x0, y0, x1, y1 = map(float, value)
    if not all(abs(side) <= _FURTHEST for side in (x0, y0, x1, y1)):  # nor is NaN
        raise DamagedRowError(f"{value} is not a box")
    return x0, y0, x1, y1
