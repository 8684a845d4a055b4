"""Drawing area: takes the pen, shows ink, and tells of strokes. Knows nothing of digits."""

from __future__ import annotations

import time
import tkinter

from digitrec.text import words
from digitrec.ui.canvas.curve import growth
from digitrec.ui.canvas.eraser import Eraser
from digitrec.ui.canvas.hit_testing import touched
from digitrec.ui.canvas.plain_ink import PlainInk
from digitrec.ui.widgets.theme import AREA_LEAST, SMALL_GAP, Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digitrec.recognition.ink import Point, Stroke
    from digitrec.ui.canvas.smooth_ink import SmoothInk
    from digitrec.ui.canvas.tint import Shade

    Ink = PlainInk | SmoothInk


class DrawingArea(tkinter.Canvas):
    """Paper to draw on, with button 1 of a mouse, a pen or a finger.

    Args:
        master: the parent.
        look: colours and scale.
        pen_width: in logical pixels.
        on_ink: called for each pen event that added ink, with the moment that it came.
        on_stroke: called with a stroke that has just been ended, and the moment of that event.
        on_erase: called with the indices of strokes that the rubber has touched.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        pen_width: float,
        on_ink: Callable[[float], None],
        on_stroke: Callable[[Stroke, float], None],
        on_erase: Callable[[list[int]], None] = lambda _: None,
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
        self._on_erase = on_erase
        self._erasing = False
        self._points: list[Point] = []
        self._strokes: Sequence[Stroke] = ()
        self._shades: Sequence[Shade] = ()
        self._image: tkinter.PhotoImage | None = None
        self._ink: Ink = PlainInk(self, look.palette.ink, look.px(pen_width))
        self._layer: int | None = None
        self._picture = self.create_image(0, 0)
        self._hint: int | None = None
        self.apply_theme(look)
        self.bind("<ButtonPress-1>", self._press)
        self.bind("<B1-Motion>", self._move)
        self.bind("<ButtonRelease-1>", self._release)
        self._rubber = Eraser(self, self._place, self._rub)
        self.bind("<Configure>", self._resized)

    @property
    def stroke(self) -> Stroke:
        """The stroke that is being drawn, as far as it goes; empty while the pen is up."""
        return tuple(self._points)

    def write(self, look: Look) -> None:
        """Writes the hint: a step of its own, as the first text waits for the fonts."""
        self._hint = self.create_text(0, 0, text=words.HINT, justify="center")
        self._put_in_the_middle(self.winfo_width(), self.winfo_height())
        self._show_hint(not self._strokes and not self._points)
        self.apply_theme(look)

    @property
    def strokes(self) -> Sequence[Stroke]:
        """The strokes that are shown, without the one being drawn."""
        return self._strokes

    def show(self, strokes: Sequence[Stroke], image: tkinter.PhotoImage | None = None) -> None:
        """Shows these strokes, or a picture; a stroke being drawn is let go."""
        self._points = []
        self._strokes = strokes
        self._shades = ()
        self._image = image
        self.itemconfigure(self._picture, image=image if image is not None else "")
        self._ink.show(strokes)
        self._show_hint(not strokes and image is None)

    def tint(self, shades: Sequence[Shade]) -> None:
        """Colours the ink by these shades, until there is other ink; plain again with none."""
        self._shades = shades
        if self._layer is None:
            return
        from digitrec.ui.canvas.tint import Tint

        colours = self._look.palette
        tint = Tint(colours.paper, colours.ink, colours.speaks_for, colours.speaks_against)
        self._ink.tint(shades, tint)

    @property
    def tinted(self) -> bool:
        """Whether the ink has the colours of shades."""
        return bool(self._shades)

    def soften(self) -> None:
        """Draws ink with smooth edges from now on, what is there already too: needs NumPy."""
        self._renew_layer()

    def erase(self, on: bool) -> None:
        """Lets button 1 erase, or draw again."""
        self._erasing = on
        self.point(False)

    def point(self, on: bool) -> None:
        """Shows by the pointer whether a click here does something else than drawing."""
        cursor = "hand2" if on else "dotbox" if self._erasing else "crosshair"
        if cursor != self["cursor"]:
            self.configure(cursor=cursor)

    def press(self, x: int, y: int) -> None:
        """Sets the pen down, or the rubber."""
        event: tkinter.Event[DrawingArea] = tkinter.Event()
        event.x, event.y = x, y
        self._press(event)

    def apply_theme(self, look: Look, pen_width: float | None = None) -> None:
        """Takes on other colours, or another width of the pen."""
        self._look = look
        self._pen_width = self._pen_width if pen_width is None else pen_width
        colours = look.palette
        self.configure(
            background=colours.paper,
            highlightbackground=colours.border,
            highlightcolor=colours.border,
        )
        if self._hint is not None:
            self.itemconfigure(self._hint, fill=colours.hint, font=look.font(18))
        if self._layer is not None:
            self._renew_layer()
        else:
            self._ink.show(())
            self._ink = PlainInk(self, colours.ink, self.pen)
            self._show_all()

    @property
    def pen(self) -> float:
        """Of the pen, in screen pixels."""
        return self._look.scale * self._pen_width

    def _renew_layer(self) -> None:
        """An image of the paper's size, in its colours, with all the ink."""
        from digitrec.ui.canvas.smooth_ink import SmoothInk

        self._ink.show(())
        colours, edge = self._look.palette, self._edge
        size = self.winfo_width() - 2 * edge, self.winfo_height() - 2 * edge
        if min(size) < 1:
            return
        layer = SmoothInk(self, size, colours.paper, colours.ink, self.pen, edge)
        if self._layer is None:
            self._layer = self.create_image(edge, edge, anchor="nw")
            self.tag_lower(self._layer)
        self.itemconfigure(self._layer, image=layer.photo)
        self._ink = layer
        self._show_all()
        self.tint(self._shades)

    def _show_all(self) -> None:
        """Shows the strokes, and the one that is being drawn as far as it goes."""
        self._ink.show(self._strokes)
        for count in range(1, len(self._points) + 1):
            self._ink.grow(*growth(self._points[:count]))

    @property
    def soft(self) -> bool:
        """Whether ink is drawn with smooth edges by now."""
        return self._layer is not None

    @property
    def room(self) -> tuple[int, int, int, int]:
        """The paper on the screen: x, y, width and height in its pixels, without the border."""
        edge = self._edge
        return (
            self.winfo_rootx() + edge,
            self.winfo_rooty() + edge,
            self.winfo_width() - 2 * edge,
            self.winfo_height() - 2 * edge,
        )

    def _press(self, event: tkinter.Event[DrawingArea]) -> None:
        moment = time.perf_counter()
        if self._erasing:
            self._rubber.rub(event)
            return
        if self._points:  # the release of the stroke before was lost
            self._end(moment)
        self._show_hint(False)
        if self._shades:
            self.tint(())
        self.itemconfigure(self._picture, image="")
        self._points = [self._place(event)]
        self._ink.grow(*growth(self._points))
        self._on_ink(moment)

    def _move(self, event: tkinter.Event[DrawingArea]) -> None:
        moment = time.perf_counter()
        if self._erasing:
            self._rubber.rub(event)
        elif self._points and self._add(self._place(event)):
            self._on_ink(moment)

    def _release(self, event: tkinter.Event[DrawingArea]) -> None:
        moment = time.perf_counter()
        if self._points:
            self._add(self._place(event))
            self._end(moment)
        self._rubber.lift()

    def _rub(self, before: Point, place: Point) -> None:
        """Takes the strokes away that the rubber touches; not while the pen is down."""
        if not self._points:
            found = touched(self._strokes, before, place, self.pen / 2 + self._look.px(4))
            if found:
                self._on_erase(found)

    def _add(self, point: Point) -> bool:
        if point == self._points[-1]:
            return False
        self._points.append(point)
        self._ink.grow(*growth(self._points))
        return True

    def _end(self, moment: float) -> None:
        stroke = self.stroke
        self._ink.grow(growth(self._points)[1], ())
        self._points = []
        self._strokes = (*self._strokes, stroke)
        self._on_stroke(stroke, moment)

    def _place(self, event: tkinter.Event[tkinter.Canvas]) -> Point:
        """Where the pen is; at the rim where it is outside, as ink that isn't seen isn't read."""
        edge = self._edge
        x = min(max(event.x, edge), self.winfo_width() - edge)
        y = min(max(event.y, edge), self.winfo_height() - edge)
        return float(x), float(y)

    @property
    def _edge(self) -> int:
        return int(self["highlightthickness"])

    def _show_hint(self, shown: bool) -> None:
        if self._hint is not None:
            self.itemconfigure(self._hint, state="normal" if shown else "hidden")

    def _resized(self, event: tkinter.Event[DrawingArea]) -> None:
        self._put_in_the_middle(event.width, event.height)
        if self._layer is not None:
            self._renew_layer()

    def _put_in_the_middle(self, width: int, height: int) -> None:
        self.coords(self._picture, width / 2, height / 2)
        if self._hint is not None:
            self.coords(self._hint, width / 2, height / 2)
            self.itemconfigure(self._hint, width=width - self._look.px(SMALL_GAP))
