"""Single digits: the line network and the picture classifier together.

A line that may be one digit is read by both. A gate says how far the classifier is trusted there,
which is a mixture of experts (Jacobs et al. 1991): of clean pictures the classifier knows more, of
ink that its paper can't be told from, the line network does.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.picture.line_decoding import (
    OTHER,
    Character,
    LineReading,
    log_probability,
)
from digitrec.recognition.picture.line_reader import LineReader
from digitrec.recognition.picture.line_readings import ReadLine
from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.picture.picture_model import PictureModel
from digitrec.recognition.picture.picture_raster import render_picture
from digitrec.recognition.picture.segmentation.ink import find_ink
from digitrec.recognition.predictions import Predictions

_WIDEST = 2.0  # heights of a crop: a wider one is more than a digit with paper around it
_MARGIN = 0.25  # of the longer side of a digit's box, which the line network gives only about
_TINY = 20  # pixels: so low a digit has no frame, and its box is uncertain
_LEAST = 1e-6  # how close to 0 and 1 a probability is taken to be


def may_be_single(one: ReadLine) -> bool:
    """Whether a line is narrow enough to be one digit."""
    height, width = one.crop.pixels.shape[:2]
    return bool(width <= _WIDEST * height)


def as_classified(one: ReadLine, model: PictureModel) -> Predictions:
    """What the picture classifier says of a line as one digit.

    It sees what the line network took for the digit and a margin: no frame, and no neighbours.
    """
    ink, _ = find_ink(Picture(_seen(one)))
    return model.read_views(render_picture(ink)[None, None])


def _seen(one: ReadLine) -> NDArray[np.uint8]:
    """The pixels around a line's only character; all of them if it has another number of them."""
    pixels = one.crop.pixels
    characters = one.reading.characters
    high, wide = pixels.shape[:2]
    if len(characters) != 1 or high < _TINY:
        return pixels
    left, top, right, bottom = characters[0].box
    margin = _MARGIN * max(right - left, bottom - top)
    x0, x1 = (round((side + by) * high) for side, by in ((left, -margin), (right, margin)))
    y0, y1 = (round((side + by) * high) for side, by in ((top, -margin), (bottom, margin)))
    rows = slice(min(max(y0, 0), high - 1), max(y1, 1))  # never empty, wherever the box is
    return pixels[rows, min(max(x0, 0), wide - 1) : max(x1, 1)]


def gate_features(one: ReadLine, classified: Predictions, reader: LineReader) -> list[float]:
    """What the gate decides by.

    They are 1, the log-odds of the classifier's digit, of its being a digit and of its being no
    more than one, and by how much the line network thinks that digit less likely than its own text.
    """
    digit = int(classified.probabilities[0].argmax())
    temperature = reader.calibration.temperature
    doubt = log_probability(one.outputs, str(digit), temperature) - math.log(
        max(one.reading.confidence, 1e-30)
    )
    return [
        1.0,
        _log_odds(classified.probabilities[0, digit]),
        _log_odds(1 - classified.rejection_score[0]),
        _log_odds(1 - classified.multi_digit[0]),
        min(max(doubt, -30.0), 0.0) / 5,
    ]


def with_classifier(one: ReadLine, model: PictureModel, reader: LineReader) -> ReadLine:
    """A line that may be one digit, read by both networks."""
    if not reader.calibration.gate or not may_be_single(one):
        return one
    classified = as_classified(one, model)
    logit = float(np.dot(reader.calibration.gate, gate_features(one, classified, reader)))
    trust = 1 / (1 + math.exp(-min(max(logit, -50.0), 50.0)))
    single = len(one.reading.characters) == 1 and one.reading.text in f"0123456789{OTHER}"
    if not single and trust < 0.5:
        return one
    seen = one.reading if single else reader.decode(one.outputs, 1)
    return replace(one, reading=_mixed(seen, classified, trust))


def _mixed(seen: LineReading, classified: Predictions, trust: float) -> LineReading:
    """One character of both networks, as the line network places it."""
    probabilities = classified.probabilities[0]
    if seen.characters:
        character = seen.characters[0]
        shown = trust * probabilities + (1 - trust) * character.probabilities
        score = trust * classified.rejection_score[0] + (1 - trust) * character.rejection_score
        box = character.box
    else:  # the line network saw nothing at all
        shown, score, box = probabilities, trust * classified.rejection_score[0] + 1 - trust, _WHOLE
    digit = int(shown.argmax())
    other = bool(seen.characters) and seen.characters[0].symbol == OTHER and trust < 0.5
    mixed = Character(OTHER if other else str(digit), float(shown[digit]), shown, float(score), box)
    return LineReading((mixed,), float(shown[digit]))


_WHOLE = (0.0, 0.0, 1.0, 1.0)


def _log_odds(probability: float) -> float:
    bounded = min(max(float(probability), _LEAST), 1 - _LEAST)
    return math.log(bounded / (1 - bounded))
