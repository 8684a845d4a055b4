"""A picture file as its pages, and each page as its pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

DECODED_SIDE = 3200
"""Pixels of the longer side that are enough to read, where a format lets us choose."""

FULL_SIDE = 1_000_000
"""More pixels than any side has: nothing is reduced, unless a format has no size of its own."""


@dataclass(frozen=True)
class Pixels:
    """The decoded pixels of a page, as they are stored.

    Attributes:
        width: in pixels.
        height: in pixels.
        mode: Pillow's name of their kind.
        is_transparent: whether some may be transparent.
        orientation: how to put them upright, as EXIF numbers it: 1 to 8.
        reduction: pixels of the file to one of these, across and down: a format may be decoded at
            a reduced size.
        rows: gives the rows from one number up to another. A band of rows is copied at a time: a
            copy of a large picture takes hundreds of megabytes.
    """

    width: int
    height: int
    mode: str
    is_transparent: bool
    orientation: int
    rows: Callable[[int, int], Image.Image]
    reduction: float = 1.0

    @classmethod
    def of(cls, image: Image.Image, orientation: int = 1, reduction: float = 1.0) -> Pixels:
        """The pixels of an image that is loaded."""
        return cls(
            image.width,
            image.height,
            image.mode,
            image.has_transparency_data,
            orientation,
            lambda top, bottom: image.crop((0, top, image.width, bottom)),
            reduction,
        )


class Document(Protocol):
    """An open picture file."""

    @property
    def pages(self) -> int:
        """How many pages it has, at least one. Of those that are too many only one is counted."""
        ...

    def page(self, number: int, side: int = DECODED_SIDE) -> Pixels:
        """Decodes a page. Its pixels are valid until the next call.

        Args:
            number: from 0.
            side: pixels of the longer side that are enough.

        Raises:
            PictureError: if it is broken or too large.
        """
        ...

    def close(self) -> None:
        """Frees what the file takes."""
        ...
