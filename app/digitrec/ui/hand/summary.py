"""The summary: what a round has taught, and what that changes."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from digitrec.session.improvement import Improvement
from digitrec.text import hand_words
from digitrec.ui.widgets.theme import GAP, SMALL_GAP, Look

AGREES = "✓"


class Summary(tkinter.Frame):
    """Takes the place of the lesson's prompt and drawing area when all ten digits are drawn.

    Args:
        master: the parent.
        look: colours and scale.
        on_another: called when the person wants to draw ten more.
    """

    def __init__(self, master: tkinter.Misc, look: Look, on_another: Callable[[], None]) -> None:
        colours, px = look.palette, look.px
        super().__init__(master, background=colours.ground, borderwidth=0)
        self._look = look
        self.columnconfigure(0, weight=1)
        self.rowconfigure((0, 6), weight=1)
        self._line(1, AGREES, 56, colours.accent)
        self._line(2, hand_words.LESSON_DONE, 22, colours.text, "bold")
        self._count = self._line(3, "", 14, colours.text, above=px(SMALL_GAP))
        self._change = self._line(4, "", 14, colours.quiet, above=px(GAP))
        self.another = ttk.Button(self, text=hand_words.ANOTHER_ROUND, command=on_another)
        self.another.grid(row=5, column=0, pady=(px(2 * GAP), 0))

    @property
    def change(self) -> str:
        """What is said about the change."""
        return str(self._change["text"])

    def show_examples(self, count: int) -> None:
        """Says how many examples the hand has now."""
        self._count.configure(text=hand_words.LESSON_EXAMPLES.format(count))

    def show_progress(self, count: int) -> None:
        """Says how many drawings of the history were read so far."""
        self._say(hand_words.MEASURING.format(count=count))

    def show_improvement(self, found: Improvement) -> None:
        """Says what the hand changes."""
        self._say(improvement_in_words(found))

    def show_trouble(self, reason: str) -> None:
        """Says why that can't be measured."""
        self._say(reason)

    def _say(self, text: str) -> None:
        self._change.configure(text=text)

    def _line(
        self, row: int, text: str, size: int, colour: str, weight: str = "normal", above: int = 0
    ) -> tkinter.Label:
        line = tkinter.Label(
            self,
            text=text,
            font=self._look.font(size, weight),
            foreground=colour,
            background=self._look.palette.ground,
            borderwidth=0,
        )
        line.bind("<Configure>", lambda event: line.configure(wraplength=event.width))
        line.grid(row=row, column=0, sticky="ew", pady=(above, 0))
        return line


def improvement_in_words(found: Improvement) -> str:
    """What a hand changes, in a sentence that claims no more than was measured."""
    if not found.drawings:
        return hand_words.NO_HISTORY_YET
    sentence = hand_words.UNCHANGED if found.before == found.now else hand_words.IMPROVED
    return sentence.format(found.drawings, now=found.now, before=found.before)
