"""Evaluation of a sealed model by the same code that the application runs.

Pen digits and characters are rejected at the card's threshold for drawings, MNIST's images at its
threshold for pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.predictions import Predictions
from training.augmentation.forms import FORMS
from training.augmentation.variation import vary_strokes
from training.data.datasets import (
    HELD_OUT_ALPHABETS,
    Images,
    PenDigits,
    Strokes,
    load_characters,
    load_mnist,
    load_pen_digits,
    split,
    to_float,
)
from training.data.inventory import inventory
from training.evaluation.figures import FormFigures
from training.evaluation.reader import Reader
from training.evaluation.real_pictures import measure_real
from training.evaluation.results import Evaluation, ReadDigits, ReadPaths, ReadPenDigits
from training.evaluation.taught import measure_taught
from training.evaluation.whole_numbers import (
    measure_numbers,
    measure_photographs,
    numbers_for,
    photographs_for,
    rejected_if_count_unknown,
)
from training.synthetic.form_images import scan_form

_FORMS_OF_A_DIGIT = 200
_FORMS_SEED = 2026


def evaluate(
    reader: Reader, folder: Path, limit: int | None = None, own: PenDigits | None = None
) -> Evaluation:
    """Reads all data that the model was not trained on.

    Args:
        reader: of the model, with its temperature and thresholds on its card.
        folder: of the data sets.
        limit: at most this many drawings of each set, and of each alphabet; None for no limit.
        own: a person's own digits, which the model may have been trained on.

    Raises:
        DataError: if a data set is missing.
    """
    model, card = reader.model, reader.model.card
    train, test = load_mnist(folder)
    data = split(train, load_pen_digits(folder))
    non_digits, like_digits = _characters(folder)
    held_out = [one for name in sorted(HELD_OUT_ALPHABETS) for one in non_digits[name]]
    reader.report(f"read the data sets in {folder}")

    def images(some: Images, title: str) -> ReadDigits:
        picked = spread(len(some), limit)
        reader.report(f"{title}: {len(picked)}")
        x = to_float(some.x[picked])
        return ReadDigits(x, some.y[picked], reader.read(x), card.rejection_threshold_in_pictures)

    def pen(some: PenDigits, title: str) -> ReadPenDigits:
        mask = np.zeros(len(some), bool)
        mask[spread(len(some), limit)] = True
        return all_of(some.of(mask), title)

    def all_of(digits: PenDigits, title: str) -> ReadPenDigits:
        reader.report(f"{title}: {len(digits)}")
        predictions = reader.read_drawings(digits.strokes)
        return ReadPenDigits(
            digits.render(), digits.labels, predictions, card.rejection_threshold, digits
        )

    def limited(some: Sequence[Strokes], title: str) -> tuple[Strokes, ...]:
        picked = tuple(some[at] for at in spread(len(some), limit))
        reader.report(f"{title}: {len(picked)}")
        return picked

    def scores(some: Sequence[Strokes], title: str) -> NDArray[np.float64]:
        return reader.read_drawings(limited(some, title)).outlier_score

    mnist_test = images(test, "MNIST test images")
    mnist_held_out = images(data.held_out_images, "MNIST held-out images")
    pen_held_out = pen(data.held_out_pen, "pen digits of held-out writers")
    paths = None if model.trajectory is None else read_paths(reader, pen_held_out)
    forms = read_forms(reader, _FORMS_OF_A_DIGIT if limit is None else limit)
    reader.report("the digits of held-out writers after some of them have been taught")
    embedded = reader.read_drawings(pen_held_out.pen.strokes, embedded=True)
    taught = measure_taught(model, pen_held_out.pen, embedded)
    reader.report(f"numbers of their digits: {numbers_for(limit)}")
    numbers = measure_numbers(model, data.held_out_pen, limit)
    reader.report(f"photographs of numbers of MNIST test images: {photographs_for(limit)}")
    photographs = measure_photographs(model, test, limit)
    reader.report("pictures of real paper")
    real = measure_real(model, folder, limit)
    own_digits = None if own is None else all_of(own, "your own digits")
    return Evaluation(
        mnist_test,
        mnist_held_out,
        pen_held_out,
        numbers,
        photographs,
        {name: scores(some, f"characters, {name}") for name, some in non_digits.items()},
        scores(like_digits, "characters that look like digits"),
        rejected_if_count_unknown(model, limited(held_out, "characters, count not given")),
        card.rejection_threshold,
        paths,
        forms,
        taught,
        real,
        inventory(folder),
        own_digits,
    )


def read_forms(reader: Reader, each: int) -> FormFigures:
    """Reads forms of digits that the data sets hold few of, as ink and as images.

    Args:
        reader: of any model.
        each: how many of each digit.
    """
    card, labels = reader.model.card, np.repeat(sorted(FORMS), each)
    rng = np.random.default_rng(_FORMS_SEED)
    reader.report(f"rare forms of {len(FORMS)} digits, as ink and as images: {2 * len(labels)}")
    drawings = [vary_strokes(FORMS[label](rng), rng) for label in labels.tolist()]
    ink = reader.read_drawings(
        [tuple(tuple(map(tuple, line.tolist())) for line in strokes) for strokes in drawings]
    )
    image = reader.read(np.stack([scan_form(strokes, rng) for strokes in drawings]))

    def right(predictions: Predictions) -> dict[str, float]:
        found = predictions.probabilities.argmax(axis=1) == labels
        return {str(label): float(found[labels == label].mean()) for label in sorted(FORMS)}

    return FormFigures(
        each,
        right(ink),
        right(image),
        float((ink.outlier_score > card.rejection_threshold).mean()),
        float((image.rejection_score > card.rejection_threshold_in_pictures).mean()),
    )


def read_paths(reader: Reader, digits: ReadPenDigits) -> ReadPaths:
    """Reads pen digits by each network alone, and by both as if drawn another way.

    Args:
        reader: of a model with a trajectory network.
        digits: as they were drawn.
    """
    drawn = digits.pen.strokes
    reader.report(f"their pictures and their paths alone: {len(drawn)}")
    picture, path = reader.read_apart(drawn)
    reader.report(f"drawn another way, by both: {len(drawn)}")
    backwards = reader.read_drawings([tuple(one[::-1] for one in strokes) for strokes in drawn])
    last_first = reader.read_drawings([strokes[::-1] for strokes in drawn])
    return ReadPaths(
        *(
            replace(digits, predictions=predictions)
            for predictions in (picture, path, backwards, last_first)
        )
    )


def _characters(folder: Path) -> tuple[dict[str, list[Strokes]], list[Strokes]]:
    """Drawings of characters that are not digits, by alphabet, and of those that look like one."""
    non_digits: dict[str, list[Strokes]] = {}
    like_digits: list[Strokes] = []
    for one in load_characters(folder):
        group = like_digits if one.looks_like_a_digit else non_digits.setdefault(one.alphabet, [])
        group.extend(one.drawings)
    return non_digits, like_digits


def spread(n: int, limit: int | None) -> NDArray[np.intp]:
    """Indices of n things, or of `limit` of them, evenly spread."""
    if limit is None or limit >= n:
        return np.arange(n)
    return np.arange(limit) * n // limit
