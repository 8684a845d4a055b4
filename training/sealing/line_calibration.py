"""Calibration of the line network on held-out lines and held-out single digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from digitrec.recognition.line_calibration import LineCalibration
from digitrec.recognition.model import Model, ModelError
from digitrec.recognition.picture.line_crops import whole_line
from digitrec.recognition.picture.line_decoding import MARKS, OTHER, SPACE, log_probability
from digitrec.recognition.picture.line_features import ink_channel, line_features
from digitrec.recognition.picture.line_reader import LineReader
from digitrec.recognition.picture.line_readings import ReadLine, read_line
from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.picture.single_digits import (
    as_classified,
    gate_features,
    may_be_single,
)
from training.data.datasets import Split, Strokes
from training.network.lines.held_out import held_out_lines
from training.synthetic.lines.line import SyntheticLine
from training.terminal.progress import shown

LINES = 1500
"""Held-out synthetic lines that calibrate."""

WRONG_ACCEPTED = 0.03
"""Share of the held-out lines with digits that may have wrong ones without a doubt: there, of the
lines that are just accepted, three of four are right."""

_TEMPERATURES = (0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.7, 2.0)
_COOLED = 200  # lines that choose the temperature
_OF_DIGITS = (
    "single", "number", "boxed", "amount", "decimal", "negative", "date", "groups",
)  # fmt: skip
_IMPOSSIBLE = -30.0  # logarithm of a probability: less counts as this
_SINGLE = 400  # clean pictures of single digits of each kind, at most, that the gate learns from
_RIDGE = 0.02  # of the gate's weights, for each example
_ROUNDS = 50


def lines_for(limit: int | None) -> int:
    """How many lines calibrate after a training with at most `limit` drawings of each kind."""
    return LINES if limit is None else min(-(-limit // 10), LINES)


def calibrate_lines(model: Model, split: Split, count: int = LINES) -> LineCalibration:
    """The calibration of a model's line network, from held-out data alone.

    Args:
        model: with a line network, whose calibration doesn't matter.
        split: its held-out images and pen digits are used.
        count: of synthetic lines.

    Raises:
        ModelError: if it has no line network.
    """
    if model.lines is None:
        raise ModelError("{path}: it has no line network", path=model.path)
    lines = held_out_lines(split, count)
    run = model.lines.run
    outputs = [
        run(line_features(ink_channel(line.pixels)))
        for line in shown("reading held-out lines", lines, len(lines))
    ]
    calibration = LineCalibration(_temperature(lines, outputs))
    model.lines.calibration = calibration
    pictures = [(Picture(line.pixels), line.text.strip()) for line in lines]
    calibration = replace(calibration, gate=_gate(model, model.lines, pictures, split))
    model.lines.calibration = calibration
    return replace(calibration, rejection=_rejection(model.lines, lines, outputs))


def _temperature(lines: Sequence[SyntheticLine], outputs: Sequence[NDArray[np.float32]]) -> float:
    """That under which what the lines say is most probable."""

    def gain(temperature: float) -> float:
        return sum(
            max(
                _IMPOSSIBLE,
                *(
                    log_probability(rows, text, temperature)
                    for text in {line.text, line.text.rstrip()}
                ),
            )
            for line, rows in zip(lines[:_COOLED], outputs[:_COOLED], strict=True)
        )

    return max(_TEMPERATURES, key=gain)


def _rejection(
    reader: LineReader, lines: Sequence[SyntheticLine], outputs: Sequence[NDArray[np.float32]]
) -> float:
    """The highest threshold with which few lines have wrong digits without a doubt.

    Marks don't count: they have no threshold.
    """
    scores, wrong = [], []
    for line, rows in zip(lines, outputs, strict=True):
        if line.kind in _OF_DIGITS:
            reading = reader.decode(rows)
            digits = [one for one in reading.characters if one.symbol not in MARKS + SPACE]
            unsure = any(one.symbol == OTHER for one in digits)
            scores.append(max((one.rejection_score for one in digits), default=1.0) + unsure)
            wrong.append(reading.digits != "".join(filter(str.isdigit, line.text)))
    order = np.argsort(scores, kind="stable")
    shares = np.cumsum(np.array(wrong)[order]) / len(order)
    few = np.flatnonzero(shares <= WRONG_ACCEPTED)
    return float(np.array(scores)[order[few[-1]]]) if len(few) else 0.0


def _gate(
    model: Model, reader: LineReader, lines: Sequence[tuple[Picture, str]], split: Split
) -> tuple[float, ...]:
    """Weights that say when the classifier is right and the line network isn't, or as well."""
    pictures = [*lines, *_clean_digits(split)]
    features, right = [], []
    for picture, text in shown("reading pictures of digits", pictures, len(pictures)):
        one = read_line(picture, whole_line(picture), reader)
        if may_be_single(one):
            classified = as_classified(one, model)
            seen = text == str(classified.probabilities[0].argmax())
            if seen or _agrees(one, text):  # where both are wrong there is nothing to choose
                features.append(gate_features(one, classified, reader))
                right.append(seen)
    return _logistic(np.array(features), np.array(right, float))


def _agrees(one: ReadLine, text: str) -> bool:
    return one.reading.text == text or (set(text) == {OTHER} and OTHER in one.reading.text)


def _clean_digits(split: Split) -> list[tuple[Picture, str]]:
    """Pictures of single digits as data sets and paint programs have them."""
    images, pen = split.held_out_images, split.held_out_pen
    pixels = np.asarray(images.x[:_SINGLE]).reshape(-1, 28, 28)
    found = [
        (Picture(image if at % 2 else 255 - image), str(label))
        for at, (image, label) in enumerate(zip(pixels, images.y[:_SINGLE], strict=True))
    ]
    rng = np.random.default_rng(0)
    for strokes, label in list(zip(pen.strokes, pen.labels, strict=True))[
        :: max(1, len(pen.labels) // _SINGLE)
    ]:
        found.append((painted(strokes, rng), str(label)))
    return found


def painted(strokes: Strokes, rng: np.random.Generator) -> Picture:
    """A pen digit as if drawn in a paint program: one colour, no noise, any size and place."""
    side = int(rng.choice([32, 64, 100, 200, 280, 300]))
    size = side * rng.uniform(0.4, 0.85)
    points = np.concatenate([np.asarray(stroke, float) for stroke in strokes])
    low, span = points.min(axis=0), np.ptp(points, axis=0).max() or 1.0
    free = np.maximum(side - size * np.ptp(points, axis=0) / span, 0)
    origin = free * rng.uniform(0.25, 0.75, 2)
    ink, paper = (0, 255) if rng.random() < 0.7 else (255, 0)
    image = Image.new("L", (4 * side, 4 * side), paper)
    draw = ImageDraw.Draw(image)
    width = max(1, round(4 * size * rng.uniform(0.03, 0.15)))
    for stroke in strokes:
        placed = ((np.asarray(stroke, float) - low) / span * size + origin) * 4
        draw.line([tuple(point) for point in placed.tolist()], ink, width, joint="curve")
    return Picture(np.asarray(image.reduce(4)))


def _logistic(features: NDArray[np.float64], right: NDArray[np.float64]) -> tuple[float, ...]:
    """Weights of a logistic regression, by Newton's method."""
    weights = np.zeros(features.shape[1])
    ridge = _RIDGE * len(right) * np.eye(features.shape[1]) / features.shape[1]
    ridge[0, 0] = 1e-6
    for _ in range(_ROUNDS):
        share = 1 / (1 + np.exp(-np.clip(features @ weights, -50, 50)))
        gradient = features.T @ (share - right) + ridge @ weights
        curve = (features * (share * (1 - share))[:, None]).T @ features + ridge
        weights = weights - np.linalg.solve(curve + 1e-6 * np.eye(len(weights)), gradient)
    return tuple(float(weight) for weight in weights)
