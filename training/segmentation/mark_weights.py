"""Learns the weights by which the application reads marks in drawings.

    python -m training.marks

Numbers with marks are made of the training writers' digits, and as many without. On their strokes a
small network learns to tell marks by form and place. Then the model reads the lattices of such
numbers, and the weights of the marks in them are learned; those of the digits stay as they are. At
last the gaps between numbers are told from those within. With --write all goes onto the model's
card. `--weights FILE` keeps the weights, or takes them from there if the file exists.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import read_drawings
from digitrec.recognition.segmentation.mark_lattice import MarkLattice
from digitrec.recognition.segmentation.mark_weights import (
    PATH_FEATURES,
    SPACE_FEATURES,
    MarkWeights,
)
from digitrec.recognition.segmentation.spaces import gap_features
from digitrec.recognition.segmentation.weights import Features, Weights
from digitrec.resources import model_path
from training.data.datasets import (
    PenDigits,
    Strokes,
    data_folder,
    load_mnist,
    load_non_digits,
    load_pen_digits,
    outlier_drawings,
    split,
)
from training.segmentation.card import write_weights
from training.segmentation.crf import Example, learn
from training.segmentation.mark_network import NUMBERS, STEPS, make_samples, train_network
from training.synthetic.digit_strings import Number, make_numbers
from training.synthetic.marked_strings import make_marked

PATHS = 500
"""Numbers with marks, and as many without, whose lattices are learned from."""

_DIGITS = "digits"
_PATH = Features(groups=(_DIGITS, *PATH_FEATURES.groups), cuts=(_DIGITS, *PATH_FEATURES.cuts))
_SPACED = 3_000
_NEWTON = 30
_PENALTY = 1e-3

Array = NDArray[np.float64]


def learn_marks(
    model: Model,
    strokes: Weights,
    pen: PenDigits,
    characters: Sequence[Strokes],
    numbers: int = NUMBERS,
    paths: int = PATHS,
) -> MarkWeights:
    """All weights of marks, for one model.

    Args:
        model: reads the candidates for digits.
        strokes: by which it weighs them.
        pen: digits to make numbers of.
        characters: that are signs among them.
        numbers: with marks, and as many without, for the network.
        paths: the same for the lattices.
    """
    steps = max(STEPS * numbers // NUMBERS, STEPS // 10)
    hidden, output = train_network(*make_samples(pen, characters, numbers, 1), steps=steps)
    nothing = Weights(np.zeros(len(PATH_FEATURES.groups)), np.zeros(len(PATH_FEATURES.cuts)))
    weights = MarkWeights(hidden, output, nothing, np.zeros(len(SPACE_FEATURES)))
    made = [*make_marked(pen, characters, paths, 11), *make_numbers(pen, paths, 11)]
    path = learn_path(made, model, strokes, weights)
    return weights._replace(path=path, space=learn_space(pen))


def learn_path(
    numbers: Iterable[Number], model: Model, strokes: Weights, weights: MarkWeights
) -> Weights:
    """The weights of marks in the lattices of numbers.

    Args:
        numbers: to learn from.
        model: reads the candidates for digits.
        strokes: by which it weighs them.
        weights: by which candidates for marks are found.
    """
    progress = tqdm(numbers, desc="reading", unit="number", disable=None)
    found = [_example(number, model, strokes, weights) for number in progress]
    examples = [each for each in found if each is not None]
    learned = learn(examples, _PATH, fixed={_DIGITS: 1.0})
    return Weights(learned.groups[1:], learned.cuts[1:])


def _example(number: Number, model: Model, own: Weights, weights: MarkWeights) -> Example | None:
    """A number's lattice; None if the right path isn't in it."""
    strokes = number.ink.strokes
    lattice = MarkLattice(strokes, weights)
    at = {(each.strokes, each.mark): index for index, each in enumerate(lattice.candidates)}
    wanted = [(group, "") for group in number.groups]
    wanted += [(tuple(sorted(group)), mark) for mark, group in number.marks]
    if not all(each in at for each in wanted):
        return None
    right = sorted((at[each] for each in wanted), key=lambda i: lattice.candidates[i].first)
    if any(left not in lattice.predecessors[after] for left, after in itertools.pairwise(right)):
        return None
    drawings = [tuple(strokes[at] for at in each.strokes) for each in lattice.digits]
    digits, cuts = lattice.features(read_drawings(model, drawings))
    marks, mark_cuts = lattice.mark_features()
    return Example(
        np.concatenate([(digits @ own.groups)[:, None], marks], axis=1),
        [
            np.concatenate([(cut @ own.cuts)[:, None], mark], axis=1)
            for cut, mark in zip(cuts, mark_cuts, strict=True)
        ],
        lattice.predecessors,
        lattice.final,
        right,
    )


def learn_space(pen: PenDigits, count: int = _SPACED, seed: int = 21) -> Array:
    """The weights of the gaps between digits, by logistic regression (Newton's method)."""
    rows, labels = [], []
    spaced = make_marked(pen, (), count // 2, seed, kind="spaced")
    for number in itertools.chain(spaced, make_numbers(pen, count, seed)):
        boxes = [number.ink.pick(group).box for group in number.groups]
        if len(boxes) > 1:
            rows.append(gap_features([box for box in boxes if box is not None]))
            labels += _spaces(number.text)
    return _logistic(np.concatenate(rows), np.array(labels, float))


def _spaces(text: str) -> list[bool]:
    """For each gap between two digits, whether it is a space."""
    letters = text.replace(" ", "")
    ends = set(itertools.accumulate(map(len, text.split(" "))))
    return [at in ends for at in range(1, len(letters))]


def _logistic(rows: Array, labels: Array) -> Array:
    weights = np.zeros(rows.shape[1])
    for _ in range(_NEWTON):
        shares = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (shares - labels) / len(rows) + _PENALTY * weights
        bend = (rows.T * (shares * (1 - shares))) @ rows / len(rows)
        weights -= np.linalg.solve(bend + _PENALTY * np.eye(len(weights)), slope)
    rounded: Array = np.round(weights, 3) + 0.0
    return rounded


def main() -> int:
    """Learns, prints figures, and writes the weights if asked to; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.marks", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder that holds the data sets")
    parser.add_argument("--model", type=Path, default=model_path(), help="default: the bundled one")
    parser.add_argument("--weights", type=Path, help="JSON file of the weights")
    parser.add_argument("--write", action="store_true", help="write them onto the model's card")
    options = parser.parse_args()
    model = Model.open(options.model)
    if options.weights is not None and options.weights.exists():
        weights = MarkWeights.from_dict(json.loads(options.weights.read_text("utf-8")))
    else:
        folder = data_folder(options.data)
        parts = split(load_mnist(folder)[0], load_pen_digits(folder))
        characters = outlier_drawings(load_non_digits(folder))
        weights = learn_marks(model, model.card.segmentation.strokes, parts.pen, characters)
        if options.weights is not None:
            options.weights.write_text(json.dumps(weights.to_dict()), "utf-8")
    if options.write:
        write_weights(options.model, marks=weights)
        print(f"written onto the card of {options.model}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
