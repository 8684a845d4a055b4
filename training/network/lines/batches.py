"""Batches of synthetic lines, others in each epoch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.picture.line_features import STEP, ink_channel, line_features
from training.network.lines.architecture import LineRecipe
from training.network.lines.loss import line_target
from training.network.lines.workers import Batch
from training.synthetic.lines.line import LineMaker, SyntheticLine

_GROUP = 4  # batches: two of different widths, and both again


class LineBatches:
    """Batches of lines of one width each; each line is shown twice, as it takes long to make.

    The second time its brightness is changed and more noise is added.

    A batch is x (n, 48, w, 1) float32 and y as `loss.line_target`. It depends on the seed, the
    epoch and its number alone, so that an interrupted training goes on with other lines.

    Args:
        maker: of the lines.
        recipe: widths, sizes and seed.
    """

    def __init__(self, maker: LineMaker, recipe: LineRecipe) -> None:
        self._maker = maker
        self._recipe = recipe
        self._widths = [width for width, _ in recipe.widths]
        shares = np.array([share for _, share in recipe.widths])
        self._shares = shares / shares.sum()
        self._kept: dict[tuple[int, int, int], Batch] = {}
        self.start_epoch(0)

    def start_epoch(self, epoch: int) -> None:
        """Takes up another epoch's lines."""
        self._epoch = epoch

    def __len__(self) -> int:
        """How many there are in an epoch."""
        return self._recipe.steps

    def group(self, epoch: int, number: int) -> list[Batch]:
        """The batches of a group, whose lines are made once."""
        self.start_epoch(epoch)
        first = _GROUP * number
        return [self[at] for at in range(first, min(first + _GROUP, self._recipe.steps))]

    def __getitem__(self, number: int) -> Batch:
        group, place = divmod(number, _GROUP)
        again, one = divmod(place, 2)
        x, y = self._made(group, one)
        if again:
            seed = (self._recipe.seed, self._epoch, number)
            x = _varied(x, np.random.default_rng((*seed, 1)))
        return x, y

    def _made(self, group: int, one: int) -> Batch:
        key = self._epoch, group, one
        if key not in self._kept:
            recipe = self._recipe
            rng = np.random.default_rng((recipe.seed, self._epoch, group))
            single = len(self._widths) == 1
            widths = rng.choice(self._widths, 2, replace=single, p=self._shares)
            rng = np.random.default_rng((recipe.seed, self._epoch, group, one))
            lines = [self._maker.line(int(widths[one]), rng) for _ in range(recipe.batch_size)]
            self._kept = {kept: batch for kept, batch in self._kept.items() if kept[:2] == key[:2]}
            self._kept[key] = as_batch(lines)
        return self._kept[key]


def groups(recipe: LineRecipe) -> int:
    """How many groups of batches there are in an epoch."""
    return -(-recipe.steps // _GROUP)


def _varied(x: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Lines with another curve of brightness, now and then negative, and with more noise."""
    shape = len(x), 1, 1, 1
    sign = np.where(rng.random(shape) < 0.15, -1, 1).astype(np.float32)
    power = np.exp(rng.normal(0, 0.2, shape)).astype(np.float32)
    noise = rng.standard_normal(x.shape, np.float32) * rng.uniform(0, 0.3, shape).astype("f4")
    varied: NDArray[np.float32] = sign * np.sign(x) * np.abs(x) ** power + noise
    return varied


def as_batch(lines: list[SyntheticLine]) -> Batch:
    """Lines of one width as the network's input and target."""
    x = np.stack([line_features(ink_channel(line.pixels)) for line in lines])[..., None]
    frames = x.shape[2] // STEP
    return x, np.stack([line_target(line.text, line.boxes, frames) for line in lines])
