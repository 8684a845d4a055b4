"""Cross-validation: how digits and doubt carry over to people and alphabets never seen.

    python -m training.experiments.cross_validation

Trains five networks, each without a fifth of the writers and without one alphabet, and prints what
they make of those: digits read right, and characters rejected by the network's doubt alone and by
its likeness to prototypes too, at several shares of the digits lost. And it prints how many digits
the other folds' writers lose at a threshold that was chosen by one fold's, which is how it goes for
the people who use the program. MNIST's test set is not touched. The networks are smaller than the
program's, and are kept in `training/runs`, so that an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.data.datasets import (
    Split,
    Strokes,
    all_views,
    data_folder,
    load_mnist,
    load_non_digits,
    load_pen_digits,
)
from training.evaluation import metrics
from training.experiments.ablation import FOLDS
from training.network.recipe import Recipe

WIDTH = 0.6
RECIPE = Recipe(epochs=10, limit=12_000)
LOST = (0.004, 0.005, 0.006, 0.01)
WEIGHTS = (0.0, 10.0, 20.0, 40.0)
"""By what the logit of doubt grows where the cosine to the nearest prototype is by 1 less."""

ScoreArray = NDArray[np.float64]


@dataclass(frozen=True)
class Fold:
    """What a network makes of the writers and the alphabet that it has not seen.

    Attributes:
        right: of each digit, whether it was read as what was meant: (n,).
        writers: of each digit: (n,).
        logits: of doubt, and likeness to the nearest prototype, of each digit's views: (n, v, 2).
        strange: the same of the alphabet's characters.
    """

    right: NDArray[np.bool_]
    writers: NDArray[np.int64]
    logits: ScoreArray
    strange: ScoreArray

    @property
    def worst(self) -> float:
        """Share of digits read right of the writer who is read worst."""
        return min(float(self.right[self.writers == one].mean()) for one in set(self.writers))

    def scores(self, weight: float) -> tuple[ScoreArray, ScoreArray]:
        """Doubt of the digits and of the characters, as logits: (n,) and (m,)."""
        digits, strange = (
            (said[..., 0] - weight * said[..., 1]).mean(axis=1)
            for said in (self.logits, self.strange)
        )
        return digits, strange


def run(
    number: int, split: Split, characters: tuple[Strokes, ...], foreign: tuple[Strokes, ...],
    runs: Path,
) -> Fold:  # fmt: skip
    """Trains a network, unless that has been done, and lets it read what it has not seen."""
    import keras

    from training.network.architectures import EVIDENCE, LIKENESS, convolutional
    from training.network.fit import fit_briefly
    from training.network.prototypes import fit_prototypes

    path = runs / f"fold-{number}.keras"
    if not path.exists():
        keras.utils.set_random_seed(RECIPE.seed)
        network = convolutional(width=WIDTH)
        fit_briefly(
            network,
            RECIPE,
            split,
            characters,
            lambda epoch: print(
                f"{number}/{len(FOLDS)}, epoch {epoch}/{RECIPE.epochs}", file=sys.stderr, flush=True
            ),
        )
        fit_prototypes(network, split.pen)
        part = path.with_name(f".{path.name}")
        network.save(part)
        part.replace(path)
    network = keras.models.load_model(path, compile=False)
    outputs = [network.get_layer(name).output for name in (EVIDENCE, LIKENESS)]
    said = keras.Model(network.inputs, outputs)

    def read(views: NDArray[np.float32]) -> tuple[ScoreArray, ScoreArray]:
        evidence, likeness = said.predict(views.reshape(-1, 28, 28, 1), batch_size=512, verbose=0)
        rejection_score = np.stack([evidence[:, 10], likeness[:, 0]], axis=1).astype(np.float64)
        shape = views.shape[:2]
        return evidence[:, :10].reshape(*shape, 10).mean(axis=1), rejection_score.reshape(*shape, 2)

    held = split.held_out_pen
    digits, logits = read(held.views())
    return Fold(
        digits.argmax(axis=1) == held.labels, held.writers, logits, read(all_views(foreign))[1]
    )


def report(folds: list[Fold]) -> str:
    """The tables, in Markdown."""
    names = [alphabet.replace("_", " ") for alphabet, _ in FOLDS]
    rows = [
        "| alphabet and fifth of the writers held out | " + " | ".join(names) + " |",
        "| --- |" + " --- |" * len(names),
        "| digits read right | " + _row([float(fold.right.mean()) for fold in folds], 2),
        "| the worst writer | " + _row([fold.worst for fold in folds]),
    ]
    for weight in WEIGHTS:
        shares = [_rejected(*fold.scores(weight), 0.01) for fold in folds]
        rows.append(f"| rejected at 1 % lost, likeness × {weight:.0f} | " + _row(shares))
    lost = " | ".join(f"{share:.1%} lost" for share in LOST)
    rows += ["", f"| means | {lost} |", "| --- |" + " --- |" * len(LOST)]
    for weight in WEIGHTS:
        found = [fold.scores(weight) for fold in folds]
        shares = [float(np.mean([_rejected(*each, share) for each in found])) for share in LOST]
        rows.append(f"| rejected, likeness × {weight:.0f} | " + _row(shares))
        elsewhere = [
            float(np.mean([_lost(one[0], other[0], share) for one in found for other in found
                           if one is not other]))
            for share in LOST
        ]  # fmt: skip
        rows.append(f"| other writers lose, likeness × {weight:.0f} | " + _row(elsewhere, 2))
    return "\n".join(rows)


def _rejected(digits: ScoreArray, strange: ScoreArray, lost: float) -> float:
    return float((strange > metrics.rejection_threshold(digits, lost=lost)).mean())


def _lost(chosen_by: ScoreArray, others: ScoreArray, lost: float) -> float:
    return float((others > metrics.rejection_threshold(chosen_by, lost=lost)).mean())


def _row(shares: list[float], places: int = 1) -> str:
    return " | ".join(f"{100 * share:.{places}f} %" for share in shares) + " |"


def main() -> int:
    """Trains, measures and prints; gives the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.experiments.cross_validation", description=__doc__
    )
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--runs", type=Path, default=Path(__file__).with_name("runs") / "cross_validation"
    )
    options = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    options.runs.mkdir(parents=True, exist_ok=True)
    folder = data_folder(options.data)
    train, pen, alphabets = load_mnist(folder)[0], load_pen_digits(folder), load_non_digits(folder)
    folds = []
    for number, (alphabet, remainder) in enumerate(FOLDS, 1):
        held = pen.writers % 5 == remainder
        images = train.part(slice(None, RECIPE.limit))
        split = Split(images, pen.of(~held), train.part(slice(-1, None)), pen.of(held))
        others = tuple(one for name in alphabets if name != alphabet for one in alphabets[name])
        folds.append(run(number, split, others, alphabets[alphabet], options.runs))
    print(report(folds))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
