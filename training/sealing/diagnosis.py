"""Diagnosis: why a sealed model reads badly, found by trying what it may have been trained on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import read_drawings
from training.data.datasets import Split, to_float
from training.evaluation import metrics

ENOUGH = 0.9
"""Accuracy on held-out data below which something is wrong with a model, not only with its weights.
Every usual network passes it on MNIST after one epoch."""

_IMAGES = 1000  # held-out images that it is tried on

Images = NDArray[np.float32]


@dataclass(frozen=True)
class Cause:
    """What may be wrong, and what to do about it.

    Attributes:
        means: what the model was trained on, as the end of a sentence.
        remedy: an instruction.
        change: of the images, under which such a model reads well.
        shift: what to subtract from the digits that it gives.
    """

    means: str
    remedy: str
    change: Callable[[Images], Images] = lambda images: images
    shift: int = 0


_WRAP = (
    "put a layer in front of it and seal the result: "
    "keras.Sequential([keras.Input({shape}), {layer}, model])"
)


def causes(shape: tuple[int, ...]) -> Iterator[Cause]:
    """The usual causes, for a model of this input."""

    def layer(text: str) -> str:
        return _WRAP.format(shape=shape, layer=text)

    yield Cause(
        "pixels from 0 to 255, where the program gives 0 to 1",
        layer("keras.layers.Rescaling(255)"),
        lambda images: images * np.float32(255),
    )
    yield Cause(
        "black ink on white, where the program gives white ink on black",
        layer("keras.layers.Rescaling(-1, offset=1)"),
        lambda images: 1 - images,
    )
    yield Cause(
        "black ink on white with pixels from 0 to 255, where the program gives white ink on black "
        "from 0 to 1",
        layer("keras.layers.Rescaling(-255, offset=255)"),
        lambda images: (1 - images) * np.float32(255),
    )
    yield Cause(
        "images whose rows and columns are swapped, as EMNIST's files have them",
        "train it again on the transposed images",
        lambda images: images.transpose(0, 2, 1).copy(),
    )
    for shift in range(1, 10):
        yield Cause(
            f"labels shifted by {shift}: it gives {shift} for a 0",
            "train it again with the labels 0 to 9, in this order",
            shift=shift,
        )


def diagnose(model: Model, split: Split) -> str | None:
    """A warning if a model reads less than 90 % of held-out data, with the cause that fits.

    Args:
        model: sealed.
        split: whose held-out images and pen digits it is tried on.

    Returns:
        None if there is nothing to warn of.
    """
    images, labels = to_float(split.held_out_images.x[:_IMAGES]), split.held_out_images.y[:_IMAGES]
    pen = split.held_out_pen
    on_images = _accuracy(model, images, labels)
    on_pen = metrics.accuracy(read_drawings(model, pen.strokes).probabilities, pen.labels)
    if min(on_images, on_pen) >= ENOUGH:
        return None
    warning = (
        f"WARNING: the model reads only {on_images:.1%} of held-out images and {on_pen:.1%} of "
        "held-out writers' drawings. "
    )
    if on_images >= ENOUGH:
        return warning + (
            "It knows scanned digits, but not drawings, which is what people will show it. Train "
            "it on drawings too, as python -m training train does"
        )
    shape = tuple(model.card.fields["input"])
    found = max(
        ((_accuracy(model, one.change(images), labels, one.shift), one) for one in causes(shape)),
        key=lambda pair: pair[0],
    )
    accuracy, cause = found
    if accuracy < ENOUGH and accuracy < on_images + 0.3:
        return warning + (
            "It was tried with pixels from 0 to 255, with black ink on white, with swapped rows "
            "and columns and with shifted labels, and reads none of them well: it has not learned "
            "to read digits"
        )
    return warning + (
        f"It seems to have been trained on {cause.means}: so it reads {accuracy:.1%} of the "
        f"images. {cause.remedy[0].upper()}{cause.remedy[1:]}"
    )


def _accuracy(model: Model, images: Images, labels: NDArray[np.uint8], shift: int = 0) -> float:
    read = (model.run(images).argmax(axis=1) - shift) % 10
    return float((read == labels).mean())
