"""The tools: pen, eraser, correction, and the view of what the network sees.

Each is used by key, button or click.
"""

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
        area: is drawn and erased on.
        desk: takes corrections.
        status: says why something can't be done.
        choices: has the pen's width.
        explanation: shows what the network sees.
        look: gives the window's colours and scale.
    """

    def __init__(
        self,
        area: DrawingArea,
        desk: Desk,
        status: StatusLine,
        choices: Choices,
        explanation: Explanation,
        look: Callable[[], theme.Look],
    ) -> None:
        self._area = area
        self._desk = desk
        self._status = status
        self._choices = choices
        self._explanation = explanation
        self._look = look
        self._toolbar: Toolbar | None = None
        self._erasing = False

    def add_toolbar(self, toolbar: Toolbar) -> None:
        """Has a toolbar show the eraser and the pen's width from now on."""
        self._toolbar = toolbar

    def pick(self, digit: int | None) -> None:
        """The person says which digit it is; None: that it is not a digit."""
        if digit is not None:
            self.correct(str(digit))
        elif not self._desk.correct_to_none():
            self._status.say(words.NOTHING_TO_CORRECT)

    def correct(self, letter: str) -> None:
        """The person says which digit or mark it is."""
        if not self._desk.correct(letter):
            self._status.say(words.NOTHING_TO_CORRECT)

    def gap(self) -> None:
        """The person says that there is a gap; without a correction that has begun, nothing."""
        if self._desk.session.corrects:
            self.correct(" ")

    def minus_or_thinner(self) -> None:
        """Corrects to a minus sign if a correction has begun, else takes a thinner pen."""
        if self._desk.session.corrects:
            self.correct("-")
        else:
            self.thinner()

    def regroup(self, how: str) -> None:
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
        self._area.set_erasing(self._erasing)
        if self._toolbar is not None:
            self._toolbar.erasing = self._erasing

    def switch_insight(self) -> None:
        """Shows what the network sees, or hides it."""
        self._choices.change(insight=not self._choices.settings.insight)
        self.apply_insight()

    def apply_insight(self) -> None:
        """Shows or hides what the network sees, as the settings have it."""
        on = self._choices.settings.insight
        if on != self._explanation.enabled:
            self._explanation.set_enabled(on)
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

    def apply_pen(self) -> None:
        """Takes the pen of the settings."""
        width = self._choices.settings.pen_width
        self._area.apply_theme(self._look(), width)
        if self._toolbar is not None:
            self._toolbar.show_pen(width)

    def _change_pen(self, by: float) -> None:
        width = self._choices.settings.pen_width + by
        width = min(max(width, THINNEST_PEN), THICKEST_PEN)
        self.set_pen(width)
        if self._toolbar is not None:
            self._toolbar.show_pen(width)
