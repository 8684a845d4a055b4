"""Order and direction of the strokes hardly matter: the path is only one of two views."""

import numpy as np
import pytest

from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import read_drawings
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.samples import digit

HELD_OUT_WRITERS = (5, 10, 15, 20, 25, 30)
LOSS = 0.004


def backwards(strokes):
    return tuple(stroke[::-1] for stroke in strokes)


def last_first(strokes):
    return tuple(reversed(strokes))


@pytest.fixture(scope="module")
def model():
    return Model.open(model_path())


@pytest.mark.parametrize("which", range(10))
@pytest.mark.parametrize("changed", [backwards, last_first])
def test_a_digit_is_read_whichever_way_it_was_drawn(model, which, changed):
    reading = Recognizer(model).read(Ink(changed(digit(which).strokes)))
    assert (reading.text, reading.rejected) == (str(which), False)


@pytest.mark.parametrize("changed", [backwards, last_first])
def test_held_out_writers_are_read_whichever_way_they_draw(model, real_data, changed):
    datasets = pytest.importorskip("training.data.datasets")
    pen = datasets.load_pen_digits(real_data)
    held_out = pen.of(np.isin(pen.writers, HELD_OUT_WRITERS))

    def accuracy(some):
        return (read_drawings(model, some).probabilities.argmax(axis=1) == held_out.labels).mean()

    assert (
        accuracy([changed(each) for each in held_out.strokes]) >= accuracy(held_out.strokes) - LOSS
    )
