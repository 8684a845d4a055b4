"""Announces the answer when it changes: to the screen reader, and aloud if that is chosen."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from digitrec.text import guide_words
from digitrec.ui.access.screen_reader import ScreenReader
from digitrec.ui.access.speech import Speech

PAUSE = 500
"""Milliseconds for which the answer must stay before it is announced: a number is read digit by
digit, and nobody wants to hear each step."""


class Announcer:
    """Says what is new, once.

    Args:
        panel: the answer, whose value is told to the screen reader.
        reader: the screen reader.
        speech: the system's voice.
        aloud: gives whether answers are spoken.
        answer: gives the digits of the answer and how certain they are, in words.
    """

    def __init__(
        self,
        panel: tkinter.Misc,
        reader: ScreenReader,
        speech: Speech,
        aloud: Callable[[], bool],
        answer: Callable[[], tuple[str, str]],
    ) -> None:
        self._panel = panel
        self._reader = reader
        self._speech = speech
        self._aloud = aloud
        self._answer = answer
        self._said = ""
        self._due: str | None = None
        panel.bind("<Destroy>", lambda _: self.close(), add=True)

    def answer_changed(self) -> None:
        """The answer may be another; it is announced as soon as it stays."""
        if not (self._reader.way or self._aloud()):
            return
        self._cancel()
        self._due = self._panel.after(PAUSE, self._announce)

    def say(self, text: str) -> None:
        """Speaks a text now, if answers are spoken."""
        if self._aloud():
            self._speech.say(text)

    def close(self) -> None:
        """Falls silent for good."""
        self._cancel()
        self._speech.stop()

    def _cancel(self) -> None:
        if self._due is not None:
            self._panel.after_cancel(self._due)
            self._due = None

    def _announce(self) -> None:
        self._due = None
        digits, headline = self._answer()
        text = headline
        if digits:  # one by one: "4 2", not "forty-two"
            text = guide_words.SPOKEN.format(digits=" ".join(digits), headline=headline)
        if text and text != self._said:
            self._reader.show_value(self._panel, text)
            self.say(text)
        self._said = text
