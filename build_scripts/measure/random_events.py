"""The random events of the monkey test, sent from inside the program or from outside."""

from __future__ import annotations

import random
import tkinter
from collections.abc import Iterator
from pathlib import Path
from tkinter import filedialog, messagebox
from typing import Any

from build_scripts.measure.pointer import Canvas
from digitrec.text import words
from digitrec.ui.window import Window

KEYS = (
    "<Control-z>", "<Control-y>", "<Escape>", "<Key-e>", "<Key-n>", "<Key-w>", "<Key-plus>",
    "<Key-minus>", "<BackSpace>", "<Return>", "<Tab>", "<space>", "<Control-h>", "<Control-comma>",
    "<Control-c>", "<Control-v>", "<Control-o>", "<Control-s>", "<F1>",
    *(f"<Key-{digit}>" for digit in range(10)),
)  # fmt: skip
PAGE_KEYS = ("<Delete>", "<Right>", "<Down>", "<Escape>", "<Control-a>", "<Button-5>")
OUTSIDE_KEYS = (
    "ctrl+z", "ctrl+y", "Escape", "e", "n", "w", "plus", "minus", "BackSpace", "Return", "ctrl+c",
    "ctrl+v", *"0123456789",
)  # fmt: skip
"""Keys that open no page or dialog: from outside, their layout is unknown."""

UNDO_TO_CLEAR = 190
"""Width in pixels of the first three tools under the canvas; the others may open a dialog."""

GONE = ("bad window path", "application has been destroyed", "isn't visible", "not viewable")
"""Tk's messages about a widget that was destroyed or hidden after it was chosen."""


class Monkey:
    """Sends random Tk events to a window.

    System dialogs are replaced, so that none waits for an answer, and only single drawings are ever
    deleted.

    Args:
        window: the window.
        rng: decides the events.
        folder: for the files that it "chooses".
    """

    def __init__(self, window: Window, rng: random.Random, folder: Path) -> None:
        self._window = window
        self._rng = rng
        self._files = [str(folder / name) for name in ("picture.png", "broken.png", "none.png", "")]
        Path(self._files[1]).write_text("no picture", "utf-8")
        _write_picture(Path(self._files[0]))
        dialogs: dict[Any, dict[str, Any]] = {
            filedialog: {
                "askopenfilename": lambda **_: rng.choice(self._files),
                "asksaveasfilename": lambda **_: str(folder / f"saved-{rng.randrange(3)}.jsonl"),
                "askdirectory": lambda **_: str(folder),
            },
            messagebox: {
                name: lambda *_, **__: False
                for name in ("askokcancel", "askyesno", "askquestion", "askretrycancel")
            }
            | {name: lambda *_, **__: "ok" for name in ("showinfo", "showwarning", "showerror")},
        }
        for module, answers in dialogs.items():
            for name, answer in answers.items():
                setattr(module, name, answer)

    def act(self) -> None:
        """Sends one event, or one stroke."""
        chance = self._rng.random()
        try:
            if chance < 0.5:
                self._draw()
            elif chance < 0.6:
                self._erase()
            elif chance < 0.85:
                self._window.root.focus_force()
                self._window.root.event_generate(self._rng.choice(KEYS))
            elif chance < 0.88:
                size = self._rng.randrange(300, 1200), self._rng.randrange(300, 1000)
                self._window.root.geometry("{}x{}".format(*size))
            elif chance < 0.99:
                self._click()
            else:
                self._close_pages()
        except tkinter.TclError as error:
            if not any(part in str(error) for part in GONE):
                raise
        self._window.root.update()

    def _draw(self) -> None:
        rng, area = self._rng, self._window.area
        x, y = rng.randrange(500), rng.randrange(500)
        area.event_generate("<ButtonPress-1>", x=x, y=y)
        for _ in range(rng.randrange(25)):
            x, y = x + rng.randrange(-25, 26), y + rng.randrange(-25, 26)
            area.event_generate("<B1-Motion>", x=x, y=y, state=0x100)
        if rng.random() < 0.95:  # a button release can get lost
            area.event_generate("<ButtonRelease-1>", x=x, y=y)

    def _erase(self) -> None:
        area = self._window.area
        x, y = self._rng.randrange(400), self._rng.randrange(400)
        area.event_generate("<ButtonPress-3>", x=x, y=y)
        area.event_generate("<B3-Motion>", x=x + 50, y=y + 50, state=0x400)
        area.event_generate("<ButtonRelease-3>", x=x + 50, y=y + 50)

    def _click(self) -> None:
        """Clicks on a random widget of any page."""
        rng = self._rng
        widget = rng.choice(list(_below(self._window.root)))
        if _text(widget) == words.DELETE_EVERYTHING:
            return
        x, y = rng.randrange(max(widget.winfo_width(), 1)), rng.randrange(widget.winfo_height() + 1)
        for event in ("<Motion>", "<ButtonPress-1>", "<ButtonRelease-1>"):
            widget.event_generate(event, x=x, y=y)
        if rng.random() < 0.3:
            widget.event_generate(rng.choice(PAGE_KEYS))

    def _close_pages(self) -> None:
        for child in self._window.root.winfo_children():
            if isinstance(child, tkinter.Toplevel) and self._rng.random() < 0.7:
                child.destroy()


def commands(rng: random.Random, canvas: Canvas) -> list[str]:
    """One event or stroke in the main window, as lines for xdotool."""
    left, top, width, height = canvas
    chance = rng.random()
    if chance < 0.6:
        button = 1 if chance < 0.5 else 3
        x, y = left + rng.randrange(width), top + rng.randrange(height)
        lines = [f"mousemove {x} {y} mousedown {button}"]
        for _ in range(rng.randrange(25)):
            x = min(max(x + rng.randrange(-25, 26), left - 15), left + width + 15)
            y = min(max(y + rng.randrange(-25, 26), top - 15), top + height + 8)
            lines.append(f"mousemove {x} {y} sleep 0.004")
        return [*lines, f"mouseup {button}"]
    if chance < 0.85:
        inside = f"mousemove {left + rng.randrange(width)} {top + rng.randrange(height)}"
        return [inside, f"key {rng.choice(OUTSIDE_KEYS)} sleep 0.01"]
    # The answer's rows, the first tools under the canvas, or the recent drawings below them.
    x, y = rng.choice(
        (
            (left + width + 20 + rng.randrange(230), top + rng.randrange(height)),
            (left + rng.randrange(UNDO_TO_CLEAR), top + height + 30),
            (left + rng.randrange(width), top + height + 85),
        )
    )
    return [f"mousemove {x} {y} click 1 sleep 0.02"]


def _below(widget: tkinter.Misc) -> Iterator[Any]:
    yield widget
    for child in widget.winfo_children():
        yield from _below(child)


def _text(widget: Any) -> str:
    try:
        return str(widget["text"])
    except tkinter.TclError:
        return ""


def _write_picture(path: Path) -> None:
    from PIL import Image, ImageDraw

    picture = Image.new("L", (120, 120), 255)
    ImageDraw.Draw(picture).line([(30, 25), (90, 25), (55, 100)], fill=0, width=8)
    picture.save(path)
