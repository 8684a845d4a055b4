import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from digitrec.recognition.picture.picture_raster import ink_box, render_picture, spread
from digitrec.recognition.raster import render
from tests.recognition.test_raster import centre_of_mass
from tests.samples import digit


@pytest.fixture(scope="module")
def pictures():
    """The ten digits, large, as pictures of ink."""

    def picture(which, scale=4, pen=56):
        canvas = Image.new("L", (700, 700))
        draw = ImageDraw.Draw(canvas)
        for stroke in digit(which, 20, 20, scale).strokes:
            draw.line(list(stroke), fill=255, width=pen, joint="curve")
            for x, y in stroke:
                draw.ellipse([x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2], fill=255)
        return np.asarray(canvas, np.float32) / np.float32(255)

    return picture


@pytest.mark.parametrize("which", range(10))
def test_a_picture_of_a_digit_becomes_what_its_strokes_become(pictures, which):
    image = render_picture(pictures(which))

    def distance(other):  # pictures are placed by whole pixels: at the best shift of up to one
        strokes = render(digit(other).strokes)
        return min(
            abs(np.roll(image, (dy, dx), (0, 1)) - strokes).mean()
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
        )

    distances = [distance(other) for other in range(10)]
    assert int(np.argmin(distances)) == which
    assert distances[which] < 0.06


@pytest.mark.parametrize("pen", [4, 8, 90])
def test_hairlines_and_markers_come_to_nearly_one_pen_width(pictures, pen):
    usual = render_picture(pictures(3)).mean()
    assert 0.55 < render_picture(pictures(3, pen=pen)).mean() / usual < 1.7


def test_an_image_made_as_mnist_is_stays_as_it_is():
    image = np.zeros((28, 28), np.float32)
    image[4:24, 12:16] = 0.9
    image[15:17, 9:20] = 1.0
    assert all(14 <= side < 15 for side in centre_of_mass(image))
    assert abs(render_picture(image) - image).max() < 1e-2


def test_a_blank_picture_is_black():
    assert not render_picture(np.zeros((50, 40), np.float32)).any()
    assert ink_box(np.zeros((50, 40), np.float32)) is None


def test_the_box_of_a_pictures_ink_is_tight():
    picture = np.zeros((50, 40), np.float32)
    picture[10:30, 5:15] = 1
    assert ink_box(picture) == (5, 10, 15, 30)


def test_drawings_are_read_without_pillow():
    """Its import would delay the window's first reading, and take 2 MB."""
    script = "import sys, digitrec.recognition.recognizer; assert 'PIL' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


@pytest.mark.parametrize("reach", [1, 2, 7, 40])
def test_strokes_are_thickened_and_thinned_as_pillows_filters_do_it(reach):
    values = np.random.default_rng(reach).integers(0, 256, (30, 47), np.uint8)
    for kind, extreme in ((ImageFilter.MaxFilter, np.maximum), (ImageFilter.MinFilter, np.minimum)):
        filtered = np.asarray(Image.fromarray(values).filter(kind(2 * reach + 1)))
        assert (spread(values, reach, extreme) == filtered).all()
