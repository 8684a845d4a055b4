"""A part of a large picture from its file, for when somebody zooms in on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from digitrec.recognition.ink import Box
from digitrec.session.picture import Picture, open_part
from digitrec.ui.picture.viewport import Viewport
from digitrec.ui.widgets.background import Background

if TYPE_CHECKING:
    from PIL import Image

_MARGIN = 0.4
"""Share of the window that is fetched around it, so that not every move needs the file."""

_GRID = 8  # pixels


class Part(NamedTuple):
    """A part of a picture.

    Attributes:
        image: red, green and blue.
        box: of it, in the picture's pixels.
    """

    image: Image.Image
    box: Box

    @property
    def density(self) -> float:
        """Pixels of the image to one pixel of the picture."""
        return self.image.width / (self.box[2] - self.box[0])

    def has(self, box: Box) -> bool:
        """Whether all of a box of the picture is in it."""
        ours, slack = self.box, 1.0
        return (
            ours[0] <= box[0] + slack
            and ours[1] <= box[1] + slack
            and ours[2] >= box[2] - slack
            and ours[3] >= box[3] - slack
        )


class Sharpness:
    """Fetches the part of a picture that is in the window, on the background thread.

    One part is fetched at a time, and the last is kept: the file is decoded for each.

    Args:
        background: does the work.
        on_part: called when a part is there.
    """

    def __init__(self, background: Background, on_part: Callable[[], None]) -> None:
        self._background = background
        self._on_part = on_part
        self._part: tuple[bytes, Part] | None = None  # with the overview of its picture
        self._wanted: tuple[Picture, Viewport] | None = None
        self._working = False

    def part(self, picture: Picture, viewport: Viewport, density: float) -> Part | None:
        """A part that has all that is in the window, if it is at hand.

        Args:
            picture: that is shown.
            viewport: where it is.
            density: of what is shown without it, in pixels to one of the picture.
        """
        if self._part is None or self._part[0] is not picture.overview:
            return None
        part = self._part[1]
        return part if part.has(viewport.visible) and part.density > density else None

    def fetch(self, picture: Picture, viewport: Viewport) -> None:
        """Fetches what is in the window, unless it is at hand as sharp as the file has it."""
        if self._working:
            self._wanted = picture, viewport
            return
        wanted = min(1.0, viewport.scale)
        held = self.part(picture, viewport, 0.0)
        if held is not None and held.density >= 0.9 * wanted:
            return
        left, top, right, bottom = viewport.visible
        across, down = _MARGIN * (right - left), _MARGIN * (bottom - top)
        box = (  # of whole pixels, also if the file is decoded at a reduced size
            max(0.0, (left - across) // _GRID * _GRID),
            max(0.0, (top - down) // _GRID * _GRID),
            min(float(picture.width), -(-(right + across) // _GRID) * _GRID),
            min(float(picture.height), -(-(bottom + down) // _GRID) * _GRID),
        )
        side = round(max(box[2] - box[0], box[3] - box[1]) * wanted)

        def work() -> Image.Image | None:
            try:
                return open_part(picture, box, side)
            finally:  # also after an error, for which `done` is not called
                self._working = False

        def done(image: Image.Image | None) -> None:
            if image is not None:
                self._part = picture.overview, Part(image, box)
                self._on_part()
            later, self._wanted = self._wanted, None
            if later is not None:
                self.fetch(*later)

        self._working = True
        self._background.do(work, done)

    def forget(self) -> None:
        """Frees the part."""
        self._part = self._wanted = None
