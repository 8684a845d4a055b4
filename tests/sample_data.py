"""Data sets in miniature, in the formats of their publishers, for machines without the real ones.

The digits are those of `tests.samples`, each time by another hand: slanted, turned, stretched,
shaken. They serve to run the code; figures need the real data.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.raster import STROKE_WIDTH, render
from tests.samples import STROKES

IMAGES, TEST_IMAGES = 1_200, 300
WRITERS, DIGITS_OF_A_WRITER = 30, 20
CHARACTERS = {"Balinese": 3, "Early_Aramaic": 4, "Greek": 18, "Korean": 4, "Latin": 4}
"""Characters of each alphabet; Greek's number 15 and 18, among others, look like digits."""
DRAWINGS_OF_A_CHARACTER = 8

Line = NDArray[np.float64]


def write_sample(folder: Path) -> Path:
    """Writes the three data sets into a folder, the same ones each time."""
    rng = np.random.default_rng(0)
    _write_mnist(folder / "mnist.npz", rng)
    _write_pen_digits(folder / "pendigits-orig.tra.gz", rng)
    _write_omniglot(folder / "strokes_background_small1.zip", rng)
    return folder


def another_hand(strokes: list[Line], rng: np.random.Generator) -> list[Line]:
    """Strokes slanted, turned, stretched, and a little shaken."""
    angle, slant = rng.uniform(-0.15, 0.15), rng.uniform(-0.2, 0.3)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = turn @ np.array([[rng.uniform(0.8, 1.2), -slant], [0, rng.uniform(0.85, 1.15)]])
    return [stroke @ linear.T + rng.normal(0, 0.8, stroke.shape) for stroke in strokes]


def _digit(label: int, rng: np.random.Generator) -> list[Line]:
    return another_hand([np.array(stroke) for stroke in STROKES[label]], rng)


def _write_mnist(path: Path, rng: np.random.Generator) -> None:
    arrays = {}
    for name, count in (("train", IMAGES), ("test", TEST_IMAGES)):
        labels = rng.permutation(np.arange(count) % 10).astype(np.uint8)
        images = [
            render(_digit(int(label), rng), STROKE_WIDTH * rng.uniform(0.8, 1.3))
            for label in labels
        ]
        arrays[f"x_{name}"] = np.uint8(255 * np.stack(images))
        arrays[f"y_{name}"] = labels
    np.savez_compressed(path, **arrays)


def _write_pen_digits(path: Path, rng: np.random.Generator) -> None:
    """UNIPEN: y upwards, whole numbers, the writer in a comment."""
    lines = [".VERSION 1.0"]
    for at in range(WRITERS * DIGITS_OF_A_WRITER):
        writer, label = 1 + at // DIGITS_OF_A_WRITER, at % 10
        lines += [f'.SEGMENT DIGIT 0-1 OK "{label}"', f".COMMENT {label} {writer} {at}"]
        for stroke in _digit(label, rng):
            points = [f" {x} {-y}" for x, y in np.rint(4 * stroke[::3]).astype(int)]
            lines += [".PEN_DOWN", *points, ".PEN_UP"]
    path.write_bytes(gzip.compress("\n".join(lines).encode("ascii"), mtime=0))


def _write_omniglot(path: Path, rng: np.random.Generator) -> None:
    """A text file for each drawing: x, y downwards and negative, time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for alphabet, count in CHARACTERS.items():
            for number in range(1, count + 1):
                shape = _character(rng)
                for who in range(1, DRAWINGS_OF_A_CHARACTER + 1):
                    name = f"{number:04}_{who:02}.txt"
                    folder = f"strokes_background_small1/{alphabet}/character{number:02}"
                    archive.writestr(f"{folder}/{name}", _omniglot(another_hand(shape, rng)))


def _character(rng: np.random.Generator) -> list[Line]:
    """Three to five straight strokes in a square of 100: a sign that is not a digit."""
    ends = rng.uniform(0, 100, (int(rng.integers(3, 6)), 2, 2))
    return [np.linspace(first, last, 12) for first, last in ends]


def _omniglot(strokes: list[Line]) -> str:
    text = io.StringIO()
    for stroke in strokes:
        text.write("START\n")
        for time, (x, y) in enumerate(stroke):
            text.write(f"{x:.1f},{-y:.1f},{10 * time}\n")
        text.write("BREAK\n")
    return text.getvalue()
