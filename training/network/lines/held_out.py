"""Held-out lines: of digits, writers and papers that no network is trained on."""

from __future__ import annotations

import numpy as np

from training.data.datasets import Split
from training.network.lines.architecture import LineRecipe
from training.synthetic.lines.line import LineMaker, SyntheticLine

_SEED = 1_000  # of the lines and their papers


def held_out_lines(
    split: Split, count: int, recipe: LineRecipe | None = None
) -> list[SyntheticLine]:
    """Lines of digits, writers and papers that no network is trained on.

    Args:
        split: its held-out images and pen digits are used.
        count: of lines.
        recipe: with the widths of the lines.
    """
    recipe = recipe or LineRecipe()
    maker = LineMaker(split.held_out_images, split.held_out_pen, (), _SEED, 60, 2_000)
    rng = np.random.default_rng(_SEED)
    widths, shares = zip(*recipe.widths, strict=True)
    picked = rng.choice(widths, count, p=np.array(shares) / sum(shares))
    return [maker.line(int(width), rng) for width in picked]
