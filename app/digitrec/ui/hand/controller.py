"""The hand behind one window: it is loaded, learns from corrections, and has a page."""

from __future__ import annotations

import gc
import queue
import tkinter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from digitrec.constants import DEFAULT_HAND
from digitrec.text import hand_words, words
from digitrec.text.catalogue import said
from digitrec.ui.hand.jobs import HandJobs
from digitrec.ui.hand.names import name_in_words

if TYPE_CHECKING:
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.session.choices import Choices
    from digitrec.session.taught_hand import HandState, TaughtHand
    from digitrec.session.teaching import Lesson
    from digitrec.storage.errors import StorageError
    from digitrec.ui.desk import Desk
    from digitrec.ui.hand.page import HandPage
    from digitrec.ui.hand.rounds import Rounds
    from digitrec.ui.widgets.background import Background
    from digitrec.ui.widgets.status_line import StatusLine
    from digitrec.ui.widgets.theme import Look

CLOSING_SECONDS = 3.0
"""How long closing the window waits for what is being learned."""


class HandController:
    """Everything that the window does with a taught hand.

    Args:
        root: the window.
        path: file of the history.
        choices: the settings.
        background: does the work.
        desk: has the drawing, which is read again when the hand has changed.
        status: says what was learned.
        look: gives the window's colours and scale.

    Attributes:
        state: the hand as it is now; None until it is loaded.
        page: the page, if it is open.
        on_change: called when the hand has changed.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        path: Path,
        choices: Choices,
        background: Background,
        desk: Desk,
        status: StatusLine,
        look: Callable[[], Look],
    ) -> None:
        self.state: HandState | None = None
        self.page: HandPage | None = None
        self.on_change: Callable[[], None] = lambda: None
        self._root = root
        self._path = path
        self._choices = choices
        self._background = background
        self._desk = desk
        self._status = status
        self._look = look
        self._recognizer: Recognizer | None = None
        self._jobs: HandJobs | None = None
        self._rounds: Rounds | None = None
        self._said = False
        self._closing = False
        self._lessons: queue.SimpleQueue[tuple[int, tuple[Lesson, ...]]] = queue.SimpleQueue()
        desk.session.on_lessons = self._hear

    @property
    def summary(self) -> str:
        """Which hand it is and how many examples it has, in a line."""
        name = name_in_words(self._choices.settings.hand)
        count = 0 if self.state is None else len(self.state.examples)
        if not count:
            return hand_words.HAND_UNTAUGHT.format(name=name)
        return hand_words.HAND_EXAMPLES.format(count, name=name)

    def begin(self, recognizer: Recognizer) -> None:
        """Loads the hand for a recogniser, and learns from corrections from now on."""
        self._recognizer = recognizer
        self._jobs = HandJobs(
            self._path,
            recognizer.model,
            self._choices.settings.hand,
            self._background,
            self._warn,
        )
        self.load()

    def load(self) -> None:
        """Loads the hand, also again after others may have changed it."""
        name = self._choices.settings.hand

        def loaded(state: HandState) -> None:
            self._take(state)
            if state.notice is not None:
                self._tell(said(state.notice))

        if self._jobs is not None:
            self._jobs.do(lambda hand: hand.choose(name), loaded)

    def show_page(self) -> None:
        """Opens the page, or brings it to the front."""
        trouble = self._desk.session.trouble
        if self.page is not None:
            self.page.lift()
            self.page.focus_set()
        elif self._recognizer is None:
            self._status.say(words.LOADING if trouble is None else trouble)
        else:
            self._open_page()
            self.load()

    def apply_theme(self, _: Look) -> None:
        """Opens the page again, in other colours."""
        if self.page is not None:
            view = self.page.view.get()
            self.page.destroy()
            self._open_page(view)

    def close(self) -> None:
        """Closes the page, and has learned what was still to be learned."""
        self._closing = True
        if self.page is not None:
            self.page.destroy()
        self._learn()

    def wait_until_done(self) -> None:
        """Waits, but not long, for what is being learned. The background must be closed."""
        if self._jobs is not None and self._jobs.waiting:
            self._background.join(CLOSING_SECONDS)

    def _open_page(self, view: str | None = None) -> None:
        from digitrec.ui.hand.page import Actions, HandPage
        from digitrec.ui.hand.page_layout import LESSON
        from digitrec.ui.hand.rounds import Rounds

        if self._recognizer is None or self._jobs is None:
            return
        jobs, pen = self._jobs, self._choices.settings.pen_width
        if self._rounds is None:
            self._rounds = Rounds(
                self._path,
                jobs,
                self._background,
                self._recognizer,
                dot=lambda: self._look().px(self._choices.settings.pen_width) / 2,
                on_state=self._take,
                page=lambda: self.page,
            )
        rounds = self._rounds
        actions = Actions(
            teach=rounds.teach,
            ask=rounds.ask,
            take_back=rounds.take_back,
            another_round=rounds.begin,
            take_out=self._take_out,
            put_back=lambda: jobs.do(lambda hand: hand.put_back(), self._take),
            forget=self._forget,
            choose=self._choose,
            delete_hand=self._delete_hand,
            closed=self._page_closed,
        )
        page = HandPage(self._root, self._look(), pen, self._background, actions, view or LESSON)
        self.page = page
        rounds.resume()
        if self.state is not None:
            page.show(self.state)

    def _page_closed(self) -> None:
        self.page = None
        if not self._closing:
            self._root.after_idle(gc.collect)  # another thread must not free the widgets later
        if self._jobs is not None:
            self._jobs.do(lambda hand: hand.delete_taken_out(), self._take)

    def _take_out(self, keys: list[int]) -> None:
        def done(state: HandState) -> None:
            self._take(state)
            self._tell(hand_words.REMOVED.format(len(keys)), alarm=False)

        if self._jobs is not None:
            self._jobs.do(lambda hand: hand.take_out(keys), done)

    def _forget(self) -> None:
        def done(state: HandState) -> None:
            self._start_afresh(state)
            self._tell(hand_words.FORGOTTEN, alarm=False)

        if self._jobs is not None:
            self._jobs.do(lambda hand: hand.forget(), done)

    def _choose(self, name: str) -> None:
        self._choices.change(hand=name)
        if self._jobs is not None:
            self._jobs.do(lambda hand: hand.choose(name), self._start_afresh)

    def _delete_hand(self) -> None:
        self._choices.change(hand=DEFAULT_HAND)

        def job(hand: TaughtHand) -> HandState:
            hand.forget()
            return hand.choose(DEFAULT_HAND)

        if self._jobs is not None:
            self._jobs.do(job, self._start_afresh)

    def _start_afresh(self, state: HandState) -> None:
        """Takes another hand, whose round begins at the first digit."""
        self._take(state)
        if self._rounds is not None:
            self._rounds.begin()
        self._tell("" if state.notice is None else said(state.notice))

    def _hear(self, drawing: int, lessons: tuple[Lesson, ...]) -> None:
        """Takes the lessons of a correction; on the journal's thread."""
        self._lessons.put((drawing, lessons))
        self._background.post(self._learn)

    def _learn(self) -> None:
        """Learns from the corrections that were heard of, or takes back what they taught."""
        while True:
            try:
                drawing, lessons = self._lessons.get_nowait()
            except queue.Empty:
                return
            self._learn_from(drawing, lessons if self._choices.settings.learn_corrections else ())

    def _learn_from(self, drawing: int, lessons: tuple[Lesson, ...]) -> None:
        def learned(state: HandState) -> None:
            self._take(state)
            if lessons and not self._said:
                self._said = True
                self._status.say(hand_words.LEARNED)

        if self._jobs is not None:
            self._jobs.do(lambda hand: hand.learn(drawing, lessons), learned)

    def _take(self, state: HandState) -> None:
        """Reads with a hand from now on."""
        before, self.state = self.state, state
        if self._recognizer is not None:
            self._recognizer.hand = state.hand
        invites = not state.examples
        if state.hand is not (None if before is None else before.hand) or (
            invites != self._desk.invites
        ):
            self._desk.invites = invites
            self._desk.refresh()
        if self._rounds is not None and self._jobs is not None and not self._jobs.waiting:
            self._rounds.follow(state)  # later jobs may have taught what is not in this state
        if self.page is not None:
            self.page.show(state)
        self.on_change()

    def _warn(self, error: StorageError) -> None:
        self._tell(said(error))

    def _tell(self, message: str, alarm: bool = True) -> None:
        """Says something on the page, or in the window if there is no page."""
        if self.page is not None:
            self.page.set_status(message, alarm)
        elif message:
            self._status.warn(message)
