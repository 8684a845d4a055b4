"""The first start: an example that draws itself, and what else can be done, in a few lines."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from digitrec.text import guide_words
from digitrec.ui.canvas.curve import smooth
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.widgets.theme import GAP, MARGIN, SMALL_GAP, Look

SEVEN = (
    ((0.10, 0.08), (0.30, 0.07), (0.60, 0.06), (0.88, 0.05), (0.90, 0.08), (0.78, 0.32),
     (0.62, 0.60), (0.48, 0.86), (0.43, 0.98)),
    ((0.30, 0.52), (0.50, 0.50), (0.84, 0.46)),
)  # fmt: skip
"""Strokes in a box of width and height 1."""

_WIDE, _HIGH, _PEN = 100, 130, 10
"""Of the example, in logical pixels."""

_FRAME = 16
_STEPS = 70
"""Milliseconds from one step to the next, and steps until it is drawn: a little over a second."""

_TAG = "example"


_LINES = (
    guide_words.EXAMPLE,
    guide_words.TIP_DRAW,
    guide_words.TIP_CORRECT,
    guide_words.TIP_OPEN,
    guide_words.TIP_TEACH,
)


class Example:
    """Shows the example in the drawing area until the pen comes down, or anything else is shown.

    Args:
        area: the drawing area; its own hint is hidden meanwhile.
        look: gives the window's colours and scale.
        moves: whether the example draws itself; otherwise it is there at once.
    """

    def __init__(self, area: DrawingArea, look: Callable[[], Look], moves: bool) -> None:
        self._area = area
        self._look = look
        self._moves = moves
        self._step = 0 if moves else _STEPS
        self._due: str | None = None
        self._photo: tkinter.PhotoImage | None = None
        self._shown = True
        area.bind("<Configure>", lambda _: self._draw(), add=True)
        area.cover_hint(self.end)
        self._advance()

    @property
    def shown(self) -> bool:
        """Whether it is still there."""
        return self._shown

    @property
    def finished(self) -> bool:
        """Whether the example is drawn completely."""
        return self._step >= _STEPS

    def end(self) -> None:
        """Takes it away for good."""
        if self._due is not None:
            self._area.after_cancel(self._due)
            self._due = None
        self._shown = False
        self._area.delete(_TAG)

    def _advance(self) -> None:
        self._draw()
        self._due = None
        if not self.finished:
            self._step += 1
            self._due = self._area.after(_FRAME, self._advance)

    def _draw(self) -> None:
        if not self._shown:
            return
        area, look = self._area, self._look()
        px, colours = look.px, look.palette
        area.delete(_TAG)
        width, height = area.winfo_width(), area.winfo_height()
        for lines in range(len(_LINES), 0, -1):  # a low window has no room for all
            area.delete("tips")
            texts = self._write(_LINES[:lines], width - 2 * px(MARGIN))
            left, top, right, bottom = area.bbox(texts)
            whole = px(_HIGH) + 3 * px(GAP) + bottom - top
            if whole + px(SMALL_GAP) <= height:
                break
        above = max((height - whole) // 2, px(SMALL_GAP))
        area.move(texts, (width - right - left) // 2, above + px(_HIGH) + 3 * px(GAP) - top)
        self._draw_example((width - px(_WIDE)) / 2, above)
        area.itemconfigure(texts, fill=colours.hint)
        area.itemconfigure("first", fill=colours.text)

    def _write(self, lines: Sequence[str], room: int) -> str:
        area, look = self._area, self._look()
        y = 0
        for at, line in enumerate(lines):
            text = area.create_text(
                0, y, anchor="n", text=line, font=look.font(17 if at == 0 else 13), width=room,
                justify="center", tags=(_TAG, "tips", *(("first",) if at == 0 else ())),
            )  # fmt: skip
            y = area.bbox(text)[3] + look.px(GAP if at == 0 else SMALL_GAP)
        return "tips"

    def _draw_example(self, x: float, y: float) -> None:
        strokes = self._strokes_so_far()
        pen = float(self._look().px(_PEN))
        colours = self._look().palette
        if not self._area.smooth:  # NumPy isn't loaded yet
            for stroke in strokes:
                places = [(x + a, y + b) for a, b in stroke]
                self._area.create_line(
                    *places, width=pen, fill=colours.accent, capstyle=tkinter.ROUND,
                    joinstyle=tkinter.ROUND, tags=_TAG,
                )  # fmt: skip
            return
        from digitrec.ui.canvas import antialiasing

        size = self._look().px(_WIDE + _PEN), self._look().px(_HIGH + _PEN)
        inside = [tuple((a + pen / 2, b + pen / 2) for a, b in stroke) for stroke in strokes]
        coverage = antialiasing.coverage_of(inside, size, pen)
        data = antialiasing.pixmap(coverage, colours.paper, colours.accent)
        self._photo = tkinter.PhotoImage(master=self._area, data=data)
        self._area.create_image(x - pen / 2, y - pen / 2, anchor="nw", image=self._photo, tags=_TAG)

    def _strokes_so_far(self) -> list[list[tuple[float, float]]]:
        """What is drawn by now, in screen pixels from the example's corner."""
        px = self._look().px
        curves = [smooth([(px(_WIDE) * a, px(_HIGH) * b) for a, b in stroke]) for stroke in SEVEN]
        points = [list(zip(curve[::2], curve[1::2], strict=True)) for curve in curves]
        left = round(sum(map(len, points)) * self._step / _STEPS)
        shown = []
        for stroke in points:
            if left >= 2:
                shown.append(stroke[:left])
            left -= len(stroke)
        return shown
