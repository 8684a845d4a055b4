"""What leaving strays out is worth: drawings with made strays, and those that have none.

For held-out writers' digits and for numbers of these: how many are read right and not rejected, of
how many exactly the strays are left out, and of how many a stroke of a digit is.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from digitrec.recognition.ink import Ink
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from training.augmentation.variation import Stroke
from training.data.datasets import (
    HELD_OUT_WRITERS,
    PenDigits,
    Strokes,
    data_folder,
    load_pen_digits,
)
from training.synthetic.digit_strings import make_numbers
from training.synthetic.strays import SINGLE, add_palm, add_stray

Drawing = tuple[list[Stroke], str]
"""Strokes, and the text that they say."""
Added = tuple[list[Stroke], set[int]]

KINDS: dict[str, Callable[[list[Stroke], np.random.Generator], Added]] = {
    "none": lambda strokes, _: (strokes, set()),
    **{
        name: partial(lambda strokes, rng, make: add_stray(strokes, make, rng), make=make)
        for name, make in SINGLE.items()
    },
    "palm": add_palm,
}


def measure(
    recognizer: Recognizer, drawings: Sequence[Drawing], kind: str, seed: int = 0
) -> tuple[float, float, float]:
    """Of drawings with strays of one kind, three shares.

    Returns:
        Those read right and not rejected, those of which exactly the strays were left out, and
        those of which a stroke of a digit was.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for strokes, text in drawings:
        marked, added = KINDS[kind](strokes, rng)
        lines = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in marked)
        reading = recognizer.read(Ink(lines))
        strays = set(reading.strays)
        rows.append((reading.text == text, strays == added, bool(strays - added)))
    right, exact, lost = np.mean(rows, axis=0)
    return float(right), float(exact), float(lost)


def single_digits(pen: PenDigits, count: int) -> list[Drawing]:
    """Some of the digits, chosen at random."""
    picked = np.random.default_rng(0).permutation(len(pen))[:count]
    return [(_arrays(pen.strokes[at]), str(pen.labels[at])) for at in picked]


def numbers(pen: PenDigits, count: int) -> list[Drawing]:
    """Numbers of one to six digits, each by one writer."""
    return [(_arrays(each.ink.strokes), each.text) for each in make_numbers(pen, count, seed=1)]


def _arrays(strokes: Strokes) -> list[Stroke]:
    return [np.asarray(stroke, np.float64) for stroke in strokes]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a row of the table for each kind of stray; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.experiments.strays", description=__doc__
    )
    parser.add_argument("model", nargs="?", type=Path, default=model_path())
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    parser.add_argument("--limit", type=int, default=600, help="drawings of each kind")
    options = parser.parse_args(arguments)
    pen = load_pen_digits(data_folder(options.data))
    pen = pen.of(np.isin(pen.writers, sorted(HELD_OUT_WRITERS)))
    recognizer = Recognizer.open(options.model)
    print("| | strays | right | exactly the strays left out | a stroke lost |\n|" + " --- |" * 5)
    for name, make in (("digits", single_digits), ("numbers", numbers)):
        drawings = make(pen, options.limit)
        for kind in KINDS:
            shares = " | ".join(f"{each:.1%}" for each in measure(recognizer, drawings, kind))
            print(f"| {name} | {kind} | {shares} |", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
