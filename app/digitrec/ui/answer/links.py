"""Links in the answer panel: words to click on, for actions on the digit that is shown."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from digitrec.ui.widgets.text_fitting import LEAST, into_line, size_of
from digitrec.ui.widgets.theme import GAP, Look

_HEIGHT = 12  # of the type, in logical pixels

_AIR = 1  # pixels that Tk adds to each side of a text's box


class Links:
    """A row of words, aligned to the right. Only those that can be used now are shown.

    Args:
        canvas: to draw on.
        look: colours and scale.
        words: the text of each action's link.
        on_click: called with the action whose link was clicked.
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
        self._items = {
            action: canvas.create_text(0, 0, anchor="e", state="hidden") for action in words
        }
        for action, item in self._items.items():
            self._bind(action, item, on_click)
        self.apply_theme(look)

    def _bind(self, action: str, item: int, on_click: Callable[[str], None]) -> None:
        canvas = self._canvas

        def hover(on: bool) -> None:
            colours = self._look.palette
            canvas.itemconfigure(item, fill=colours.text if on else colours.accent)
            canvas.configure(cursor="hand2" if on else "")

        canvas.tag_bind(item, "<ButtonRelease-1>", lambda _: on_click(action))
        canvas.tag_bind(item, "<Enter>", lambda _: hover(True))
        canvas.tag_bind(item, "<Leave>", lambda _: hover(False))

    def show_actions(self, actions: Sequence[str]) -> None:
        """Shows the links to these actions and no others."""
        if actions == self._shown:
            return
        self._shown = actions
        for action, item in self._items.items():
            self._canvas.itemconfigure(item, state="normal" if action in actions else "hidden")
        if not actions:
            self._canvas.configure(cursor="")

    def apply_theme(self, look: Look) -> None:
        """Applies other colours."""
        self._look = look
        for item in self._items.values():
            self._canvas.itemconfigure(item, fill=look.palette.accent)

    def lay_out(self, right: int, y: int, most: int, alone: bool = False) -> int:
        """Lays out the links that are shown in a row.

        Args:
            right: where the row ends.
            y: its middle.
            most: width that it may take.
            alone: whether there is no note; then the row begins at the left.

        Returns:
            The width that it takes, with the gap to its left.
        """
        gap, canvas = self._look.px(GAP), self._canvas
        shown = [action for action in self._items if action in self._shown]
        for action in shown:
            canvas.itemconfigure(self._items[action], text=self._words[action])
        items = [self._items[action] for action in shown]
        for size in range(_HEIGHT, LEAST - 1, -1):  # the same size for all of them
            for item in items:
                canvas.itemconfigure(item, font=self._look.font(size))
            if sum(size_of(canvas, item)[0] + gap for item in items) <= most:
                break
        else:
            for item in items:
                into_line(canvas, item, self._look, LEAST, most // len(items) - gap)
        x = right
        if alone:
            x = sum(size_of(canvas, item)[0] + gap for item in items) - gap - 2 * _AIR
        for item in reversed(items):
            canvas.coords(item, x, y)
            x -= size_of(canvas, item)[0] + gap
        return right - x
