"""Recipes: the hyperparameters of a training."""

from __future__ import annotations

from dataclasses import dataclass, field

from training.augmentation.variation import Variation


@dataclass(frozen=True)
class Hyperparameters:
    """What decides the training of either network.

    Attributes:
        epochs: passes over the training data.
        batch_size: drawings in a step.
        learning_rate: the highest; it falls to zero by a cosine decay.
        weight_decay: of AdamW, for all weights but biases and batch normalisation.
        pen_repeats: variations of each pen digit in an epoch.
        style_share: share of the pen digits that are written in another style.
        form_share: share of the pen digits that are replaced by one drawn from a form.
        outlier_share: share of an epoch's drawings that are not digits.
        variation: how much all of them are varied.
        seed: of the weights, the order and the variation.
    """

    epochs: int = 46
    batch_size: int = 128
    learning_rate: float = 3e-3
    weight_decay: float = 0.05
    pen_repeats: int = 3
    style_share: float = 0.15
    form_share: float = 0.1
    outlier_share: float = 0.2
    variation: Variation = field(default_factory=Variation)
    seed: int = 1


@dataclass(frozen=True)
class Recipe(Hyperparameters):
    """All that decides what the training of a picture classifier yields.

    Attributes:
        network: a name in `NETWORKS`.
        clean_share: share of the images that are not varied in an epoch.
        form_image_share: share of MNIST's images that are replaced by the image of a drawn form.
        limit: the largest number of images, and of pen digits, to train on, and of each kind to
            measure with; None for no limit.
        start: SHA-256 of the model that training begins from; None for random weights.
        history: SHA-256 of the person's own drawings to train on; None for none.
        teachers: SHA-256 of the models to learn from, in addition to the labels.
    """

    network: str = "convolutional"
    clean_share: float = 0.1
    form_image_share: float = 0.03
    limit: int | None = None
    start: str | None = None
    history: str | None = None
    teachers: tuple[str, ...] = ()


DENSE = Recipe(
    network="dense", epochs=10, learning_rate=1e-3, weight_decay=0.0, pen_repeats=0, outlier_share=0
)
"""The tutorial's recipe: Adam at its default learning rate, MNIST without variation."""

RECIPES = {"convolutional": Recipe(), "dense": DENSE}
