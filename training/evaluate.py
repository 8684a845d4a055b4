"""Evaluation of a sealed model, through the very code that the application runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.recognition.grouping import group_strokes
from app.recognition.model import Answers, Model
from training import metrics
from training.data import (
    HELD_OUT_ALPHABETS,
    HELD_OUT_WRITERS,
    Images,
    PenDigits,
    Strokes,
    load_mnist,
    load_non_digits,
    load_pen_digits,
    render_all,
    split,
    to_float,
)


def measure(model: Model, folder: Path) -> dict[str, Any]:
    """All figures of a model's card.

    Args:
        model: with its temperature and thresholds already on its card.
        folder: of the data sets.

    Raises:
        DataError: where a data set is missing.
    """
    train, test = load_mnist(folder)
    parts = split(train, load_pen_digits(folder))
    return {
        "mnist_test": _images(model, test),
        "mnist_held_out": _images(model, parts.held_out_images),
        "pen_held_out": _pen(model, parts.held_out_pen),
        "non_digits": {
            alphabet: {
                **_non_digits(model, drawings),
                "held_out": alphabet in HELD_OUT_ALPHABETS,
            }
            for alphabet, drawings in load_non_digits(folder).items()
        },
        "characters_like_digits": _non_digits(
            model, sum(load_non_digits(folder, like_digits=True).values(), ())
        ),
    }


def _digits(answers: Answers, labels: NDArray[np.uint8], most_doubt: float) -> dict[str, Any]:
    return {
        "drawings": len(labels),
        "accuracy": metrics.accuracy(answers.probabilities, labels),
        "calibration_error": metrics.calibration_error(answers.probabilities, labels),
        "rejected": float((answers.doubt > most_doubt).mean()),
    }


def _images(model: Model, images: Images) -> dict[str, Any]:
    answers = model.read(to_float(images.x))
    return _digits(answers, images.y, model.card.most_doubt_in_pictures)


def _pen(model: Model, pen: PenDigits) -> dict[str, Any]:
    answers = model.read(pen.render())
    right = answers.probabilities.argmax(axis=1) == pen.labels
    by_writer = {
        str(writer): float(right[pen.writers == writer].mean()) for writer in np.unique(pen.writers)
    }
    parted = sum(len(group_strokes(strokes, None)) > 1 for strokes in pen.strokes)
    return {
        **_digits(answers, pen.labels, model.card.most_doubt),
        "writers": sorted(HELD_OUT_WRITERS),
        "by_writer": by_writer,
        "worst_writer": min(by_writer.values()),
        "read_as_several": parted / len(pen),
    }


def _non_digits(model: Model, drawings: tuple[Strokes, ...]) -> dict[str, Any]:
    doubt = model.read(render_all(drawings)).doubt
    return {
        "drawings": len(drawings),
        "rejected": float((doubt > model.card.most_doubt).mean()),
    }


def summary(measured: dict[str, Any]) -> str:
    """The figures in lines for a person."""
    lines = []
    for key, title in (
        ("mnist_test", "MNIST test images"),
        ("mnist_held_out", "MNIST held-out images"),
        ("pen_held_out", "pen digits, held-out writers"),
    ):
        part = measured[key]
        lines.append(
            f"{title:<30} {part['drawings']:>6}  right {part['accuracy']:7.2%}  "
            f"rejected {part['rejected']:6.2%}  calibration error {part['calibration_error']:.4f}"
        )
    pen = measured["pen_held_out"]
    worst = min(pen["by_writer"], key=pen["by_writer"].get)
    lines.append(
        f"{'the worst writer':<30} {'':>6}  right {pen['worst_writer']:7.2%}  (writer {worst}; "
        f"read as several digits: {pen['read_as_several']:.2%})"
    )
    for alphabet, part in measured["non_digits"].items():
        note = "" if part["held_out"] else "  (trained against, if at all)"
        title = f"no digits: {alphabet.replace('_', ' ')}"
        lines.append(f"{title:<30} {part['drawings']:>6}  rejected {part['rejected']:6.1%}{note}")
    like = measured["characters_like_digits"]
    title = "characters like 0, 1, 4, 7 …"
    lines.append(f"{title:<30} {like['drawings']:>6}  rejected {like['rejected']:6.1%}")
    return "\n".join(lines)
