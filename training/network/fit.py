"""Fit: the training itself, with its schedule, its checkpoints and its look at held-out data."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras

from training.data.datasets import Split, Strokes, to_float
from training.evaluation import metrics
from training.network.architectures import EVIDENCE
from training.network.batches import CLASSES, MixedBatches, one_hot
from training.network.half_precision import to_half
from training.network.interrupt import Interruptible
from training.network.loss import digit_accuracy, digits_and_rejection
from training.network.pace import Pace
from training.network.prototypes import fit_prototypes
from training.network.recipe import Recipe
from training.network.teachers import Teachers


def fit(
    network: keras.Model,
    recipe: Recipe,
    parts: Split,
    characters: tuple[Strokes, ...],
    run: Path,
    teachers: Teachers | None = None,
) -> Path:
    """Trains a network and gives the path of it with the best checkpoint's weights.

    The best checkpoint is the one with the lowest loss on held-out data, the mean of MNIST's
    held-out images and the held-out writers' pen digits. One drawing more or less that is right
    tells little; the loss weighs every one of them. Its weights are rounded to half precision.

    Args:
        network: of `NETWORKS`; one with a layer `evidence` also learns doubt.
        recipe: of the training.
        parts: what is trained on, and what is held out.
        characters: drawings of other scripts' characters, to train against.
        run: folder for the checkpoints; a run that was interrupted goes on from them.
        teachers: models that it is taught by, beside the labels.
    """
    dense = recipe.network == "dense"
    model = network if dense else keras.Model(network.inputs, network.get_layer(EVIDENCE).output)
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
        begin = []
    else:
        batches = MixedBatches(parts, recipe, characters, teachers)
        data = {"x": batches}
        begin = [
            keras.callbacks.LambdaCallback(
                on_epoch_begin=lambda epoch, logs: batches.start_epoch(epoch)  # noqa: ARG005
            )
        ]
    if dense:
        model.compile(
            optimizer=keras.optimizers.Adam(recipe.learning_rate),
            loss="categorical_crossentropy",
            metrics=["accuracy"],
        )
    else:
        compiled(model, recipe, len(batches))
    pace = Pace()
    with Interruptible() as stop:
        model.fit(
            **data,
            epochs=recipe.epochs,
            verbose=1 if sys.stdout.isatty() else 2,
            callbacks=[
                *begin,
                pace,
                held_out,
                keras.callbacks.ModelCheckpoint(
                    best,
                    monitor="held_out",
                    mode="min",
                    save_best_only=True,
                    initial_value_threshold=so_far,
                ),
                keras.callbacks.BackupAndRestore(backup),
                stop,
            ],
        )
    if not dense and pace.steps:
        print(pace.summary(batches[0]), flush=True)
    model.set_weights(keras.models.load_model(best, compile=False).get_weights())
    if not dense:
        to_half(network)
        fit_prototypes(network, parts.pen, recipe.seed)
    network.save(run / "network.keras")
    return run / "network.keras"


def fit_briefly(
    network: keras.Model,
    recipe: Recipe,
    parts: Split,
    characters: tuple[Strokes, ...],
    say: Callable[[int], None] = lambda _: None,
) -> keras.Model:
    """Trains a network for an experiment: no checkpoints, no looks at held-out data.

    Args:
        network: with a layer `evidence`.
        recipe: of the training.
        parts: what is trained on.
        characters: drawings of other scripts' characters, to train against.
        say: told the number of each epoch that is done, from 1.

    Returns:
        The network up to its logits.
    """
    model = keras.Model(network.inputs, network.get_layer(EVIDENCE).output)
    batches = MixedBatches(parts, recipe, characters)
    compiled(model, recipe, len(batches))
    for epoch in range(recipe.epochs):
        batches.start_epoch(epoch)
        model.fit(batches, initial_epoch=epoch, epochs=epoch + 1, verbose=0)
        say(epoch + 1)
    return model


def compiled(model: keras.Model, recipe: Recipe, steps: int) -> None:
    """Compiles a network for its logits: AdamW, a warm-up, half a cosine down to zero.

    Args:
        model: of the network.
        recipe: its learning rate, weight decay and epochs.
        steps: in an epoch.
    """
    warmup = steps if recipe.epochs > 1 else steps // 5
    rate = keras.optimizers.schedules.CosineDecay(
        recipe.learning_rate / 10,
        steps * recipe.epochs - warmup,
        warmup_target=recipe.learning_rate,
        warmup_steps=warmup,
    )
    optimizer = keras.optimizers.AdamW(rate, weight_decay=recipe.weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
    model.compile(optimizer=optimizer, loss=digits_and_rejection, metrics=[digit_accuracy])


class HeldOut(keras.callbacks.Callback):  # type: ignore[misc]
    """Accuracy on held-out images and writers, and loss, as `held_out`, after every epoch."""

    def __init__(self, parts: Split) -> None:
        super().__init__()
        self._sets = {
            "held_out_images": (to_float(parts.held_out_images.x), parts.held_out_images.y),
            "held_out_pen": (parts.held_out_pen.render(), parts.held_out_pen.labels),
        }

    def measure(self, model: keras.Model) -> dict[str, float]:
        """The accuracy on each of the two, and the mean of their losses."""
        shape = model.input_shape[1:]
        found, losses = {}, []
        for name, (x, y) in self._sets.items():
            rows = model.predict(x.reshape(-1, *shape), batch_size=512, verbose=0)
            if rows.shape[1] == CLASSES:  # logits
                rows = keras.ops.convert_to_numpy(keras.ops.softmax(rows[:, :10]))
            found[name] = metrics.accuracy(rows, y)
            losses.append(metrics.cross_entropy(rows, y))
        found["held_out"] = sum(losses) / len(losses)
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
