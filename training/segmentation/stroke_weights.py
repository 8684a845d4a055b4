"""Learns the weights by which the application segments drawings.

    python -m training.grouping

Numbers are made of the training writers' digits; characters of other scripts, which must stay
whole, are added. The model reads every candidate of their lattices, and the likelihood of the right
paths is maximised. Prints the weights as a card holds them, and how many of the held-out writers'
numbers and of the held-out alphabets' characters are segmented right. With --write the weights go
onto the model's card.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import read_drawings
from digitrec.recognition.segmentation.stroke_lattice import MAX_STROKES, StrokeLattice
from digitrec.recognition.segmentation.weights import STROKE_FEATURES
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
from training.segmentation.card import write_weights
from training.segmentation.crf import Example, is_segmented_right, learn
from training.synthetic.digit_strings import Number, make_numbers

NUMBERS = 1500
CHARACTERS = 200
HELD_OUT = 1000


def example_of(number: Number, model: Model) -> Example | None:
    """A number's lattice; None if the right path isn't in it."""
    strokes = number.ink.strokes
    lattice = StrokeLattice(strokes)
    at = {each.strokes: index for index, each in enumerate(lattice.candidates)}
    if not all(group in at for group in number.groups):
        return None
    right = sorted(
        (at[group] for group in number.groups), key=lambda i: lattice.candidates[i].first
    )
    if any(left not in lattice.predecessors[after] for left, after in itertools.pairwise(right)):
        return None
    drawings = [tuple(strokes[at] for at in each.strokes) for each in lattice.candidates]
    return Example.of(lattice, read_drawings(model, drawings), right)


def examples_of(numbers: Iterable[Number], model: Model) -> list[Example | None]:
    """Lattices of these numbers; None for each whose right path isn't in its lattice."""
    progress = tqdm(numbers, desc="reading", unit="number", disable=None)
    return [example_of(number, model) for number in progress]


def characters(drawings: Sequence[Strokes], count: int, seed: int) -> list[Number]:
    """Characters of several strokes, as numbers of one digit: they must stay whole."""
    usable = [strokes for strokes in drawings if 1 < len(strokes) <= MAX_STROKES]
    picked = np.random.default_rng(seed).permutation(len(usable))[:count]
    found = []
    for at in picked:
        lines = tuple(tuple((float(x), float(y)) for x, y in line) for line in usable[at])
        found.append(Number(Ink(lines), "?", (tuple(range(len(lines))),)))
    return found


def main() -> int:
    """Learns, prints the weights, and writes them if asked to; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.grouping", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder that holds the data sets")
    parser.add_argument("--model", type=Path, default=model_path(), help="default: the bundled one")
    parser.add_argument("--write", action="store_true", help="write them onto the model's card")
    options = parser.parse_args()
    folder = data_folder(options.data)
    parts = split(load_mnist(folder)[0], load_pen_digits(folder))
    model = Model.open(options.model)
    alphabets = load_non_digits(folder)
    others = characters(outlier_drawings(alphabets), CHARACTERS, 1)
    numbers = [*make_numbers(parts.pen, NUMBERS, 1), *others]
    known = [each for each in examples_of(numbers, model) if each is not None]
    weights = learn(known, STROKE_FEATURES)
    print(json.dumps({"strokes": weights.to_dict(STROKE_FEATURES)}, indent=1))
    lost = len(numbers) - len(known)
    print(f"the right path of {lost} of {len(numbers)} drawings is not in their lattice")
    held_out = examples_of(make_numbers(parts.held_out_pen, HELD_OUT, 2), model)
    unseen = [strokes for name in sorted(HELD_OUT_ALPHABETS) for strokes in alphabets[name]]
    foreign = examples_of(characters(unseen, HELD_OUT, 2), model)
    for name, some in (("writers: numbers", held_out), ("alphabets: characters", foreign)):
        right = sum(each is not None and is_segmented_right(each, weights) for each in some)
        print(f"held-out {name}: {right / len(some):.2%} of {len(some)} segmented right")
    if options.write:
        write_weights(options.model, strokes=weights)
        print(f"written onto the card of {options.model}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
