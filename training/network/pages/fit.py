"""Fits the page network; goes on where it was interrupted, and ends in time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path

import keras

from training.network.checkpoints import save_whole
from training.network.half_precision import to_half
from training.network.interrupt import Interruptible
from training.network.lines.fit import Checkpoint, Schedule
from training.network.lines.workers import Batch, Workers
from training.network.memory import keep_freed_memory
from training.network.pages.architecture import PageRecipe
from training.network.pages.loss import page_loss
from training.network.pages.tiles import groups

TRAINED = "pages.keras"
"""The trained network in the run's folder."""

CHECKPOINT = "checkpoint-pages.npz"
"""What an interrupted run goes on from, likewise."""


def fit_pages(
    network: keras.Model,
    recipe: PageRecipe,
    workers: Workers,
    held_out: list[Batch],
    run: Path,
    minutes: float | None = None,
) -> Path:
    """Trains a page network and gives the path of it, its kernels in half precision.

    Args:
        network: of `page_network`, to be trained.
        recipe: of the training.
        workers: that make the batches of `Tiles`, group by group.
        held_out: batches of other digits and writers, whose loss is measured.
        run: folder for the checkpoint. An interrupted run goes on from the last whole epoch.
        minutes: the learning rate falls so that the training ends after this time at the latest,
            the time before an interrupt included.
    """
    trained = run / TRAINED
    if trained.exists():
        print(f"already trained, going on from {trained}", flush=True)
        return trained
    compile_network(network, recipe)
    checkpoint = Checkpoint(network, run / CHECKPOINT)
    schedule = Schedule(recipe, minutes, checkpoint.seconds)
    with Interruptible() as stop:
        for epoch in range(checkpoint.epochs, recipe.epochs):
            if schedule.over:
                break
            keep_freed_memory()
            network.optimizer.learning_rate = schedule.learning_rate(epoch)
            made = workers.batches(epoch, groups(recipe))
            loss = _mean_loss(network, _trained_on(network, made, stop))
            checkpoint.save(epoch + 1, schedule.seconds)
            tried = _mean_loss(network, (network.test_on_batch(x, y) for x, y in held_out))
            print(
                f"epoch {epoch + 1}: loss {loss:.3f}, held out {tried:.3f}, "
                f"{schedule.left(epoch + 1)}",
                flush=True,
            )
            stop.on_epoch_begin(epoch)
    to_half(network)
    save_whole(network, trained)
    checkpoint.path.unlink(missing_ok=True)
    return trained


def compile_network(network: keras.Model, recipe: PageRecipe) -> None:
    """Gives a network its loss, and an optimizer whose state is empty."""
    optimizer = keras.optimizers.AdamW(
        recipe.learning_rate, weight_decay=recipe.weight_decay, global_clipnorm=5.0
    )
    optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
    optimizer.build(network.trainable_variables)
    network.compile(optimizer=optimizer, loss=page_loss, jit_compile=False)


def _trained_on(
    network: keras.Model, batches: Iterable[Batch], stop: Interruptible
) -> Iterable[float]:
    """The loss after each batch, which the network is trained on."""
    for number, (x, y) in enumerate(batches):
        yield network.train_on_batch(x, y)
        stop.on_train_batch_end(number)


def _mean_loss(network: keras.Model, losses: Iterable[float]) -> float:
    """The last of the losses: Keras gives the mean of all since the metrics were reset."""
    network.reset_metrics()
    loss = math.nan
    for each in losses:
        loss = float(each)
    return loss
