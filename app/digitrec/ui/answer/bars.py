"""The rows of the answer panel: a bar and a percentage for each digit, and "Not a digit"."""

from __future__ import annotations

import tkinter

from digitrec.text import words
from digitrec.ui.widgets.theme import PANEL, Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# In logical pixels.
_TALLEST_ROW = 28
_LABEL = 22
_PERCENT = 56
_THICKNESS = 8

_ROWS = 11  # ten digits, and "Not a digit"

_FRAME = 16
"""Milliseconds from one step of the animation to the next."""

_STEP = 0.35
"""Share of the remaining way that a bar moves in a step: it arrives in a tenth of a second."""


class ProbabilityBars:
    """Draws the rows on the answer panel's canvas.

    Args:
        canvas: the panel.
        look: colours and scale.

    Attributes:
        moves: whether a bar moves to its new length, or jumps there.
    """

    def __init__(self, canvas: tkinter.Canvas, look: Look) -> None:
        self._canvas = canvas
        self._look = look
        self._widths = [0.0] * 10
        self._targets = [0.0] * 10
        self._animation: str | None = None
        self.moves = True
        self._shown_percents = [""] * 10
        self._best = -1
        self._top = 0
        self._row_height = 1.0
        self._clickable = False
        self._visible = True
        self._hovered: int | None = None
        rectangle = canvas.create_rectangle
        self._tracks = [rectangle(0, 0, 0, 0, width=0) for _ in range(10)]
        self._bars = [rectangle(0, 0, 0, 0, width=0, state="hidden") for _ in range(10)]
        self._places = [(0, 0, 0)] * 10  # the left, upper and lower edge of each bar
        self._drawn = [False] * 10
        self._labels: list[int] = []
        self._percents: list[int] = []

    def create_texts(self) -> None:
        """Creates the texts. This is a step of its own, as the first text waits for the fonts."""
        create = self._canvas.create_text
        self._labels = [create(0, 0, anchor="w", text=str(n)) for n in range(10)]
        self._percents = [create(0, 0, anchor="e") for _ in range(10)]
        self._not_a_digit = create(0, 0, anchor="w", text=words.NONE_OF_THESE, state="hidden")

    def apply_theme(self, look: Look) -> None:
        """Applies other colours."""
        self._look = look
        colours = look.palette
        for n in range(10):
            self._canvas.itemconfigure(self._tracks[n], fill=colours.track)
            self._canvas.itemconfigure(self._bars[n], fill=colours.accent)
        if self._labels:
            self._canvas.itemconfigure(self._not_a_digit, fill=colours.quiet)
        for n in range(len(self._labels)):
            self._emphasize(n, n == self._best)
            self._canvas.itemconfigure(self._percents[n], font=look.font(12))
        self.highlight_row(self._hovered)

    def lay_out(self, top: int, height: int) -> None:
        """Puts the rows below `top`, in a panel of this height, both in screen pixels."""
        px, canvas = self._look.px, self._canvas
        self._top = top
        self._row_height = row = min(float(px(_TALLEST_ROW)), (height - top) / _ROWS)
        left, right, thickness = px(_LABEL), px(PANEL - _PERCENT), px(_THICKNESS)
        for n in range(10):
            centre = round(top + row * (n + 0.5))
            upper = centre - thickness // 2
            canvas.coords(self._tracks[n], left, upper, right, upper + thickness)
            self._places[n] = left, upper, upper + thickness
            self._draw_bar(n)
            if self._labels:
                canvas.coords(self._labels[n], 0, centre)
                canvas.coords(self._percents[n], px(PANEL), centre)
        if self._labels:
            canvas.coords(self._not_a_digit, left, round(top + row * 10.5))

    def fit_texts(self) -> None:
        """Makes "Not a digit" as small as it must be to fit."""
        from digitrec.ui.widgets.text_fitting import into_line

        into_line(self._canvas, self._not_a_digit, self._look, 13, self._look.px(PANEL - _LABEL))

    def show_probabilities(self, probabilities: Sequence[float] | None) -> None:
        """Moves the bars to these probabilities of 0 to 9; to nothing if there are none."""
        full = self._look.px(PANEL - _PERCENT) - self._look.px(_LABEL)
        for n in range(10):
            share = 0.0 if probabilities is None else probabilities[n]
            self._targets[n] = full * share
            text = words.percent(share) if share >= 0.005 else ""
            if text != self._shown_percents[n]:
                self._shown_percents[n] = text
                self._canvas.itemconfigure(self._percents[n], text=text)
        best = -1
        if probabilities is not None:
            best = max(range(10), key=probabilities.__getitem__)
        if best != self._best:
            self._emphasize(self._best, False)
            self._emphasize(best, True)
            self._best = best
        if self._animation is None:
            self._animate()

    def set_visible(self, on: bool) -> None:
        """Shows or hides the digits' labels and the tracks of their bars."""
        if on == self._visible:
            return
        self._visible = on
        for item in (*self._tracks, *self._labels):
            self._canvas.itemconfigure(item, state="normal" if on else "hidden")

    def set_clickable(self, on: bool) -> None:
        """Sets whether a row can be clicked, and shows "Not a digit" if so."""
        self._clickable = on
        self._canvas.itemconfigure(self._not_a_digit, state="normal" if on else "hidden")
        self.highlight_row(self._hovered)

    def row_at(self, x: float, y: float) -> int | None:
        """The row at a place that can be clicked: 0 to 9, or 10 for "Not a digit"."""
        row = int((y - self._top) // self._row_height)
        inside = 0 <= row < _ROWS and 0 <= x < self._canvas.winfo_width()
        return row if self._clickable and inside else None

    def highlight_row(self, row: int | None) -> None:
        """Shows that a click on this row would correct the reading; None highlights no row."""
        row = row if self._clickable else None
        colours = self._look.palette
        for at, strong in ((self._hovered, False), (row, True)):
            if at is not None and at < 10:
                track = colours.border if strong else colours.track
                self._canvas.itemconfigure(self._tracks[at], fill=track)
            elif at is not None and self._labels:
                fill = colours.text if strong else colours.quiet
                self._canvas.itemconfigure(self._not_a_digit, fill=fill)
        if (row is None) != (self._hovered is None):
            self._canvas.configure(cursor="" if row is None else "hand2")
        self._hovered = row

    def stop(self) -> None:
        """Stops the animation."""
        if self._animation is not None:
            self._canvas.after_cancel(self._animation)
            self._animation = None

    def _animate(self) -> None:
        """Moves each bar towards its target, until all have arrived."""
        moving = False
        for n, (width, target) in enumerate(zip(self._widths, self._targets, strict=True)):
            if width != target:
                near = abs(target - width) < 1 or not self.moves
                self._widths[n] = target if near else width + _STEP * (target - width)
                self._draw_bar(n)
                moving = moving or not near
        self._animation = self._canvas.after(_FRAME, self._animate) if moving else None

    def _draw_bar(self, n: int) -> None:
        left, top, bottom = self._places[n]
        width = round(self._widths[n])
        self._canvas.coords(self._bars[n], left, top, left + width, bottom)
        if bool(width) != self._drawn[n]:
            self._drawn[n] = bool(width)
            self._canvas.itemconfigure(self._bars[n], state="normal" if width else "hidden")

    def _emphasize(self, n: int, strong: bool) -> None:
        if n >= 0:
            look = self._look
            colour = look.palette.text if strong else look.palette.quiet
            font = look.font(13, "bold" if strong else "normal")
            self._canvas.itemconfigure(self._labels[n], fill=colour, font=font)
            self._canvas.itemconfigure(self._percents[n], fill=colour)
