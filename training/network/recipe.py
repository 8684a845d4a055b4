"""Recipes: what decides how a network comes out."""

from __future__ import annotations

from dataclasses import dataclass, field

from training.augmentation.variation import Variation


@dataclass(frozen=True)
class Recipe:
    """What decides how a network comes out.

    Attributes:
        network: a name in `NETWORKS`.
        epochs: passes over the training data.
        batch_size: drawings in a step.
        learning_rate: the highest; it falls to zero along half a cosine.
        weight_decay: of AdamW, for all but biases and batch normalisation.
        pen_repeats: variations of each pen digit in an epoch.
        clean_share: of MNIST's images, those that are shown as they are in an epoch.
        style_share: of the pen digits, those that are rewritten in another style.
        form_share: of the pen digits, those that are drawn anew from a style's form.
        outlier_share: of an epoch, drawings that are no digits.
        variation: how far all of them are varied.
        seed: of the weights, the order and the variations.
        limit: most images, and most pen digits, to train on, and most of each kind to measure
            with; None for all.
        start: SHA-256 of the model that training begins from; None for fresh weights.
        history: SHA-256 of the person's own drawings that are trained on; None for none.
        teachers: SHA-256 of the models that it is taught by, beside the labels.
    """

    network: str = "convolutional"
    epochs: int = 46
    batch_size: int = 128
    learning_rate: float = 3e-3
    weight_decay: float = 0.05
    pen_repeats: int = 3
    clean_share: float = 0.1
    style_share: float = 0.15
    form_share: float = 0.03
    outlier_share: float = 0.2
    variation: Variation = field(default_factory=Variation)
    seed: int = 1
    limit: int | None = None
    start: str | None = None
    history: str | None = None
    teachers: tuple[str, ...] = ()


DENSE = Recipe(
    network="dense", epochs=10, learning_rate=1e-3, weight_decay=0.0, pen_repeats=0, outlier_share=0
)
"""The tutorial's: Adam at its default rate, MNIST as it comes."""

RECIPES = {"convolutional": Recipe(), "dense": DENSE}
