"""The line network's training, from top to bottom: data, lines, network, fit, graph."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import keras

from training.data.datasets import load_non_digits, load_split, outlier_drawings
from training.network.lines.architecture import LineRecipe, line_network
from training.network.lines.batches import LineBatches
from training.network.lines.fit import fit_lines
from training.network.lines.held_out import held_out_lines
from training.network.lines.workers import Make, Workers
from training.sealing.graph import compile_graph
from training.sealing.seal import SealError, load_keras
from training.synthetic.lines.line import LineMaker

GRAPH = "lines.tflite"
"""The graph of the trained network in the run's folder."""

_HELD_OUT_LINES = 300  # on which the curve is measured


def train_lines(
    recipe: LineRecipe,
    folder: Path,
    run: Path,
    minutes: float | None = None,
    start: Path | None = None,
    workers: int = 1,
) -> tuple[Path, Path]:
    """Trains a line network and gives the paths of it and of its graph.

    Args:
        recipe: of the training.
        folder: of the data sets.
        run: folder for the results and checkpoints. The same call goes on where it stopped.
        minutes: that the training takes at most.
        start: a trained network to begin from, instead of random weights.
        workers: that make lines while the network learns.

    Raises:
        DataError: if a data set is missing or broken.
        SealError: if `start` is no line network.
        GraphError: if the graph can't be made.
    """
    run.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(recipe.seed)
    held_out = held_out_lines(load_split(folder), _HELD_OUT_LINES, recipe)
    network = line_network()
    if start is not None:
        _begin_from(network, start)
    print(f"{network.count_params():,} parameters", flush=True)
    with Workers(partial(_maker, folder, recipe), workers) as made:
        trained = fit_lines(network, recipe, made, held_out, run, minutes)
    graph = run / GRAPH
    graph.write_bytes(compile_graph(keras.models.load_model(trained, compile=False)))
    return trained, graph


def _maker(folder: Path, recipe: LineRecipe) -> Make:
    """Makes the batches to train on, in the process that calls it."""
    split = load_split(folder)
    characters = outlier_drawings(load_non_digits(folder))
    return LineBatches(LineMaker(split.images, split.pen, characters, recipe.seed), recipe).group


def _begin_from(network: keras.Model, path: Path) -> None:
    """Gives a network the weights of a trained one, layer by layer; layers that it lacks stay."""
    trained = load_keras(path)
    known = {layer.name: layer.get_weights() for layer in trained.layers}
    try:
        if not set(known) <= {layer.name for layer in network.layers} | {trained.layers[0].name}:
            raise ValueError("other layers")
        for layer in network.layers:
            if layer.name in known:
                layer.set_weights(known[layer.name])
    except ValueError as error:
        raise SealError(f"{path}: it is not a line network of this architecture") from error
