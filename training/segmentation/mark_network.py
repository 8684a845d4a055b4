"""Trains the small network that tells marks from strokes of digits, by their form and place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from digitrec.recognition.segmentation.mark_features import FEATURES, describe
from digitrec.recognition.segmentation.mark_weights import MARKS
from training.augmentation.variation import Stroke
from training.data.datasets import PenDigits, Strokes
from training.synthetic.digit_strings import Number, make_numbers
from training.synthetic.marked_strings import make_marked
from training.synthetic.strays import SINGLE, add_palm, add_stray

HIDDEN = 32
NUMBERS = 10_000
"""Numbers with marks, and as many without, to learn from."""

STEPS = 3_000
_BATCH = 2_048
_RATE = 0.004
_DECAY = 1e-4
_SLANT = 0.15  # standard deviation, of half of the numbers
_STRAYS = 0.35  # share of the numbers with strays
_BESIDE = (0.5, 0.25)
"""How far from a number a stray may be a mark to any eye, across and up or down, in heights."""

_FILLED = 0.25  # share of the zeros with a dot or a slash inside, in numbers without marks
_LOOSE = 0.3  # share of the numbers whose digits have a stroke out of place, as the bar of a 5
_OUT_OF_PLACE = 0.1  # standard deviation of that, in heights of the digit

Array = NDArray[np.float64]


def make_samples(
    pen: PenDigits, characters: Sequence[Strokes], count: int, seed: int
) -> tuple[Array, NDArray[np.int64]]:
    """Features of strokes of numbers with and without marks, and what they are.

    Args:
        pen: digits to make the numbers of.
        characters: that are signs among them.
        count: of numbers with marks, and of those without.
        seed: of the choices.

    Returns:
        Arrays of shape (strokes, features) and (strokes,); 0 is no mark, then come `MARKS`.
    """
    rng = np.random.default_rng([seed, 3])
    features, labels = [], []
    numbers = _numbers(pen, characters, count, seed)
    for number in tqdm(numbers, desc="making", total=2 * count, unit="number", disable=None):
        strokes = [np.asarray(stroke, np.float64) for stroke in number.ink.strokes]
        which = {frozenset(group): 1 + MARKS.index(mark) for mark, group in number.marks}
        if not number.marks:
            strokes = _with_filled_zeros(strokes, number, rng)
        if rng.random() < _LOOSE:
            _loosen(strokes, number.groups, rng)
        strokes, which, unclear = _disturbed(strokes, which, rng)
        described = describe(strokes)
        clear = [unclear.isdisjoint(group) for group in described.groups]
        features.append(described.features[clear])
        labels += [
            which.get(frozenset(group), 0)
            for group, kept in zip(described.groups, clear, strict=True)
            if kept
        ]
    return np.concatenate(features), np.array(labels)


def _numbers(
    pen: PenDigits, characters: Sequence[Strokes], count: int, seed: int
) -> Iterator[Number]:
    yield from make_marked(pen, characters, count, seed)
    yield from make_numbers(pen, count, seed)


def _with_filled_zeros(
    strokes: list[Stroke], number: Number, rng: np.random.Generator
) -> list[Stroke]:
    """The strokes of a number, with a dot or a slash more in some of its zeros, drawn last."""
    added = []
    for digit, group in zip(number.text, number.groups, strict=False):
        if digit == "0" and rng.random() < _FILLED:
            points = np.concatenate([strokes[at] for at in group])
            size, middle = np.ptp(points, axis=0), (points.min(axis=0) + points.max(axis=0)) / 2
            if rng.random() < 0.5:
                inner = rng.normal(0, 0.02, (int(rng.integers(1, 4)), 2)) * size[1]
            else:
                end = size * rng.uniform(0.2, 0.6, 2) * [1, -1]
                inner = np.linspace(-1, 1, 6)[:, None] * end
            added.append(inner + middle + rng.normal(0, 0.08, 2) * size)
    return [*strokes, *added]


def _loosen(
    strokes: list[Stroke], groups: Sequence[Sequence[int]], rng: np.random.Generator
) -> None:
    """Moves the last stroke of each digit that has several."""
    for group in groups:
        if len(group) > 1:
            height = float(np.ptp(np.concatenate([strokes[at] for at in group])[:, 1]))
            away = rng.normal(0, _OUT_OF_PLACE * height, 2)
            strokes[group[-1]] = strokes[group[-1]] + away


def _disturbed(
    strokes: list[Stroke], which: dict[frozenset[int], int], rng: np.random.Generator
) -> tuple[list[Stroke], dict[frozenset[int], int], set[int]]:
    """The strokes of a number, slanted or with strays; its marks by their strokes; and the strays.

    Of these only those are given that stand where a mark could: what they are nobody can tell.
    """
    unclear: set[int] = set()
    if rng.random() < 0.5:
        slant = rng.normal(0, _SLANT)
        strokes = [np.stack([line[:, 0] - slant * line[:, 1], line[:, 1]], axis=1)
                   for line in strokes]  # fmt: skip
    if rng.random() < _STRAYS:
        if rng.random() < 0.5:
            strokes, added = add_palm(strokes, rng)
        else:
            make = list(SINGLE.values())[int(rng.integers(len(SINGLE)))]
            strokes, added = add_stray(strokes, make, rng)
        points = np.concatenate([line for at, line in enumerate(strokes) if at not in added])
        low, high = points.min(axis=0), points.max(axis=0)
        margin = (high[1] - low[1]) * np.array(_BESIDE)
        middles = {at: (strokes[at].min(axis=0) + strokes[at].max(axis=0)) / 2 for at in added}
        unclear = {
            at
            for at, middle in middles.items()
            if (low - margin < middle).all() and (middle < high + margin).all()
        }
        kept = [at for at in range(len(strokes)) if at not in added]
        which = {frozenset(kept[at] for at in group): mark for group, mark in which.items()}
    return strokes, which, unclear


def train_network(
    features: Array, labels: NDArray[np.int64], seed: int = 1, steps: int = STEPS
) -> tuple[Array, Array]:
    """Fits the network by Adam.

    Args:
        features: shape (strokes, features).
        labels: shape (strokes,).
        seed: of the first weights and the batches.
        steps: of Adam.

    Returns:
        The weights of both layers, as `MarkWeights` holds them, to four digits.
    """
    rng = np.random.default_rng(seed)
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-3
    inputs = (features - mean) / scale
    one = _with_bias(rng.normal(0, 1 / np.sqrt(len(FEATURES)), (len(FEATURES), HIDDEN)))
    two = _with_bias(rng.normal(0, 1 / np.sqrt(HIDDEN), (HIDDEN, len(MARKS) + 1)))
    state = [np.zeros_like(each) for each in (one, two, one, two)]
    for step in tqdm(range(1, steps + 1), desc="learning", unit="step", disable=None):
        at = rng.integers(len(inputs), size=_BATCH)
        rate = _RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
        for index, slope in enumerate(_gradients(inputs[at], labels[at], one, two)):
            weights = (one, two)[index]
            gradient = slope + _DECAY * weights
            state[index] += 0.1 * (gradient - state[index])
            state[2 + index] += 0.001 * (gradient**2 - state[2 + index])
            average = np.sqrt(state[2 + index] / (1 - 0.999**step)) + 1e-8
            weights -= rate * state[index] / (1 - 0.9**step) / average
    hidden = one[:-1] / scale[:, None]
    bias = one[-1] - mean @ hidden
    return _rounded(np.vstack([hidden, bias])), _rounded(two)


def _gradients(
    inputs: Array, labels: NDArray[np.int64], one: Array, two: Array
) -> tuple[Array, Array]:
    inputs = np.hstack([inputs, np.ones((len(inputs), 1))])
    inner = np.maximum(inputs @ one, 0)
    wide = np.hstack([inner, np.ones((len(inner), 1))])
    logits = wide @ two
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    error = powers / powers.sum(axis=1, keepdims=True)
    error[np.arange(len(labels)), labels] -= 1
    error /= len(labels)
    back = (error @ two[:-1].T) * (inner > 0)
    return inputs.T @ back, wide.T @ error


def _with_bias(weights: Array) -> Array:
    return np.vstack([weights, np.zeros((1, weights.shape[1]))])


def _rounded(weights: Array) -> Array:
    """To four significant digits."""
    size = 10.0 ** (3 - np.floor(np.log10(np.maximum(np.abs(weights), 1e-9))))
    rounded: Array = np.round(weights * size) / size
    return rounded
