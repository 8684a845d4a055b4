"""Rounds of ten digits: teaches each that is drawn, and measures what a round has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from digitrec.recognition.ink import Ink, Stroke
from digitrec.session.improvement import Improvement, measure
from digitrec.session.teaching import Round
from digitrec.storage.errors import StorageError
from digitrec.text import words
from digitrec.text.catalogue import said

if TYPE_CHECKING:
    from digitrec.recognition.hand import Hand
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.session.taught_hand import HandState, TaughtHand
    from digitrec.session.teaching import Drawn
    from digitrec.ui.hand.jobs import HandJobs
    from digitrec.ui.hand.page import HandPage
    from digitrec.ui.widgets.background import Background


class Rounds:
    """The present round, for a page that shows it.

    Args:
        path: file of the history, on which a round's worth is measured.
        jobs: work on the hand.
        background: reads the history.
        recognizer: the window's; its hand is not changed here.
        dot: a drawing whose sides are no longer than this, in pixels, is a dot.
        on_state: takes the hand after a digit was taught or taken back.
        page: gives the page; None if it is closed.

    Attributes:
        current: the round.
    """

    def __init__(
        self,
        path: Path,
        jobs: HandJobs,
        background: Background,
        recognizer: Recognizer,
        dot: Callable[[], float],
        on_state: Callable[[HandState], None],
        page: Callable[[], HandPage | None],
    ) -> None:
        from digitrec.recognition.recognizer import Recognizer

        self.current = Round()
        self._path = path
        self._jobs = jobs
        self._background = background
        self._recognizer = recognizer
        self._reader = Recognizer(recognizer.model)
        self._dot = dot
        self._on_state = on_state
        self._page = page
        self._before: Hand | None = None

    def begin(self) -> None:
        """Begins another round."""
        self.current = Round()
        self._before = self._recognizer.hand
        self._show()

    def resume(self) -> None:
        """Shows the round on a new page, or begins another if it is complete."""
        if self.current.complete or not len(self.current):
            self.begin()
        else:
            self._show()

    def follow(self, state: HandState) -> None:
        """Leaves out of the round what is not in the hand any more."""
        if self.current.keep({example.key for example in state.examples}):
            self._show()

    def ask(self, digit: int) -> None:
        """Asks for a digit."""
        self.current.ask(digit)
        self._show()

    def teach(self, strokes: tuple[Stroke, ...]) -> None:
        """Teaches strokes as the digit that was asked for."""
        current = self.current
        if current.asked is None:
            return
        drawn, before = current.take(strokes)
        reader, dot = self._reader, self._dot()
        reader.threshold_offset = self._recognizer.threshold_offset

        def done(result: HandState | str) -> None:
            if isinstance(result, str):
                drop(words.sentence(said(result)))
                return
            self._on_state(result)
            if current.complete and current is self.current:
                self._measure()

        def drop(reason: str) -> None:
            current.drop(drawn, before)
            self._show()
            self._say(reason)

        self._say("")
        self._show()
        self._jobs.do(
            lambda hand: _teach(hand, reader, drawn, before, dot),
            done,
            lambda error: drop(said(error)),
        )

    def take_back(self) -> None:
        """Takes back the digit that was drawn last."""
        drawn = self.current.take_back()
        if drawn is None:
            return
        self._show()
        self._jobs.do(lambda hand: _without(hand, drawn), self._on_state)

    def _measure(self) -> None:
        """Reads the last drawings of the history, with the hand and as before."""
        from digitrec.recognition.recognizer import Recognizer

        page = self._page()
        if page is None:
            return
        path, before, now = self._path, self._before, self._recognizer.hand
        reader = Recognizer(self._recognizer.model, self._recognizer.threshold_offset)

        def job(report: Callable[[int], None]) -> Improvement | StorageError:
            try:
                return measure(path, reader, before, now, report)
            except StorageError as error:
                return error

        def done(found: Improvement | StorageError) -> None:
            if self._page() is not page:
                return
            if isinstance(found, StorageError):
                page.summary.show_trouble(said(found))
            else:
                page.summary.show_improvement(found)

        def progress(count: int) -> None:
            if self._page() is page:
                page.summary.show_progress(count)

        progress(0)
        self._background.do_with_progress(job, progress, done)

    def _say(self, text: str) -> None:
        page = self._page()
        if page is not None:
            page.set_status(text)

    def _show(self) -> None:
        page = self._page()
        if page is not None:
            page.show_round(self.current)


def _teach(
    hand: TaughtHand, reader: Recognizer, drawn: Drawn, before: Drawn | None, dot: float
) -> HandState | str:
    """Teaches a drawing, and reads it without the hand and with it; or says why it can't be read.

    Args:
        hand: is taught.
        reader: reads; it has a hand of its own.
        drawn: the drawing.
        before: the one that it replaces, if any.
        dot: a drawing whose sides are no longer than this is a dot.
    """
    ink, groups = Ink(drawn.strokes), [tuple(range(len(drawn.strokes)))]
    reader.hand = None
    reading = reader.read(ink, dot=dot, groups=groups, marks=False)
    if not reading.digits:
        return reading.reason or ""
    instead_of = None if before is None else before.key
    drawn.key, state = hand.teach(drawn.strokes, drawn.digit, instead_of)
    reader.hand = state.hand
    drawn.taught = reader.read(ink, dot=dot, groups=groups, marks=False).text
    drawn.read = reading.text
    return state


def _without(hand: TaughtHand, drawn: Drawn) -> HandState:
    return hand.remove([] if drawn.key is None else [drawn.key])
