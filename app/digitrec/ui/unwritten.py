"""Offers another place for drawings that the history could not take, before they are lost."""

from __future__ import annotations

import tkinter
from collections.abc import Sequence
from pathlib import Path
from tkinter import filedialog, messagebox

from digitrec.files import write_whole
from digitrec.storage.drawing import Drawing
from digitrec.text import words
from digitrec.text.catalogue import said


def offer_place(root: tkinter.Tk, drawings: Sequence[Drawing]) -> None:
    """Says that drawings are not in the history, and asks where to save them as ink lines.

    Asks again while the place can't be written, or no place was chosen, until the person gives up.

    Args:
        root: the window; it may be hidden.
        drawings: that could not be written.
    """
    lines = "".join(drawing.to_ink_line() + "\n" for drawing in drawings)
    question = words.NOT_WRITTEN
    while messagebox.askyesno(words.TITLE, question, icon=messagebox.WARNING, parent=root):
        chosen = filedialog.asksaveasfilename(
            parent=root,
            title=words.EXPORT_TITLE,
            defaultextension=".jsonl",
            initialfile="digitrec.jsonl",
            filetypes=[(".jsonl", "*.jsonl")],
        )
        question = words.NOT_WRITTEN
        if not chosen:
            continue
        try:
            write_whole(Path(chosen), lines)
        except OSError as error:
            reason = said(error.strerror or error)
            trouble = words.CANNOT_EXPORT.format(target=chosen, reason=reason)
            question = f"{trouble}\n\n{words.NOT_WRITTEN}"
        else:
            return
