import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.resources import model_path
from tests.samples import digit
from training.data.datasets import PenDigits
from training.evaluation.evaluate import read_paths
from training.evaluation.reader import Reader
from training.evaluation.results import ReadPenDigits


@pytest.fixture(scope="module")
def digits():
    """The ten hand-made digits by two people, read as they were drawn."""
    strokes = tuple(digit(which).strokes for which in range(10))
    pen = PenDigits(strokes, np.arange(10, dtype=np.uint8), np.arange(10) % 2 + 1)
    predictions = Reader(Model.open(model_path())).read_drawings(strokes)
    return ReadPenDigits(pen.render(), pen.labels, predictions, 0.5, pen)


@pytest.fixture(scope="module")
def reader():
    return Reader(Model.open(model_path()))


@pytest.fixture(scope="module")
def paths(reader, digits):
    return read_paths(reader, digits)


def test_each_network_is_measured_by_its_own_predictions(reader, digits, paths):
    alone = reader.model.read_views(digits.pen.views())
    assert np.allclose(paths.picture_alone.predictions.probabilities, alone.probabilities)
    assert not np.allclose(paths.path_alone.predictions.probabilities, alone.probabilities)
    assert np.array_equal(paths.path_alone.labels, digits.labels)


def test_digits_drawn_another_way_are_other_drawings_of_the_same_labels(digits, paths):
    for other in (paths.strokes_reversed, paths.order_reversed):
        assert np.array_equal(other.labels, digits.labels)
        assert not np.array_equal(other.predictions.probabilities, digits.predictions.probabilities)
    several = np.array([len(strokes) > 1 for strokes in digits.pen.strokes])
    assert several.any()
    same = np.isclose(
        paths.order_reversed.predictions.probabilities, digits.predictions.probabilities
    ).all(axis=1)
    assert same[~several].all()  # one stroke has no other order
    assert not same[several].any()


def test_only_the_path_alone_has_no_calibration_error(paths):
    figures = paths.figures()
    assert figures.path_alone.calibration_error is None
    assert all(
        one.calibration_error is not None
        for one in (figures.picture_alone, figures.strokes_reversed, figures.order_reversed)
    )
    assert figures.picture_alone.writers == figures.path_alone.writers == [1, 2]


def test_every_reading_counts(digits):
    reader = Reader(Model.open(model_path()))
    read_paths(reader, digits)
    assert reader.images == 3 * len(digits.pen)
