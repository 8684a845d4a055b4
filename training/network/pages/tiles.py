"""Tiles: parts of synthetic pages that the page network is trained on, others in each epoch."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.picture.pages.page_features import STEP, page_features
from training.network.lines.workers import Batch
from training.network.pages.architecture import PageRecipe
from training.network.pages.loss import TARGETS, blocks, page_target, turned_target
from training.synthetic.sheets.page import PageMaker, SyntheticPage

_WHOLE = 0.3  # share of the pages that are no larger than a tile
_MOSAICS = (0.45, 0.35, 0.2)  # shares of tiles of 1, 4 and 16 of them
_BLANK = 0.1  # share of the tiles without a line that are kept
_SHOWN = 2  # times that a tile is shown, the second time as a negative or in another brightness
_MIXED = 6  # batches that are mixed
_TURNED = 0.4  # share of the pages that don't stand upright
_SURE_DIGITS = 4  # a single number with fewer digits always stands upright, as a 6 turned is a 9


class Tiles:
    """Batches of tiles.

    A batch is x (n, 256, 256, 3) float32 and y of `loss.blocks`. A group of them depends on the
    seed, the epoch and its number alone, so that an interrupted training goes on with other pages.

    Args:
        maker: of the pages.
        recipe: sizes and seed.
    """

    def __init__(self, maker: PageMaker, recipe: PageRecipe) -> None:
        self._maker, self._recipe = maker, recipe

    def batches(self, epoch: int) -> Iterator[Batch]:
        """The batches of an epoch."""
        for number in range(groups(self._recipe)):
            yield from self.group(epoch, number)

    def group(self, epoch: int, number: int) -> list[Batch]:
        """Batches that are made and mixed together."""
        rng = np.random.default_rng((self._recipe.seed, epoch, number))
        size = self._recipe.batch_size
        count = min(_MIXED, self._recipe.steps - _MIXED * number)
        made: list[Batch] = []
        while len(made) * _SHOWN < count * size:
            made.extend(self._page(rng))
        order = np.concatenate([rng.permutation(len(made)) for _ in range(_SHOWN)])
        batches = []
        for at in range(count):
            chosen = [made[one] for one in order[at * size : (at + 1) * size]]
            x = _varied(np.stack([features for features, _ in chosen]), rng)
            batches.append((x, np.stack([target for _, target in chosen])))
        return batches

    def _page(self, rng: np.random.Generator) -> list[Batch]:
        """A tile of small pages, or the tiles of a large one; few of those without lines."""
        tile = self._recipe.tile
        if rng.random() < _WHOLE:
            return [self._mosaic(tile // int(rng.choice([1, 2, 4], p=_MOSAICS)), rng)]
        x, target = page_input(self._maker.page((2 * tile, 2 * tile), rng), rng)
        cut = [
            (x[top : top + tile, left : left + tile],
             target[top // STEP : (top + tile) // STEP, left // STEP : (left + tile) // STEP])
            for top in (0, tile) for left in (0, tile)
        ]  # fmt: skip
        return [
            (part, blocks(cells))
            for part, cells in cut
            if (cells[..., 0] > 0).any() or rng.random() < _BLANK
        ]

    def _mosaic(self, side: int, rng: np.random.Generator) -> Batch:
        """A tile of pages with such a longest side; what is beyond a page doesn't count."""
        tile = self._recipe.tile
        x = np.zeros((tile, tile, 3), np.float32)
        target = np.zeros((tile // STEP, tile // STEP, TARGETS), np.float32)
        target[..., 0] = -1
        for top in range(0, tile, side):
            for left in range(0, tile, side):
                longest = int(rng.integers(round(0.45 * side), side + 1))
                shortest = max(24, int(longest * rng.uniform(0.15, 1)))
                size = (shortest, longest) if rng.random() < 0.75 else (longest, shortest)
                page, cells = page_input(self._maker.page(size, rng), rng)
                x[top : top + page.shape[0], left : left + page.shape[1]] = page
                row, column = top // STEP, left // STEP
                target[row : row + cells.shape[0], column : column + cells.shape[1]] = cells
        return x, blocks(target)


def groups(recipe: PageRecipe) -> int:
    """How many groups of batches there are in an epoch."""
    return -(-recipe.steps // _MIXED)


def page_input(page: SyntheticPage, rng: np.random.Generator) -> Batch:
    """A page turned at random, and the target of its cells."""
    x = page_features(page.pixels)
    target = page_target(page.lines, page.unsure, x.shape[:2])
    lone = page.kind == "single" and sum(len(text) for text in page.texts) < _SURE_DIGITS
    turns = int(rng.integers(1, 4)) if rng.random() < _TURNED and not lone else 0
    return np.rot90(x, turns), turned_target(target, turns)


def _varied(x: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Tiles with another contrast, now and then negative."""
    shape = len(x), 1, 1, 1
    sign = np.where(rng.random(shape) < 0.1, -1, 1).astype(np.float32)
    strength = np.exp(rng.normal(0, 0.15, shape)).astype(np.float32)
    shift = rng.normal(0, 0.15, shape).astype(np.float32)
    varied: NDArray[np.float32] = sign * strength * x + shift
    return varied
