import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.recognition.predictions import average_views
from digitrec.resources import model_path
from training.network.teachers import TEACHERS_SHARE, Teachers


@pytest.fixture(scope="module")
def model():
    return Model.open(model_path())


@pytest.fixture
def images():
    return np.random.default_rng(0).random((3, 28, 28, 1), dtype=np.float32)


LABELS = np.zeros((3, 12), np.float32)
LABELS[0, 3] = 1
LABELS[1, 10] = 1
LABELS[2, 10:] = 1


def test_a_label_holds_a_share_of_the_teachers_prediction(model, images):
    said = model.read(images)
    taught = Teachers([model]).teach(images, LABELS)
    wanted = TEACHERS_SHARE * said.probabilities[0] + (1 - TEACHERS_SHARE) * LABELS[0, :10]
    assert taught[0, :10] == pytest.approx(wanted, abs=1e-6)
    assert taught[:, 10] == pytest.approx(
        TEACHERS_SHARE * said.rejection_score + (1 - TEACHERS_SHARE) * LABELS[:, 10], abs=1e-6
    )
    assert taught.dtype == np.float32


def test_outliers_are_never_taught_as_digits(model, images):
    taught = Teachers([model]).teach(images, LABELS)
    assert (taught[1:, :10] == 0).all()
    assert (taught[:, 11] == LABELS[:, 11]).all()


def test_the_predictions_of_several_teachers_are_averaged(model, images):
    class Contrary:
        """Turns each of the model's answers around."""

        def read(self, images):
            said = model.read(images)
            return type(said)(
                said.probabilities[:, ::-1],
                1 - said.rejection_score,
                said.multi_digit,
                said.outlier_score,
            )

    both = [model.read(images), Contrary().read(images)]
    taught = Teachers([model, Contrary()]).teach(images, LABELS)
    wanted = (
        TEACHERS_SHARE * average_views(both).probabilities[0]
        + (1 - TEACHERS_SHARE) * LABELS[0, :10]
    )
    assert taught[0, :10] == pytest.approx(wanted, abs=1e-6)
    assert taught[0, 10] == pytest.approx(TEACHERS_SHARE / 2, abs=1e-3)
