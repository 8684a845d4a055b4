"""The page that says what went wrong and where the log is. The program goes on meanwhile."""

from __future__ import annotations

import platform
import tkinter
from tkinter import ttk
from typing import TYPE_CHECKING

from digitrec.text import words
from digitrec.ui.errors.incident import Incident
from digitrec.ui.files.folder import open_folder
from digitrec.ui.widgets.flow_layout import Flow
from digitrec.ui.widgets.small_window import SmallWindow
from digitrec.ui.widgets.theme import GAP, MARGIN, SMALL_GAP, Look
from digitrec.version import version

if TYPE_CHECKING:
    from digitrec.storage.places import Places

WIDE = 400
MOST_KEPT = 20
"""How many errors' details are kept for copying; of a thousand, the first ones matter."""


class ErrorDialog(SmallWindow):
    """A small window about one unexpected error, and those that follow while it is open.

    Args:
        root: the program's window, which stays usable.
        look: colours and scale.
        incident: the first error.
        places: has what goes into a report; None finds the person's own.
    """

    def __init__(
        self, root: tkinter.Tk, look: Look, incident: Incident, places: Places | None = None
    ) -> None:
        colours = look.palette
        super().__init__(root, look, words.TROUBLE)
        self._look = look
        self._places = places
        self._count = 0
        self._details: list[str] = []
        self._incident = incident
        self._headline = self._text(words.TROUBLE, 17, colours.text, above=0, weight="bold")
        self._text(words.TROUBLE_DETAIL, 13, colours.text, above=SMALL_GAP)
        self._name = self._text("", 12, colours.alarm, above=GAP)
        self._log = self._text("", 12, colours.quiet, above=SMALL_GAP)
        self._add_buttons()
        self.add(incident)
        for sequence in ("<Escape>", "<Return>", "<KP_Enter>"):
            self.bind(sequence, self._pressed)
        self.open_over(root, self.buttons["continue"])

    def add(self, incident: Incident) -> None:
        """Counts another error."""
        self._count += 1
        if len(self._details) < MOST_KEPT:
            self._details.append(incident.details)
        name = self._incident.name
        if self._count > 1:
            name += "\n" + words.TROUBLE_MORE.format(count=self._count - 1)
        self._name.configure(text=name)
        log = self._incident.log
        self._log.configure(text=words.NO_LOG if log is None else words.TROUBLE_LOG.format(log=log))

    def copy(self) -> None:
        """Copies what a developer wants to know to the clipboard."""
        about = words.TROUBLE_ABOUT.format(
            version=version(),
            system=platform.platform(),
            python=platform.python_version(),
            tk=self.tk.call("info", "patchlevel"),
            count=self._count,
        )
        self.clipboard_clear()
        self.clipboard_append("\n\n".join([about, *self._details]))
        self.buttons["copy"].configure(text=words.DETAILS_COPIED)

    def save_report(self) -> None:
        """Saves what a developer wants to know to a file that the person chooses."""
        from digitrec.storage.places import find_places
        from digitrec.ui.errors.report import save_report

        told = save_report(self, self._places or find_places())
        if told is not None:
            self._log.configure(text=told)

    def open_folder(self) -> None:
        """Opens the log's folder."""
        if self._incident.log is not None:
            trouble = open_folder(self._incident.log.parent)
            if trouble is not None:
                self._log.configure(text=trouble)

    def _pressed(self, event: tkinter.Event[tkinter.Misc]) -> None:
        """Escape closes the page; Enter presses the focused button, or closes the page."""
        if event.keysym != "Escape" and isinstance(event.widget, ttk.Button):
            event.widget.invoke()
        else:
            self.destroy()

    def _text(
        self, text: str, height: int, colour: str, above: int, weight: str = "normal"
    ) -> tkinter.Label:
        label = tkinter.Label(
            self,
            text=text,
            font=self._look.font(height, weight),
            foreground=colour,
            background=self._look.palette.ground,
            wraplength=self._look.px(WIDE),
            justify="left",
            borderwidth=0,
            padx=0,
        )
        label.grid(sticky="w", pady=(self._look.px(above), 0))
        return label

    def _add_buttons(self) -> None:
        px, ground = self._look.px, self._look.palette.ground
        foot = tkinter.Frame(self, background=ground)
        foot.columnconfigure(0, weight=1)
        go_on = ttk.Button(
            foot,
            text=words.CONTINUE,
            command=self.destroy,
            style="Accent.TButton",
            default="active",
        )
        room = px(WIDE - GAP) - go_on.winfo_reqwidth()
        others = Flow(foot, px(SMALL_GAP), most=room)
        others.configure(background=ground)
        self.buttons = {
            "folder": ttk.Button(others, text=words.OPEN_FOLDER, command=self.open_folder),
            "copy": ttk.Button(others, text=words.COPY_DETAILS, command=self.copy),
            "report": ttk.Button(others, text=words.SAVE_REPORT, command=self.save_report),
            "continue": go_on,
        }
        others.put(*(self.buttons[name] for name in ("folder", "copy", "report")))
        others.grid(row=0, column=0, sticky="ew", padx=(0, px(GAP)))
        go_on.grid(row=0, column=1, sticky="se")
        if self._incident.log is None:
            self.buttons["folder"].state(["disabled"])
        foot.grid(sticky="ew", pady=(px(MARGIN), 0))
