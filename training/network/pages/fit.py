"""Fits the page network; goes on where it was interrupted, and ends in time."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path

import keras
import numpy as np

from digitrec.files import written_whole
from training.network.checkpoints import save_whole
from training.network.half_precision import to_half
from training.network.memory import keep_freed_memory
from training.network.pages.architecture import PageRecipe
from training.network.pages.loss import page_loss
from training.network.pages.tiles import Batch, Tiles

TRAINED = "pages.keras"
"""The trained network in the run's folder."""

_WARM_UP = 0.02  # share of the training
_LOWEST = 0.003  # of the learning rate


def fit_pages(
    network: keras.Model,
    recipe: PageRecipe,
    tiles: Tiles,
    held_out: list[Batch],
    run: Path,
    minutes: float | None = None,
) -> Path:
    """Trains a page network and gives the path of it, its kernels in half precision.

    It runs the steps itself, one after the other with the making of the pages: Keras's `fit` makes
    batches on another thread, and a training on one core gains nothing by it.

    Args:
        network: of `page_network`, to be trained.
        recipe: of the training.
        tiles: to train on.
        held_out: batches of other digits and writers, whose loss is measured.
        run: folder for the checkpoints. An interrupted run goes on from the last whole epoch.
        minutes: the learning rate falls so that the training ends after this time at the latest,
            the time before an interrupt included.
    """
    trained = run / TRAINED
    if trained.exists():
        print(f"already trained, going on from {trained}", flush=True)
        return trained
    compile_network(network, recipe)
    progress, weights = run / "progress-pages.json", run / "pages.weights.h5"
    before, first = 0.0, 0
    if progress.exists() and weights.exists():
        noted = json.loads(progress.read_text("utf-8"))
        before, first = float(noted["seconds"]), int(noted["epochs"])
        network.load_weights(weights)
    limit = math.inf if minutes is None else 60 * minutes
    began = time.monotonic()
    for epoch in range(first, recipe.epochs):
        keep_freed_memory()
        losses = []
        for x, y in tiles.batches(epoch):
            seconds = before + time.monotonic() - began
            done = max(
                (epoch + len(losses) / recipe.steps) / recipe.epochs, min(seconds / limit, 1.0)
            )
            network.optimizer.learning_rate = recipe.learning_rate * _rate(done)
            losses.append(float(network.train_on_batch(x, y)))
        seconds = before + time.monotonic() - began
        found = [float(network.test_on_batch(x, y)) for x, y in held_out]
        print(
            f"epoch {epoch + 1}: {seconds / 60:.1f} minutes, loss {np.mean(losses):.4f}"
            + (f", held out {np.mean(found):.4f}" if found else ""),
            flush=True,
        )
        network.save_weights(weights)
        with written_whole(progress, replace=True) as stream:
            json.dump({"seconds": seconds, "epochs": epoch + 1}, stream)
        if seconds >= limit:
            break
    to_half(network)
    save_whole(network, trained)
    return trained


def compile_network(network: keras.Model, recipe: PageRecipe) -> None:
    """Gives a network its optimizer, whose state is empty, and its loss."""
    optimizer = keras.optimizers.AdamW(
        recipe.learning_rate, weight_decay=recipe.weight_decay, global_clipnorm=5.0
    )
    optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
    network.compile(optimizer=optimizer, loss=page_loss, jit_compile=False)
    optimizer.build(network.trainable_variables)


def _rate(done: float) -> float:
    """The share of the highest learning rate, after a share of the training."""
    rising = min((done + 0.2 * _WARM_UP) / _WARM_UP, 1.0)
    return max(rising * (1 + math.cos(math.pi * min(done, 1.0))) / 2, _LOWEST)
