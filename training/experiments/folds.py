"""Folds of a cross-validation: each holds out a fifth of the writers and one alphabet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.data.datasets import (
    Split,
    Strokes,
    load_mnist,
    load_non_digits,
    load_pen_digits,
)

FOLDS = (("Greek", 0), ("Korean", 1), ("Latin", 2), ("Balinese", 3), ("Early_Aramaic", 4))
"""The alphabet to hold out, and the writers: those whose numbers leave this remainder modulo 5."""

RUNS = Path(__file__).resolve().parents[1] / "runs"
"""The folder that keeps what experiments have finished."""


@dataclass(frozen=True)
class Fold:
    """One fold.

    Attributes:
        split: what is trained on, and the held-out writers and images.
        characters: drawings of the other alphabets, to train against.
        held_out_characters: drawings of the held-out alphabet.
    """

    split: Split
    characters: tuple[Strokes, ...]
    held_out_characters: tuple[Strokes, ...]


def load_folds(
    folder: Path, limit: int | None, held_out_images: int, few_pen_digits: bool
) -> Iterator[Fold]:
    """The folds, in the order of `FOLDS`.

    Args:
        folder: of the data sets.
        limit: the first images up to this many are trained on; None for all.
        held_out_images: how many images to hold out; they are the last ones in all folds.
        few_pen_digits: whether pen digits are limited in the same way, picked at random.
    """
    train, pen, alphabets = load_mnist(folder)[0], load_pen_digits(folder), load_non_digits(folder)
    images, held_images = train.part(slice(limit)), train.part(slice(-held_out_images, None))
    used = np.ones(len(pen), bool)
    if few_pen_digits and limit is not None:
        used = np.random.default_rng(0).permutation(len(pen)) < limit
    for alphabet, remainder in FOLDS:
        held_out = pen.writers % 5 == remainder
        characters = tuple(
            drawing for name in alphabets if name != alphabet for drawing in alphabets[name]
        )
        split = Split(images, pen.of(~held_out & used), held_images, pen.of(held_out))
        yield Fold(split, characters, alphabets[alphabet])
