"""The prompt: which digit to draw, and what was understood of the one before."""

from __future__ import annotations

import tkinter

from digitrec.recognition.reading import REJECTED
from digitrec.session.teaching import DIGITS, Drawn, Round
from digitrec.text import hand_words
from digitrec.ui.widgets.accessible import VALUE_CHANGED
from digitrec.ui.widgets.text_fitting import into_box
from digitrec.ui.widgets.theme import Look

WIDTH = 176
_REQUEST = 44
_TYPE, _SMALL_TYPE = 136, 72
"""Heights of the digit's type; the smaller one for a low window."""
_UNDERSTOOD = 78
_LEAST_HEIGHT = 190


class Prompt(tkinter.Canvas):
    """The digit to draw in large type, with a few words above and below it.

    Args:
        master: the parent.
        look: colours and scale.
    """

    def __init__(self, master: tkinter.Misc, look: Look) -> None:
        px, colours = look.px, look.palette
        super().__init__(
            master,
            width=px(WIDTH),
            height=px(_LEAST_HEIGHT),
            background=colours.ground,
            highlightthickness=0,
            borderwidth=0,
            takefocus=False,
        )
        self._look = look
        width = px(WIDTH)
        self._request = self.create_text(0, 0, anchor="nw", width=width, fill=colours.text)
        self._digit = self.create_text(0, 0, anchor="w", fill=colours.accent)
        self._place = self.create_text(0, 0, anchor="se", fill=colours.quiet, font=look.font(12))
        self._understood = self.create_text(0, 0, anchor="nw", width=width, fill=colours.quiet)
        self.bind("<Configure>", lambda _: self._fit())

    @property
    def accessible_name(self) -> str:
        """What a screen reader calls it."""
        return hand_words.VIEW_LESSON

    @property
    def accessible_value(self) -> str:
        """All that it says, from top to bottom."""
        texts = (self._request, self._digit, self._place, self._understood)
        shown = (self.itemcget(text, "text") for text in texts)  # type: ignore[no-untyped-call]
        return " ".join(filter(None, shown))

    def show(self, current: Round) -> None:
        """Shows what a round asks for."""
        asked = current.asked
        again = asked is not None and current.drawn(asked) is not None
        request = hand_words.LESSON_AGAIN if again else hand_words.LESSON_REQUEST
        self.itemconfigure(self._request, text=request)
        self.itemconfigure(self._digit, text="" if asked is None else str(asked))
        place = hand_words.LESSON_PLACE.format(place=len(current) + 1, count=len(DIGITS))
        self.itemconfigure(self._place, text="" if again else place)
        last = current.last
        understood = hand_words.LESSON_HELP if last is None else understood_in_words(last)
        self.itemconfigure(self._understood, text=understood)
        self._fit()
        self.event_generate(VALUE_CHANGED)

    def _fit(self) -> None:
        """Gives each text its place, and a font in which it fits."""
        look, px = self._look, self._look.px
        tall = self.winfo_height() >= px(_REQUEST + _TYPE + _UNDERSTOOD)
        size = _TYPE if tall else _SMALL_TYPE
        middle = _REQUEST + size * 0.6
        below = px(middle + size * 0.58)
        self.itemconfigure(self._digit, font=look.font(size, "bold"))
        self.coords(self._digit, 0, px(middle))
        self.coords(self._place, px(WIDTH), px(middle + size * 0.36))
        self.coords(self._understood, 0, below)
        into_box(self, self._request, look, 14, px(_REQUEST))
        into_box(self, self._understood, look, 13, self.winfo_height() - below)


def understood_in_words(drawn: Drawn) -> str:
    """What the networks alone read, and what the program makes of it now."""
    if drawn.read is None:
        return ""
    if drawn.agrees:
        return hand_words.LESSON_AGREES.format(digit=drawn.digit)
    if not drawn.learned and drawn.taught == REJECTED:
        return hand_words.LESSON_NOT_YET_ANYTHING.format(digit=drawn.digit)
    if not drawn.learned:
        return hand_words.LESSON_NOT_YET.format(digit=drawn.digit, read=drawn.taught)
    if drawn.read == REJECTED:
        return hand_words.LESSON_WAS_NOTHING.format(digit=drawn.digit)
    return hand_words.LESSON_DIFFERS.format(digit=drawn.digit, read=drawn.read)
