import numpy as np
import pytest

from digitrec.recognition.predictions import Predictions, average_views
from training.network.teachers import TEACHERS_SHARE, Teachers

IMAGES = np.zeros((3, 28, 28, 1), np.float32)
LABELS = np.zeros((3, 12), np.float32)
LABELS[0, 3] = 1
LABELS[1, 10] = 1
LABELS[2, 10:] = 1


class Model:
    """Takes the first image for a digit, with some probability, and rejects the others."""

    def __init__(self, digit, probability, rejection):
        probabilities = np.full((3, 10), (1 - probability) / 9, np.float32)
        probabilities[:, digit] = probability
        rejections = np.array([rejection, 0.7, 0.8], np.float32)
        self.said = Predictions(probabilities, rejections, rejections * 0, rejections)

    def read(self, images):
        assert images is IMAGES
        return self.said


def test_a_label_holds_a_share_of_the_teachers_prediction():
    model = Model(3, 0.9, 0.2)
    taught = Teachers([model]).teach(IMAGES, LABELS)
    wanted = TEACHERS_SHARE * model.said.probabilities[0] + (1 - TEACHERS_SHARE) * LABELS[0, :10]
    assert taught[0, :10] == pytest.approx(wanted, abs=1e-6)
    assert taught[:, 10] == pytest.approx(
        TEACHERS_SHARE * model.said.rejection_score + (1 - TEACHERS_SHARE) * LABELS[:, 10],
        abs=1e-6,
    )
    assert taught.dtype == np.float32


def test_outliers_are_never_taught_as_digits():
    taught = Teachers([Model(3, 0.9, 0.2)]).teach(IMAGES, LABELS)
    assert (taught[1:, :10] == 0).all()
    assert (taught[:, 11] == LABELS[:, 11]).all()


@pytest.mark.parametrize("model", [Model(7, 0.9, 0.2), Model(3, 0.9, 0.6)])
def test_a_digit_that_they_misread_or_reject_is_learned_from_its_label_alone(model):
    taught = Teachers([model]).teach(IMAGES, LABELS)
    assert (taught[0] == LABELS[0]).all()
    assert (taught[1:, 10] < 1).all()


def test_the_predictions_of_several_teachers_are_averaged():
    both = [Model(3, 0.9, 0.2), Model(5, 0.4, 0.4)]
    taught = Teachers(both).teach(IMAGES, LABELS)
    average = average_views([model.said for model in both])
    wanted = TEACHERS_SHARE * average.probabilities[0] + (1 - TEACHERS_SHARE) * LABELS[0, :10]
    assert taught[0, :10] == pytest.approx(wanted, abs=1e-6)
    assert taught[0, 10] == pytest.approx(TEACHERS_SHARE * average.rejection_score[0], abs=1e-6)
