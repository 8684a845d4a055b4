"""The page of a hand: a lesson of ten digits, and the examples that were taught."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import messagebox, ttk
from typing import TYPE_CHECKING, NamedTuple

from digitrec.text import hand_words, words
from digitrec.ui.hand.example_list import ExampleList
from digitrec.ui.hand.hand_menu import HandMenu
from digitrec.ui.hand.lesson import Lesson
from digitrec.ui.hand.page_layout import EXAMPLES, LESSON, PageLayout
from digitrec.ui.hand.summary import Summary
from digitrec.ui.hand.thumbnails import Thumbnails
from digitrec.ui.widgets.theme import Look

if TYPE_CHECKING:
    from digitrec.recognition.ink import Stroke
    from digitrec.session.taught_hand import HandState
    from digitrec.session.teaching import Round
    from digitrec.ui.widgets.background import Background


class Actions(NamedTuple):
    """What the page asks for.

    Attributes:
        teach: takes the strokes of the digit that was asked for.
        ask: asks for a digit.
        take_back: takes back the digit that was drawn last.
        another_round: begins a round.
        take_out: takes examples out, by their keys.
        put_back: puts back what was taken out last.
        forget: forgets every example of the hand.
        choose: goes on with the hand of this name.
        delete_hand: forgets the hand, and goes on with the default one.
        closed: the page was closed.
    """

    teach: Callable[[tuple[Stroke, ...]], None]
    ask: Callable[[int], None]
    take_back: Callable[[], None]
    another_round: Callable[[], None]
    take_out: Callable[[list[int]], None]
    put_back: Callable[[], None]
    forget: Callable[[], None]
    choose: Callable[[str], None]
    delete_hand: Callable[[], None]
    closed: Callable[[], None]


class HandPage(tkinter.Toplevel):
    """A window in which a person teaches a hand.

    Args:
        root: the program's window.
        look: colours and scale.
        pen_width: in logical pixels.
        background: draws thumbnails.
        actions: what the page asks for.
        view: `LESSON` or `EXAMPLES`.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        look: Look,
        pen_width: float,
        background: Background,
        actions: Actions,
        view: str = LESSON,
    ) -> None:
        super().__init__(root, background=look.palette.ground)
        self.title(hand_words.HAND_TITLE)
        self.transient(root)
        self._look = look
        self._actions = actions
        self._closed = False
        self._complete = False
        self._can_put_back = False
        self._state: HandState | None = None
        self._round: Round | None = None
        self.view = tkinter.StringVar(self, view)
        self._thumbnails = Thumbnails(self, background, look.palette)
        self.lesson = Lesson(self, look, pen_width, self._thumbnails, actions.teach, self._ask)
        self.summary = Summary(self.lesson, look, actions.another_round)
        self.examples = ExampleList(self, look, self._thumbnails, self._update_buttons)
        self._bar = ttk.Scrollbar(self, command=self.examples.yview)
        self.examples.connect_scrollbar(self._bar.set)
        self._layout = PageLayout(self, look, self.view, self._show_view)
        self.views, self.buttons = self._layout.views, self._layout.buttons
        self.menu = HandMenu(self._layout.top, look, actions.choose, actions.delete_hand)
        self.menu.grid(row=0, column=1, sticky="e")
        self._add_buttons()
        self._bind_keys()
        self._show_view()
        self.focus_set()

    @property
    def status(self) -> str:
        """The message under the lesson or the examples."""
        return self._layout.status

    def show(self, state: HandState) -> None:
        """Shows a hand."""
        self._state = state
        self._can_put_back = state.can_put_back
        self.menu.show(state)
        self.examples.show(state.examples)
        self.summary.show_examples(len(state.examples))
        if self._round is not None:
            self.lesson.show(self._round)
        self._update_buttons()

    def show_round(self, current: Round) -> None:
        """Shows how far a round is."""
        self._round = current
        self.lesson.show(current)
        self._show_summary(current.complete)
        self._update_buttons()

    def set_status(self, message: str, alarm: bool = False) -> None:
        """Shows a message, in another colour if it is about a problem."""
        self._layout.set_status(message, alarm)

    def undo(self) -> None:
        """Takes back the last stroke or digit; among the examples, puts back what was removed."""
        if self.view.get() == EXAMPLES:
            if self._can_put_back:
                self._actions.put_back()
        elif not self.lesson.drop_stroke():
            self._actions.take_back()

    def remove_selected(self) -> None:
        """Takes the selected examples out; they can be put back."""
        if self.view.get() == EXAMPLES and self.examples.selected:
            self._actions.take_out(self.examples.selected)

    def forget_everything(self) -> None:
        """Forgets every example, after a question."""
        count = 0 if self._state is None else len(self._state.examples)
        question = hand_words.FORGET_QUESTION.format(count)
        if count and messagebox.askokcancel(
            hand_words.HAND_TITLE, question, parent=self, icon="warning"
        ):
            self._actions.forget()

    def destroy(self) -> None:
        """Closes the page. A digit that was just drawn is still taught."""
        if self._closed:
            return
        self.lesson.finish()
        self._closed = True
        self._thumbnails.close()
        super().destroy()
        self._actions.closed()

    def _ask(self, digit: int) -> None:
        self._actions.ask(digit)

    def _add_buttons(self) -> None:
        layout = self._layout
        layout.add_foot(
            LESSON,
            {
                "undo": (words.UNDO, self.undo),
                "clear": (words.CLEAR, self.lesson.clear),
                "close": (words.CLOSE, self.destroy),
            },
        )
        layout.add_foot(
            EXAMPLES,
            {
                "remove": (hand_words.REMOVE, self.remove_selected),
                "put_back": (words.UNDO, self.undo),
                "forget": (hand_words.FORGET_EVERYTHING, self.forget_everything),
                "close_examples": (words.CLOSE, self.destroy),
            },
        )

    def _show_view(self) -> None:
        """Shows the lesson or the examples."""
        if self.view.get() == LESSON:
            self._layout.show_lesson(self.lesson, self.examples, self._bar)
            self.focus_set()
        else:
            self.lesson.finish()
            self._layout.show_examples(self.examples, self._bar, self.lesson)
            self.examples.focus_set()
        self._update_buttons()

    def _show_summary(self, shown: bool) -> None:
        if shown == self._complete:
            return
        self._complete = shown
        for part in (self.lesson.prompt, self.lesson.area):
            if shown:
                part.grid_remove()
            else:
                part.grid()
        if shown:
            self.summary.grid(row=0, column=0, columnspan=2, sticky="nsew")
        else:
            self.summary.grid_remove()

    def _update_buttons(self) -> None:
        count = 0 if self._state is None else len(self._state.examples)
        for name, possible in (
            ("clear", not self._complete),
            ("remove", bool(self.examples.selected)),
            ("put_back", self._can_put_back),
            ("forget", count > 0),
        ):
            self.buttons[name].state(["!disabled" if possible else "disabled"])

    def _bind_keys(self) -> None:
        control = "Command" if self.tk.call("tk", "windowingsystem") == "aqua" else "Control"
        for sequence, action in (
            ("<Escape>", self._escape),
            ("<Delete>", self.remove_selected),
            ("<BackSpace>", self._backspace),
            (f"<{control}-z>", self.undo),
            (f"<{control}-a>", self.examples.select_all),
        ):
            self.bind(sequence, lambda _, do=action: do())  # type: ignore[misc]
        for sequence in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(sequence, self._go_on)
        for digit in range(10):
            for sequence in (f"<Key-{digit}>", f"<KP_{digit}>"):
                self.bind(sequence, lambda _, digit=digit: self._pick(digit))  # type: ignore[misc]

    def _go_on(self, event: tkinter.Event[tkinter.Misc]) -> None:
        """Goes on to the next digit; after the last one, the page has done its work."""
        if self.view.get() == EXAMPLES or isinstance(event.widget, ttk.Button | ttk.Radiobutton):
            return  # a button takes these keys itself
        if self._complete:
            self.destroy()
        else:
            self.lesson.finish()

    def _escape(self) -> None:
        if self.view.get() == LESSON and (self.lesson.strokes or self.lesson.area.stroke):
            self.lesson.clear()
        else:
            self.destroy()

    def _backspace(self) -> None:
        if self.view.get() == LESSON:
            self.undo()
        else:
            self.remove_selected()

    def _pick(self, digit: int) -> None:
        if self.view.get() == LESSON:
            self.lesson.pick(digit)
