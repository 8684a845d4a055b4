"""The ink of a picture: told apart from the paper, white on black."""

from __future__ import annotations

import numpy as np
from PIL import Image

from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.picture.segmentation.binarisation import ink_on
from digitrec.recognition.picture.segmentation.ink_colour import ink_channel
from digitrec.recognition.picture.segmentation.pixel_blocks import find_blocks
from digitrec.recognition.raster import Raster

WORKING_SIDE = 1600
"""Longest side in pixels at which ink is cut; a larger picture is scaled down first."""


def find_ink(picture: Picture) -> tuple[Raster, float]:
    """The ink of a picture, and how many pixels of the opened picture one of its pixels takes.

    Returns:
        Shape (h, w), float32 in [0, 1]: the ink, white on black, the strongest at 1; all zero if
        the picture is blank. A side has at most `WORKING_SIDE` pixels.
    """
    image = Image.fromarray(picture.pixels)
    factor = -(-max(image.size) // WORKING_SIDE)
    grey = _grey(image.reduce(factor) if factor > 1 else image)
    blocks = find_blocks(grey)
    ink = ink_on(grey) if blocks is None else blocks.enlarge(ink_on(blocks.reduce(grey)))
    return ink, picture.scale * factor


def _grey(image: Image.Image) -> Raster:
    """Brightness in [0, 1]; where ink and paper differ in colour alone, it is the colour."""
    luma = np.asarray(image.convert("L"), np.float32) / np.float32(255)
    if image.mode == "L":
        return luma
    return ink_channel(np.asarray(image, np.float32) / np.float32(255), luma)
