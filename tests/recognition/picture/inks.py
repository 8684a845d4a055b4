"""From pictures to their ink, and back."""

import numpy as np

from digitrec.recognition.picture.decoding import Picture, open_picture
from digitrec.recognition.picture.segmentation.ink import find_ink


def ink_of(file):
    """The ink of a picture file: (h, w), from 0 to 1."""
    return find_ink(open_picture(file))[0]


def on_paper(ink):
    """A picture of ink (h, w), from 0 to 1, black on white."""
    return Picture(np.uint8(255 - np.rint(255 * ink)))
