"""Tools: pen, eraser, and the person's word on a reading; each by key, button and click."""

from __future__ import annotations

from collections.abc import Callable

from digitrec.constants import THICKEST_PEN, THINNEST_PEN
from digitrec.session.choices import Choices
from digitrec.text import words
from digitrec.ui.answer.explanation import Explanation
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.desk import Desk
from digitrec.ui.widgets import theme
from digitrec.ui.widgets.status_line import StatusLine
from digitrec.ui.widgets.toolbar import Toolbar


class Tools:
    """Does what the person asks for with a tool.

    Args:
        area: the paper.
        desk: takes what is said of a reading.
        status: says why something can't be done.
        choices: keeps the pen's width.
        look: gives the window's colours and scale as they are.
    """

    def __init__(
        self,
        area: DrawingArea,
        desk: Desk,
        status: StatusLine,
        choices: Choices,
        look: Callable[[], theme.Look],
    ) -> None:
        self.toolbar: Toolbar | None = None
        self.insight: Explanation | None = None
        self._area = area
        self._desk = desk
        self._status = status
        self._choices = choices
        self._look = look
        self._erasing = False

    def pick(self, digit: int | None) -> None:
        """The person says which digit it is; None: that it is none."""
        noted = self._desk.correct_to_none() if digit is None else self._desk.correct(str(digit))
        if not noted:
            self._status.say(words.NOTHING_TO_CORRECT)

    def part(self, how: str) -> None:
        """Joins the selected digit with its neighbour, or splits it: "join" or "split"."""
        from digitrec.recognition.segmentation.segmenter import ReadingError

        try:
            done = self._desk.join() if how == "join" else self._desk.split()
            if not done:
                self._status.say(words.NOTHING_SELECTED)
        except ReadingError:
            self._status.say(words.CANNOT_SPLIT)

    def switch_eraser(self) -> None:
        """Turns the eraser on or off, and its button with it."""
        self._erasing = not self._erasing
        self._area.erase(self._erasing)
        if self.toolbar is not None:
            self.toolbar.erasing = self._erasing

    def switch_insight(self) -> None:
        """Shows what the network sees, or no more."""
        self._choices.change(insight=not self._choices.settings.insight)
        self.apply_insight()

    def apply_insight(self) -> None:
        """Shows what the network sees, where that was chosen."""
        on = self._choices.settings.insight
        if self.insight is not None and on != self.insight.on:
            self.insight.switch(on)
            self._desk.refresh()
            self._status.say(words.INSIGHT_SHOWN if on else "")

    def thinner(self) -> None:
        """Takes a thinner pen."""
        self._change_pen(-theme.PEN_STEP)

    def thicker(self) -> None:
        """Takes a thicker pen."""
        self._change_pen(theme.PEN_STEP)

    def set_pen(self, width: float) -> None:
        """Takes a pen of this width, in logical pixels."""
        if width != self._choices.settings.pen_width:
            self._choices.change(pen_width=float(width))
            self._area.apply_theme(self._look(), width)

    def _change_pen(self, by: float) -> None:
        width = self._choices.settings.pen_width + by
        width = min(max(width, THINNEST_PEN), THICKEST_PEN)
        self.set_pen(width)
        if self.toolbar is not None:
            self.toolbar.show_pen(width)
