"""Grouping: learns the weights by which the application parts a number into digits.

    python -m training.segmentation.stroke_weights

Makes numbers of the training writers' digits, and takes other scripts' characters, which are to
stay whole. The application's model reads every candidate, and the likelihood of the right ways
through the lattices is maximised (Sarawagi, Cohen 2004, "Semi-Markov Conditional Random Fields for
Information Extraction"). Prints the weights for `app/recognition/lattice.py`, and how many of the
held-out writers' numbers and of the held-out alphabets' characters are parted rightly.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.raster import render_views
from digitrec.recognition.segmentation.stroke_lattice import (
    CUT_FEATURES,
    GROUP_FEATURES,
    MOST_STROKES,
    Lattice,
)
from digitrec.resources import model_path
from training.data.datasets import (
    HELD_OUT_ALPHABETS,
    Strokes,
    data_folder,
    load_mnist,
    load_non_digits,
    load_pen_digits,
    outlier_drawings,
    split,
)
from training.synthetic.digit_strings import Number, make_numbers

NUMBERS = 1500
CHARACTERS = 200
HELD_OUT = 1000
_STEPS = 150
_RATE = 0.15
_DECAY = 0.003  # of the weights, for each number

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A lattice with the right way through it.

    Attributes:
        groups: features, a row a candidate.
        cuts: for each candidate the features of the cuts to those before it.
        before: for each candidate those before it.
        last: the candidates that end the number.
        right: the candidates of the right way, from left to right.
    """

    groups: Array
    cuts: list[Array]
    before: list[list[int]]
    last: list[int]
    right: list[int]


def example(number: Number, model: Model) -> Example | None:
    """A number's lattice; None where the right way is not in it."""
    strokes = number.ink.strokes
    lattice = Lattice(strokes)
    views = [render_views([strokes[at] for at in each.strokes]) for each in lattice.candidates]
    groups, cuts = lattice.features(model.read_views(np.stack(views)))
    at = {each.strokes: index for index, each in enumerate(lattice.candidates)}
    if not all(group in at for group in number.groups):
        return None
    right = sorted(
        (at[group] for group in number.groups), key=lambda i: lattice.candidates[i].first
    )
    if any(left not in lattice.before[after] for left, after in itertools.pairwise(right)):
        return None
    return Example(groups, cuts, lattice.before, lattice.last, right)


def likelihood(each: Example, weights: Array) -> tuple[float, Array]:
    """Log-likelihood of the right way, and its gradient, by the forward-backward algorithm."""
    own = each.groups.shape[1]
    scores = each.groups @ weights[:own]
    steps = [cut @ weights[own:] for cut in each.cuts]
    forward = scores.copy()
    for at, lefts in enumerate(each.before):
        if lefts:
            forward[at] += np.logaddexp.reduce(forward[lefts] + steps[at])
    backward = np.full(len(scores), -np.inf)
    backward[each.last] = 0.0
    for at in reversed(range(len(scores))):
        for place, left in enumerate(each.before[at]):
            step = steps[at][place] + scores[at] + backward[at]
            backward[left] = np.logaddexp(backward[left], step)
    total = float(np.logaddexp.reduce(forward[each.last]))
    gradient = np.zeros_like(weights)
    gradient[:own] = each.groups[each.right].sum(axis=0) - np.exp(forward + backward - total) @ (
        each.groups
    )
    found = float(scores[each.right].sum()) - total
    for at, lefts in enumerate(each.before):
        if lefts:
            shares = np.exp(forward[lefts] + steps[at] + scores[at] + backward[at] - total)
            gradient[own:] -= shares @ each.cuts[at]
    for left_at, at in itertools.pairwise(each.right):
        place = each.before[at].index(left_at)
        gradient[own:] += each.cuts[at][place]
        found += float(steps[at][place])
    return found, gradient


def learn(examples: Sequence[Example]) -> Array:
    """The weights, of groups and then of cuts, by Adam."""
    columns = {cut.shape[1] for each in examples for cut in each.cuts}
    weights = np.zeros(examples[0].groups.shape[1] + max(columns))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in tqdm(range(1, _STEPS + 1), desc="learning", unit="step"):
        gradient = sum((likelihood(each, weights)[1] for each in examples), np.zeros_like(weights))
        gradient = gradient / len(examples) - _DECAY * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        rate = _RATE if step <= _STEPS * 2 // 3 else _RATE / 3
        weights += rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def parted(each: Example, weights: Array) -> bool:
    """Whether the best way is the right one."""
    own = each.groups.shape[1]
    scores = each.groups @ weights[:own]
    back: list[int | None] = []
    for at, left in enumerate(each.before):
        if not left:
            back.append(None)
            continue
        ways = scores[left] + each.cuts[at] @ weights[own:]
        back.append(left[int(ways.argmax())])
        scores[at] += ways.max()
    way = [each.last[int(scores[each.last].argmax())]]
    while (before := back[way[0]]) is not None:
        way.insert(0, before)
    return way == each.right


def examples_of(numbers: Iterable[Number], model: Model) -> list[Example | None]:
    """Lattices of these numbers; None for each that can't be parted rightly."""
    return [example(number, model) for number in tqdm(numbers, desc="reading", unit="number")]


def characters(drawings: Sequence[Strokes], count: int, seed: int) -> list[Number]:
    """Characters of several strokes as numbers of one digit, which are not to be parted."""
    multi_digit = [strokes for strokes in drawings if 1 < len(strokes) <= MOST_STROKES]
    picked = np.random.default_rng(seed).permutation(len(multi_digit))[:count]
    found = []
    for at in picked:
        lines = tuple(tuple((float(x), float(y)) for x, y in line) for line in multi_digit[at])
        found.append(Number(Ink(lines), "?", (tuple(range(len(lines))),)))
    return found


def main() -> int:
    """Learns, and prints the weights."""
    parser = argparse.ArgumentParser(
        prog="python -m training.segmentation.stroke_weights", description=__doc__
    )
    parser.add_argument("--data", type=Path, help="folder that holds the data sets")
    parser.add_argument("--model", type=Path, default=model_path())
    options = parser.parse_args()
    folder = data_folder(options.data)
    parts = split(load_mnist(folder)[0], load_pen_digits(folder))
    model = Model.open(options.model)
    alphabets = load_non_digits(folder)
    others = characters(outlier_drawings(alphabets), CHARACTERS, 1)
    numbers = [*make_numbers(parts.pen, NUMBERS, 1), *others]
    known = [each for each in examples_of(numbers, model) if each is not None]
    weights = learn(known)
    held_out = examples_of(make_numbers(parts.held_out_pen, HELD_OUT, 2), model)
    unseen = [strokes for name in sorted(HELD_OUT_ALPHABETS) for strokes in alphabets[name]]
    foreign = examples_of(characters(unseen, HELD_OUT, 2), model)
    own = len(GROUP_FEATURES)
    for name, labels, found in (
        ("GROUP_WEIGHTS", GROUP_FEATURES, weights[:own]),
        ("CUT_WEIGHTS", CUT_FEATURES, weights[own:]),
    ):
        print(f"{name} = np.array([{', '.join(f'{weight:.3f}' for weight in found)}])")
        print("    #", ", ".join(labels))
    lost = len(numbers) - len(known)
    print(f"{lost} of {len(numbers)} drawings have no right way in their lattice")
    for name, some in (("writers: numbers", held_out), ("alphabets: characters", foreign)):
        right = sum(each is not None and parted(each, weights) for each in some)
        print(f"held-out {name}: {right / len(some):.2%} of {len(some)} parted rightly")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
