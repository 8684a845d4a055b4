import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.resources import model_path
from tests.samples import digit
from tests.training.makers import IMAGES
from training.data.datasets import PenDigits
from training.evaluation.whole_numbers import (
    DRAWINGS_PER_NUMBER,
    DRAWINGS_PER_PHOTOGRAPH,
    NUMBERS,
    PHOTOGRAPHS,
    measure_numbers,
    measure_photographs,
    numbers_for,
    photographs_for,
    rejected_if_count_unknown,
)
from training.synthetic.digit_strings import LENGTHS


@pytest.fixture(scope="module")
def model():
    return Model.open(model_path())


def test_numbers_are_measured_by_length(model):
    strokes = tuple(digit(which, 100 * which, 50, 2).strokes for which in range(10))
    pen = PenDigits(strokes * 2, np.tile(np.arange(10), 2), np.repeat([1, 2], 10))
    figures = measure_numbers(model, pen, 20 * DRAWINGS_PER_NUMBER)
    assert figures.drawings == 20
    assert figures.right > 0.9
    assert figures.single == figures.count_given == 1
    assert set(figures.by_length) <= set(map(str, LENGTHS))


def test_photographs_are_measured_by_length(model):
    figures = measure_photographs(model, IMAGES, 12 * DRAWINGS_PER_PHOTOGRAPH)
    assert figures.drawings == 12
    assert figures.right > 0.6
    assert set(figures.by_length) <= set(map(str, LENGTHS))


def test_a_scribble_counts_as_rejected_and_a_digit_does_not(model):
    zigzag = (tuple((float(x), float(x * 37 % 11)) for x in range(11)),)
    assert rejected_if_count_unknown(model, [zigzag, digit(3).strokes]) == 0.5


def test_a_limit_leaves_at_least_one_number_and_never_asks_for_more_than_all():
    assert (numbers_for(1), photographs_for(1)) == (1, 1)
    assert (numbers_for(None), photographs_for(None)) == (NUMBERS, PHOTOGRAPHS)
    assert (numbers_for(10**6), photographs_for(10**6)) == (NUMBERS, PHOTOGRAPHS)
