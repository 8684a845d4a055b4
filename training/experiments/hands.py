"""Hands: how writers are read after they have taught a few of their own digits, by method.

    python -m training.experiments.hands

Trains a path network and a picture classifier on each fifth of the writers, and lets the other 24
writers teach them. With so few writers to learn from, the networks misread about as many digits as
the program does of people with unusual hands. The networks are smaller than the program's, and each
takes minutes; their predictions are kept in `training/runs`. MNIST's test set is not used.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.combination import Combination, log
from digitrec.recognition.example import Example
from digitrec.recognition.hand import Hand
from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions, unit_vectors
from digitrec.resources import model_path
from training.data.datasets import PenDigits, Split, data_folder
from training.experiments.folds import RUNS, Fold, load_folds
from training.network.recipe import Recipe

RECIPE = Recipe(limit=2_500, pen_repeats=2, epochs=6)
PATH_REPEATS, PATH_EPOCHS = 5, 8
WEIGHTS = Combination(0.47, 0.43)
NUMBERS = (1, 3)
DRAWS = 5

Array = NDArray[np.float64]
Method = Callable[[Predictions, NDArray[np.intp], Predictions], Array]
"""Probabilities of drawings, or their logits, from taught ones, their labels, and the drawings."""


def run(number: int, fold: Fold, runs: Path) -> tuple[PenDigits, Predictions]:
    """The other writers' digits, and the predictions of networks trained on a fifth of them."""
    few = Split(
        fold.split.images, fold.split.held_out_pen, fold.split.held_out_images, fold.split.pen
    )
    path = runs / f"fold-{number}.npz"
    if not path.exists():
        print(f"training the networks of fold {number}", flush=True)
        arrays: dict[str, Any] = _trained(few, fold, number)
        np.savez(path, **arrays)
    found = np.load(path)
    nothing = np.full(len(few.held_out_pen), 1e-3)  # neither rejected nor several digits
    picture, trajectory = (
        replace(
            Predictions(
                _softmax(found[name][:, :10].astype(np.float64)), nothing, nothing, nothing
            ),
            embeddings=unit_vectors(found[f"{name}_embedding"]),
        )
        for name in ("picture", "path")
    )
    return few.held_out_pen, WEIGHTS.combine(picture, trajectory)


def _trained(few: Split, fold: Fold, seed: int) -> dict[str, NDArray[np.float32]]:
    """Logits and embeddings of the held-out digits by both networks."""
    import keras

    from digitrec.recognition.trajectory import trajectories
    from training.network.architectures import EMBEDDING, EVIDENCE, convolutional
    from training.network.batches import MixedBatches
    from training.network.fit import compiled
    from training.network.trajectory import TrajectoryBatches, TrajectoryRecipe, trajectory

    def fit(network: Any, recipe: Any, batches: Any, inputs: Any) -> list[NDArray[np.float32]]:
        x, y = (np.concatenate(part) for part in zip(*batches, strict=True))  # varied once
        logits = keras.Model(network.inputs, network.get_layer(EVIDENCE).output)
        compiled(logits, recipe, -(-len(x) // recipe.batch_size))
        logits.fit(x, y, batch_size=recipe.batch_size, epochs=recipe.epochs, verbose=0)
        outputs = [network.get_layer(name).output for name in (EVIDENCE, EMBEDDING)]
        found: list[NDArray[np.float32]] = keras.Model(network.inputs, outputs).predict(
            inputs, batch_size=512, verbose=0
        )
        return found

    keras.utils.set_random_seed(seed)
    pen, others = few.pen, few.held_out_pen
    recipe = TrajectoryRecipe(epochs=PATH_EPOCHS, pen_repeats=PATH_REPEATS, batch_size=128)
    batches = TrajectoryBatches(pen, recipe, fold.characters)
    path = fit(
        trajectory(0.6),
        recipe,
        [batches[at] for at in range(len(batches))],
        trajectories(others.strokes),
    )
    mixed = MixedBatches(few, RECIPE, fold.characters)
    picture = fit(
        convolutional(0.4),
        RECIPE,
        [mixed[at] for at in range(len(mixed))],
        others.render()[..., None],
    )
    return {
        "path": path[0],
        "path_embedding": path[1],
        "picture": picture[0],
        "picture_embedding": picture[1],
    }


def untaught(_: Predictions, __: NDArray[np.intp], drawings: Predictions) -> Array:
    """The networks alone."""
    return drawings.probabilities


def bias(taught: Predictions, labels: NDArray[np.intp], drawings: Predictions) -> Array:
    """Ten logits for each writer, with an L2 penalty."""
    logits, added = log(taught.probabilities), np.zeros(10)
    for _ in range(200):
        added += 0.05 * ((np.eye(10)[labels] - _softmax(logits + added)).sum(axis=0) - added)
    return log(drawings.probabilities) + added


def means(taught: Predictions, labels: NDArray[np.intp], drawings: Predictions) -> Array:
    """The cosine to the mean of each digit's examples (a prototype)."""
    known = np.unique(labels)
    centres = np.stack([taught.embeddings[labels == digit].mean(axis=0) for digit in known])
    cosines = drawings.embeddings @ unit_vectors(centres).T
    likeness = np.tile(cosines.mean(axis=1, keepdims=True), 10)  # of a digit without an example
    likeness[:, known] = cosines
    logits: Array = log(drawings.probabilities) + 8 * likeness
    return logits


def nearest(taught: Predictions, labels: NDArray[np.intp], drawings: Predictions) -> Array:
    """The nearest example of each digit, by a kernel of width 0.1."""
    votes = np.exp((drawings.embeddings @ taught.embeddings.T - 1) / 0.1)
    best = [votes[:, labels == digit].max(axis=1, initial=0.0) for digit in range(10)]
    logits: Array = log(drawings.probabilities) + 6 * np.stack(best, axis=1)
    return logits


def regression(width: float | None) -> Method:
    """Logistic regression on top of the networks' logits, in its dual form; L2 penalty of 0.1.

    With a width, by a kernel as in `nearest`; without, linear: a head on both embeddings.
    """

    def method(taught: Predictions, labels: NDArray[np.intp], drawings: Predictions) -> Array:
        def kernel(cosines: NDArray[np.float32]) -> Array:
            wide = cosines.astype(np.float64)
            return wide if width is None else np.exp((wide - 1) / width)

        inner = kernel(taught.embeddings @ taught.embeddings.T)
        logits, wanted = log(taught.probabilities), np.eye(10)[labels]
        dual = np.zeros_like(logits)
        rate = 1 / (1 + 5 * np.linalg.norm(inner, 2))
        for _ in range(60):
            dual += rate * (10 * (wanted - _softmax(logits + inner @ dual)) - dual)
        outer = kernel(drawings.embeddings @ taught.embeddings.T)
        found: Array = log(drawings.probabilities) + outer @ dual
        return found

    return method


def hand(model: Model) -> Method:
    """What the program does."""

    def method(taught: Predictions, labels: NDArray[np.intp], drawings: Predictions) -> Array:
        examples = [Example(at, (), int(label)) for at, label in enumerate(labels)]
        return Hand.of(model, examples, taught).apply(drawings)[0].probabilities

    return method


def methods(model: Model) -> dict[str, Method]:
    """The methods that are compared, by name."""
    return {
        "the networks alone": untaught,
        "a bias for each digit": bias,
        "the mean of each digit's examples": means,
        "the nearest example": nearest,
        "logistic regression, kernel": regression(0.2),
        "logistic regression, linear": regression(None),
        "votes, corrections and trust: the program": hand(model),
    }


def report(folds: list[tuple[PenDigits, Predictions]], compared: dict[str, Method]) -> str:
    """The table, in Markdown."""
    head = "| | " + " | ".join(f"{n} of each, misread | writers read worse" for n in NUMBERS)
    rows = [f"{head} | one of ten labels wrong |", "| --- |" + " --- |" * (2 * len(NUMBERS) + 1)]
    for name, method in compared.items():
        cells = []
        for number, wrong in ((1, False), (3, False), (1, True)):
            misread, worse = np.mean(
                [_measured(pen, predictions, method, number, wrong) for pen, predictions in folds],
                axis=0,
            )
            cells += [f"{misread:.2%}", f"{worse:.1%}"]
        rows.append(f"| {name} | " + " | ".join(cells[:-1]) + " |")
    return "\n".join(rows)


def _measured(
    pen: PenDigits, predictions: Predictions, method: Method, number: int, wrong: bool
) -> tuple[float, float]:
    """Share of digits misread, and of the times that a writer is read worse than untaught."""
    misread, worse = [], []
    for seed in range(DRAWS):
        rng = np.random.default_rng((seed, number))
        for writer in np.unique(pen.writers):
            own = np.flatnonzero(pen.writers == writer)
            taught = np.concatenate(
                [rng.permutation(own[pen.labels[own] == digit])[:number] for digit in range(10)]
            )
            rest = np.setdiff1d(own, taught)
            labels = pen.labels[taught].astype(np.intp)
            if wrong:
                at = rng.integers(len(labels))
                labels[at] = (labels[at] + rng.integers(1, 10)) % 10
            drawings = predictions.pick(rest)
            found = method(predictions.pick(taught), labels, drawings).argmax(axis=1)
            wrongly = found != pen.labels[rest]
            before = drawings.probabilities.argmax(axis=1) != pen.labels[rest]
            misread.append(wrongly.mean())
            worse.append(wrongly.sum() > before.sum())
    return float(np.mean(misread)), float(np.mean(worse))


def _softmax(logits: Array) -> Array:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    rows: Array = odds / odds.sum(axis=1, keepdims=True)
    return rows


def main() -> int:
    """Trains, measures and prints; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.experiments.hands")
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    parser.add_argument("--runs", type=Path, default=RUNS / "hands")
    parser.add_argument("--folds", type=int, default=5, help="use the first ones only")
    options = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    options.runs.mkdir(parents=True, exist_ok=True)
    loaded = load_folds(data_folder(options.data), RECIPE.limit, 1, few_pen_digits=False)
    numbered = zip(range(1, options.folds + 1), loaded, strict=False)
    folds = [run(number, fold, options.runs) for number, fold in numbered]
    print(report(folds, methods(Model.open(model_path()))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
