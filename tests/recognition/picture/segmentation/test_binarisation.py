import numpy as np
import pytest

from digitrec.recognition.picture.segmentation.binarisation import ink_on
from tests.recognition.picture.sheets import lit, written


def overlap(found, ink):
    """Intersection over union of strong ink."""
    one, other = found > 0.5, ink > 0.5
    return (one & other).sum() / (one | other).sum()


@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize("noise", [0.0, 0.04])
def test_ink_is_found_in_uneven_light(light, noise):
    ink = written("470")
    page = lit(ink, light=light) + np.random.default_rng(1).normal(0, noise, ink.shape)
    found = ink_on(page.astype(np.float32))
    assert found.dtype == np.float32
    assert found.max() == 1
    assert overlap(found, ink) > 0.75


def test_the_edge_of_a_shadow_is_not_ink():
    ink = written("52")
    page = lit(ink)
    page[:, 330:] *= 0.6
    found = ink_on(page)
    assert overlap(found, ink) > 0.8
    assert found[ink < 0.01].max() < 0.5


def test_noise_alone_is_not_ink():
    noise = np.random.default_rng(0).normal(0.7, 0.05, (300, 400))
    assert (ink_on(noise.astype(np.float32)) > 0).mean() < 0.001


@pytest.mark.parametrize("light", [False, True])
def test_a_thick_digit_may_fill_an_evenly_lit_picture(light):
    """A closing would take its middle for paper."""
    ink = np.zeros((280, 280), np.float32)
    ink[20:260, 90:190] = 1
    page = ink if light else 1 - ink
    assert (ink_on(page) == ink).all()


@pytest.mark.parametrize("shape", [(1, 500), (500, 1), (7, 300), (2, 2)])
def test_a_narrow_strip_of_paper_can_be_read(shape):
    page = np.ones(shape, np.float32)
    page[-1, -1] = 0
    assert ink_on(page).shape == shape
