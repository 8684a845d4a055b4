"""Marks in drawings: how many numbers with and without them are read entirely right.

Numbers are made of held-out writers' digits, with marks of made hands. Single digits and numbers
without marks are read with and without looking for marks: they must not lose by it. The time is
that of one process.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from digitrec.recognition.ink import Ink
from digitrec.recognition.reading import SPACE, digits_of
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from training.data.datasets import (
    HELD_OUT_ALPHABETS,
    HELD_OUT_WRITERS,
    data_folder,
    load_non_digits,
    load_pen_digits,
)
from training.synthetic.digit_strings import make_numbers
from training.synthetic.marked_strings import KINDS, make_marked


def right_with_marks(recognizer: Recognizer, drawings: Sequence[Ink]) -> tuple[float, float]:
    """The shares of drawings whose text is read right, and whose digits are."""
    rows = []
    for ink in drawings:
        text, label = recognizer.read(ink).text, ink.label or ""
        rows.append((text == label, digits_of(text) == digits_of(label)))
    whole, digits = np.mean(rows, axis=0)
    return float(whole), float(digits)


def compare(recognizer: Recognizer, drawings: Sequence[Ink]) -> tuple[tuple[float, float], ...]:
    """Drawings without marks, read with and without looking for marks, one after the other.

    Returns:
        For each way the share that is read right, with no mark, and the milliseconds of each.
    """
    right: dict[bool, list[bool]] = {True: [], False: []}
    spent = {True: 0.0, False: 0.0}
    for ink in drawings:
        for marks in (True, False):
            fresh = Recognizer(recognizer.model)  # what was read before is remembered
            start = time.process_time()
            reading = fresh.read(ink, marks=marks)
            spent[marks] += time.process_time() - start
            found = [mark for mark in reading.marks if mark.mark != SPACE]
            right[marks].append(digits_of(reading.text) == ink.label and not found)
    count = len(drawings)
    return tuple((sum(right[way]) / count, 1000 * spent[way] / count) for way in (True, False))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints two tables; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.experiments.marks", description=__doc__
    )
    parser.add_argument("model", nargs="?", type=Path, default=model_path())
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    parser.add_argument("--limit", type=int, default=300, help="drawings of each kind")
    options = parser.parse_args(arguments)
    folder = data_folder(options.data)
    pen = load_pen_digits(folder)
    pen = pen.of(np.isin(pen.writers, sorted(HELD_OUT_WRITERS)))
    alphabets = load_non_digits(folder)
    unseen = [strokes for name in sorted(HELD_OUT_ALPHABETS) for strokes in alphabets[name]]
    recognizer = Recognizer.open(options.model)
    print("| with marks | text right | digits right |\n|" + " --- |" * 3)
    for kind in KINDS:
        made = [each.ink for each in make_marked(pen, unseen, options.limit, 77, kind)]
        whole, digits = right_with_marks(recognizer, made)
        print(f"| {kind} | {whole:.1%} | {digits:.1%} |", flush=True)
    picked = np.random.default_rng(0).permutation(len(pen))[: options.limit]
    plain = {
        "single digits": [_ink(pen.strokes[at], str(pen.labels[at])) for at in picked],
        "numbers": [each.ink for each in make_numbers(pen, options.limit, seed=78)],
    }
    print("\n| without marks | right | right if none are looked for | ms | ms |\n|" + " --- |" * 5)
    for name, drawings in plain.items():
        (one, ms), (other, ms_without) = compare(recognizer, drawings)
        print(f"| {name} | {one:.2%} | {other:.2%} | {ms:.2f} | {ms_without:.2f} |", flush=True)
    return 0


def _ink(strokes: Sequence[Sequence[Sequence[float]]], label: str) -> Ink:
    lines = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes)
    return Ink(lines, label=label)


if __name__ == "__main__":
    raise SystemExit(main())
