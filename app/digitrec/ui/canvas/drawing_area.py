"""The drawing area: takes the pen's events, shows ink and reports strokes. Knows no digits."""

from __future__ import annotations

import time
import tkinter

from digitrec.text import words
from digitrec.ui.canvas.eraser import ERASER_MARGIN, Eraser
from digitrec.ui.canvas.hit_testing import touched
from digitrec.ui.canvas.ink_layer import InkLayer
from digitrec.ui.widgets.theme import AREA_LEAST, SMALL_GAP, Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from digitrec.recognition.ink import Point, Stroke
    from digitrec.ui.canvas.tint import Attribution

    Event = tkinter.Event[tkinter.Misc]


class DrawingArea(tkinter.Canvas):
    """A canvas to draw on, with button 1 of a mouse, a pen or a finger.

    Args:
        master: the parent.
        look: colours and scale.
        pen_width: in logical pixels.
        on_ink: called for each pen event that added ink, with the time at which it came.
        on_stroke: called with each finished stroke, and the time of the event that ended it.
        on_erase: called with the indices of strokes that the eraser has touched.

    Attributes:
        accessible_name: what a screen reader calls it.
    """

    accessible_name = ""

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
        self._ink = InkLayer(self, look, self.pen)
        self._hint: int | None = None
        self._on_hint: Callable[[], None] | None = None
        self.apply_theme(look)
        for sequence, handler in self.pen_handlers.items():
            self.bind(sequence, handler)
        self._eraser = Eraser(self, self._position, self._erase_between)
        self.bind("<Configure>", self._resized)

    @property
    def pen_handlers(self) -> dict[str, Callable[[Event], None]]:
        """What handles each event of the pen, by its Tk sequence."""
        return {
            "<ButtonPress-1>": self._press,
            "<B1-Motion>": self._move,
            "<ButtonRelease-1>": self._release,
        }

    def create_hint(self, look: Look) -> None:
        """Writes the hint. This is a step of its own, as the first text waits for the fonts."""
        self._hint = self.create_text(0, 0, text=words.HINT, justify="center")
        self._centre(self.winfo_width(), self.winfo_height())
        self._show_hint(not self._ink.strokes and not self._ink.drawing)
        self.apply_theme(look)

    @property
    def stroke(self) -> Stroke:
        """The stroke that is being drawn, as far as it goes; empty while the pen is up."""
        return self._ink.stroke

    @property
    def strokes(self) -> Sequence[Stroke]:
        """The strokes that are shown, without the one that is being drawn."""
        return self._ink.strokes

    def show_drawing(self, strokes: Sequence[Stroke], covered: bool = False) -> None:
        """Shows these strokes; a stroke that is being drawn is dropped.

        Args:
            strokes: to show.
            covered: whether there is something else on the drawing area.
        """
        self._ink.show_strokes(strokes)
        self._show_hint(not strokes and not covered)

    def tint(self, attributions: Sequence[Attribution]) -> None:
        """Colours the ink until there is other ink; with no attributions it is plain again."""
        self._ink.tint(attributions)

    def fade(self, indices: Iterable[int]) -> None:
        """Shows the strokes at these indices faded, and no others, until the strokes change."""
        self._ink.fade(indices)

    @property
    def tinted(self) -> bool:
        """Whether the ink is coloured by attributions."""
        return self._ink.tinted

    @property
    def smooth(self) -> bool:
        """Whether ink has smooth edges by now."""
        return self._ink.smooth

    def use_smooth_ink(self) -> None:
        """Draws all ink with smooth edges from now on. Imports NumPy."""
        self._ink.use_smooth_ink()

    def set_erasing(self, on: bool) -> None:
        """Lets button 1 erase, or draw again."""
        self._erasing = on
        self.set_clickable(False)

    def set_clickable(self, on: bool, movable: bool = False) -> None:
        """Shows by the pointer whether a click here does something other than drawing.

        Args:
            on: whether it does.
            movable: whether a drag would move what is here rather than draw.
        """
        drawing = "fleur" if movable else "dotbox" if self._erasing else "crosshair"
        cursor = "hand2" if on else drawing
        if cursor != self["cursor"]:
            self.configure(cursor=cursor)

    def apply_theme(self, look: Look, pen_width: float | None = None) -> None:
        """Applies other colours, or another width of the pen in logical pixels."""
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
        self._ink.apply_theme(look, self.pen)

    @property
    def pen(self) -> float:
        """Width of the pen, in screen pixels."""
        return self._look.scale * self._pen_width

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Where one can draw: x, y, width and height in the screen's pixels, without the border."""
        border = self._border
        return (
            self.winfo_rootx() + border,
            self.winfo_rooty() + border,
            self.winfo_width() - 2 * border,
            self.winfo_height() - 2 * border,
        )

    def press(self, x: int, y: int) -> None:
        """Presses the pen down at a place, or the eraser."""
        moment = time.perf_counter()
        if self._erasing:
            self._eraser.move_to(x, y)
            return
        if self._ink.drawing:  # the release of the stroke before was lost
            self._end_stroke(moment)
        self._show_hint(False)
        if self._ink.tinted:
            self._ink.tint(())
        self._ink.add_point(self._position(x, y))
        self._on_ink(moment)

    def move_pen(self, x: int, y: int) -> None:
        """Moves the pen that is pressed down to a place; nothing if it isn't."""
        moment = time.perf_counter()
        if self._ink.drawing and self._ink.add_point(self._position(x, y)):
            self._on_ink(moment)

    def lift_pen(self) -> None:
        """Lifts the pen, which ends the stroke."""
        if self._ink.drawing:
            self._end_stroke(time.perf_counter())

    def _press(self, event: Event) -> None:
        self.press(event.x, event.y)

    def _move(self, event: Event) -> None:
        moment = time.perf_counter()
        if self._erasing:
            self._eraser.move_to(event.x, event.y)
        elif self._ink.drawing and self._ink.add_point(self._position(event.x, event.y)):
            self._on_ink(moment)

    def _release(self, event: Event) -> None:
        moment = time.perf_counter()
        if self._ink.drawing:
            self._ink.add_point(self._position(event.x, event.y))
            self._end_stroke(moment)
        self._eraser.end()

    def _end_stroke(self, moment: float) -> None:
        self._on_stroke(self._ink.end_stroke(), moment)

    def _erase_between(self, start: Point, end: Point) -> None:
        """Erases the strokes that the eraser touches; not while a stroke is being drawn."""
        if not self._ink.drawing:
            reach = self.pen / 2 + self._look.px(ERASER_MARGIN)
            found = touched(self._ink.strokes, start, end, reach)
            if found:
                self._on_erase(found)

    def _position(self, x: int, y: int) -> Point:
        """The nearest place inside the border: ink that can't be seen must not be read."""
        border = self._border
        return (
            float(min(max(x, border), self.winfo_width() - border)),
            float(min(max(y, border), self.winfo_height() - border)),
        )

    @property
    def _border(self) -> int:
        return int(self["highlightthickness"])

    def cover_hint(self, on_hint: Callable[[], None]) -> None:
        """Hides the hint; calls back before it is shown again, or hidden for ink or a picture."""
        self._show_hint(False)
        self._on_hint = on_hint

    def _show_hint(self, shown: bool) -> None:
        on_hint, self._on_hint = self._on_hint, None
        if on_hint is not None:
            on_hint()
        if self._hint is not None:
            self.itemconfigure(self._hint, state="normal" if shown else "hidden")

    def _resized(self, event: Event) -> None:
        self._centre(event.width, event.height)
        self._ink.resize()

    def _centre(self, width: int, height: int) -> None:
        """Puts the hint in the middle."""
        if self._hint is not None:
            self.coords(self._hint, width / 2, height / 2)
            self.itemconfigure(self._hint, width=width - self._look.px(SMALL_GAP))
