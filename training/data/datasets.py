"""Data sets in memory: MNIST, pen digits by writer, drawings that are not digits; and the split."""

from __future__ import annotations

import gzip
import os
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Stroke
from digitrec.recognition.raster import render, render_views
from training.data.omniglot import Character, read_characters
from training.data.sources import MNIST, OMNIGLOT, PEN_DIGITS
from training.data.unipen import read_segments

Strokes = tuple[Stroke, ...]

HELD_OUT_WRITERS = frozenset({5, 10, 15, 20, 25, 30})
"""Every fifth of the 30 writers: used to choose and to calibrate, never to train."""

HELD_OUT_IMAGES = 5_000
"""How many of MNIST's 60,000 training images, the last ones, are held out in the same way."""

HELD_OUT_ALPHABETS = frozenset({"Greek"})
"""The alphabets of Omniglot that no network is trained against."""


class DataError(Exception):
    """A data set is missing or can't be used. The message says what to do."""


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
    """Digits as strokes, with the numbers of their writers; labels and writers have shape (n,)."""

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
        """The digits, rendered with the application's pen: (n, 28, 28)."""
        return render_all(self.strokes)

    def views(self) -> NDArray[np.float32]:
        """The views that the network reads: (n, views, 28, 28)."""
        return all_views(self.strokes)


@dataclass(frozen=True)
class Split:
    """The data to train on, and the data held out to choose and to calibrate."""

    images: Images
    pen: PenDigits
    held_out_images: Images
    held_out_pen: PenDigits

    def limited(self, limit: int | None) -> Split:
        """The same with at most `limit` images and `limit` pen digits to train on."""
        if limit is None:
            return self
        picked = np.zeros(len(self.pen), bool)
        picked[np.random.default_rng(0).permutation(len(self.pen))[:limit]] = True
        return replace(self, images=self.images.part(slice(limit)), pen=self.pen.of(picked))


def data_folder(given: Path | None) -> Path:
    """The folder of the data sets: `given`, or `DIGITREC_DATA`, or the one that `fetch` uses."""
    if given is not None:
        return given
    if named := os.environ.get("DIGITREC_DATA"):
        return Path(named)
    import platformdirs

    return platformdirs.user_cache_path("digitrec", appauthor=False) / "data"


def load_mnist(folder: Path) -> tuple[Images, Images]:
    """MNIST's training and test images.

    Raises:
        DataError: if the file is missing or broken.
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
        DataError: if the file is missing or broken.
    """
    path = _found(folder, PEN_DIGITS.file)
    try:
        segments = list(read_segments(gzip.decompress(path.read_bytes()).decode("ascii")))
        labels = np.array([int(segment.label) for segment in segments], np.uint8)
    except (OSError, EOFError, ValueError) as error:
        raise DataError(_broken(path, error)) from error
    writers = np.array([segment.writer for segment in segments], np.int64)
    return PenDigits(tuple(segment.strokes for segment in segments), labels, writers)


def load_characters(folder: Path) -> tuple[Character, ...]:
    """The characters of Omniglot's five alphabets.

    Raises:
        DataError: if the file is missing or broken.
    """
    path = _found(folder, OMNIGLOT.file)
    try:
        with zipfile.ZipFile(path) as archive:
            return read_characters(archive)
    except (OSError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise DataError(_broken(path, error)) from error


def load_non_digits(folder: Path, like_digits: bool = False) -> dict[str, tuple[Strokes, ...]]:
    """Drawings of Omniglot's characters, by alphabet.

    Args:
        folder: of the data sets.
        like_digits: return those that look like digits, instead of the others.

    Raises:
        DataError: if the file is missing or broken.
    """
    alphabets: dict[str, tuple[Strokes, ...]] = {}
    for character in load_characters(folder):
        if character.looks_like_a_digit == like_digits:
            alphabets[character.alphabet] = (
                alphabets.get(character.alphabet, ()) + character.drawings
            )
    return alphabets


def outlier_drawings(non_digits: dict[str, tuple[Strokes, ...]]) -> tuple[Strokes, ...]:
    """The drawings to train against: all but those of the held-out alphabets."""
    return tuple(
        drawing
        for alphabet, drawings in non_digits.items()
        if alphabet not in HELD_OUT_ALPHABETS
        for drawing in drawings
    )


def split(train: Images, pen: PenDigits) -> Split:
    """Splits the training data into what is trained on and what is held out."""
    held = np.isin(pen.writers, sorted(HELD_OUT_WRITERS))
    edge = len(train) - min(HELD_OUT_IMAGES, len(train) // 2)
    return Split(
        train.part(slice(None, edge)), pen.of(~held), train.part(slice(edge, None)), pen.of(held)
    )


def load_split(folder: Path) -> Split:
    """MNIST's training images and the pen digits, split; MNIST's test images are not among them.

    Raises:
        DataError: if a file is missing or broken.
    """
    return split(load_mnist(folder)[0], load_pen_digits(folder))


def to_float(x: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Images as the network's input: float32 in [0, 1]."""
    return x.astype(np.float32) / np.float32(255)


def render_all(drawings: tuple[Strokes, ...]) -> NDArray[np.float32]:
    """Drawings, rendered with the application's pen: (n, 28, 28)."""
    if not drawings:
        return np.empty((0, 28, 28), np.float32)
    return np.stack([render(strokes) for strokes in drawings])


def all_views(drawings: tuple[Strokes, ...]) -> NDArray[np.float32]:
    """The views of drawings that the network reads: (n, views, 28, 28)."""
    if not drawings:
        return np.empty((0, 1, 28, 28), np.float32)
    return np.stack([render_views(strokes) for strokes in drawings])


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
