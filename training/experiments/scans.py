"""Scans: how pictures of single digits are read that were made differently from MNIST's.

    python -m training.scans [MODEL.keras]

Turns MNIST's held-out images into the formats of other collections of scanned digits (16×16 pixels,
stretched to a square, black and white, 8×8 pixels with 17 levels of grey, tightly cropped), and
these into pictures as people keep them (dark on light, pixelated, upscaled, as JPEG, with noise, on
blotched paper). Each is read like a file in the application, whose reader doesn't know that it is a
single digit. The table has the share that is read correctly, rejected or not. MNIST's test set is
not used.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.recognition.model import Model
from digitrec.recognition.picture.decoding import open_picture
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from training.data.datasets import Images, data_folder, load_split

IMAGES = 500

Grey = NDArray[np.uint8]

_INK = 40  # brightness from which a pixel of MNIST is ink
_UPSCALING = 8  # of MNIST's images before they are resized, which avoids steps
_THRESHOLD = 105  # brightness from which a pixel is ink in a black-and-white image


def cropped(image: Grey) -> Grey:
    """The image without its margin."""
    rows, columns = (np.flatnonzero((image > _INK).any(axis=axis)) for axis in (1, 0))
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def fitted(image: Grey, side: int = 16) -> Grey:
    """Fitted into a square by its longer side."""
    ink = cropped(image)
    height, width = (max(1, round(side * one / max(ink.shape))) for one in ink.shape)
    square = np.zeros((side, side), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = _sized(ink, height, width)
    return square


def stretched(image: Grey, side: int = 16) -> Grey:
    """Stretched to a square, black and white."""
    return _binarised(_sized(cropped(image), side, side))


def black_and_white(image: Grey, side: int = 32) -> Grey:
    """Fitted into a larger square, black and white."""
    return _binarised(fitted(image, side))


def coarse(image: Grey) -> Grey:
    """8×8 pixels, each with the ink of 4×4 black-and-white ones: 17 levels of grey."""
    counts = black_and_white(image).reshape(8, 4, 8, 4).sum(axis=(1, 3), dtype=np.int64)
    grey: Grey = np.rint(counts / 16).astype(np.uint8)
    return grey


FORMATS: dict[str, Callable[[Grey], Grey]] = {
    "as in MNIST": lambda image: image,
    "tightly cropped": cropped,
    "fitted into 16×16": fitted,
    "stretched to 16×16, black and white": stretched,
    "32×32, black and white": black_and_white,
    "8×8, 17 levels of grey": coarse,
}
"""Formats of collections of scanned digits."""


def _jpeg(image: Grey) -> Grey:
    file = io.BytesIO()
    Image.fromarray(image).save(file, "JPEG", quality=75)
    return np.asarray(Image.open(file))


def _upscaled(image: Grey, times: int, method: Image.Resampling) -> Grey:
    size = (image.shape[1] * times, image.shape[0] * times)
    return np.asarray(Image.fromarray(image).resize(size, method))


def _noisy(image: Grey) -> Grey:
    dim = _upscaled((200 - 0.6 * image).astype(np.uint8), 6, Image.Resampling.BICUBIC)
    noise = np.random.default_rng(int(image.sum())).normal(0, 6, dim.shape)
    noisy: Grey = np.clip(dim + noise, 0, 255).astype(np.uint8)
    return noisy


def _blotched(image: Grey) -> Grey:
    """Pale ink on paper of uneven brightness, with a small margin, about 120 pixels high."""
    rng = np.random.default_rng(int(image.sum()))
    margin = max(1, round(0.15 * max(image.shape)))
    framed = np.pad(image, margin)
    times = max(1, round(120 / max(framed.shape)))
    ink = _upscaled(framed, times, Image.Resampling.BICUBIC) / 255
    size = ink.shape[::-1]
    large, small = (
        np.asarray(
            Image.fromarray(rng.normal(0, 1, (parts, parts)).astype(np.float32)).resize(size)
        )
        for parts in (4, 16)
    )
    paper = 0.75 + 0.035 * large + 0.025 * small + rng.normal(0, 0.03, ink.shape)
    brightness: Grey = (np.clip(paper - 0.4 * ink, 0, 1) * 255).astype(np.uint8)
    return brightness


PICTURES: dict[str, Callable[[Grey], Grey]] = {
    "unchanged": lambda image: image,
    "dark on light": lambda image: 255 - image,
    "with a margin": lambda image: 255 - np.pad(image, max(image.shape) // 4),
    "pixelated": lambda image: np.kron(255 - image, np.ones((10, 10), np.uint8)),
    "upscaled": lambda image: _upscaled(255 - image, 8, Image.Resampling.BICUBIC),
    "JPEG": lambda image: _jpeg(_upscaled(255 - image, 5, Image.Resampling.BILINEAR)),
    "noise": _noisy,
    "blotched paper": _blotched,
}
"""Kinds of pictures that people make of such a scan."""


def share_right(
    recognizer: Recognizer,
    images: Images,
    scan: Callable[[Grey], Grey],
    picture: Callable[[Grey], Grey],
) -> float:
    """Share of the images that is read correctly in one format and one kind of picture."""
    right = 0
    for image, label in zip(images.x, images.y, strict=True):
        file = io.BytesIO()
        Image.fromarray(picture(scan(image))).save(file, "PNG")
        file.seek(0)
        reading = recognizer.read_picture(open_picture(file))
        right += [digit.digit for digit in reading.digits] == [int(label)]
    return right / len(images)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.scans", description=__doc__)
    parser.add_argument("model", type=Path, nargs="?", default=model_path())
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    parser.add_argument("--limit", type=int, default=IMAGES, help="images to read in each format")
    options = parser.parse_args(arguments)
    folder = data_folder(options.data)
    images = load_split(folder).held_out_images.part(slice(options.limit))
    recognizer = Recognizer(Model.open(options.model))
    print(f"| | {' | '.join(PICTURES)} |\n|{' --- |' * (1 + len(PICTURES))}", flush=True)
    for name, scan in FORMATS.items():
        shares = (share_right(recognizer, images, scan, picture) for picture in PICTURES.values())
        print(f"| {name} | {' | '.join(f'{share:.1%}' for share in shares)} |", flush=True)
    return 0


def _sized(ink: Grey, height: int, width: int) -> Grey:
    """Ink resized, its edges smooth."""
    fine = Image.fromarray(_upscaled(ink, _UPSCALING, Image.Resampling.BICUBIC))
    return np.asarray(fine.resize((width, height), Image.Resampling.BOX))


def _binarised(image: Grey) -> Grey:
    return np.where(image > _THRESHOLD, np.uint8(255), np.uint8(0))


if __name__ == "__main__":
    raise SystemExit(main())
