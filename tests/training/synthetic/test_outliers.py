import numpy as np
import pytest

from digitrec.recognition.raster import render
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from training.data.datasets import Images, PenDigits
from training.synthetic.outliers import MIRRORED, Outliers
from training.synthetic.scribbles import random_character, scribble, sign


@pytest.fixture(scope="module")
def outliers():
    line = ((0.0, 0.0), (3.0, 9.0), (6.0, 0.0))
    cross = (((0.0, 0.0), (9.0, 9.0)), ((9.0, 0.0), (0.0, 9.0)))
    digits = (((((0.0, 0.0), (8.0, 1.0), (2.0, 9.0))),),) * 3
    pen = PenDigits(digits, np.array([7, 4, 3], np.uint8), np.zeros(3, np.int64))
    x = np.zeros((2, 28, 28), np.uint8)
    x[:, 4:24, 10:14] = 255
    return Outliers([(line,), cross], pen, Images(x, np.array([7, 3], np.uint8)))


def test_every_drawing_has_ink_and_the_seed_decides_which(outliers):
    for seed in range(300):
        once, again = (outliers.drawing(np.random.default_rng(seed))[0] for _ in range(2))
        assert all((a == b).all() for a, b in zip(once, again, strict=True))
        assert np.isfinite(np.concatenate(once)).all()
        assert render(once).sum() > 5


def test_images_are_made_from_digits_but_are_not_digits(outliers):
    made, multi_digit = outliers.images(40, np.random.default_rng(0))
    assert made.shape == (40, 28, 28)
    assert made.dtype == np.float32
    assert 0 < multi_digit.sum() < 20
    assert made.max() == 1
    original = np.zeros((28, 28))
    original[4:24, 10:14] = 1
    assert np.mean([(image == original).all() for image in made]) < 0.2


def test_several_digits_next_to_each_other_are_marked_as_such(outliers):
    found = [outliers.drawing(np.random.default_rng(seed)) for seed in range(300)]
    wide = [np.ptp(np.concatenate(strokes)[:, 0]) for strokes, multi_digit in found if multi_digit]
    assert 20 < len(wide) < 80
    assert min(wide) > 1  # two of them at least, each as tall as 1 or so


@pytest.mark.parametrize("make", [random_character, scribble, sign])
def test_random_drawings_are_rejected(make):
    recognizer = Recognizer.open(model_path())
    rng = np.random.default_rng(4)
    rejection_score = recognizer.model.read(
        np.stack([render(make(rng)) for _ in range(100)])
    ).outlier_score
    assert (rejection_score > recognizer.model.card.rejection_threshold).mean() > 0.85


def test_no_mirrored_digit_is_a_digit_again():
    assert not {0, 1, 8} & set(MIRRORED)
