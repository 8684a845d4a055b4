"""What a key event of Tk means: the modifiers, the key on another script's layout, the repeats."""

from __future__ import annotations

import unicodedata

_CONTROL_AND_ALT = {"x11": (0x4, 0x8 | 0x40), "win32": (0x4, 0x20000), "aqua": (0x8, 0x4 | 0x10)}
"""Bits in an event's state: the modifier of the program's keys, and those that it doesn't use (on
X11 those of Alt and Super, elsewhere Alt, or Control and Option)."""

_X11_LETTERS = {
    24: "q", 25: "w", 26: "e", 27: "r", 28: "t", 29: "y", 30: "u", 31: "i", 32: "o", 33: "p",
    38: "a", 39: "s", 40: "d", 41: "f", 42: "g", 43: "h", 44: "j", 45: "k", 46: "l",
    52: "z", 53: "x", 54: "c", 55: "v", 56: "b", 57: "n", 58: "m", 59: "comma",
}  # fmt: skip
"""Keycodes of a keyboard on X11 (evdev), by what the key gives on a US layout."""

_WINDOWS_LETTERS = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"} | {
    0xBC: "comma"
}
"""Virtual-key codes of Windows."""

_POSITIONS = {"x11": _X11_LETTERS, "win32": _WINDOWS_LETTERS}

_OTHER_SCRIPTS = (range(0x400, 0x800), range(0xC00, 0xF00))
"""Keysyms of katakana, Arabic, Cyrillic and Greek; of Hebrew, Thai and Korean (keysymdef.h)."""

_UNICODE_KEYSYM = 0x0100_0000
"""From here on, a keysym is a Unicode code point and this."""

_ASCII = {("w", 0x27), ("z", 0x7E)}
"""Keys of ours that give ASCII on such a layout: W an apostrophe on the Hebrew one, Z with Shift a
tilde on the Arabic one."""

_LONGEST_PAUSE = 1000
"""Milliseconds after which a press counts even if the key's release was never seen, as when another
window took the keyboard meanwhile. A held key repeats after 660 at most, and then every 40."""


def held(windowing_system: str, state: int) -> tuple[bool, bool]:
    """Whether the program's modifier is held (Control, or Command on a Mac), and whether another.

    Args:
        windowing_system: as Tk calls it: "x11", "win32" or "aqua".
        state: of the event.
    """
    ours, others = _CONTROL_AND_ALT[windowing_system]
    return bool(state & ours), bool(state & others)


def us_key(windowing_system: str, keycode: int, keysym: int) -> str | None:
    """What a key that writes another script than Latin has in its place on a US keyboard.

    Layouts of Latin letters move keys on purpose; there the letter counts. On a Mac no position is
    known, as Command gives Latin letters there anyway.

    Args:
        windowing_system: as Tk calls it.
        keycode: of the event.
        keysym: of the event, as a number.

    Returns:
        A letter or digit, Tk's name of another key, or None if the key isn't one of these.
    """
    digit = _digit(keysym)
    if digit is not None:
        return digit
    found = _POSITIONS.get(windowing_system, {}).get(keycode)
    if _is_of_another_script(keysym) or (found, keysym) in _ASCII:
        return found
    return None


class Repeats:
    """Tells the first press of a key from those that the system repeats while it is held.

    X11 may repeat releases too, each at the time of the press that follows it.
    """

    def __init__(self) -> None:
        self._pressed: dict[int, int] = {}
        self._released: dict[int, int] = {}

    def press(self, keycode: int, time: int) -> bool:
        """Takes a press; gives whether it is a repeated one.

        Args:
            keycode: of the event.
            time: of the event, in milliseconds; 0 for one that no keyboard made.
        """
        before, released = self._pressed.get(keycode), self._released.pop(keycode, None)
        self._pressed[keycode] = time
        if not time or before is None or not 0 <= time - before < _LONGEST_PAUSE:
            return False
        return released is None or time - released <= 1

    def release(self, keycode: int, time: int) -> None:
        """Takes a release."""
        self._released[keycode] = time


def _digit(keysym: int) -> str | None:
    """The digit that a key writes in another script, such as the Persian or the Hindi ones."""
    if keysym < _UNICODE_KEYSYM:
        return None
    value = unicodedata.decimal(chr(keysym - _UNICODE_KEYSYM), None)
    return None if value is None else str(value)


def _is_of_another_script(keysym: int) -> bool:
    if keysym < _UNICODE_KEYSYM:
        return any(keysym in script for script in _OTHER_SCRIPTS)
    letter = chr(keysym - _UNICODE_KEYSYM)
    return ord(letter) > 0xFF and not unicodedata.name(letter, "").startswith("LATIN")
