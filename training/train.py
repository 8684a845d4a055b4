"""Training: data, network, fit, choose, calibrate, measure, seal.

The best checkpoint is the one with the highest accuracy on held-out data, the mean of MNIST's
held-out images and the held-out writers' pen digits. The MNIST test set is looked at once, at the
end, for the card.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from app.recognition.model import Model, ModelError, calibrate
from training import metrics
from training.batches import MixedBatches, one_hot
from training.data import Images, Split, load_mnist, load_pen_digits, split, to_float
from training.evaluate import measure, summary
from training.networks import NETWORKS
from training.recipe import Recipe
from training.seal import amend_card, load_keras, seal
from training.sources import MNIST, PEN_DIGITS


def train(
    recipe: Recipe,
    folder: Path,
    target: Path,
    runs: Path,
    force: bool = False,
    start: Path | None = None,
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

    Returns:
        Whether `target` was replaced.

    Raises:
        DataError, SealError: where a data set or a model can't be used.
    """
    keras.utils.set_random_seed(recipe.seed)
    network = NETWORKS[recipe.network]()
    if start is not None:
        network = load_keras(start)
        recipe = replace(recipe, start=hashlib.sha256(start.read_bytes()).hexdigest())
    parts = _limited(split(load_mnist(folder)[0], load_pen_digits(folder)), recipe.limit)
    run = runs / _run_name(recipe)
    run.mkdir(parents=True, exist_ok=True)
    print(
        f"training {recipe.network} on {len(parts.images)} images and {len(parts.pen)} pen digits; "
        f"checkpoints in {run}"
    )
    sealed = run / "my_model.keras"
    seal(_fit(network, recipe, parts, run), sealed, _card(recipe, parts))
    amend_card(sealed, thresholds=choose_thresholds(Model.open(sealed), parts))
    model = amend_card(sealed, measured=measure(Model.open(sealed), folder))
    print(summary(model.card.fields["measured"]))
    return _promote(model, target, parts, force)


def choose_thresholds(model: Model, parts: Split) -> dict[str, float]:
    """Temperature and least confidence, from held-out data alone."""
    images = model.run(to_float(parts.held_out_images.x))
    pen = model.run(parts.held_out_pen.render())
    temperature = metrics.fit_temperature(pen, parts.held_out_pen.labels)
    calibrated = [calibrate(rows, temperature) for rows in (images, pen)]
    return {"temperature": temperature, "confidence": metrics.least_confidence(*calibrated)}


def score(model: Model, parts: Split) -> float:
    """What models are compared by: mean accuracy on held-out images and held-out writers."""
    images, pen = parts.held_out_images, parts.held_out_pen
    return (
        metrics.accuracy(model.run(to_float(images.x)), images.y)
        + metrics.accuracy(model.run(pen.render()), pen.labels)
    ) / 2


def _fit(model: keras.Model, recipe: Recipe, parts: Split, run: Path) -> Path:
    """Trains and gives the path of the best checkpoint, without the optimizer's state."""
    dense = recipe.network == "dense"
    best, backup = run / "best.keras", run / "backup"
    held_out = HeldOut(parts)
    so_far = None
    if backup.exists() and best.exists():  # an interrupted run goes on
        so_far = held_out.measure(keras.models.load_model(best, compile=False))["held_out"]
    if dense:
        data: dict[str, Any] = {
            "x": to_float(parts.images.x).reshape(-1, 784),
            "y": one_hot(parts.images.y),
            "batch_size": recipe.batch_size,
        }
        steps = -(-len(parts.images) // recipe.batch_size)
        rate: Any = recipe.learning_rate
        begin = []
    else:
        batches = MixedBatches(parts, recipe)
        data = {"x": batches}
        steps = len(batches)
        warmup = steps if recipe.epochs > 1 else steps // 5
        rate = keras.optimizers.schedules.CosineDecay(
            recipe.learning_rate / 10,
            steps * recipe.epochs - warmup,
            warmup_target=recipe.learning_rate,
            warmup_steps=warmup,
        )
        begin = [
            keras.callbacks.LambdaCallback(
                on_epoch_begin=lambda epoch, logs: batches.start_epoch(epoch)  # noqa: ARG005
            )
        ]
    model.compile(
        optimizer=keras.optimizers.Adam(rate)
        if dense
        else keras.optimizers.AdamW(rate, weight_decay=recipe.weight_decay),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(
        **data,
        epochs=recipe.epochs,
        verbose=1 if sys.stdout.isatty() else 2,
        callbacks=[
            *begin,
            held_out,
            keras.callbacks.ModelCheckpoint(
                best,
                monitor="held_out",
                mode="max",
                save_best_only=True,
                initial_value_threshold=so_far,
            ),
            keras.callbacks.BackupAndRestore(backup),
        ],
    )
    keras.models.load_model(best, compile=False).save(best)
    return best


class HeldOut(keras.callbacks.Callback):  # type: ignore[misc]
    """Accuracy on held-out images and writers, as `held_out`, after every epoch."""

    def __init__(self, parts: Split) -> None:
        super().__init__()
        self._sets = {
            "held_out_images": (to_float(parts.held_out_images.x), parts.held_out_images.y),
            "held_out_pen": (parts.held_out_pen.render(), parts.held_out_pen.labels),
        }

    def measure(self, model: keras.Model) -> dict[str, float]:
        """The accuracy on each of the two, and their mean."""
        shape = model.input_shape[1:]
        found = {}
        for name, (x, y) in self._sets.items():
            rows = model.predict(x.reshape(-1, *shape), batch_size=512, verbose=0)
            found[name] = metrics.accuracy(rows, y)
        found["held_out"] = sum(found.values()) / len(found)
        return found

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Adds the three figures to the logs, where the checkpoint looks."""
        found = self.measure(self.model)
        if logs is not None:
            logs.update(found)
        print(
            f" held out: images {found['held_out_images']:.2%}, pen {found['held_out_pen']:.2%}",
            flush=True,
        )


def _card(recipe: Recipe, parts: Split) -> dict[str, Any]:
    mnist = {"title": MNIST.title, "sha256": MNIST.sha256, "drawings": len(parts.images)}
    pen = {"title": PEN_DIGITS.title, "sha256": PEN_DIGITS.sha256, "drawings": len(parts.pen)}
    return {
        "recipe": asdict(recipe),
        "trained_on": [mnist] if recipe.network == "dense" else [mnist, pen],
        "held_out": {
            "mnist": len(parts.held_out_images),
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
