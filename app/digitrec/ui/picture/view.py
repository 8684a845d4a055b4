"""A picture on the drawing area, in its colours, with what was read over it."""

from __future__ import annotations

import math
import tkinter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from digitrec.session.picture import Picture
from digitrec.text import words
from digitrec.ui.picture.caption import HEIGHT as CAPTION_HEIGHT
from digitrec.ui.picture.caption import TAG as CAPTION
from digitrec.ui.picture.caption import Caption, Segment
from digitrec.ui.picture.digit_boxes import TAG as BOX
from digitrec.ui.picture.digit_boxes import Boxed, DigitBoxes, Name
from digitrec.ui.picture.sharpness import Sharpness
from digitrec.ui.picture.viewport import Viewport
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.theme import Look

if TYPE_CHECKING:
    from PIL import Image

    from digitrec.ui.canvas.drawing_area import DrawingArea

TAG = "picture"

ZOOM_STEP = 1.25
_SCROLL = 60  # logical pixels of one step
_MARGIN = 40  # logical pixels around a selected digit
_PIXELS_FROM = 8  # screen pixels of a pixel from which it is shown as a square
_REST = 150
"""Milliseconds without zooming or moving until the file is asked for more."""


class PictureView:
    """Shows a picture, to zoom and to move.

    Args:
        area: to draw on.
        look: colours and scale.
        background: decodes parts of large pictures.
    """

    def __init__(self, area: DrawingArea, look: Look, background: Background) -> None:
        self._area = area
        self._look = look
        self._picture: Picture | None = None
        self._overview: Image.Image | None = None
        self._viewport: Viewport | None = None
        self._boxed: Sequence[Boxed] = ()
        self._selected: Name | None = None
        self._pages: Sequence[Segment] = ()
        self._due: str | None = None
        self._rest: str | None = None
        self._photo: tkinter.PhotoImage | None = None  # Tk shows it only while Python holds it
        self._sharpness = Sharpness(background, self._draw_soon)
        area.bind("<Destroy>", lambda _: self._wait_for_nothing(), add=True)
        self._ground = area.create_rectangle(0, 0, 0, 0, width=0, state="hidden", tags=TAG)
        self._image = area.create_image(0, 0, anchor="nw", tags=TAG)
        self._boxes = DigitBoxes(area, look)
        self._caption = Caption(area, look)

    @property
    def viewport(self) -> Viewport | None:
        """Where the picture is; None while none is shown."""
        return self._viewport

    def show(self, picture: Picture, pages: Sequence[Segment] = ()) -> None:
        """Shows a picture, all of it; if it is there already, where it is.

        Args:
            picture: to show.
            pages: what the caption says of its place among others.
        """
        if self._picture is None or self._picture.overview is not picture.overview:
            self._overview = picture.decode_overview()
            self._sharpness.forget()
            self._viewport = Viewport.fitting((picture.width, picture.height), self._screen)
            self._boxed, self._selected = (), None
        self._picture = picture
        self._pages = pages
        self._draw()

    def mark(self, boxed: Sequence[Boxed], selected: Name | None) -> None:
        """Marks what was read; what was just selected is brought into the window.

        Args:
            boxed: the digits and marks.
            selected: the one to highlight.
        """
        moved = selected != self._selected
        self._boxed, self._selected = boxed, selected
        if self._viewport is None:
            return
        box = next((one.box for one in boxed if one.name == selected), None)
        if box is not None and moved:
            viewport = self._viewport.showing(box, self._look.px(_MARGIN))
            if viewport != self._viewport:
                self._move_to(viewport)
                return
        self._draw_boxes()

    def hide(self) -> None:
        """Shows no picture."""
        self._wait_for_nothing()
        self._picture = self._overview = self._viewport = self._photo = None
        self._sharpness.forget()
        self._boxes.hide()
        self._caption.hide()
        self._area.itemconfigure(self._image, image="")
        self._area.itemconfigure(self._ground, state="hidden")

    def resize(self) -> None:
        """Follows the size of the drawing area."""
        if self._viewport is not None:
            self._viewport = self._viewport.resized(self._screen)
            self._draw()

    def apply_theme(self, look: Look) -> None:
        """Applies other colours."""
        self._look = look
        self._boxes.apply_theme(look)
        self._caption.apply_theme(look)
        if self._viewport is not None:
            self._draw()

    def zoom(self, factor: float, at: tuple[float, float] | None = None) -> None:
        """Zooms by a factor; what is at a place of the canvas stays there."""
        if self._viewport is not None:
            border = self._border
            place = None if at is None else (at[0] - border, at[1] - border)
            self._move_to(self._viewport.zoomed(factor, place))

    def fit(self) -> None:
        """Shows all of the picture."""
        if self._viewport is not None:
            size = self._viewport.width, self._viewport.height
            self._move_to(Viewport.fitting(size, self._screen))

    def move(self, dx: float, dy: float) -> None:
        """Moves the picture by screen pixels."""
        if self._viewport is not None:
            self._move_to(self._viewport.moved(dx, dy))

    def scroll(self, right: int, down: int) -> None:
        """Looks further to the right or further down by some steps."""
        step = self._look.px(_SCROLL)
        self.move(-right * step, -down * step)

    @property
    def movable(self) -> bool:
        """Whether a part of the picture is outside of the window."""
        return self._viewport is not None and not self._viewport.fits

    def name_at(self, x: float, y: float) -> Name | None:
        """The digit or mark at a place of the canvas."""
        return self._boxes.name_at(x, y)

    def caption_at(self, x: float, y: float) -> str | None:
        """The caption's action there: see `Caption.action_at`."""
        return self._caption.action_at(x, y)

    @property
    def _border(self) -> int:
        return int(self._area["highlightthickness"])

    @property
    def _screen(self) -> tuple[int, int]:
        """Width and height that a picture has, above its caption."""
        _, _, width, height = self._area.bounds
        return width, max(1, height - self._look.px(CAPTION_HEIGHT))

    def _wait_for_nothing(self) -> None:
        for due in (self._due, self._rest):
            if due is not None:
                self._area.after_cancel(due)
        self._due = self._rest = None

    def _move_to(self, viewport: Viewport) -> None:
        if viewport != self._viewport:
            self._viewport = viewport
            self._draw_soon()

    def _draw_soon(self) -> None:
        """Draws after the events that wait: a wheel turns faster than a picture is drawn."""
        if self._due is None and self._viewport is not None:
            self._due = self._area.after_idle(self._draw)

    def _draw(self) -> None:
        if self._due is not None:
            self._area.after_cancel(self._due)
            self._due = None
        self._draw_image()
        self._draw_boxes()
        if self._rest is not None:
            self._area.after_cancel(self._rest)
        self._rest = self._area.after(_REST, self._sharpen)

    def _sharpen(self) -> None:
        self._rest = None
        picture, viewport = self._picture, self._viewport
        if picture is None or viewport is None or self._overview is None:
            return
        if self._overview.width / picture.width < min(1.0, viewport.scale):
            self._sharpness.fetch(picture, viewport)

    def _draw_image(self) -> None:
        picture, viewport, overview = self._picture, self._viewport, self._overview
        if picture is None or viewport is None or overview is None:
            return
        area, border = self._area, self._border
        left, top = max(0, math.floor(viewport.x)), max(0, math.floor(viewport.y))
        _, _, right, bottom = viewport.to_screen((0, 0, picture.width, picture.height))
        right = min(viewport.screen_width, math.ceil(right))
        bottom = min(viewport.screen_height, math.ceil(bottom))
        image = self._scaled(picture, viewport, overview, (left, top, right, bottom))
        data = b"P6 %d %d 255\n" % image.size + image.tobytes()
        self._photo = tkinter.PhotoImage(master=area, data=data, format="ppm")
        area.itemconfigure(self._image, image=self._photo)
        area.coords(self._image, left + border, top + border)
        area.coords(self._ground, 0, 0, area.winfo_width(), area.winfo_height())
        area.itemconfigure(self._ground, fill=self._look.palette.track, state="normal")
        percent = words.PER_CENT.format(number=f"{viewport.scale * 100:.0f}")
        zoom = (Segment("−", "zoom_out"), Segment(percent), Segment("+", "zoom_in"))
        self._caption.draw((*self._pages, *zoom))

    def _scaled(
        self,
        picture: Picture,
        viewport: Viewport,
        overview: Image.Image,
        window: tuple[int, int, int, int],
    ) -> Image.Image:
        """The picture in a part of the window, from the sharpest that is at hand."""
        from PIL import Image

        density = overview.width / picture.width
        part = self._sharpness.part(picture, viewport, density)
        image, left, top = overview, 0.0, 0.0
        if part is not None:
            image, density, (left, top, _, _) = part.image, part.density, part.box
        by = density / viewport.scale
        box = (
            max(0.0, (window[0] - viewport.x) * by - left * density),
            max(0.0, (window[1] - viewport.y) * by - top * density),
            min(float(image.width), (window[2] - viewport.x) * by - left * density),
            min(float(image.height), (window[3] - viewport.y) * by - top * density),
        )
        size = max(1, window[2] - window[0]), max(1, window[3] - window[1])
        method = Image.Resampling.BICUBIC if by < 1 else Image.Resampling.HAMMING
        if viewport.scale >= _PIXELS_FROM:
            method = Image.Resampling.NEAREST
        return image.resize(size, method, box, reducing_gap=2.0 if by > 2 else None)

    def _draw_boxes(self) -> None:
        viewport = self._viewport
        if viewport is not None:
            self._boxes.draw(self._boxed, self._selected, viewport, self._border)
            self._area.tag_raise(BOX)
            self._area.tag_raise(CAPTION)
