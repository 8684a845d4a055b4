"""Seen: the small picture of what the network sees, and the word that asks for it."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from digitrec.text import words
from digitrec.ui.widgets.theme import COMPACT, GAP, Look

PIXELS = 28
SIDE, SMALL = 84, 56
"""Side of the picture in logical pixels: three to a pixel of the network's, or two."""


class NetworkView(tkinter.Canvas):
    """In the answer's corner: "Why?", and once that was asked, the 28×28 picture.

    Args:
        master: the answer panel.
        look: colours and scale.
        on_switch: called when the person asks for the picture, or has seen enough.
        on_size: called with the width that it takes from the answer, in logical pixels.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        on_switch: Callable[[], None],
        on_size: Callable[[int], None],
    ) -> None:
        super().__init__(
            master, highlightthickness=0, borderwidth=0, cursor="hand2", takefocus=False
        )
        self.open = False
        self._offered = False
        self._look = look
        self._on_size = on_size
        self._grey: bytes | None = None
        self._photo: tkinter.PhotoImage | None = None
        self._side = SIDE
        self._word = self.create_text(0, 0, anchor="ne", text=words.WHY)
        self._frame = self.create_rectangle(0, 0, 0, 0)
        self._shown = self.create_image(0, 0, anchor="nw")
        self.bind("<ButtonRelease-1>", lambda _: on_switch())
        self.bind("<Enter>", lambda _: self._colour(under=True))
        self.bind("<Leave>", lambda _: self._colour(under=False))
        self.apply_theme(look)
        master.bind("<Configure>", lambda event: self._compact(event.height), add=True)
        self._compact(master.winfo_height())

    def show(self, grey: bytes | None) -> None:
        """Shows what the network sees: 28×28 bytes, 255 is ink; None where it sees nothing."""
        self._grey = grey
        self._draw()

    def offer(self, on: bool) -> None:
        """Shows the word that asks for the picture, where there is an answer to ask about."""
        if on != self._offered:
            self._offered = on
            self._fit()

    def switch(self, on: bool) -> None:
        """Opens the picture, or closes it and shows the word again."""
        self.open = on
        self._fit()

    def apply_theme(self, look: Look) -> None:
        """Takes on other colours."""
        self._look = look
        self.configure(background=look.palette.ground)
        self.itemconfigure(self._word, font=look.font(13))
        self.itemconfigure(self._frame, outline=look.palette.border, fill="#000000")
        self._colour(under=False)
        self._fit()

    def _compact(self, height: int) -> None:
        """Takes less room where the window is low."""
        side = SMALL if height < self._look.px(COMPACT) else SIDE
        if side != self._side:
            self._side = side
            self._fit()

    def _fit(self) -> None:
        px = self._look.px
        picture = "normal" if self.open else "hidden"
        self.itemconfigure(self._word, state="hidden" if self.open else "normal")
        self.itemconfigure(self._frame, state=picture)
        self.itemconfigure(self._shown, state=picture)
        if self.open:
            side = self._zoom * PIXELS + 2
            self.configure(width=side, height=side)
            self.coords(self._frame, 0, 0, side - 1, side - 1)
            self.coords(self._shown, 1, 1)
        else:
            left, top, right, bottom = self.bbox(self._word)
            self.configure(width=right - left, height=bottom - top)
            self.coords(self._word, right - left, 0)
        self._on_size(self._side + GAP if self.open else 0)
        if self.open or self._offered:
            self.place(relx=1.0, x=0, y=0 if self.open else px(2), anchor="ne")
        else:
            self.place_forget()
        self._draw()

    @property
    def _zoom(self) -> int:
        """Screen pixels to a pixel of the network's: whole, so that each of them is as large."""
        return max(1, self._look.px(self._side) // PIXELS)

    def _draw(self) -> None:
        if not self.open or self._grey is None:
            self.itemconfigure(self._shown, image="")
            self._photo = None
            return
        data = b"P5 %d %d 255\n" % (PIXELS, PIXELS) + self._grey
        small = tkinter.PhotoImage(master=self, data=data, format="ppm")
        self._photo = small.zoom(self._zoom)
        self.itemconfigure(self._shown, image=self._photo)

    def _colour(self, under: bool) -> None:
        colours = self._look.palette
        self.itemconfigure(self._word, fill=colours.text if under else colours.quiet)
