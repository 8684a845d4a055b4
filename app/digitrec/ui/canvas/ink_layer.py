"""All the ink on the drawing area: finished strokes, and the one that is being drawn.

Ink is drawn plainly until NumPy is loaded, then with smooth edges.
"""

from __future__ import annotations

import tkinter

from digitrec.ui.canvas.curve import growth
from digitrec.ui.canvas.plain_ink import PlainInk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digitrec.recognition.ink import Point, Stroke
    from digitrec.ui.canvas.smooth_ink import SmoothInk
    from digitrec.ui.canvas.tint import Attribution
    from digitrec.ui.widgets.theme import Look


class InkLayer:
    """Ink on a canvas, as large as the canvas without its border.

    Args:
        canvas: to draw on.
        look: colours.
        pen: width of the pen in screen pixels.

    Attributes:
        strokes: the strokes that are finished.
    """

    def __init__(self, canvas: tkinter.Canvas, look: Look, pen: float) -> None:
        self.strokes: Sequence[Stroke] = ()
        self._canvas = canvas
        self._look = look
        self._pen = pen
        self._points: list[Point] = []
        self._attributions: Sequence[Attribution] = ()
        self._faded: frozenset[int] = frozenset()
        self._smooth_wanted = False
        self._image: int | None = None
        self._ink: PlainInk | SmoothInk = PlainInk(canvas, look.palette.ink, pen)

    @property
    def stroke(self) -> Stroke:
        """The stroke that is being drawn, as far as it goes; empty while the pen is up."""
        return tuple(self._points)

    @property
    def drawing(self) -> bool:
        """Whether a stroke is being drawn."""
        return bool(self._points)

    @property
    def smooth(self) -> bool:
        """Whether ink has smooth edges by now."""
        return self._image is not None

    @property
    def tinted(self) -> bool:
        """Whether the ink is coloured by attributions."""
        return bool(self._attributions)

    def show_strokes(self, strokes: Sequence[Stroke]) -> None:
        """Shows these strokes and no others; a stroke that is being drawn is dropped."""
        self._points = []
        self.strokes = strokes
        self._attributions = ()
        self._faded = frozenset()
        self._ink.draw_strokes(strokes)

    def add_point(self, point: Point) -> bool:
        """Adds a point to the stroke that is being drawn, or begins one.

        Returns:
            Whether there is more ink than before.
        """
        if self._points and point == self._points[-1]:
            return False
        self._points.append(point)
        self._ink.grow(*growth(self._points))
        return True

    def end_stroke(self) -> Stroke:
        """Ends the stroke that is being drawn."""
        stroke = self.stroke
        self._ink.grow(growth(self._points)[1], ())
        self._points = []
        self.strokes = (*self.strokes, stroke)
        return stroke

    def tint(self, attributions: Sequence[Attribution]) -> None:
        """Colours the ink until there is other ink; with no attributions it is plain again."""
        self._attributions = attributions
        if self._image is None:
            return
        from digitrec.ui.canvas.tint import Tint

        colours = self._look.palette
        tint = Tint(colours.paper, colours.ink, colours.speaks_for, colours.speaks_against)
        self._ink.tint(attributions, tint)

    def fade(self, indices: Iterable[int]) -> None:
        """Shows the strokes at these indices faded, and no others, until the strokes change."""
        faded = frozenset(indices)
        if faded != self._faded:
            self._faded = faded
            self._draw_all()
            self.tint(self._attributions)

    def use_smooth_ink(self) -> None:
        """Draws all ink with smooth edges from now on. Imports NumPy."""
        self._smooth_wanted = True
        self.resize()

    def apply_theme(self, look: Look, pen: float) -> None:
        """Applies other colours, or another width of the pen in screen pixels."""
        self._look = look
        self._pen = pen
        if self._image is not None:
            self.resize()
        else:
            self._ink.draw_strokes(())
            self._ink = PlainInk(self._canvas, look.palette.ink, pen)
            self._draw_all()

    def resize(self) -> None:
        """Makes an image of the canvas's size, in its colours, with all the ink."""
        border = int(self._canvas["highlightthickness"])
        size = self._canvas.winfo_width() - 2 * border, self._canvas.winfo_height() - 2 * border
        if not self._smooth_wanted or min(size) < 1:
            return
        from digitrec.ui.canvas.smooth_ink import SmoothInk

        self._ink.draw_strokes(())
        colours = self._look.palette
        ink = SmoothInk(self._canvas, size, colours.paper, colours.ink, self._pen, border)
        if self._image is None:
            self._image = self._canvas.create_image(border, border, anchor="nw")
            self._canvas.tag_lower(self._image)
        self._canvas.itemconfigure(self._image, image=ink.photo)
        self._ink = ink
        self._draw_all()
        self.tint(self._attributions)

    def _draw_all(self) -> None:
        """Draws the strokes, and the one that is being drawn as far as it goes."""
        self._ink.draw_strokes(self.strokes, self._faded)
        for count in range(1, len(self._points) + 1):
            self._ink.grow(*growth(self._points[:count]))
