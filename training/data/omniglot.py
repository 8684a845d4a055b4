"""Omniglot: characters of other scripts, drawn with a mouse by 20 people each.

Source: Lake, Salakhutdinov, Tenenbaum 2015, "Human-level concept learning through probabilistic
program induction". The archive has a text file for each drawing, with lines `x,y,t` (y negative
downwards) between START and BREAK.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass

from digitrec.recognition.ink import Stroke

FOLDER = "strokes_background_small1"
"""The folder in the archive that holds one folder for each alphabet."""

LOOK_LIKE_DIGITS = {
    "Early_Aramaic": (2, 3, 4, 6, 16, 17),  # 9, 7, 4, 4, 0, 7
    "Greek": (15, 18),  # 0, 6
    "Korean": (21, 22, 33),  # 1, 7, 0
    "Latin": (2, 7, 12, 15, 17, 19, 26),  # b, g, l, o, q, s, z
}
"""Characters that anyone would take for a digit, by their numbers in the alphabet; they were chosen
by eye. Nothing is trained against them, and they are measured separately."""


@dataclass(frozen=True)
class Character:
    """Drawings of one character: its alphabet, its number there, the strokes of each drawing."""

    alphabet: str
    number: int
    drawings: tuple[tuple[Stroke, ...], ...]

    @property
    def looks_like_a_digit(self) -> bool:
        """Whether anyone would take it for a digit."""
        return self.number in LOOK_LIKE_DIGITS.get(self.alphabet, ())


def read_characters(archive: zipfile.ZipFile) -> tuple[Character, ...]:
    """The characters of an archive, by alphabet and number.

    Raises:
        ValueError, IndexError: if a drawing has another format.
    """
    characters: dict[tuple[str, int], list[tuple[Stroke, ...]]] = {}
    for name in sorted(archive.namelist()):
        parts = name.split("/")
        if name.endswith(".txt") and parts[0] == FOLDER:
            key = (parts[1], int(parts[2].removeprefix("character")))
            characters.setdefault(key, []).append(_strokes(archive.read(name)))
    return tuple(Character(*key, tuple(drawings)) for key, drawings in characters.items())


def _strokes(content: bytes) -> tuple[Stroke, ...]:
    strokes: list[list[tuple[float, float]]] = [[]]
    for line in content.decode("ascii").split():
        if line == "BREAK":
            strokes.append([])
        elif line != "START":
            x, y, _ = line.split(",")
            strokes[-1].append((float(x), -float(y)))
    return tuple(tuple(stroke) for stroke in strokes if stroke)
