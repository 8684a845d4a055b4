"""Pages that were photographed or scanned from another side."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitrec.recognition.model import Model
from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.samples import digit

NUMBERS = ("30883", "70671", "54753", "46787", "19843", "54800")


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer(Model.open(model_path()))


@pytest.fixture(scope="module")
def page():
    image = Image.new("L", (420, 400), 235)
    draw = ImageDraw.Draw(image)
    for row, number in enumerate(NUMBERS):
        for place, which in enumerate(number):
            left, top, _, bottom = digit(int(which)).box
            size = 34 / (bottom - top)
            for stroke in digit(int(which)).strokes:
                points = [
                    (60 + 30 * place + (x - left) * size, 30 + 58 * row + (y - top) * size)
                    for x, y in stroke
                ]
                draw.line(points, fill=40, width=3, joint="curve")
    return np.asarray(image)


@pytest.mark.parametrize("turns", range(4))
def test_a_page_is_read_from_the_side_from_which_it_is_read_best(recognizer, page, turns):
    picture = Picture(np.ascontiguousarray(np.rot90(page, turns)))
    reading = recognizer.read_picture(picture)
    assert reading.turn == 90 * turns
    found = reading.text.split()
    assert sum(number in found for number in NUMBERS) > len(NUMBERS) / 2
    height, width = picture.pixels.shape
    for one in reading.digits:
        x0, y0, x1, y1 = one.box
        assert -9 < x0 < x1 < width + 9
        assert -9 < y0 < y1 < height + 9


def test_a_digit_alone_is_never_turned(recognizer):
    image = Image.new("L", (90, 120), 235)
    for stroke in digit(6).strokes:
        ImageDraw.Draw(image).line([(20 + x / 2, 20 + y / 2) for x, y in stroke], 40, 6)
    turned = image.transpose(Image.Transpose.ROTATE_180)
    assert recognizer.read_picture(Picture(np.asarray(turned))).turn == 0
