import numpy as np
import pytest

from digitrec.recognition.picture.line_crops import LineCrop
from digitrec.recognition.picture.line_decoding import Character, LineReading
from digitrec.recognition.picture.line_readings import ReadLine
from digitrec.recognition.picture.pages.found_line import FoundLine
from digitrec.recognition.picture.single_digits import _seen


def read(*boxes, height=40):
    """A line with characters in these boxes, in heights of the line."""
    pixels = np.arange(height * 60, dtype=np.uint8).reshape(height, 60)
    corners = np.array([[0, 0], [60, 0], [60, height], [0, height]], float)
    characters = tuple(Character("7", 0.9, np.full(10, 0.1), 0.1, box) for box in boxes)
    outputs = np.zeros((1, 22), np.float32)
    return ReadLine(
        FoundLine(corners), LineCrop(pixels, corners), outputs, LineReading(characters, 0.9)
    )


def test_what_is_seen_of_a_digit_is_its_box_and_a_margin():
    assert _seen(read((0.5, 0.25, 0.75, 0.75))).shape == (30, 20)


@pytest.mark.parametrize("box", [(0.2, 1.5, 0.6, 1.9), (0.2, -2, 0.6, -1), (4, 0, 5, 1)])
def test_a_box_beyond_the_picture_leaves_something_to_see(box):
    assert _seen(read(box)).size


def test_several_digits_and_tiny_pictures_are_seen_whole():
    box = (0.5, 0.25, 0.75, 0.75)
    assert _seen(read(box, box)).shape == (40, 60)
    assert _seen(read(box, height=12)).shape == (12, 60)
