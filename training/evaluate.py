"""Evaluation of a sealed model, through the very code that the application runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.recognition.grouping import group_strokes
from app.recognition.model import Model, calibrate
from training import metrics
from training.data import (
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

LOOK_LIKE_DIGITS = frozenset({"Latin"})
"""Alphabets with letters that are digits to any eye (o, l, s, z, q, b); measured apart."""


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
            alphabet: _non_digits(model, drawings)
            for alphabet, drawings in load_non_digits(folder).items()
        },
    }


def read(model: Model, images: NDArray[np.float32]) -> NDArray[np.float64]:
    """Calibrated probabilities of images (n, 28, 28)."""
    return calibrate(model.run(images), model.card.temperature)


def _digits(model: Model, rows: NDArray[np.float64], labels: NDArray[np.uint8]) -> dict[str, Any]:
    rejected = rows.max(axis=1) < model.card.least_confidence
    return {
        "drawings": len(rows),
        "accuracy": metrics.accuracy(rows, labels),
        "calibration_error": metrics.calibration_error(rows, labels),
        "rejected": float(rejected.mean()),
    }


def _images(model: Model, images: Images) -> dict[str, Any]:
    return _digits(model, read(model, to_float(images.x)), images.y)


def _pen(model: Model, pen: PenDigits) -> dict[str, Any]:
    rows = read(model, pen.render())
    right = rows.argmax(axis=1) == pen.labels
    by_writer = {
        str(writer): float(right[pen.writers == writer].mean()) for writer in np.unique(pen.writers)
    }
    parted = sum(len(group_strokes(strokes, None)) > 1 for strokes in pen.strokes)
    return {
        **_digits(model, rows, pen.labels),
        "writers": sorted(HELD_OUT_WRITERS),
        "by_writer": by_writer,
        "worst_writer": min(by_writer.values()),
        "read_as_several": parted / len(pen),
    }


def _non_digits(model: Model, drawings: tuple[Strokes, ...]) -> dict[str, Any]:
    rows = read(model, render_all(drawings))
    rejected = rows.max(axis=1) < model.card.least_confidence
    return {"drawings": len(drawings), "rejected": float(rejected.mean())}


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
        note = " (o, l, s, z … are digits too)" if alphabet in LOOK_LIKE_DIGITS else ""
        title = f"no digits: {alphabet.replace('_', ' ')}"
        lines.append(f"{title:<30} {part['drawings']:>6}  rejected {part['rejected']:6.1%}{note}")
    return "\n".join(lines)
