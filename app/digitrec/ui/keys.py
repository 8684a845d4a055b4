"""The keys: a table that the window binds, and that its page of keys shows."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from digitrec.text import words


class Key(NamedTuple):
    """One action and its keys.

    Attributes:
        action: name of the window's action.
        label: the keys as a person reads them.
        meaning: what they do, in words.
        sequences: Tk's names of the keys.
    """

    action: str
    label: str
    meaning: str
    sequences: tuple[str, ...]


def key_table(windowing_system: str) -> tuple[Key, ...]:
    """All keys of the window, with Command in place of Ctrl where `windowing_system` is aqua.

    Letters are bound in both cases, so that Caps Lock changes nothing.
    """
    mac = windowing_system == "aqua"
    modifier = "Command" if mac else "Control"
    name = "⌘" if mac else words.KEY_NAME_CONTROL
    shift = "⇧" if mac else words.KEY_NAME_SHIFT
    shifted = f"⇧{name}" if mac else f"{name}{shift}"

    def chord(letter: str) -> tuple[str, ...]:
        return f"<{modifier}-{letter}>", f"<{modifier}-{letter.upper()}>"

    digits = tuple(f"<Key-{digit}>" for digit in range(10))
    keypad = tuple(f"<KP_{digit}>" for digit in range(10))
    return (
        Key("clear", words.KEY_NAME_ESCAPE, words.KEY_CLEAR, ("<Escape>",)),
        Key("undo", f"{name}Z", words.KEY_UNDO, chord("z")),
        Key(
            "redo",
            f"{shifted}Z, {name}Y",
            words.KEY_REDO,
            (f"<{modifier}-Shift-z>", f"<{modifier}-Shift-Z>", *chord("y")),
        ),
        Key("open", f"{name}O", words.KEY_OPEN, chord("o")),
        Key("save", f"{name}S", words.KEY_SAVE, chord("s")),
        Key("paste", f"{name}V", words.KEY_PASTE, chord("v")),
        Key("copy", f"{name}C", words.KEY_COPY, chord("c")),
        Key("correct", "0 … 9", words.KEY_CORRECT, digits + keypad),
        Key(
            "take_back",
            "⌫" if mac else words.KEY_NAME_BACKSPACE,
            words.KEY_TAKE_BACK,
            ("<BackSpace>",),
        ),
        Key("none", "N", words.KEY_NONE, ("<n>", "<N>")),
        Key("previous", "←", words.KEY_MOVE, ("<Left>",)),
        Key("next", "→", words.KEY_MOVE, ("<Right>",)),
        Key("join", "J", words.KEY_JOIN_SPLIT, ("<j>", "<J>")),
        Key("split", "S", words.KEY_JOIN_SPLIT, ("<s>", "<S>")),
        Key("eraser", "E", words.KEY_ERASER, ("<e>", "<E>")),
        Key("thinner", "−", words.KEY_PEN, ("<minus>", "<KP_Subtract>")),
        Key("thicker", "+", words.KEY_PEN, ("<plus>", "<KP_Add>", "<equal>")),
        Key("show_reading", words.KEY_NAME_ENTER, words.KEY_READ, ("<Return>", "<KP_Enter>")),
        Key("why", "W", words.KEY_WHY, ("<w>", "<W>")),
        Key("settings", f"{name},", words.KEY_SETTINGS, (f"<{modifier}-comma>",)),
        Key("history", f"{name}H", words.KEY_HISTORY, chord("h")),
        Key("teach", f"{name}T", words.KEY_TEACH, chord("t")),
        Key("help", "F1", words.KEY_HELP, ("<F1>",)),
    )


_OTHER_MODIFIERS = {"x11": 0x4 | 0x8, "win32": 0x4 | 0x20000, "aqua": 0x4 | 0x8 | 0x10}
"""Bits of Control, Alt and Command in an event's state: with them, a digit key corrects nothing."""


def bind(
    root: tkinter.Tk,
    keys: Iterable[Key],
    actions: Mapping[str, Callable[[], None]],
    correct: Callable[[str], None],
) -> None:
    """Binds the keys to the window.

    Args:
        root: the window.
        keys: the table of keys.
        actions: what each action does.
        correct: takes the digit of a digit key.
    """
    others = _OTHER_MODIFIERS[root.tk.call("tk", "windowingsystem")]

    def digit(event: tkinter.Event[tkinter.Misc]) -> None:
        if not int(event.state) & others:
            correct(event.keysym[-1])

    def plain(action: Callable[[], None]) -> Callable[[tkinter.Event[tkinter.Misc]], None]:
        return lambda _: action()

    def moving(action: Callable[[], None]) -> Callable[[tkinter.Event[tkinter.Misc]], None]:
        return lambda event: None if event.widget.winfo_class() == "TScale" else action()

    for key in keys:
        calling = (
            moving if key.action in ("previous", "next") else plain
        )  # a slider uses these itself
        call = digit if key.action == "correct" else calling(actions[key.action])
        for sequence in key.sequences:
            root.bind(sequence, call)
