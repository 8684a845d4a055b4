import numpy as np
import pytest

from digitrec.recognition.raster import BOX, SIZE
from training.augmentation.forms import FORMS
from training.synthetic.form_images import draw_form_image, scan_form


@pytest.mark.parametrize("digit", sorted(FORMS))
def test_a_form_has_the_size_and_the_place_of_an_image_of_mnist(digit):
    image = draw_form_image(digit, np.random.default_rng(digit))
    assert image.shape == (SIZE, SIZE)
    assert image.dtype == np.float32
    assert image.min() == 0
    assert image.max() == pytest.approx(1, abs=0.1)
    rows, columns = (np.flatnonzero((image > 0).any(axis=axis)) for axis in (1, 0))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 in (BOX - 1, BOX)
    middle = [(image * at).sum() / image.sum() for at in np.indices(image.shape)]
    assert np.allclose(middle, SIZE / 2, atol=1.1)


def test_no_two_images_are_alike_and_a_seed_gives_the_same_again():
    one, other = (draw_form_image(1, np.random.default_rng(seed)) for seed in (1, 2))
    assert not np.array_equal(one, other)
    assert np.array_equal(one, draw_form_image(1, np.random.default_rng(1)))


def test_there_is_no_image_of_a_digit_without_a_form():
    assert draw_form_image(8, np.random.default_rng(1)) is None


def test_the_unit_of_the_strokes_does_not_matter():
    strokes = FORMS[7](np.random.default_rng(3))
    one = scan_form(strokes, np.random.default_rng(4))
    other = scan_form([1000 * line + 5 for line in strokes], np.random.default_rng(4))
    assert np.allclose(one, other, atol=0.05)
