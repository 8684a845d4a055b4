"""The network view: a small picture of what the network sees, and the word that opens it."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from digitrec.text import words
from digitrec.ui.widgets.theme import COMPACT, GAP, Look

PIXELS = 28
SIDE, SMALL = 84, 56
"""Side of the picture in logical pixels: three for each pixel that the network sees, or two."""


class NetworkView(tkinter.Canvas):
    """In the answer's corner: the word "Why?", and after a click on it, the 28×28 picture.

    Args:
        master: the answer panel.
        look: colours and scale.
        on_click: called when the word or the picture is clicked.
        on_resize: called with the width that it takes from the answer, in logical pixels.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        on_click: Callable[[], None],
        on_resize: Callable[[int], None],
    ) -> None:
        super().__init__(
            master, highlightthickness=0, borderwidth=0, cursor="hand2", takefocus=False
        )
        self._expanded = False
        self._available = False
        self._look = look
        self._on_resize = on_resize
        self._pixels: bytes | None = None
        self._photo: tkinter.PhotoImage | None = None
        self._side = SIDE
        self._word = self.create_text(0, 0, anchor="ne", text=words.WHY)
        self._frame = self.create_rectangle(0, 0, 0, 0)
        self._image = self.create_image(0, 0, anchor="nw")
        self.bind("<ButtonRelease-1>", lambda _: on_click())
        self.bind("<Enter>", lambda _: self._colour_word(hovered=True))
        self.bind("<Leave>", lambda _: self._colour_word(hovered=False))
        self.apply_theme(look)
        master.bind("<Configure>", lambda event: self._fit_height(event.height), add=True)
        self._fit_height(master.winfo_height())

    @property
    def accessible_name(self) -> str:
        """What a screen reader calls it."""
        return words.WHY

    def show_image(self, pixels: bytes | None) -> None:
        """Shows what the network sees: 28×28 bytes, 255 is ink; None if it sees nothing."""
        self._pixels = pixels
        self._draw()

    def set_available(self, on: bool) -> None:
        """Shows the word while there is an answer to explain."""
        if on != self._available:
            self._available = on
            self._lay_out()

    def set_expanded(self, on: bool) -> None:
        """Opens the picture, or closes it and shows the word again."""
        self._expanded = on
        self._lay_out()

    def apply_theme(self, look: Look) -> None:
        """Applies other colours."""
        self._look = look
        self.configure(background=look.palette.ground)
        self.itemconfigure(self._word, font=look.font(13))
        self.itemconfigure(self._frame, outline=look.palette.border, fill="#000000")
        self._colour_word(hovered=False)
        self._lay_out()

    def _fit_height(self, height: int) -> None:
        """Takes less space in a low window."""
        side = SMALL if height < self._look.px(COMPACT) else SIDE
        if side != self._side:
            self._side = side
            self._lay_out()

    def _lay_out(self) -> None:
        px = self._look.px
        picture = "normal" if self._expanded else "hidden"
        self.itemconfigure(self._word, state="hidden" if self._expanded else "normal")
        self.itemconfigure(self._frame, state=picture)
        self.itemconfigure(self._image, state=picture)
        if self._expanded:
            side = self._zoom * PIXELS + 2
            self.configure(width=side, height=side)
            self.coords(self._frame, 0, 0, side - 1, side - 1)
            self.coords(self._image, 1, 1)
        else:
            left, top, right, bottom = self.bbox(self._word)
            self.configure(width=right - left, height=bottom - top)
            self.coords(self._word, right - left, 0)
        self._on_resize(self._side + GAP if self._expanded else 0)
        if self._expanded or self._available:
            self.place(relx=1.0, x=0, y=0 if self._expanded else px(2), anchor="ne")
        else:
            self.place_forget()
        self._draw()

    @property
    def _zoom(self) -> int:
        """Screen pixels for each pixel that the network sees; a whole number keeps them equal."""
        return max(1, self._look.px(self._side) // PIXELS)

    def _draw(self) -> None:
        if not self._expanded or self._pixels is None:
            self.itemconfigure(self._image, image="")
            self._photo = None
            return
        data = b"P5 %d %d 255\n" % (PIXELS, PIXELS) + self._pixels
        small = tkinter.PhotoImage(master=self, data=data, format="ppm")
        self._photo = small.zoom(self._zoom)
        self.itemconfigure(self._image, image=self._photo)

    def _colour_word(self, hovered: bool) -> None:
        colours = self._look.palette
        self.itemconfigure(self._word, fill=colours.text if hovered else colours.quiet)
