"""The keys: a table that the window binds, and that its page of keys shows."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from digitrec.text import words
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
        Key("page_back", words.KEY_NAME_PAGE_UP, words.KEY_PAGE, ("<Prior>", "<KP_Prior>")),
        Key("page_on", words.KEY_NAME_PAGE_DOWN, words.KEY_PAGE, ("<Next>", "<KP_Next>")),
        Key(
            "zoom_in",
            f"{name}+",
            words.KEY_ZOOM,
            (f"<{modifier}-plus>", f"<{modifier}-equal>", f"<{modifier}-KP_Add>"),
        ),
        Key(
            "zoom_out",
            f"{name}−",
            words.KEY_ZOOM,
            (f"<{modifier}-minus>", f"<{modifier}-KP_Subtract>"),
        ),
        Key("fit", f"{name}0", words.KEY_ZOOM, (f"<{modifier}-Key-0>", f"<{modifier}-KP_0>")),
        Key("scroll_up", "↑", words.KEY_SCROLL, ("<Up>",)),
        Key("scroll_down", "↓", words.KEY_SCROLL, ("<Down>",)),
        Key("scroll_left", f"{shift}←", words.KEY_SCROLL, ("<Shift-Left>",)),
        Key("scroll_right", f"{shift}→", words.KEY_SCROLL, ("<Shift-Right>",)),
        Key("eraser", "E", words.KEY_ERASER, ("<e>", "<E>")),
        Key("thinner", "−", words.KEY_PEN, ("<minus>", "<KP_Subtract>")),
        Key("thicker", "+", words.KEY_PEN, ("<plus>", "<KP_Add>", "<equal>")),
        Key("show_reading", words.KEY_NAME_ENTER, words.KEY_READ, ("<Return>", "<KP_Enter>")),
        Key("why", "W", words.KEY_WHY, ("<w>", "<W>")),
        Key("settings", f"{name},", words.KEY_SETTINGS, (f"<{modifier}-comma>",)),
        Key("history", f"{name}H", words.KEY_HISTORY, chord("h")),
        Key("teach", f"{name}T", words.KEY_TEACH, chord("t")),
        Key("keyboard", "K", words.KEY_KEYBOARD, ("<k>", "<K>")),
        Key("help", "F1", words.KEY_HELP, ("<F1>",)),
    )


REPEATABLE = frozenset(
    (
        "undo", "redo", "previous", "next", "thinner", "thicker", "page_back", "page_on",
        "zoom_in", "zoom_out", "scroll_up", "scroll_down", "scroll_left", "scroll_right",
    )
)  # fmt: skip
"""Actions that go on while their key is held. Of all others, such as a correction that the second
press takes back, only the first press counts."""

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
        elif action not in ("previous", "next") or event.widget.winfo_class() != "TScale":
            self._actions[action]()  # a slider uses those two itself

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
        correct: takes the digit of a digit key.
    """
    bindings = _Bindings(root.tk.call("tk", "windowingsystem"), keys, actions, correct)

    def on(sequence: str) -> Callable[[tkinter.Event[tkinter.Misc]], None]:
        return lambda event: bindings.act(event, sequence, event.keysym)

    for sequence in bindings.by_sequence:
        root.bind(sequence, on(sequence))
    root.bind("<KeyPress>", bindings.act_by_place)  # of those that no other sequence names
    root.bind("<KeyRelease>", lambda event: bindings.repeats.release(event.keycode, event.time))
