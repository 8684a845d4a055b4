import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitrec.recognition.picture.line_crops import crop, cut, whole_line, widened
from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.picture.pages.found_line import FoundLine

SPOT = (130, 60, 150, 80)
"""Left, top, right and bottom of a black square on a white page."""


def page(scale=1.0):
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).rectangle((SPOT[0], SPOT[1], SPOT[2] - 1, SPOT[3] - 1), fill="black")
    return Picture(np.asarray(image), scale)


def corners(left, top, right, bottom):
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], float)


def dark_box(pixels):
    """The box of the dark pixels, in heights of the crop."""
    rows, columns = np.nonzero(pixels.reshape(*pixels.shape[:2], -1).mean(axis=2) < 128)
    tall = len(pixels)
    return columns.min() / tall, rows.min() / tall, (columns.max() + 1) / tall, (
        rows.max() + 1
    ) / tall  # fmt: skip


def slanted(degrees):
    """Corners of a line around the spot that is read in this direction, clockwise."""
    angle = np.radians(degrees)
    along, down = (
        np.array([np.cos(angle), np.sin(angle)]),
        np.array([-np.sin(angle), np.cos(angle)]),
    )
    middle = np.array([140, 70])
    return np.array([middle + a * 40 * along + b * 20 * down for a, b in
                     ((-1, -1), (1, -1), (1, 1), (-1, 1))])  # fmt: skip


@pytest.mark.parametrize("degrees", [0, 10, -25, 90, 180, 270])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_box_of_a_crop_is_found_again_in_the_picture(degrees, scale):
    made = cut(page(scale), slanted(degrees) * scale)
    wide = 40 if degrees % 90 == 0 else 40 + 2
    assert made.pixels.shape[:2] == pytest.approx((40, 80), abs=1)
    found = np.array(made.to_picture(dark_box(made.pixels))) / scale
    slack = 2 if degrees % 90 == 0 else 14  # a slanted square has a larger box
    assert found == pytest.approx(SPOT, abs=slack)
    assert wide


def test_a_quarter_turn_makes_what_stood_on_its_side_upright():
    image = np.full((100, 100), 255, np.uint8)
    image[20:80, 40:60] = np.arange(60, dtype=np.uint8)[:, None]  # grows downwards
    down = np.array([[60, 20], [60, 80], [40, 80], [40, 20]], float)
    made = cut(Picture(image), down).pixels
    assert made.shape == (20, 60)
    assert np.allclose(made[10], np.arange(60), atol=2)


def test_a_crop_has_paper_around_its_line_as_far_as_there_is_any():
    made = crop(page(), FoundLine(corners(100, 50, 180, 90)))
    assert made.corners == pytest.approx(corners(86, 40, 194, 100))
    edge = crop(page(), FoundLine(corners(0, 0, 80, 40)))
    assert edge.corners[0] == pytest.approx([0, 0])


def test_what_lies_outside_of_the_picture_is_paper():
    made = cut(page(), slanted(20) - [130, 60])
    assert made.pixels.min() == 0 or made.pixels.mean() > 250
    assert (made.pixels[0, 0] == 255).all()


def test_the_crop_of_the_whole_picture_is_the_picture():
    for shape in ((28, 28), (1, 1), (9, 300), (50, 20)):
        pixels = np.random.default_rng(0).integers(0, 255, shape, np.uint8)
        made = crop(Picture(pixels), whole_line(Picture(pixels)))
        assert np.array_equal(made.pixels, pixels)


def test_a_line_is_widened_along_its_own_sides():
    wide = widened(slanted(30), 0.5, 0.25)
    assert np.hypot(*(wide[1] - wide[0])) == pytest.approx(80 + 2 * 0.25 * 40)
    assert np.hypot(*(wide[3] - wide[0])) == pytest.approx(40 + 2 * 0.5 * 40)


def test_a_tall_line_that_stands_upright_is_reduced_and_keeps_its_place():
    picture = Picture(np.full((1000, 2000), 255, np.uint8))
    made = crop(picture, whole_line(picture))
    assert 96 <= len(made.pixels) < 192
    assert made.to_picture((0, 0, 2, 1)) == pytest.approx((0, 0, 2000, 1000))


def test_a_tall_line_is_reduced_before_it_is_turned():
    big = Picture(np.full((2000, 2000), 255, np.uint8))
    assert len(cut(big, slanted(10) * 12).pixels) < 200
