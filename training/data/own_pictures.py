"""A person's own pictures of digits as training data: a folder for each digit, `7/scan-1.png`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.picture.decoding import open_picture
from digitrec.recognition.picture.formats.errors import PictureError
from digitrec.recognition.picture.picture_raster import render_picture
from digitrec.recognition.picture.segmentation.ink import find_ink
from training.data.datasets import DataError, Images


def load_pictures(folder: Path) -> Images:
    """The pictures in the folders `0` to `9`, each of one digit, as the program shows them to it.

    They may be photographs, scans or drawings of any size, dark on light or light on dark.

    Raises:
        DataError: if there are none, or one can't be read or is blank.
    """
    images, labels = [], []
    for label in range(10):
        inside = folder / str(label)
        if inside.is_dir():
            for path in sorted(each for each in inside.iterdir() if each.is_file()):
                images.append(_image(path))
                labels.append(label)
    if not images:
        raise DataError(
            f"{folder} has no pictures. It needs a folder for each digit, named 0 to 9, with "
            "pictures of that digit: 7/scan-1.png"
        )
    return Images(np.stack(images), np.array(labels, np.uint8))


def _image(path: Path) -> NDArray[np.uint8]:
    try:
        ink, _ = find_ink(open_picture(path))
    except (PictureError, OSError) as error:
        raise DataError(f"{path} can't be read: {error}") from error
    image = render_picture(ink)
    if not image.any():
        raise DataError(f"{path} is blank")
    return np.rint(255 * image).astype(np.uint8)
