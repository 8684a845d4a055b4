"""Training from top to bottom: data, network, fit, choose, seal, calibrate, measure, promote.

The checkpoint, the temperature and the thresholds are chosen on held-out data. The MNIST test set
is used once, at the end, for the figures on the card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Literal

import keras

from digitrec.recognition.model import Model, ModelError
from digitrec.recognition.sealed.further import LINES
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
from training.evaluation.evaluate import evaluate
from training.evaluation.reader import Reader
from training.evaluation.summary import summary
from training.network.architectures import EVIDENCE, NETWORKS
from training.network.batches import CLASSES
from training.network.fit import fit, fit_trajectory
from training.network.recipe import Recipe
from training.network.teachers import Teachers
from training.network.trajectory import TrajectoryRecipe, trajectory
from training.promotion import promote, report_own_digits, require_model
from training.run_files import RunFiles, sha256
from training.sealing.further import copy_further
from training.sealing.line_calibration import calibrate_lines, lines_for
from training.sealing.seal import SealError, amend_card, load_keras, seal
from training.sealing.trajectory import load_trajectory, seal_trajectory
from training.segmentation.learn import learn_segmentation
from training.terminal.progress import say, step

Again = Literal["train", "measure"]


def train(
    recipe: Recipe,
    folder: Path,
    target: Path,
    runs: Path,
    force: bool = False,
    start: Path | None = None,
    history: Path | None = None,
    teachers: Sequence[Path] = (),
    again: Again | None = None,
) -> bool:
    """Trains, seals, calibrates and measures a network, and puts it at `target` if it is no worse.

    If it is interrupted at any point, the same call goes on where it stopped. A run that is
    finished is neither trained nor measured a second time.

    Args:
        recipe: of the network.
        folder: of the data sets.
        target: the model to replace.
        runs: folder for checkpoints and finished models, with a folder for each recipe.
        force: replace a better model at `target` too.
        start: a trained model to begin from, instead of random weights.
        history: a person's own exported drawings, to train on as well.
        teachers: sealed models to learn from, in addition to the labels (knowledge distillation).
        again: what to do again, though it is done: "train" all, or "measure" only.

    Returns:
        Whether `target` was replaced.

    Raises:
        DataError, ModelError, RunError, SealError: if a data set, a model or a file of the run
            can't be used.
    """
    _check(recipe, history, teachers)
    require_model(target)
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
    non_digits = characters or outlier_drawings(load_non_digits(folder))

    # The run, by all that decides what it yields
    models = [Model.open(path) for path in teachers]
    recipe = replace(
        recipe,
        start=sha256(start),
        history=sha256(history),
        teachers=tuple(model.sha256 for model in models),
    )
    files = RunFiles(runs, recipe)
    files.begin(again == "train")

    model = files.whole(files.finished)
    if model is None or again == "measure":
        # Train and seal, calibrate, measure: each is kept as soon as it is done
        model = model or files.whole(files.calibrated)
        if model is None:
            model = files.whole(files.sealed)
            if model is None:
                model = _trained(recipe, files, split, characters, start, models)
            others = None if recipe.network == "dense" else start or target
            model = _calibrated(model, files, split, non_digits, recipe.limit, others)
        model = _measured(model, files, folder, recipe.limit)
    else:
        say(_finished(model))

    # Promote
    digits = None
    if own is not None and len(own.digits):
        digits = own.digits
        report_own_digits(own, model, target)
    promoted = promote(model, target, split, force, digits)
    files.tidy()
    return promoted


def _trained(
    recipe: Recipe,
    files: RunFiles,
    split: Split,
    characters: tuple[Strokes, ...],
    start: Path | None,
    models: Sequence[Model],
) -> Model:
    """Trains the picture classifier, and the trajectory network unless the recipe is dense."""
    dense = recipe.network == "dense"
    network = NETWORKS[recipe.network]()
    if start is not None:
        network = _trained_before(start, recipe)
    digits = f"{len(split.images)} images" + ("" if dense else f" and {len(split.pen)} pen digits")
    others = f", against {len(characters)} characters and synthetic drawings" if characters else ""
    say(
        f"training {recipe.network} on {digits}{others}; epochs: {recipe.epochs}; "
        f"checkpoints in {files.folder}"
    )
    teachers = Teachers(models) if models else None
    trained = fit(network, recipe, split, characters, files.folder, teachers)
    sealing = files.folder / "sealing.keras"
    seal(trained, sealing, _provenance(recipe, split))

    # The same for the path of the pen
    if not dense:
        keras.utils.set_random_seed(recipe.seed)
        path_recipe = _path_recipe(recipe)
        say(
            f"training a trajectory network on the paths of {len(split.pen)} pen digits; "
            f"epochs: {path_recipe.epochs}"
        )
        network = (load_trajectory(start) if start is not None else None) or trajectory()
        fitted = fit_trajectory(
            network, path_recipe, split.pen, split.held_out_pen, characters, files.folder
        )
        network = keras.models.load_model(fitted, compile=False)
        seal_trajectory(sealing, network, {"recipe": asdict(path_recipe)})
    return files.keep(sealing, files.sealed)


def _calibrated(
    model: Model,
    files: RunFiles,
    split: Split,
    non_digits: Sequence[Strokes],
    limit: int | None,
    others: Path | None,
) -> Model:
    """Chooses thresholds, the weights of both networks and those of the segmentation.

    The line network is not trained here: that of the model `others` goes on reading pictures.
    """
    say("calibrating")
    path = files.copy(model.path, "calibrating.keras")
    model = amend_card(path, thresholds=choose_thresholds(model, split))
    if model.trajectory is not None:
        weights = learn_combination(model, split.held_out_pen, limit)
        model = amend_card(path, combination=asdict(weights))
        amend_card(path, thresholds=choose_thresholds(model, split))
    learn_segmentation(path, split, non_digits, limit)
    if others is not None and _has_lines(others) and copy_further(others, path, LINES):
        say(f"taking the line network of {others}, and calibrating it")
        model = Model.open(path)
        calibration = calibrate_lines(model, split, lines_for(limit))
        amend_card(path, lines=model.card.fields[LINES] | calibration.to_dict())
    return files.keep(path, files.calibrated)


def _has_lines(path: Path) -> bool:
    """Whether there is a sealed model that reads lines of pictures."""
    try:
        return Model.open(path).lines is not None
    except ModelError:
        return False


def _measured(model: Model, files: RunFiles, folder: Path, limit: int | None) -> Model:
    """Measures the model and writes the figures onto its card."""
    say("measuring")
    figures = evaluate(Reader(model, step), folder, limit).figures()
    path = files.copy(model.path, "measuring.keras")
    amend_card(path, measured=figures.to_dict())
    print(summary(figures))
    return files.keep(path, files.finished)


def _finished(model: Model) -> str:
    """What is said of a run that was finished before."""
    return (
        f"this training is finished: {model.path}. Only a changed option, such as --seed or "
        "--epochs, makes another one. To train it again: --again train; to measure it again: "
        "--again measure"
    )


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
