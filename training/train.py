"""Training from top to bottom: data, network, fit, choose, seal, calibrate, measure, promote.

The checkpoint, the temperature and the thresholds are chosen on held-out data. The MNIST test set
is used once, at the end, for the figures on the card.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import keras

from digitrec.recognition.model import Model
from training.data.datasets import (
    HELD_OUT_ALPHABETS,
    DataError,
    Split,
    Strokes,
    load_non_digits,
    load_split,
    outlier_drawings,
)
from training.data.own_drawings import PERSON, OwnDrawings, load_history, with_own
from training.data.sources import MNIST, OMNIGLOT, PEN_DIGITS
from training.evaluation.calibration import choose_thresholds
from training.evaluation.combination import learn_combination
from training.evaluation.evaluate import measure
from training.evaluation.summary import summary
from training.network.architectures import EVIDENCE, NETWORKS
from training.network.batches import CLASSES
from training.network.fit import fit, fit_trajectory
from training.network.recipe import Recipe
from training.network.teachers import Teachers
from training.network.trajectory import TrajectoryRecipe, trajectory
from training.promotion import promote, report_own_digits
from training.sealing.seal import SealError, amend_card, load_keras, seal
from training.sealing.trajectory import load_trajectory, seal_trajectory
from training.segmentation.learn import learn_segmentation


def train(
    recipe: Recipe,
    folder: Path,
    target: Path,
    runs: Path,
    force: bool = False,
    start: Path | None = None,
    history: Path | None = None,
    teachers: Sequence[Path] = (),
) -> bool:
    """Trains, seals, calibrates and measures a network, and puts it at `target` if it is no worse.

    If it is interrupted at any point, the same call goes on where it stopped.

    Args:
        recipe: of the network.
        folder: of the data sets.
        target: the model to replace.
        runs: folder for checkpoints and finished models, with a folder for each recipe.
        force: replace a better model at `target` too.
        start: a trained model to begin from, instead of random weights.
        history: a person's own exported drawings, to train on as well.
        teachers: sealed models to learn from, in addition to the labels (knowledge distillation).

    Returns:
        Whether `target` was replaced.

    Raises:
        DataError, ModelError, SealError: if a data set or a model can't be used.
    """
    _check(recipe, history, teachers)
    keras.utils.set_random_seed(recipe.seed)

    # Data
    split = load_split(folder).limited(recipe.limit)
    characters: tuple[Strokes, ...] = ()
    if recipe.outlier_share:
        characters = outlier_drawings(load_non_digits(folder))
    own = None
    if history is not None:
        own = _own_drawings(history)
        split, characters = with_own(split, characters, own)

    # Network
    network = NETWORKS[recipe.network]()
    if start is not None:
        network = _trained_before(start, recipe)
    models = [Model.open(path) for path in teachers]
    recipe = replace(
        recipe,
        start=_sha256(start),
        history=_sha256(history),
        teachers=tuple(model.sha256 for model in models),
    )
    run = runs / _run_name(recipe)
    run.mkdir(parents=True, exist_ok=True)

    # Fit, and choose the best checkpoint
    print(
        f"training {recipe.network} on {len(split.images)} images and {len(split.pen)} pen digits, "
        f"against {len(characters)} characters and synthetic drawings; checkpoints in {run}"
    )
    trained = fit(network, recipe, split, characters, run, Teachers(models) if models else None)

    # Seal
    sealed = run / "my_model.keras"
    model = seal(trained, sealed, _provenance(recipe, split))

    finished = [trained]

    # The same for the path of the pen
    if recipe.network != "dense":
        keras.utils.set_random_seed(recipe.seed)
        path_recipe = _path_recipe(recipe)
        print(f"training a trajectory network on the paths of {len(split.pen)} pen digits")
        network = (load_trajectory(start) if start is not None else None) or trajectory()
        fitted = fit_trajectory(
            network, path_recipe, split.pen, split.held_out_pen, characters, run
        )
        finished.append(fitted)
        network = keras.models.load_model(fitted, compile=False)
        model = seal_trajectory(sealed, network, {"recipe": asdict(path_recipe)})

    # Calibrate
    print("calibrating and measuring", flush=True)
    non_digits = characters or outlier_drawings(load_non_digits(folder))
    model = amend_card(sealed, thresholds=choose_thresholds(model, split))
    if model.trajectory is not None:
        weights = learn_combination(model, split.held_out_pen, recipe.limit)
        model = amend_card(sealed, combination=asdict(weights))
        amend_card(sealed, thresholds=choose_thresholds(model, split))
    model = learn_segmentation(sealed, split, non_digits, recipe.limit)

    # Measure
    figures = measure(model, folder, recipe.limit)
    model = amend_card(sealed, measured=figures.to_dict())
    print(summary(figures))
    if own is not None and len(own.digits):
        report_own_digits(own.digits, model, target)

    # Promote
    promoted = promote(model, target, split, force)
    for path in finished:  # done: the same command trains again
        path.unlink(missing_ok=True)
    return promoted


def _path_recipe(recipe: Recipe) -> TrajectoryRecipe:
    """The recipe of the trajectory network that goes with a picture classifier's."""
    usual = TrajectoryRecipe(seed=recipe.seed, learning_rate=recipe.learning_rate)
    return replace(usual, epochs=min(usual.epochs, recipe.epochs))


def _check(recipe: Recipe, history: Path | None, teachers: Sequence[Path]) -> None:
    """Raises DataError if the recipe's network can't learn from what is given."""
    if recipe.network != "dense":
        return
    if history is not None:
        raise DataError("--history has strokes, but the dense network learns from images only")
    if teachers:
        raise DataError(
            "--teacher is for the convolutional network only: the dense one doesn't learn to reject"
        )


def _own_drawings(history: Path) -> OwnDrawings:
    own = load_history(history)
    print(
        f"{history}: digits: {len(own.digits)}, not digits: {len(own.non_digits)}, skipped "
        f"(not labelled by you, or with several digits): {own.skipped}"
    )
    return own


def _trained_before(path: Path, recipe: Recipe) -> keras.Model:
    """A trained network to begin from.

    Raises:
        SealError: if it is not a network that the recipe can train.
    """
    network = load_keras(path)
    shapes = {layer.name: layer.output.shape[1:] for layer in network.layers}
    if recipe.network != "dense" and shapes.get(EVIDENCE) != (CLASSES,):
        raise SealError(
            f"{path}: it has no layer {EVIDENCE!r} with {CLASSES} logits, so it can't learn to "
            "reject; train without --start"
        )
    return network


def _provenance(recipe: Recipe, split: Split) -> dict[str, Any]:
    """Where the network comes from, for its card."""
    mnist = {"title": MNIST.title, "sha256": MNIST.sha256, "drawings": len(split.images)}
    others = int((split.pen.writers != PERSON).sum())
    pen = {"title": PEN_DIGITS.title, "sha256": PEN_DIGITS.sha256, "drawings": others}
    omniglot = {"title": OMNIGLOT.title, "sha256": OMNIGLOT.sha256}
    dense = recipe.network == "dense"
    return {
        "recipe": asdict(recipe),
        "trained_on": [mnist] if dense else [mnist, pen],
        "trained_against": [] if dense else [omniglot],
        "held_out": {
            "mnist": len(split.held_out_images),
            "alphabets": sorted(HELD_OUT_ALPHABETS),
            "pen_writers": sorted({int(writer) for writer in split.held_out_pen.writers}),
        },
    }


def _run_name(recipe: Recipe) -> str:
    """A folder name of its own for each recipe, by which an interrupted run is found again."""
    digest = hashlib.sha256(json.dumps(asdict(recipe), sort_keys=True).encode()).hexdigest()
    return f"{recipe.network}-{digest[:8]}"


def _sha256(path: Path | None) -> str | None:
    return None if path is None else hashlib.sha256(path.read_bytes()).hexdigest()
