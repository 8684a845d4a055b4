"""Print: letters and digits of typefaces, for printed lines and for the words near writing."""

from __future__ import annotations

import functools
from pathlib import Path

import matplotlib as mpl
import numpy as np
from PIL import ImageFont

FACES = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono", "DejaVuSerif",
         "DejaVuSerif-Italic", "STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "cmr10",
         "cmss10", "cmtt10")  # fmt: skip
"""Typefaces that come with Matplotlib."""

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYabcdefghjkmnprtuvwxyäöü"
"""Letters that are no digit to any eye: O, o, I, l, S, s, Z, z, i and q are left out."""

_SIGNS = "€$%+&#*=@!()"


def choose_font(size: int, rng: np.random.Generator) -> ImageFont.FreeTypeFont:
    """A typeface of some size in pixels."""
    return _font(FACES[int(rng.integers(len(FACES)))], size)


def words(count: int, rng: np.random.Generator) -> str:
    """Words of random letters."""
    return " ".join(
        "".join(LETTERS[at] for at in rng.integers(len(LETTERS), size=int(rng.integers(1, 9))))
        for _ in range(count)
    )


def other(rng: np.random.Generator) -> str:
    """A printed character that is neither digit nor mark."""
    signs = _SIGNS if rng.random() < 0.25 else LETTERS
    return signs[int(rng.integers(len(signs)))]


@functools.lru_cache(maxsize=400)
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return ImageFont.truetype(str(folder / f"{face}.ttf"), size)
