"""Drawing area: takes the pen, shows ink, and tells of strokes. Knows nothing of digits."""

from __future__ import annotations

import time
import tkinter

from app.ui import words
from app.ui.curve import bend, middle, smooth
from app.ui.theme import AREA_LEAST, Look, blend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.recognition.ink import Point, Stroke

_SOFT = 0.45
"""Opacity of the rim, a pixel wide, that softens the edge of the ink: Tk draws hard edges on X11
and Windows. Chosen by eye at 1x and 2x, light and dark."""


class DrawingArea(tkinter.Canvas):
    """Paper to draw on, with button 1 of a mouse, a pen or a finger.

    Args:
        master: the parent.
        look: colours and scale.
        pen_width: in logical pixels.
        on_ink: called for each pen event that added ink, with the moment that it came.
        on_stroke: called with a stroke that has just been ended, and the moment of that event.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        pen_width: float,
        on_ink: Callable[[float], None],
        on_stroke: Callable[[Stroke, float], None],
    ) -> None:
        super().__init__(
            master,
            width=look.px(AREA_LEAST),
            height=look.px(AREA_LEAST),
            highlightthickness=max(1, look.px(1)),
            borderwidth=0,
            cursor="crosshair",
            takefocus=False,
        )
        self._look = look
        self._pen_width = pen_width
        self._on_ink = on_ink
        self._on_stroke = on_stroke
        self._points: list[Point] = []
        self._tail: tuple[int, int] | None = None
        self._strokes: Sequence[Stroke] = ()
        self._image: tkinter.PhotoImage | None = None
        self._picture = self.create_image(0, 0)
        self._hint: int | None = None
        # Rims lie under this item and bodies over it, so that no rim crosses other ink.
        self._between = self.create_line(-9, -9, -9, -9, state="hidden")
        self.dress(look)
        self.bind("<ButtonPress-1>", self._press)
        self.bind("<B1-Motion>", self._move)
        self.bind("<ButtonRelease-1>", self._release)
        self.bind("<Configure>", self._centre)

    @property
    def stroke(self) -> Stroke:
        """The stroke that is being drawn, as far as it goes; empty while the pen is up."""
        return tuple(self._points)

    def write(self, look: Look) -> None:
        """Writes the hint: a step of its own, as the first text waits for the fonts."""
        self._hint = self.create_text(
            self.winfo_width() / 2, self.winfo_height() / 2, text=words.HINT
        )
        self._show_hint(not self._strokes and not self._points)
        self.dress(look)

    @property
    def strokes(self) -> Sequence[Stroke]:
        """The strokes that are shown, without the one being drawn."""
        return self._strokes

    def show(self, strokes: Sequence[Stroke], image: tkinter.PhotoImage | None = None) -> None:
        """Shows these strokes, or a picture; a stroke being drawn is let go."""
        self._points = []
        self._tail = None
        self.delete("ink")
        self._strokes = strokes
        self._image = image
        self.itemconfigure(self._picture, image=image if image is not None else "")
        for stroke in strokes:
            self._draw(stroke)
        self._show_hint(not strokes and image is None)

    def dress(self, look: Look, pen_width: float | None = None) -> None:
        """Takes on other colours, or another width of the pen."""
        self._look = look
        self._pen_width = self._pen_width if pen_width is None else pen_width
        colours = look.palette
        self._width = max(2, look.px(self._pen_width))
        self._rim = blend(colours.paper, colours.ink, _SOFT)
        self.configure(
            background=colours.paper,
            highlightbackground=colours.border,
            highlightcolor=colours.border,
        )
        if self._hint is not None:
            self.itemconfigure(self._hint, fill=colours.hint, font=look.font(18))
        if not self._points:
            self.show(self._strokes, self._image)

    @property
    def room(self) -> tuple[int, int, int, int]:
        """The paper on the screen: x, y, width and height in its pixels, without the border."""
        edge = int(self["highlightthickness"])
        return (
            self.winfo_rootx() + edge,
            self.winfo_rooty() + edge,
            self.winfo_width() - 2 * edge,
            self.winfo_height() - 2 * edge,
        )

    def _press(self, event: tkinter.Event[DrawingArea]) -> None:
        moment = time.perf_counter()
        if self._points:  # the release of the stroke before was lost
            self._end(moment)
        self._show_hint(False)
        self.itemconfigure(self._picture, image="")
        self._points = [self._place(event)]
        self._dot(self._points[0], "growing")
        self._on_ink(moment)

    def _move(self, event: tkinter.Event[DrawingArea]) -> None:
        moment = time.perf_counter()
        if self._points and self._add(self._place(event)):
            self._on_ink(moment)

    def _release(self, event: tkinter.Event[DrawingArea]) -> None:
        moment = time.perf_counter()
        if self._points:
            self._add(self._place(event))
            self._end(moment)

    def _end(self, moment: float) -> None:
        stroke = self.stroke
        self._points = []
        self._tail = None
        self.delete("growing")
        self._strokes = (*self._strokes, stroke)
        self._draw(stroke)
        self._on_stroke(stroke, moment)

    def _place(self, event: tkinter.Event[DrawingArea]) -> Point:
        """Where the pen is; at the rim where it is outside, as ink that isn't seen isn't read."""
        edge = int(self._look.px(1))
        x = min(max(event.x, edge), self.winfo_width() - edge)
        y = min(max(event.y, edge), self.winfo_height() - edge)
        return float(x), float(y)

    def _add(self, point: Point) -> bool:
        """Lets the stroke grow: a bend that stays, and a straight tail that moves with the pen."""
        if point == self._points[-1]:
            return False
        self._points.append(point)
        if len(self._points) == 2:
            self._tail = self._line([*self._points[0], *point], "growing")
            return True
        before, at = self._points[-3], self._points[-2]
        self._line(bend(before, at, point), "growing")
        if self._tail is not None:
            tail = (*middle(at, point), *point)
            self.coords(self._tail[0], *tail)
            self.coords(self._tail[1], *tail)
        if len(self._points) == 3:
            self._line([*before, *middle(before, at)], "growing")
        return True

    def _draw(self, stroke: Stroke) -> None:
        if len(stroke) == 1:
            self._dot(stroke[0], "whole")
        else:
            self._line(smooth(stroke), "whole")

    def _line(self, flat: list[float], tag: str) -> tuple[int, int]:
        """Rim and body of a line through corners, given flat."""
        rim, body = (
            self.create_line(
                flat, fill=fill, width=width, capstyle="round", joinstyle="round", tags=("ink", tag)
            )
            for fill, width in self._layers()
        )
        self.tag_lower(rim, self._between)
        return rim, body

    def _dot(self, point: Point, tag: str) -> None:
        x, y = point
        rim, _ = (
            self.create_oval(
                x - width / 2, y - width / 2, x + width / 2, y + width / 2,
                fill=fill, width=0, tags=("ink", tag),
            )
            for fill, width in self._layers()
        )  # fmt: skip
        self.tag_lower(rim, self._between)

    def _layers(self) -> tuple[tuple[str, int], tuple[str, int]]:
        """Colour and width of rim and body."""
        return (self._rim, self._width + 2), (self._look.palette.ink, self._width)

    def _show_hint(self, shown: bool) -> None:
        if self._hint is not None:
            self.itemconfigure(self._hint, state="normal" if shown else "hidden")

    def _centre(self, event: tkinter.Event[DrawingArea]) -> None:
        for item in (self._hint, self._picture):
            if item is not None:
                self.coords(item, event.width / 2, event.height / 2)
