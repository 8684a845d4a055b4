"""Views: which renderings of a drawing are read best when their predictions are averaged.

    python -m training.experiments.views MODEL.keras [MODEL.keras …]

Sealed models read the held-out writers' digits and the held-out alphabet in several sets of views.
Prints means over the models: digits misread, their loss, and characters rejected if 0.5, 1 and 2 %
of the digits are lost. MNIST is not used.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import STROKE_WIDTH, VIEWS, View, render_all_views
from training.data.datasets import (
    HELD_OUT_ALPHABETS,
    HELD_OUT_WRITERS,
    PenDigits,
    Strokes,
    data_folder,
    load_non_digits,
    load_pen_digits,
)
from training.evaluation import metrics

LOST = (0.005, 0.01, 0.02)
"""Shares of the digits that may be rejected."""

THIN = VIEWS[0].stroke_width

CHOICES: dict[str, tuple[View, ...]] = {
    "the usual pen": (View(STROKE_WIDTH),),
    "a thin pen": (View(THIN),),
    "both": (View(THIN), View(STROKE_WIDTH)),
    "both rotated by 0.12 to the left": (View(THIN, -0.12), View(STROKE_WIDTH, -0.12)),
    "the thin one by 0.12 to the left": (View(THIN, -0.12), View(STROKE_WIDTH)),
    **{
        f"the thin one by {turn} to the left, the usual one to the right": (
            View(THIN, -turn),
            View(STROKE_WIDTH, turn),
        )
        for turn in (0.08, 0.12, 0.17)
    },
    "the same the other way round, 0.12": (View(THIN, 0.12), View(STROKE_WIDTH, -0.12)),
    "four: each both ways, 0.12": tuple(
        View(pen, turn) for pen in (THIN, STROKE_WIDTH) for turn in (-0.12, 0.12)
    ),
}


def row(
    model: Model, views: tuple[View, ...], pen: PenDigits, characters: Sequence[Strokes]
) -> NDArray[np.float64]:
    """Digits misread, their loss, and for each of `LOST` the share of the characters rejected."""
    digits, others = (_read(model, drawings, views) for drawings in (pen.strokes, characters))
    return np.array(
        [
            1 - metrics.accuracy(digits.probabilities, pen.labels),
            metrics.cross_entropy(digits.probabilities, pen.labels),
            *(
                (
                    others.outlier_score
                    > metrics.rejection_threshold(digits.outlier_score, lost=share)
                ).mean()
                for share in LOST
            ),
        ]
    )


def _read(model: Model, drawings: Sequence[Strokes], views: tuple[View, ...]) -> Predictions:
    return model.read_views(render_all_views(drawings, views))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a row of the table for each set of views; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.experiments.views", description=__doc__
    )
    parser.add_argument("models", nargs="+", type=Path, metavar="MODEL.keras")
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    parser.add_argument("--limit", type=int, help="read at most this many drawings of each kind")
    options = parser.parse_args(arguments)
    folder = data_folder(options.data)
    pen = load_pen_digits(folder)
    held = np.flatnonzero(np.isin(pen.writers, sorted(HELD_OUT_WRITERS)))[: options.limit]
    pen = pen.of(np.isin(np.arange(len(pen)), held))
    alphabets = load_non_digits(folder)
    characters = [each for name in HELD_OUT_ALPHABETS for each in alphabets[name]][: options.limit]
    models = [Model.open(path) for path in options.models]
    rejected = " | ".join(f"rejected at {share:.1%}" for share in LOST)
    print(f"| | misread | loss | {rejected} |\n|{' --- |' * (3 + len(LOST))}", flush=True)
    for name, views in CHOICES.items():
        wrong, loss, *found = np.mean(
            [row(model, views, pen, characters) for model in models], axis=0
        )
        shares = " | ".join(f"{share:.1%}" for share in found)
        print(f"| {name} | {wrong:.2%} | {loss:.4f} | {shares} |", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
