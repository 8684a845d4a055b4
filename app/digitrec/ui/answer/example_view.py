"""The example that an answer came from, beside what the network sees of the drawing."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from digitrec.ui.answer.network_view import PIXELS
from digitrec.ui.widgets.text_fitting import into_box
from digitrec.ui.widgets.theme import COMPACT, GAP, PANEL, SMALL_GAP, Look

_CAPTION = 38
_COMPACT_CAPTION = 24
"""Height of the caption below the two pictures, in logical pixels."""


class ExampleView:
    """A second picture to the left of the network view, with a caption below both.

    Args:
        panel: the answer panel, on which it is drawn.
        look: colours and scale.
        reserve: called with the width that both pictures take from the answer, in logical pixels.
    """

    def __init__(self, panel: tkinter.Canvas, look: Look, reserve: Callable[[int], None]) -> None:
        self._panel = panel
        self._reserve = reserve
        self._taken = 0
        self._pixels: bytes | None = None
        self._photo: tkinter.PhotoImage | None = None
        self._frame = panel.create_rectangle(0, 0, 0, 0, fill="#000000", state="hidden")
        self._image = panel.create_image(0, 0, anchor="nw", state="hidden")
        self._caption = panel.create_text(0, 0, anchor="nw", state="hidden")
        self.apply_theme(look)

    @property
    def caption(self) -> str:
        """What is said about the example; empty if none is shown."""
        shown = self._panel.itemcget(self._caption, "state") != "hidden"  # type: ignore[no-untyped-call]
        return str(self._panel.itemcget(self._caption, "text")) if shown else ""  # type: ignore[no-untyped-call]

    def show_example(self, pixels: bytes | None, caption: str = "") -> None:
        """Shows an example.

        Args:
            pixels: what the network sees of it, 28×28 bytes, 255 is ink; None shows none.
            caption: what to say about it.
        """
        if pixels is None and self._pixels is None:
            return
        self._pixels = pixels
        self._panel.itemconfigure(self._caption, text=caption)
        self._lay_out()

    def follow(self, taken: int) -> None:
        """Follows the network view, which takes this width with its gap; 0 if it is closed."""
        self._taken = taken
        self._lay_out()

    def apply_theme(self, look: Look) -> None:
        """Takes other colours."""
        self._look = look
        self._panel.itemconfigure(self._frame, outline=look.palette.border)
        self._panel.itemconfigure(self._caption, fill=look.palette.quiet)
        self._lay_out()

    def _lay_out(self) -> None:
        shown = self._taken > 0 and self._pixels is not None
        self._reserve(self._taken * (2 if shown else 1))
        for item in (self._frame, self._image, self._caption):
            self._panel.itemconfigure(item, state="normal" if shown else "hidden")
        # Only then may the old picture go: a canvas can't configure an item whose image is gone.
        self._panel.itemconfigure(self._image, image="")
        self._photo = None
        if not shown or self._pixels is None:
            return
        px = self._look.px
        zoom = max(1, px(self._taken - GAP) // PIXELS)
        side = zoom * PIXELS + 2
        left = px(PANEL) - 2 * side - px(GAP)
        small = tkinter.PhotoImage(
            master=self._panel,
            data=b"P5 %d %d 255\n" % (PIXELS, PIXELS) + self._pixels,
            format="ppm",
        )
        self._photo = small.zoom(zoom)
        self._panel.coords(self._frame, left, 0, left + side - 1, side - 1)
        self._panel.coords(self._image, left + 1, 1)
        self._panel.itemconfigure(self._image, image=self._photo)
        self._panel.coords(self._caption, left, side + px(SMALL_GAP))
        self._panel.itemconfigure(self._caption, width=2 * side + px(GAP))
        compact = self._panel.winfo_height() < px(COMPACT)
        room = _COMPACT_CAPTION if compact else _CAPTION
        into_box(self._panel, self._caption, self._look, 12, px(room))
