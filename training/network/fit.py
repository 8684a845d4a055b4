"""Fitting: the learning-rate schedule, checkpoint selection, and resuming after an interrupt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keras

from digitrec.recognition.trajectory import trajectories
from training.data.datasets import PenDigits, Split, Strokes, to_float
from training.network.architectures import EVIDENCE
from training.network.batches import MixedBatches, ShuffledBatches, one_hot
from training.network.checkpoints import Checkpoints, HeldOut
from training.network.half_precision import to_half
from training.network.interrupt import Interruptible
from training.network.loss import digit_accuracy, digits_and_rejection
from training.network.pace import Pace
from training.network.progress import EpochProgress
from training.network.prototypes import fit_prototypes
from training.network.recipe import Hyperparameters, Recipe
from training.network.teachers import Teachers
from training.network.trajectory import TrajectoryBatches, TrajectoryRecipe
from training.terminal.progress import say

PICTURE, TRAJECTORY = "network", "trajectory"
"""Names of the networks in the files of a run."""


def fit(
    network: keras.Model,
    recipe: Recipe,
    split: Split,
    characters: tuple[Strokes, ...],
    run: Path,
    teachers: Teachers | None = None,
) -> Path:
    """Trains a picture classifier and gives the path of it with the best epoch's weights.

    The best epoch is the one with the lowest loss on held-out data: the mean of MNIST's held-out
    images and the held-out writers' pen digits. The weights are rounded to half precision.

    While the trained network is in the run's folder, it is not trained again: remove it when
    everything that follows the training is done.

    Args:
        network: of `NETWORKS`; one with a layer `evidence` also learns to reject.
        recipe: of the training.
        split: what is trained on, and what is held out.
        characters: drawings of other scripts' characters, to train against.
        run: folder for the checkpoints. An interrupted run goes on from them.
        teachers: models to learn from, in addition to the labels.
    """
    files = Checkpoints(run, PICTURE)
    if files.finished():
        return files.trained
    held_out = HeldOut.of(split)
    if recipe.network == "dense":
        _fit_dense(network, recipe, split, held_out, files)
        files.take_best(network)
    else:
        logits = keras.Model(network.inputs, network.get_layer(EVIDENCE).output)
        batches = MixedBatches(split, recipe, characters, teachers)
        _fit_batches(logits, batches, recipe, held_out, files)
        files.take_best(logits)
        to_half(network)
        fit_prototypes(network, split.pen, recipe.seed)
    return files.finish(network)


def fit_trajectory(
    network: keras.Model,
    recipe: TrajectoryRecipe,
    pen: PenDigits,
    held_out: PenDigits,
    characters: tuple[Strokes, ...],
    run: Path,
) -> Path:
    """Trains a trajectory network like `fit` trains a picture classifier.

    Args:
        network: of `trajectory`.
        recipe: of the training.
        pen: digits to train on.
        held_out: digits of other writers, to choose the epoch by.
        characters: drawings of other scripts' characters, to train against.
        run: folder for the checkpoints. An interrupted run goes on from them.
    """
    files = Checkpoints(run, TRAJECTORY)
    if files.finished():
        return files.trained
    paths = HeldOut({"paths": (trajectories(held_out.strokes), held_out.labels)})
    _fit_batches(network, TrajectoryBatches(pen, recipe, characters), recipe, paths, files)
    files.take_best(network)
    to_half(network)
    return files.finish(network)


def _fit_dense(
    network: keras.Model, recipe: Recipe, split: Split, held_out: HeldOut, files: Checkpoints
) -> None:
    """The tutorial's training: Adam at a fixed learning rate, images only, none of them varied."""
    network.compile(
        optimizer=keras.optimizers.Adam(recipe.learning_rate),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    x, y = to_float(split.images.x).reshape(-1, 784), one_hot(split.images.y)
    done = files.resume(network)
    with Interruptible() as stop:
        network.fit(
            x,
            y,
            batch_size=recipe.batch_size,
            initial_epoch=done,
            epochs=recipe.epochs,
            verbose=0,
            callbacks=[held_out, files, EpochProgress(), stop],
        )


def _fit_batches(
    logits: keras.Model,
    batches: ShuffledBatches,
    recipe: Hyperparameters,
    held_out: HeldOut,
    files: Checkpoints,
) -> None:
    """Trains on digits and outliers, which are varied differently in each epoch."""
    compiled(logits, recipe, len(batches))
    next_epoch = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: batches.start_epoch(epoch)  # noqa: ARG005
    )
    pace = Pace()
    done = files.resume(logits)
    with Interruptible() as stop:
        logits.fit(
            batches,
            initial_epoch=done,
            epochs=recipe.epochs,
            verbose=0,
            callbacks=[next_epoch, pace, held_out, files, EpochProgress(), stop],
        )
    if pace.steps:
        say(pace.summary(batches[0]))


def fit_briefly(
    network: keras.Model,
    recipe: Recipe,
    split: Split,
    characters: tuple[Strokes, ...],
    on_epoch: Callable[[int], None] = lambda _: None,
) -> keras.Model:
    """Trains a network for an experiment, without checkpoints and without held-out data.

    Args:
        network: with a layer `evidence`.
        recipe: of the training.
        split: what is trained on.
        characters: drawings of other scripts' characters, to train against.
        on_epoch: called with the number of each finished epoch, counted from 1.

    Returns:
        The network up to its logits.
    """
    logits = keras.Model(network.inputs, network.get_layer(EVIDENCE).output)
    batches = MixedBatches(split, recipe, characters)
    compiled(logits, recipe, len(batches))
    for epoch in range(recipe.epochs):
        batches.start_epoch(epoch)
        logits.fit(batches, initial_epoch=epoch, epochs=epoch + 1, verbose=0)
        on_epoch(epoch + 1)
    return logits


def compiled(logits: keras.Model, recipe: Hyperparameters, steps: int) -> None:
    """Compiles a network for its logits: AdamW, a warm-up, and a cosine decay to zero.

    Args:
        logits: the network up to the layer `evidence`.
        recipe: its learning rate, weight decay and epochs.
        steps: in an epoch.
    """
    warmup = steps if recipe.epochs > 1 else steps // 5
    schedule = keras.optimizers.schedules.CosineDecay(
        recipe.learning_rate / 10,
        steps * recipe.epochs - warmup,
        warmup_target=recipe.learning_rate,
        warmup_steps=warmup,
    )
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=recipe.weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
    logits.compile(optimizer=optimizer, loss=digits_and_rejection, metrics=[digit_accuracy])
