"""Cross-validation: how reading and rejection carry over to other writers and alphabets.

    python -m training.cross_validation

Trains five networks, each without a fifth of the writers and without one alphabet, and measures
them on those: digits read correctly, and characters rejected at several shares of digits lost, by
the network's rejection score alone and with its likeness to prototypes. It also prints how many
digits the other folds' writers lose at a threshold chosen by one fold's writers, as happens to the
people who use the program. MNIST's test set is not used. The networks are smaller than the
program's. They are kept in `training/runs`: if interrupted, the same command goes on with the
network that it was training.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.data.datasets import all_views, data_folder
from training.evaluation import metrics
from training.experiments.folds import FOLDS, RUNS, Fold, load_folds
from training.network.recipe import Recipe

WIDTH = 0.6
RECIPE = Recipe(epochs=10, limit=12_000)
LOST = (0.004, 0.005, 0.006, 0.01)
WEIGHTS = (0.0, 10.0, 20.0, 40.0)
"""How much the rejection logit grows if the cosine to the nearest prototype is lower by 1."""

ScoreArray = NDArray[np.float64]


@dataclass(frozen=True)
class Scores:
    """How a network reads the writers and the alphabet that it was not trained on.

    Attributes:
        right: whether each digit was read correctly: (n,).
        writers: of each digit: (n,).
        digits: the rejection logit, and the likeness to the nearest prototype, of each digit's
            views: (n, views, 2).
        characters: the same of the alphabet's characters.
    """

    right: NDArray[np.bool_]
    writers: NDArray[np.int64]
    digits: ScoreArray
    characters: ScoreArray

    @property
    def worst(self) -> float:
        """Accuracy on the writer who is read worst."""
        return min(float(self.right[self.writers == one].mean()) for one in set(self.writers))

    def weighted(self, weight: float) -> tuple[ScoreArray, ScoreArray]:
        """Outlier scores of the digits and of the characters, as logits: (n,) and (m,)."""
        digits, characters = (
            (scores[..., 0] - weight * scores[..., 1]).mean(axis=1)
            for scores in (self.digits, self.characters)
        )
        return digits, characters


def run(number: int, fold: Fold, runs: Path) -> Scores:
    """Trains a fold's network, unless there is one already, and reads what the fold holds out."""
    import keras

    from training.network.architectures import EVIDENCE, LIKENESS

    path = runs / f"fold-{number}.keras"
    if not path.exists():
        _train(number, fold, path)
    network = keras.models.load_model(path, compile=False)
    outputs = [network.get_layer(name).output for name in (EVIDENCE, LIKENESS)]
    inner = keras.Model(network.inputs, outputs)

    def read(views: NDArray[np.float32]) -> tuple[ScoreArray, ScoreArray]:
        evidence, likeness = inner.predict(views.reshape(-1, 28, 28, 1), batch_size=512, verbose=0)
        scores = np.stack([evidence[:, 10], likeness[:, 0]], axis=1).astype(np.float64)
        shape = views.shape[:2]
        return evidence[:, :10].reshape(*shape, 10).mean(axis=1), scores.reshape(*shape, 2)

    held_out = fold.split.held_out_pen
    rows, digits = read(held_out.views())
    right = rows.argmax(axis=1) == held_out.labels
    return Scores(right, held_out.writers, digits, read(all_views(fold.held_out_characters))[1])


def _train(number: int, fold: Fold, path: Path) -> None:
    import keras

    from training.network.architectures import convolutional
    from training.network.checkpoints import save_whole
    from training.network.fit import fit_briefly
    from training.network.prototypes import fit_prototypes

    def progress(epoch: int) -> None:
        line = f"{number}/{len(FOLDS)}, epoch {epoch}/{RECIPE.epochs}"
        print(line, file=sys.stderr, flush=True)

    keras.utils.set_random_seed(RECIPE.seed)
    network = convolutional(width=WIDTH)
    fit_briefly(network, RECIPE, fold.split, fold.characters, progress)
    fit_prototypes(network, fold.split.pen)
    save_whole(network, path)


def report(folds: list[Scores]) -> str:
    """The tables, in Markdown."""
    names = [alphabet.replace("_", " ") for alphabet, _ in FOLDS]
    rows = [
        "| alphabet and fifth of the writers held out | " + " | ".join(names) + " |",
        "| --- |" + " --- |" * len(names),
        "| digits read correctly | " + _row([float(fold.right.mean()) for fold in folds], 2),
        "| the worst writer | " + _row([fold.worst for fold in folds]),
    ]
    for weight in WEIGHTS:
        shares = [_above_threshold(*fold.weighted(weight), 0.01) for fold in folds]
        rows.append(f"| rejected at 1 % lost, likeness × {weight:.0f} | " + _row(shares))
    lost = " | ".join(f"{share:.1%} lost" for share in LOST)
    rows += ["", f"| means | {lost} |", "| --- |" + " --- |" * len(LOST)]
    for weight in WEIGHTS:
        scores = [fold.weighted(weight) for fold in folds]
        shares = [
            float(np.mean([_above_threshold(*each, share) for each in scores])) for share in LOST
        ]
        rows.append(f"| rejected, likeness × {weight:.0f} | " + _row(shares))
        digits = [each[0] for each in scores]
        elsewhere = [
            float(np.mean([_above_threshold(one, other, share) for one in digits for other in digits
                           if one is not other]))
            for share in LOST
        ]  # fmt: skip
        rows.append(f"| other writers lose, likeness × {weight:.0f} | " + _row(elsewhere, 2))
    return "\n".join(rows)


def _above_threshold(chosen_by: ScoreArray, others: ScoreArray, lost: float) -> float:
    """Share of the others rejected at the threshold that loses a share of the first."""
    return float((others > metrics.rejection_threshold(chosen_by, lost=lost)).mean())


def _row(shares: list[float], places: int = 1) -> str:
    return " | ".join(f"{100 * share:.{places}f} %" for share in shares) + " |"


def main() -> int:
    """Trains, measures and prints; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.cross_validation", description=__doc__
    )
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    parser.add_argument("--runs", type=Path, default=RUNS / "cross_validation")
    options = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    options.runs.mkdir(parents=True, exist_ok=True)
    folds = load_folds(data_folder(options.data), RECIPE.limit, 1, few_pen_digits=False)
    print(report([run(number, fold, options.runs) for number, fold in enumerate(folds, 1)]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
