"""The first start: an example that draws itself, and what else can be done, in a few lines."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

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

_WIDE, _HIGH = 100, 130
"""Of the example, in logical pixels."""

_FRAME = 16
_STEPS = 70
"""Milliseconds from one step to the next, and steps until it is drawn: a little over a second."""

_TAG = "example"


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
        self._bindings = [
            (sequence, area.bind(sequence, call, add=True))
            for sequence, call in (
                ("<ButtonPress-1>", lambda _: self.end()),
                ("<Configure>", lambda _: self._draw()),
            )
        ]
        area.on_content = self.end
        area.show_hint(False)
        self._advance()

    @property
    def shown(self) -> bool:
        """Whether it is still there."""
        return bool(self._bindings)

    @property
    def finished(self) -> bool:
        """Whether the example is drawn completely."""
        return self._step >= _STEPS

    def end(self) -> None:
        """Takes it away for good."""
        if not self._bindings:
            return
        if self._due is not None:
            self._area.after_cancel(self._due)
        for sequence, name in self._bindings:
            self._area.unbind(sequence, name)
        self._bindings = []
        self._area.on_content = lambda: None
        self._area.delete(_TAG)

    def apply_theme(self, _: Look) -> None:
        """Takes other colours."""
        if self._bindings:
            self._draw()

    def _advance(self) -> None:
        self._draw()
        self._due = None
        if not self.finished:
            self._step += 1
            self._due = self._area.after(_FRAME, self._advance)

    def _draw(self) -> None:
        area, look = self._area, self._look()
        px, colours = look.px, look.palette
        area.delete(_TAG)
        width, height = area.winfo_width(), area.winfo_height()
        texts = self._write_tips(width - 2 * px(MARGIN))
        left, top, right, bottom = area.bbox(texts) or (0, 0, 0, 0)
        whole = px(_HIGH) + 2 * px(GAP) + px(GAP) + bottom - top
        above = max((height - whole) // 2, px(SMALL_GAP))
        area.move(texts, (width - right - left) // 2, above + px(_HIGH) + 3 * px(GAP) - top)
        self._draw_example((width - px(_WIDE)) / 2, above)
        area.itemconfigure(texts, fill=colours.hint)
        area.itemconfigure("first", fill=colours.text)

    def _write_tips(self, room: int) -> str:
        area, look = self._area, self._look()
        y = 0
        lines = (
            guide_words.EXAMPLE,
            guide_words.TIP_DRAW,
            guide_words.TIP_CORRECT,
            guide_words.TIP_OPEN,
            guide_words.TIP_TEACH,
        )
        for at, line in enumerate(lines):
            text = area.create_text(
                0, y, anchor="n", text=line, font=look.font(17 if at == 0 else 13), width=room,
                justify="center", tags=(_TAG, "tips", *(("first",) if at == 0 else ())),
            )  # fmt: skip
            y = area.bbox(text)[3] + look.px(GAP if at == 0 else SMALL_GAP)
        return "tips"

    def _draw_example(self, x: float, y: float) -> None:
        px, colours = self._look().px, self._look().palette
        strokes = [
            smooth(tuple((x + px(_WIDE) * a, y + px(_HIGH) * b) for a, b in stroke))
            for stroke in SEVEN
        ]
        points = sum(len(stroke) // 2 for stroke in strokes)
        left = round(points * self._step / _STEPS)
        for stroke in strokes:
            part = stroke[: 2 * left]
            left -= len(stroke) // 2
            if len(part) >= 4:
                self._area.create_line(
                    *part, width=px(9), fill=colours.accent, capstyle=tkinter.ROUND,
                    joinstyle=tkinter.ROUND, tags=_TAG,
                )  # fmt: skip
            if left <= 0:
                break
