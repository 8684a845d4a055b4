"""Links: small words in the answer that do something to the digit that is shown."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from digitrec.ui.widgets.text_fitting import LEAST, into_line, size_of
from digitrec.ui.widgets.theme import GAP, Look

_HEIGHT = 12


class Links:
    """Words in a row, ending at the right, of which those are shown that can be used.

    Args:
        canvas: to write on.
        look: colours and scale.
        words: a text for each name.
        on_click: called with the name of the word that was clicked.
    """

    def __init__(
        self,
        canvas: tkinter.Canvas,
        look: Look,
        words: dict[str, str],
        on_click: Callable[[str], None],
    ) -> None:
        self._canvas = canvas
        self._look = look
        self._words = words
        self._shown: Sequence[str] = ()
        self._items = {name: canvas.create_text(0, 0, anchor="e", state="hidden") for name in words}
        for name, item in self._items.items():
            self._wire(name, item, on_click)
        self.apply_theme(look)

    def _wire(self, name: str, item: int, on_click: Callable[[str], None]) -> None:
        canvas = self._canvas

        def under(on: bool) -> None:
            colours = self._look.palette
            canvas.itemconfigure(item, fill=colours.text if on else colours.accent)
            canvas.configure(cursor="hand2" if on else "")

        canvas.tag_bind(item, "<ButtonRelease-1>", lambda _: on_click(name))
        canvas.tag_bind(item, "<Enter>", lambda _: under(True))
        canvas.tag_bind(item, "<Leave>", lambda _: under(False))

    def show(self, names: Sequence[str]) -> None:
        """Shows these words and no others."""
        if names == self._shown:
            return
        self._shown = names
        for name, item in self._items.items():
            self._canvas.itemconfigure(item, state="normal" if name in names else "hidden")
        if not names:
            self._canvas.configure(cursor="")

    def apply_theme(self, look: Look) -> None:
        """Takes on other colours."""
        self._look = look
        for item in self._items.values():
            self._canvas.itemconfigure(item, fill=look.palette.accent)

    def lay_out(self, right: int, y: int, most: int) -> int:
        """Puts the words that are shown into a row.

        Args:
            right: where the row ends.
            y: its middle.
            most: width that it may take.

        Returns:
            The width that it takes, with the gap before it.
        """
        gap, canvas = self._look.px(GAP), self._canvas
        shown = [name for name in self._items if name in self._shown]
        for name in shown:
            canvas.itemconfigure(self._items[name], text=self._words[name])
        items = [self._items[name] for name in shown]
        for size in range(_HEIGHT, LEAST - 1, -1):  # of all words, so that they are a row
            for item in items:
                canvas.itemconfigure(item, font=self._look.font(size))
            if sum(size_of(canvas, item)[0] + gap for item in items) <= most:
                break
        else:
            for item in items:
                into_line(canvas, item, self._look, LEAST, most // len(items) - gap)
        x = right
        for item in reversed(items):
            canvas.coords(item, x, y)
            x -= size_of(canvas, item)[0] + gap
        return right - x
