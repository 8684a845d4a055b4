"""Pictures of digits among frames and boxes, read with the model inside the program."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.samples import digit


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.open(model_path())


def write(draw, figure, left, top, tall, line):
    """Draws a digit of a height in pixels."""
    ink = digit(int(figure))
    x0, y0, _, y1 = ink.box
    for stroke in ink.strokes:
        places = [(left + (x - x0) / (y1 - y0) * tall, top + (y - y0) / (y1 - y0) * tall)
                  for x, y in stroke]  # fmt: skip
        draw.line(places, fill=40, width=line, joint="curve")


@pytest.mark.parametrize("figure", "2357")
@pytest.mark.parametrize("line", [1, 2])
def test_a_frame_at_the_rim_is_no_part_of_the_digit(recognizer, figure, line):
    image = Image.new("L", (120, 140), 240)
    draw = ImageDraw.Draw(image)
    write(draw, figure, 34, 30, 80, 8)
    draw.rectangle((0, 0, 119, 139), outline=0, width=line)
    assert recognizer.read_picture(Picture(np.asarray(image))).text == figure


@pytest.mark.parametrize("line", [1, 2])
@pytest.mark.parametrize("text", ["263598470635", "141101171131"])
def test_boxes_with_a_digit_each_are_one_number(recognizer, text, line):
    image = Image.new("L", (50 * len(text) + 40, 90), 240)
    draw = ImageDraw.Draw(image)
    for at, figure in enumerate(text):
        draw.rectangle((10 + at * 50, 12, 60 + at * 50, 78), outline=120, width=line)
        write(draw, figure, 24 + at * 50, 24, 42, 3)
    assert recognizer.read_picture(Picture(np.asarray(image))).text == text
