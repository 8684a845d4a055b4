"""The data in memory: MNIST, pen digits by writer, drawings that are no digits; and the split."""

from __future__ import annotations

import gzip
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Stroke
from digitrec.recognition.raster import render, render_views
from training.data.sources import MNIST, OMNIGLOT, PEN_DIGITS
from training.data.unipen import read_segments

Strokes = tuple[Stroke, ...]

HELD_OUT_WRITERS = frozenset({5, 10, 15, 20, 25, 30})
"""Every fifth of the 30 writers: choosing and calibrating only, never trained on."""

HELD_OUT_IMAGES = 5_000
"""The last of MNIST's 60,000 training images, held out in the same way."""

HELD_OUT_ALPHABETS = frozenset({"Greek"})
"""Of Omniglot's alphabets, the one that no network is trained against."""

LOOK_LIKE_DIGITS = {
    "Early_Aramaic": (2, 3, 4, 6, 16, 17),  # 9, 7, 4, 4, 0, 7
    "Greek": (15, 18),  # 0, 6
    "Korean": (21, 22, 33),  # 1, 7, 0
    "Latin": (2, 7, 12, 15, 17, 19, 26),  # b, g, l, o, q, s, z
}
"""Characters that are digits to any eye, by their numbers in the alphabet; chosen by looking at
them. Nothing is trained against them, and they are measured apart."""


class DataError(Exception):
    """A data set is missing or not the right one. The message says what to do."""


@dataclass(frozen=True)
class Images:
    """MNIST images: x (n, 28, 28) uint8, white ink on black; y (n,) uint8."""

    x: NDArray[np.uint8]
    y: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.y)

    def part(self, picked: slice) -> Images:
        """Some of the images."""
        return Images(self.x[picked], self.y[picked])


@dataclass(frozen=True)
class PenDigits:
    """Digits as strokes, with who wrote them: labels and writers have shape (n,)."""

    strokes: tuple[Strokes, ...]
    labels: NDArray[np.uint8]
    writers: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.strokes)

    def of(self, mask: NDArray[np.bool_]) -> PenDigits:
        """The digits where `mask` holds."""
        picked = np.flatnonzero(mask)
        return PenDigits(
            tuple(self.strokes[i] for i in picked), self.labels[picked], self.writers[picked]
        )

    def render(self) -> NDArray[np.float32]:
        """What they look like, drawn with the application's pen: (n, 28, 28)."""
        return render_all(self.strokes)

    def views(self) -> NDArray[np.float32]:
        """What they are read from: (n, views, 28, 28)."""
        return all_views(self.strokes)


@dataclass(frozen=True)
class Split:
    """What is trained on, and what is held out for choosing and calibrating."""

    images: Images
    pen: PenDigits
    held_out_images: Images
    held_out_pen: PenDigits


def data_folder(given: Path | None) -> Path:
    """The folder of the data sets: as given, else `DIGITREC_DATA`, else where `fetch` puts them."""
    if given is not None:
        return given
    if named := os.environ.get("DIGITREC_DATA"):
        return Path(named)
    import platformdirs

    return platformdirs.user_cache_path("digitrec", appauthor=False) / "data"


def load_mnist(folder: Path) -> tuple[Images, Images]:
    """MNIST's training and test images.

    Raises:
        DataError: where the file is missing or broken.
    """
    path = _found(folder, MNIST.file)
    try:
        with np.load(path) as arrays:
            train = Images(arrays["x_train"], arrays["y_train"])
            return train, Images(arrays["x_test"], arrays["y_test"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(_broken(path, error)) from error


def load_pen_digits(folder: Path) -> PenDigits:
    """The pen digits of all 30 writers.

    Raises:
        DataError: where the file is missing or broken.
    """
    path = _found(folder, PEN_DIGITS.file)
    try:
        segments = list(read_segments(gzip.decompress(path.read_bytes()).decode("ascii")))
        labels = np.array([int(segment.label) for segment in segments], np.uint8)
    except (OSError, EOFError, ValueError) as error:
        raise DataError(_broken(path, error)) from error
    writers = np.array([segment.writer for segment in segments], np.int64)
    return PenDigits(tuple(segment.strokes for segment in segments), labels, writers)


@dataclass(frozen=True)
class Character:
    """Drawings of one character of another script."""

    alphabet: str
    number: int
    drawings: tuple[Strokes, ...]

    @property
    def looks_like_a_digit(self) -> bool:
        """Whether it is a digit to any eye."""
        return self.number in LOOK_LIKE_DIGITS.get(self.alphabet, ())


def load_characters(folder: Path) -> tuple[Character, ...]:
    """Omniglot's characters, drawn with a mouse by 20 people each.

    Raises:
        DataError: where the file is missing or broken.
    """
    path = _found(folder, OMNIGLOT.file)
    characters: dict[tuple[str, int], list[Strokes]] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                parts = name.split("/")
                if name.endswith(".txt") and parts[0] == "strokes_background_small1":
                    key = (parts[1], int(parts[2].removeprefix("character")))
                    characters.setdefault(key, []).append(_omniglot(archive.read(name)))
    except (OSError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise DataError(_broken(path, error)) from error
    return tuple(Character(*key, tuple(drawings)) for key, drawings in characters.items())


def load_non_digits(folder: Path, like_digits: bool = False) -> dict[str, tuple[Strokes, ...]]:
    """Drawings of Omniglot's characters, by alphabet.

    Args:
        folder: of the data sets.
        like_digits: give those that are digits to any eye, instead of the others.

    Raises:
        DataError: where the file is missing or broken.
    """
    alphabets: dict[str, tuple[Strokes, ...]] = {}
    for character in load_characters(folder):
        if character.looks_like_a_digit == like_digits:
            alphabets[character.alphabet] = (
                alphabets.get(character.alphabet, ()) + character.drawings
            )
    return alphabets


def outlier_drawings(non_digits: dict[str, tuple[Strokes, ...]]) -> tuple[Strokes, ...]:
    """The drawings that may be trained against: none of a held-out alphabet."""
    return tuple(
        drawing
        for alphabet, drawings in non_digits.items()
        if alphabet not in HELD_OUT_ALPHABETS
        for drawing in drawings
    )


def split(train: Images, pen: PenDigits) -> Split:
    """Parts the training data into what is trained on and what is held out."""
    held = np.isin(pen.writers, sorted(HELD_OUT_WRITERS))
    edge = len(train) - min(HELD_OUT_IMAGES, len(train) // 2)
    return Split(
        train.part(slice(None, edge)), pen.of(~held), train.part(slice(edge, None)), pen.of(held)
    )


def to_float(x: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Images as the network takes them: float32 in [0, 1]."""
    return x.astype(np.float32) / np.float32(255)


def render_all(drawings: tuple[Strokes, ...]) -> NDArray[np.float32]:
    """Drawings as they look, drawn with the application's pen: (n, 28, 28)."""
    if not drawings:
        return np.empty((0, 28, 28), np.float32)
    return np.stack([render(strokes) for strokes in drawings])


def all_views(drawings: tuple[Strokes, ...]) -> NDArray[np.float32]:
    """What drawings are read from: (n, views, 28, 28)."""
    if not drawings:
        return np.empty((0, 1, 28, 28), np.float32)
    return np.stack([render_views(strokes) for strokes in drawings])


def _omniglot(content: bytes) -> Strokes:
    """One drawing: lines `x,y,t` with y negative downwards; BREAK ends a stroke."""
    strokes: list[list[tuple[float, float]]] = [[]]
    for line in content.decode("ascii").split():
        if line == "BREAK":
            strokes.append([])
        elif line != "START":
            x, y, _ = line.split(",")
            strokes[-1].append((float(x), -float(y)))
    return tuple(tuple(stroke) for stroke in strokes if stroke)


def _found(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        raise DataError(
            f"{path} is missing. Fetch the data with: python -m training fetch "
            "(or name a folder that holds it with --data or DIGITREC_DATA)"
        )
    return path


def _broken(path: Path, error: Exception) -> str:
    return f"{path} can't be read ({error}). Delete it and run: python -m training fetch"
