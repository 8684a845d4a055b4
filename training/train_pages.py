"""The page network's training, from top to bottom: data, pages, network, fit, graph."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import keras

from training.data.datasets import Split, load_non_digits, load_split, outlier_drawings
from training.network.lines.workers import Make, Workers
from training.network.pages.architecture import PageRecipe, page_network
from training.network.pages.fit import fit_pages
from training.network.pages.tiles import Tiles
from training.sealing.graph import compile_graph
from training.sealing.seal import SealError, load_keras
from training.synthetic.sheets.page import PageMaker

GRAPH = "pages.tflite"
"""The graph of the trained network in the run's folder."""

_HELD_OUT_STEPS = 5  # batches on which the curve is measured
_SEED = 1_000  # of the held-out pages and their papers


def train_pages(
    recipe: PageRecipe,
    folder: Path,
    run: Path,
    minutes: float | None = None,
    start: Path | None = None,
    workers: int = 1,
) -> tuple[Path, Path]:
    """Trains a page network and gives the paths of it and of its graph.

    Args:
        recipe: of the training.
        folder: of the data sets.
        run: folder for the results and checkpoints. The same call goes on where it stopped.
        minutes: that the training takes at most.
        start: a trained network to begin from, instead of random weights.
        workers: that make pages while the network learns.

    Raises:
        DataError: if a data set is missing or broken.
        SealError: if `start` is no page network.
        GraphError: if the graph can't be made.
    """
    split = load_split(folder)
    run.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(recipe.seed)
    steps = PageRecipe(steps=_HELD_OUT_STEPS, batch_size=recipe.batch_size, tile=recipe.tile)
    held_out = list(Tiles(held_out_maker(split), steps).batches(_SEED))
    network = page_network()
    if start is not None:
        _begin_from(network, start)
    print(f"{network.count_params():,} parameters", flush=True)
    with Workers(partial(_maker, folder, recipe), workers) as made:
        trained = fit_pages(network, recipe, made, held_out, run, minutes)
    graph = run / GRAPH
    graph.write_bytes(compile_graph(keras.models.load_model(trained, compile=False)))
    return trained, graph


def _maker(folder: Path, recipe: PageRecipe) -> Make:
    """Makes the batches to train on, in the process that calls it."""
    split = load_split(folder)
    characters = outlier_drawings(load_non_digits(folder))
    return Tiles(PageMaker(split.images, split.pen, characters, recipe.seed), recipe).group


def _begin_from(network: keras.Model, path: Path) -> None:
    """Gives a network the weights of a trained one."""
    try:
        network.set_weights(load_keras(path).get_weights())
    except ValueError as error:
        raise SealError(f"{path}: it is not a page network of this architecture") from error


def held_out_maker(split: Split) -> PageMaker:
    """Makes pages of digits, writers and papers that no network is trained on."""
    return PageMaker(split.held_out_images, split.held_out_pen, (), _SEED, 12, 1_000)
