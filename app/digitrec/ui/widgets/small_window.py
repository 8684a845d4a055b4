"""A small window over another one."""

from __future__ import annotations

import tkinter

from digitrec.ui.widgets.theme import MARGIN, Look
from digitrec.ui.widgets.windows_frame import darken_title_bar


class SmallWindow(tkinter.Toplevel):
    """Hidden until `open_over` shows it.

    Args:
        master: the window, or a page of it, that it belongs to.
        look: colours and scale.
        title: of the window.
    """

    def __init__(self, master: tkinter.Misc, look: Look, title: str) -> None:
        colours, px = look.palette, look.px
        super().__init__(
            master,
            background=colours.ground,
            padx=px(MARGIN),
            pady=px(MARGIN),
            highlightthickness=px(1),  # an edge, in case the desktop draws none
            highlightbackground=colours.border,
            highlightcolor=colours.border,
        )
        self.withdraw()
        self.title(title)
        self.transient(master.winfo_toplevel())
        self.resizable(False, False)
        self._dark = colours.name != "light"

    def open_over(self, below: tkinter.Misc, focus: tkinter.Misc) -> None:
        """Shows it in the upper middle of a widget, and gives the focus to one of its own."""
        self.update_idletasks()
        x = below.winfo_rootx() + (below.winfo_width() - self.winfo_reqwidth()) // 2
        y = below.winfo_rooty() + (below.winfo_height() - self.winfo_reqheight()) // 3
        self.geometry(f"+{max(0, x)}+{max(0, y)}")
        self.deiconify()
        darken_title_bar(self, self._dark)
        focus.focus_set()
