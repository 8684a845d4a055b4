import io

import numpy as np
import pytest
from PIL import Image

from digitrec.recognition.picture.decoding import open_picture
from digitrec.recognition.picture.segmentation.pixel_blocks import find_blocks
from digitrec.recognition.raster import render
from tests.recognition.picture.inks import cutting_recognizer
from tests.samples import digit


def tiny(which, across=8):
    """A digit of a few pixels: (across, across) from 0 to 1, white on black."""
    box = Image.fromarray(np.uint8(255 * render(digit(which).strokes))).crop((4, 4, 24, 24))
    small = box.resize((across, across), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / np.float32(255)


def pixelated(picture, side):
    return np.kron(picture, np.ones((side, side), np.float32))


def test_a_picture_of_pixels_has_no_blocks():
    assert find_blocks(tiny(3, across=20)) is None
    assert find_blocks(np.zeros((50, 50), np.float32)) is None


def test_a_bar_is_not_made_of_blocks():
    bar = np.zeros((120, 120), np.float32)
    bar[20:100, 40:60] = 1
    assert find_blocks(bar) is None


@pytest.mark.parametrize("cut", [0, 4])
def test_blocks_are_found_wherever_the_picture_begins(cut):
    picture = pixelated(tiny(5), 10)[cut:, cut:]
    blocks = find_blocks(picture)
    assert blocks.side == 10
    assert (blocks.reduce(picture) == tiny(5)).all()
    enlarged = blocks.enlarge(blocks.reduce(picture))
    assert enlarged.shape == picture.shape
    assert 0 <= enlarged.min() <= enlarged.max() <= 1
    centres = enlarged[5 - cut :: 10, 5 - cut :: 10]  # nearly as bright as the blocks
    assert abs(centres - tiny(5)).mean() < 0.06


@pytest.mark.parametrize("side", [10, 23])
@pytest.mark.parametrize("margin", [0, 17])
def test_digits_of_eight_pixels_are_read_however_large_they_are_shown(side, margin):
    recognizer = cutting_recognizer()
    read = []
    for which in range(10):
        picture = np.pad(pixelated(1 - tiny(which), side), margin, constant_values=1)
        file = io.BytesIO()
        Image.fromarray(np.uint8(picture * 255)).save(file, "PNG")
        file.seek(0)
        reading = recognizer.read_picture(open_picture(file), 1)
        _, y0, x1, y1 = reading.digits[0].box
        assert x1 <= picture.shape[1]
        assert y1 - y0 > 5 * side  # in the picture's own pixels
        read.append(reading.text)
    assert sum(text == str(which) for which, text in enumerate(read)) >= 9, read
