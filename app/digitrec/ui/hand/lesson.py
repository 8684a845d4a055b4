"""The lesson: asks for one digit after another, and takes each when the pen rests."""

from __future__ import annotations

import time
import tkinter
from collections.abc import Callable

from digitrec import tracing
from digitrec.recognition.ink import Stroke
from digitrec.session.teaching import Round
from digitrec.text import guide_words
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.hand.prompt import Prompt
from digitrec.ui.hand.slots import Slots
from digitrec.ui.hand.thumbnails import Thumbnails
from digitrec.ui.widgets.theme import GAP, MARGIN, Look

PAUSE = 1000
"""Milliseconds after the last stroke at which a digit is taken. Between the strokes of one digit,
people lift the pen for a quarter to half a second."""

_FRAME = 20
"""Milliseconds between two steps of the line that shows how the pause goes by."""

_LEAST_AREA = 180


class Lesson(tkinter.Frame):
    """The digit to draw, a drawing area, and the digits of the round.

    Args:
        master: the parent.
        look: colours and scale.
        pen_width: in logical pixels.
        thumbnails: draws the digits of the round.
        on_drawn: called with the strokes of a finished digit.
        on_ask: called with the digit that the person wants to draw.

    Attributes:
        area: the drawing area.
        slots: the digits of the round.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        pen_width: float,
        thumbnails: Thumbnails,
        on_drawn: Callable[[tuple[Stroke, ...]], None],
        on_ask: Callable[[int], None],
    ) -> None:
        super().__init__(master, background=look.palette.ground, borderwidth=0)
        px = look.px
        self._look = look
        self._on_drawn = on_drawn
        self._on_ask = on_ask
        self._due: str | None = None
        self._lifted = 0.0
        self._round: Round | None = None
        self._traced: tuple[object, ...] = ()
        self.prompt = Prompt(self, look)
        self.area = DrawingArea(self, look, pen_width, self._growing, self._drawn, self._erase)
        self.area.configure(width=px(_LEAST_AREA), height=px(_LEAST_AREA))
        self.area.accessible_name = guide_words.DRAWING_AREA
        self.area.use_smooth_ink()
        self.slots = Slots(self, look, thumbnails, self.pick)
        self._line = self.area.create_line(0, 0, 0, 0, fill=look.palette.accent, state="hidden")
        self.area.bind("<Configure>", lambda _: self.after_idle(self._trace), add=True)
        self.columnconfigure(1, weight=1)
        self.rowconfigure(0, weight=1)
        self.prompt.grid(row=0, column=0, sticky="ns", padx=(0, px(MARGIN)))
        self.area.grid(row=0, column=1, sticky="nsew")
        self.slots.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(px(GAP), 0))

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The strokes of the digit that is being drawn."""
        return tuple(self.area.strokes)

    def show(self, current: Round) -> None:
        """Shows how far a round is."""
        self._round = current
        self.prompt.show(current)
        self.slots.show(current)
        self._trace()

    def finish(self) -> bool:
        """Takes what is drawn; False if there is nothing."""
        if self.area.stroke or not self.strokes:
            return False
        strokes = self.strokes
        self.clear()
        self._on_drawn(strokes)
        return True

    def clear(self) -> None:
        """Drops what is drawn."""
        self._stop()
        self.area.show_drawing(())

    def drop_stroke(self) -> bool:
        """Drops the last stroke; False if there is none."""
        if self.area.stroke or not self.strokes:
            return bool(self.area.stroke)
        self._show(self.strokes[:-1])
        return True

    def pick(self, digit: int) -> None:
        """Asks for a digit; what is drawn is taken for the one before."""
        self.finish()
        self._on_ask(digit)

    def destroy(self) -> None:
        """Ends, and no longer waits for the pen to rest."""
        self._stop()
        super().destroy()

    def _trace(self) -> None:
        """Has the trace say which digit is asked for, and where it can be drawn."""
        if tracing.STREAM is None or self._round is None or not self.area.winfo_viewable():
            return
        asks = self._round.asked, self.area.bounds
        if asks != self._traced:
            self._traced = asks
            tracing.emit("lesson", asked=self._round.asked, canvas=list(self.area.bounds))

    def _growing(self, _: float) -> None:
        self._stop()

    def _drawn(self, _: Stroke, __: float) -> None:
        self._wait()

    def _erase(self, indices: list[int]) -> None:
        self._show(tuple(one for at, one in enumerate(self.strokes) if at not in indices))

    def _show(self, strokes: tuple[Stroke, ...]) -> None:
        self._stop()
        self.area.show_drawing(strokes)
        if strokes:
            self._wait()

    def _wait(self) -> None:
        self._lifted = time.monotonic()
        self._step()

    def _step(self) -> None:
        """Shows how much of the pause is over, and takes the digit at its end."""
        share = (time.monotonic() - self._lifted) * 1000 / PAUSE
        if share >= 1:
            self._due = None
            self.finish()
            return
        height = self._look.px(3)
        border = int(self.area["highlightthickness"])
        y = self.area.winfo_height() - border - height // 2
        width = (self.area.winfo_width() - 2 * border) * share
        self.area.coords(self._line, border, y, border + width, y)
        self.area.itemconfigure(self._line, width=height, state="normal")
        self._due = self.after(_FRAME, self._step)

    def _stop(self) -> None:
        if self._due is not None:
            self.after_cancel(self._due)
            self._due = None
        self.area.itemconfigure(self._line, state="hidden")
