import numpy as np
import pytest

from digitrec.ui.canvas.antialiasing import Patch
from digitrec.ui.canvas.tint import Tint

BACKGROUND, INK, POSITIVE, NEGATIVE = "#ffffff", "#000000", "#0000ff", "#ff0000"
ALL = Patch(0, 0, 40, 20)


@pytest.fixture
def tint():
    return Tint(BACKGROUND, INK, POSITIVE, NEGATIVE)


@pytest.fixture
def full():
    return np.full((20, 40), 255, np.uint8)


@pytest.mark.parametrize(("share", "colour"), [(1, (0, 0, 255)), (0, (0, 0, 0)), (-1, (255, 0, 0))])
def test_ink_has_the_colour_of_its_attribution(tint, full, share, colour):
    pixels = tint.paint(full, ALL, [(20, 10, share)])
    assert pixels.shape == (20, 40, 3)
    assert (pixels == colour).all()


def test_between_two_attributions_the_colour_changes_smoothly(tint, full):
    row = tint.paint(full, ALL, [(4, 10, 1), (36, 10, -1)])[10].astype(int)
    assert tuple(row[0]) == (0, 0, 255)
    assert tuple(row[-1]) == (255, 0, 0)
    towards_red = row[:, 0] - row[:, 2]
    assert (np.diff(towards_red) >= 0).all()
    assert len(np.unique(towards_red)) > 4


def test_half_covered_pixels_are_half_background(tint, full):
    full[:, :20] = 0
    full[:, 20:] = 128
    pixels = tint.paint(full, ALL, [(20, 10, 1)])
    assert (pixels[:, :20] == 255).all()
    assert pixels[0, 30] == pytest.approx((127, 127, 255), abs=1)


def test_a_patch_is_painted_like_the_whole(tint, full):
    attributions = [(4, 10, 1), (36, 10, -1)]
    whole = tint.paint(full, ALL, attributions)
    part = tint.paint(full, Patch(8, 4, 33, 17), attributions)
    assert part.shape == (13, 25, 3)
    assert (part == whole[4:17, 8:33]).all()


def test_two_attributions_in_one_place_do_no_harm(tint, full):
    pixels = tint.paint(full, ALL, [(20, 10, 1), (20, 10, 1)])
    assert (pixels == (0, 0, 255)).all()
