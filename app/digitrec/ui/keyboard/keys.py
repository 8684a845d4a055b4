"""The keys: a table that the window binds, and that its page of keys shows."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from digitrec.text import key_words
from digitrec.ui.keyboard.events import Repeats, held, us_key


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
    name = "⌘" if mac else key_words.NAME_CONTROL
    shift = "⇧" if mac else key_words.NAME_SHIFT
    shifted = f"⇧{name}" if mac else f"{name}{shift}"

    def chord(letter: str) -> tuple[str, ...]:
        return f"<{modifier}-{letter}>", f"<{modifier}-{letter.upper()}>"

    digits = tuple(f"<Key-{digit}>" for digit in range(10))
    keypad = tuple(f"<KP_{digit}>" for digit in range(10))
    return (
        Key("clear", key_words.NAME_ESCAPE, key_words.CLEAR, ("<Escape>",)),
        Key("undo", f"{name}Z", key_words.UNDO, chord("z")),
        Key(
            "redo",
            f"{shifted}Z, {name}Y",
            key_words.REDO,
            (f"<{modifier}-Shift-z>", f"<{modifier}-Shift-Z>", *chord("y")),
        ),
        Key("open", f"{name}O", key_words.OPEN, chord("o")),
        Key("save", f"{name}S", key_words.SAVE, chord("s")),
        Key("paste", f"{name}V", key_words.PASTE, chord("v")),
        Key("copy", f"{name}C", key_words.COPY, chord("c")),
        Key("correct", "0 … 9", key_words.CORRECT, digits + keypad),
        Key("mark", ". , − / :", key_words.CORRECT_TO_MARK, tuple(_MARK_KEYS)),
        Key("space", key_words.NAME_SPACE, key_words.CORRECT_TO_SPACE, ("<space>",)),
        Key(
            "take_back",
            "⌫" if mac else key_words.NAME_BACKSPACE,
            key_words.TAKE_BACK,
            ("<BackSpace>",),
        ),
        Key("none", "N", key_words.NONE, ("<n>", "<N>")),
        Key("previous", "←", key_words.MOVE, ("<Left>",)),
        Key("next", "→", key_words.MOVE, ("<Right>",)),
        Key("join", "J", key_words.JOIN_SPLIT, ("<j>", "<J>")),
        Key("split", "S", key_words.JOIN_SPLIT, ("<s>", "<S>")),
        Key("page_back", key_words.NAME_PAGE_UP, key_words.PAGE, ("<Prior>", "<KP_Prior>")),
        Key("page_on", key_words.NAME_PAGE_DOWN, key_words.PAGE, ("<Next>", "<KP_Next>")),
        Key(
            "zoom_in",
            f"{name}+",
            key_words.ZOOM,
            (f"<{modifier}-plus>", f"<{modifier}-equal>", f"<{modifier}-KP_Add>"),
        ),
        Key(
            "zoom_out",
            f"{name}−",
            key_words.ZOOM,
            (f"<{modifier}-minus>", f"<{modifier}-KP_Subtract>"),
        ),
        Key("fit", f"{name}0", key_words.ZOOM, (f"<{modifier}-Key-0>", f"<{modifier}-KP_0>")),
        Key("scroll_up", "↑", key_words.SCROLL, ("<Up>",)),
        Key("scroll_down", "↓", key_words.SCROLL, ("<Down>",)),
        Key("scroll_left", f"{shift}←", key_words.SCROLL, ("<Shift-Left>",)),
        Key("scroll_right", f"{shift}→", key_words.SCROLL, ("<Shift-Right>",)),
        Key("eraser", "E", key_words.ERASER, ("<e>", "<E>")),
        Key("thinner", "−", key_words.PEN, ("<minus>", "<KP_Subtract>")),
        Key("thicker", "+", key_words.PEN, ("<plus>", "<KP_Add>", "<equal>")),
        Key("show_reading", key_words.NAME_ENTER, key_words.READ, ("<Return>", "<KP_Enter>")),
        Key("why", "W", key_words.WHY, ("<w>", "<W>")),
        Key("settings", f"{name},", key_words.SETTINGS, (f"<{modifier}-comma>",)),
        Key("history", f"{name}H", key_words.HISTORY, chord("h")),
        Key("teach", f"{name}T", key_words.TEACH, chord("t")),
        Key("keyboard", "K", key_words.KEYBOARD, ("<k>", "<K>")),
        Key("help", "F1", key_words.HELP, ("<F1>",)),
    )


_MARK_KEYS = {
    "<period>": ".",
    "<comma>": ",",
    "<slash>": "/",
    "<colon>": ":",
    "<KP_Decimal>": ".",
    "<KP_Separator>": ",",
    "<KP_Divide>": "/",
}
"""Marks by their keys. The minus key makes the pen thinner too, unless a correction has begun."""

REPEATABLE = frozenset(
    (
        "undo", "redo", "previous", "next", "thinner", "thicker", "page_back", "page_on",
        "zoom_in", "zoom_out", "scroll_up", "scroll_down", "scroll_left", "scroll_right",
    )
)  # fmt: skip
"""Actions that go on while their key is held. Of all others, such as a correction that the second
press takes back, only the first press counts."""

_OWN_KEYS = {
    "previous": ("TScale",),
    "next": ("TScale",),
    "space": ("TButton", "TCheckbutton", "TRadiobutton", "TCombobox", "TScale", "Button"),
}
"""Classes of widgets that use a key of ours themselves while they have the focus."""

_SHIFT = 0x1


class _Bindings:
    """What the keys of one window do."""

    def __init__(
        self,
        windowing_system: str,
        keys: Iterable[Key],
        actions: Mapping[str, Callable[[], None]],
        correct: Callable[[str], None],
    ) -> None:
        self._system = windowing_system
        self._modifier = "Command" if windowing_system == "aqua" else "Control"
        self._actions = actions
        self._correct = correct
        self.repeats = Repeats()
        self.by_sequence = {sequence: key.action for key in keys for sequence in key.sequences}

    def act(self, event: tkinter.Event[tkinter.Misc], sequence: str, name: str) -> None:
        """Does what a sequence stands for, unless other modifiers are held, or the key still is."""
        action = self.by_sequence[sequence]
        repeated = self.repeats.press(event.keycode, event.time)
        chord, other = held(self._system, int(event.state))
        if other or chord != (self._modifier in sequence):
            return
        if repeated and action not in REPEATABLE:
            return
        if action == "correct":
            self._correct(name[-1])
        elif action == "mark":
            self._correct(_MARK_KEYS[sequence])
        elif event.widget.winfo_class() not in _OWN_KEYS.get(action, ()):
            self._actions[action]()

    def act_by_place(self, event: tkinter.Event[tkinter.Misc]) -> None:
        """Does what a key of another script stands for, by its place on the keyboard."""
        name = us_key(self._system, event.keycode, event.keysym_num)
        if name is not None:
            for sequence in filter(self.by_sequence.get, self._sequences(int(event.state), name)):
                self.act(event, sequence, name)
                return

    def _sequences(self, state: int, name: str) -> Iterator[str]:
        if held(self._system, state)[0]:
            if state & _SHIFT:
                yield f"<{self._modifier}-Shift-{name}>"
            yield f"<{self._modifier}-{name}>"
        else:
            yield from (f"<{name}>", f"<Key-{name}>")


def bind(
    root: tkinter.Tk,
    keys: Iterable[Key],
    actions: Mapping[str, Callable[[], None]],
    correct: Callable[[str], None],
) -> None:
    """Binds the keys to the window.

    A key acts only with the modifiers that the table gives. On a layout of another script it is
    found by its place on the keyboard.

    Args:
        root: the window.
        keys: the table of keys.
        actions: what each action does.
        correct: takes the digit of a digit key, or the mark of another.
    """
    bindings = _Bindings(root.tk.call("tk", "windowingsystem"), keys, actions, correct)

    def on(sequence: str) -> Callable[[tkinter.Event[tkinter.Misc]], None]:
        return lambda event: bindings.act(event, sequence, event.keysym)

    for sequence in bindings.by_sequence:
        root.bind(sequence, on(sequence))
    root.bind("<KeyPress>", bindings.act_by_place)  # of those that no other sequence names
    root.bind("<KeyRelease>", lambda event: bindings.repeats.release(event.keycode, event.time))
