"""Training: data, network, fit, choose, calibrate, measure, seal.

The best checkpoint, the temperature and the thresholds come from held-out data. The MNIST test set
is looked at once, at the end, for the card.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from digitrec.recognition.card import thresholds
from digitrec.recognition.model import Model, ModelError
from training.data.datasets import (
    HELD_OUT_ALPHABETS,
    DataError,
    Images,
    PenDigits,
    Split,
    Strokes,
    load_mnist,
    load_non_digits,
    load_pen_digits,
    outlier_drawings,
    split,
    to_float,
)
from training.data.own_drawings import PERSON, OwnDrawings, load_history
from training.data.sources import MNIST, OMNIGLOT, PEN_DIGITS
from training.evaluation import metrics
from training.evaluation.evaluate import measure
from training.evaluation.summary import summary
from training.network.architectures import EVIDENCE, NETWORKS
from training.network.batches import CLASSES
from training.network.fit import fit
from training.network.recipe import Recipe
from training.network.teachers import Teachers
from training.sealing.seal import SealError, amend_card, load_keras, seal
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
    """Trains, calibrates, measures and seals a network, and puts it at `target` if it is no worse.

    An interrupted run goes on where it stopped when it is started again with the same recipe.

    Args:
        recipe: of the network.
        folder: of the data sets.
        target: the model to replace.
        runs: folder for checkpoints and finished models, one folder a recipe.
        force: replace `target` also by a worse one.
        start: a trained model to begin from, instead of fresh weights.
        history: a person's own exported drawings, to train on as well.
        teachers: sealed models to be taught by, beside the labels.

    Returns:
        Whether `target` was replaced.

    Raises:
        DataError, ModelError, SealError: where a data set or a model can't be used.
    """
    keras.utils.set_random_seed(recipe.seed)
    network = NETWORKS[recipe.network]()
    if start is not None:
        network = load_keras(start)
        recipe = replace(recipe, start=hashlib.sha256(start.read_bytes()).hexdigest())
        shapes = {layer.name: layer.output.shape[1:] for layer in network.layers}
        if recipe.network != "dense" and shapes.get(EVIDENCE) != (CLASSES,):
            raise SealError(
                f"{start}: it has no layer {EVIDENCE!r} with {CLASSES} logits to learn doubt with; "
                "train without --start"
            )
    parts = _limited(split(load_mnist(folder)[0], load_pen_digits(folder)), recipe.limit)
    characters: tuple[Strokes, ...] = ()
    if recipe.outlier_share:
        characters = outlier_drawings(load_non_digits(folder))
    own: OwnDrawings | None = None
    if history is not None:
        if recipe.network == "dense":
            raise DataError(
                "--history holds strokes, and the dense network learns from images only"
            )
        own = load_history(history)
        recipe = replace(recipe, history=hashlib.sha256(history.read_bytes()).hexdigest())
        parts, characters = with_own(parts, characters, own)
        print(
            f"{history}: digits by your word: {len(own.digits)}, no digits: "
            f"{len(own.non_digits)}; left out, as you said nothing of them or they are numbers: "
            f"{own.skipped}"
        )
    taught_by = None
    if teachers:
        if recipe.network == "dense":
            raise DataError(
                "--teacher is for the convolutional network: the dense one has no doubt"
            )
        models = [Model.open(path) for path in teachers]
        recipe = replace(recipe, teachers=tuple(model.sha256 for model in models))
        taught_by = Teachers(models)
    run = runs / _run_name(recipe)
    run.mkdir(parents=True, exist_ok=True)
    print(
        f"training {recipe.network} on {len(parts.images)} images and {len(parts.pen)} pen digits, "
        f"against {len(characters)} characters and made-up drawings; checkpoints in {run}"
    )
    sealed = run / "my_model.keras"
    seal(fit(network, recipe, parts, characters, run, taught_by), sealed, _card(recipe, parts))
    amend_card(sealed, thresholds=choose_thresholds(Model.open(sealed), parts))
    non_digits = characters or outlier_drawings(load_non_digits(folder))
    learn_segmentation(sealed, parts, non_digits, recipe.limit)
    model = amend_card(sealed, measured=measure(Model.open(sealed), folder, recipe.limit))
    print(summary(model.card.fields["measured"]))
    if own is not None and len(own.digits):
        _say_how_own_are_read(own.digits, model, target)
    return _promote(model, target, parts, force)


OWN_REPEATS = 10
"""Variations of each of a person's own drawings in an epoch, for one of another writer's: they are
few, and it is them that the person wants read."""


def with_own(
    parts: Split, characters: tuple[Strokes, ...], own: OwnDrawings
) -> tuple[Split, tuple[Strokes, ...]]:
    """Training data with a person's own drawings in it, each of them `OWN_REPEATS` times."""
    pen, digits = parts.pen, own.digits
    together = PenDigits(
        pen.strokes + digits.strokes * OWN_REPEATS,
        np.concatenate([pen.labels, np.tile(digits.labels, OWN_REPEATS)]),
        np.concatenate([pen.writers, np.tile(digits.writers, OWN_REPEATS)]),
    )
    return replace(parts, pen=together), characters + own.non_digits * OWN_REPEATS


def _say_how_own_are_read(digits: PenDigits, model: Model, target: Path) -> None:
    views = digits.views()
    now = metrics.accuracy(model.read_views(views).probabilities, digits.labels)
    before = ""
    try:
        old = Model.open(target)
        before = (
            f" (the model before: "
            f"{metrics.accuracy(old.read_views(views).probabilities, digits.labels):.1%})"
        )
    except ModelError:  # none yet, or one that is not sealed
        pass
    print(f"of your own digits, which it has trained on, it reads {now:.1%}{before}")


DRAWINGS_LOST = 0.005
"""Share of the held-out writers' digits that may be rejected. Of other writers' digits at most a
hundredth should be, and others lose about 1.4 times as many as those who chose (`TRIED.md`)."""

PICTURES_LOST = 0.002
"""Share of MNIST's held-out images that may be rejected: a scan has no strokes to be drawn anew, so
that other scanners' digits look stranger than these do."""


def choose_thresholds(model: Model, parts: Split) -> dict[str, float]:
    """Temperature and rejection thresholds, from held-out data alone."""
    views, labels = parts.held_out_pen.views(), parts.held_out_pen.labels
    temperature = metrics.fit_temperature(model.read_views(views, 1.0).probabilities, labels)
    drawn = model.read_views(views, temperature).outlier_score
    pictured = model.read(to_float(parts.held_out_images.x), temperature).rejection_score
    return thresholds(
        temperature,
        rejection=metrics.rejection_threshold(drawn, lost=DRAWINGS_LOST),
        rejection_in_pictures=metrics.rejection_threshold(pictured, lost=PICTURES_LOST),
    )


def score(model: Model, parts: Split) -> float:
    """What models are compared by: mean accuracy on held-out images and held-out writers."""
    images, pen = parts.held_out_images, parts.held_out_pen
    return (
        metrics.accuracy(model.run(to_float(images.x)), images.y)
        + metrics.accuracy(model.read_views(pen.views()).probabilities, pen.labels)
    ) / 2


def _card(recipe: Recipe, parts: Split) -> dict[str, Any]:
    mnist = {"title": MNIST.title, "sha256": MNIST.sha256, "drawings": len(parts.images)}
    others = int((parts.pen.writers != PERSON).sum())
    pen = {"title": PEN_DIGITS.title, "sha256": PEN_DIGITS.sha256, "drawings": others}
    against = {"title": OMNIGLOT.title, "sha256": OMNIGLOT.sha256}
    return {
        "recipe": asdict(recipe),
        "trained_on": [mnist] if recipe.network == "dense" else [mnist, pen],
        "trained_against": [] if recipe.network == "dense" else [against],
        "held_out": {
            "mnist": len(parts.held_out_images),
            "alphabets": sorted(HELD_OUT_ALPHABETS),
            "pen_writers": sorted({int(writer) for writer in parts.held_out_pen.writers}),
        },
    }


def _promote(model: Model, target: Path, parts: Split, force: bool) -> bool:
    """Copies the model to `target`, whole or not at all, unless what is there is better."""
    new, old = score(model, parts), _score_of(target, parts)
    if old is not None and old > new and not force:
        print(
            f"{target} reads {old:.3%} of the held-out data, the new model {new:.3%}: kept as it "
            f"is. The new model is {model.path}; to use it all the same, train with --force"
        )
        return False
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(model.path, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    before = "" if old is None else f" (the model before it: {old:.3%})"
    print(f"{target} now reads {new:.3%} of the held-out data{before}")
    return True


def _score_of(path: Path, parts: Split) -> float | None:
    """The score of the model at `path`, sealed or not; None where there is none to keep.

    Raises:
        SealError: where a file is there but can't be used, so that nobody's work is lost.
    """
    if not path.exists():
        return None
    try:
        return score(Model.open(path), parts)
    except ModelError:
        with tempfile.TemporaryDirectory() as folder:
            return score(seal(path, Path(folder) / "old.keras"), parts)


def _limited(parts: Split, limit: int | None) -> Split:
    if limit is None:
        return parts
    images = Images(parts.images.x[:limit], parts.images.y[:limit])
    rng = np.random.default_rng(0)
    picked = np.zeros(len(parts.pen), bool)
    picked[rng.permutation(len(parts.pen))[:limit]] = True
    return Split(images, parts.pen.of(picked), parts.held_out_images, parts.held_out_pen)


def _run_name(recipe: Recipe) -> str:
    """A folder name that tells recipes apart: an interrupted run is found by its recipe."""
    digest = hashlib.sha256(json.dumps(asdict(recipe), sort_keys=True).encode()).hexdigest()
    return f"{recipe.network}-{digest[:8]}"
