import numpy as np
import pytest

from digitrec.recognition.raster import render
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.samples import digit
from training.augmentation.images import vary_images
from training.augmentation.pixels import sample
from training.augmentation.variation import as_arrays, vary_ink


def rng():
    return np.random.default_rng(7)


def strokes_of(which):
    return as_arrays(digit(which).strokes)


def test_moving_an_image_by_nothing_or_by_a_pixel_changes_no_grey():
    image = render(digit(8).strokes)[None]
    axis = np.arange(28, dtype=np.float32)
    grid = np.stack(np.meshgrid(axis, axis)).reshape(1, 2, -1)
    same = sample(image, grid)
    moved = sample(image, grid + np.float32([[1], [0]]))
    assert moved[0, :, :-1] == pytest.approx(same[0, :, 1:], abs=1e-5)
    assert abs(same - image).mean() < 0.02


def test_varied_images_stay_images():
    images = np.stack([render(digit(which).strokes) for which in range(10)])
    varied = vary_images(images, rng())
    assert varied.shape == images.shape
    assert varied.dtype == np.float32
    assert varied.min() >= 0
    assert varied.max() <= 1
    assert varied.mean() == pytest.approx(images.mean(), rel=0.25)


def test_variation_changes_every_image_and_the_seed_decides_how():
    images = np.stack([render(digit(which).strokes) for which in range(10)])
    once, again = vary_images(images, rng()), vary_images(images, rng())
    assert (once == again).all()
    assert (abs(once - images).mean(axis=(1, 2)) > 0.01).all()
    other = vary_images(images, np.random.default_rng(8))
    assert (abs(once - other).mean(axis=(1, 2)) > 0.01).all()


def test_varied_ink_is_centred_as_ever_and_the_seed_decides():
    first, second = vary_ink(strokes_of(5), rng()), vary_ink(strokes_of(5), rng())
    assert (first == second).all()
    assert first.shape == (28, 28)
    middles = np.arange(28) + 0.5
    assert (first.sum(0) * middles).sum() / first.sum() == pytest.approx(14.5, abs=0.2)


def test_a_varied_digit_is_still_that_digit():
    model = Recognizer.open(model_path()).model
    generator = rng()
    images = [vary_ink(strokes_of(which), generator) for which in range(10) for _ in range(10)]
    right = model.run(np.stack(images)).argmax(axis=1) == np.repeat(np.arange(10), 10)
    assert right.mean() > 0.9


def test_a_dot_can_be_varied():
    assert vary_ink([np.ones((1, 2))], rng()).sum() > 0
