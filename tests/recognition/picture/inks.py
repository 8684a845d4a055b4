"""From pictures to their ink, and back."""

import tempfile
from pathlib import Path

import numpy as np

from digitrec.recognition.picture.decoding import Picture, open_picture
from digitrec.recognition.picture.segmentation.ink import find_ink
from digitrec.recognition.recognizer import Recognizer
from tests.recognition.sealed.archives import without_lines


def ink_of(file):
    """The ink of a picture file: (h, w), from 0 to 1."""
    return find_ink(open_picture(file))[0]


def on_paper(ink):
    """A picture of ink (h, w), from 0 to 1, black on white."""
    return Picture(np.uint8(255 - np.rint(255 * ink)))


def cutting_recognizer():
    """A recogniser without a line network: it cuts the ink of pictures into digits."""
    with tempfile.TemporaryDirectory() as folder:
        return Recognizer.open(without_lines(Path(folder) / "m.keras"))
