"""The page that says what the program is: its name, version, model and licence."""

from __future__ import annotations

import contextlib
import io
import platform
import tkinter
from tkinter import ttk

from digitrec.resources import resource
from digitrec.text import words
from digitrec.ui.widgets.small_window import SmallWindow
from digitrec.ui.widgets.theme import GAP, MARGIN, SMALL_GAP, Look
from digitrec.version import version

_ICON = 64
_WIDE = 300
"""Of a line of text, in logical pixels."""


class AboutPage(SmallWindow):
    """A small window over the page of settings.

    Args:
        master: the window below.
        look: colours and scale.
        model: the model's name and the beginning of its SHA-256.
    """

    def __init__(self, master: tkinter.Toplevel, look: Look, model: str) -> None:
        super().__init__(master, look, words.ABOUT)
        colours, px = look.palette, look.px
        self._look = look
        self._icon = self._read_icon()
        tkinter.Label(self, image=self._icon or "", background=colours.ground).grid(
            row=0, column=0, rowspan=3, sticky="n", padx=(0, px(MARGIN))
        )
        self._line(0, words.TITLE, 22, colours.text, weight="bold")
        self._line(1, words.ABOUT_VERSION.format(version=version()), 13, colours.quiet)
        self._line(2, words.ABOUT_LINE, 13, colours.text, above=GAP)
        self._line(3, words.ABOUT_LICENCE, 13, colours.text, above=SMALL_GAP)
        self._details = "\n".join(
            (
                words.ABOUT_MODEL.format(model=model),
                f"Python {platform.python_version()}, Tk {self.tk.call('info', 'patchlevel')}",
                platform.platform(),
            )
        )
        self._line(4, self._details, 12, colours.quiet, above=GAP)
        foot = tkinter.Frame(self, background=colours.ground)
        self.copy_button = ttk.Button(foot, text=words.COPY_DETAILS, command=self.copy)
        close = ttk.Button(foot, text=words.CLOSE, command=self.destroy)
        self.copy_button.grid(row=0, column=0, padx=(0, px(SMALL_GAP)))
        close.grid(row=0, column=1)
        foot.grid(row=5, column=0, columnspan=2, sticky="e", pady=(px(MARGIN), 0))
        for sequence in ("<Escape>", "<Return>"):
            self.bind(sequence, lambda _: self.destroy())
        self.open_over(master, close)

    def copy(self) -> None:
        """Copies the version and what it runs on, for a report."""
        self.clipboard_clear()
        self.clipboard_append(f"{words.TITLE} {version()}\n{self._details}")
        self.copy_button.configure(text=words.DETAILS_COPIED)

    def _line(
        self, row: int, text: str, height: int, colour: str, above: int = 0, weight: str = "normal"
    ) -> None:
        tkinter.Label(
            self, text=text, font=self._look.font(height, weight), foreground=colour,
            background=self._look.palette.ground, borderwidth=0, padx=0, pady=0,
            wraplength=self._look.px(_WIDE), justify="left",
        ).grid(row=row, column=1, sticky="w", pady=(self._look.px(above), 0))  # fmt: skip

    def _read_icon(self) -> tkinter.PhotoImage | None:
        """The icon in its size on this screen; None if it can't be read."""
        with contextlib.suppress(ImportError, OSError):
            from PIL import Image

            side = self._look.px(_ICON)
            with Image.open(resource("icons/digitrec.png")) as file:
                scaled = file.convert("RGBA").resize((side, side), Image.Resampling.LANCZOS)
            stream = io.BytesIO()
            scaled.save(stream, "png")
            return tkinter.PhotoImage(master=self, data=stream.getvalue(), format="png")
        return None
