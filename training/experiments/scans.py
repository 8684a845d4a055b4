"""Scans: how single digits are read that come as pictures of other makes than MNIST's.

    python -m training.experiments.scans [MODEL.keras]

Makes pictures of MNIST's held-out images as collections of scanned digits have them (fitted into 16
pixels, stretched to a square, of two tones, of 8×8 pixels in seventeen greys, cut close to the ink)
and as people keep such pictures (dark on light, blown up, drawn up smoothly, as JPEG, with noise,
on blotched paper). Each goes the way that a file goes through the program, where nobody says that
it is a single digit. The table has the share that is read right, rejected or not. MNIST's test set
is not touched.
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
from training.data.datasets import Images, data_folder, load_mnist, load_pen_digits, split

MODEL = Path(__file__).resolve().parents[2] / "app" / "digitrec" / "resources" / "my_model.keras"
IMAGES = 500

Grey = NDArray[np.uint8]

_INK = 40  # brightness from which a pixel of MNIST's is ink
_FINE = 8  # pixels that one of MNIST's is drawn up to, before it is brought to another size
_TONES = 105  # brightness from which a pixel is ink where there are but two tones


def cut(image: Grey) -> Grey:
    """The image without its margin."""
    rows, columns = (np.flatnonzero((image > _INK).any(axis=axis)) for axis in (1, 0))
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def fitted(image: Grey, side: int = 16) -> Grey:
    """In a square that the longer side fills."""
    ink = cut(image)
    height, width = (max(1, round(side * one / max(ink.shape))) for one in ink.shape)
    square = np.zeros((side, side), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = _sized(ink, height, width)
    return square


def stretched(image: Grey, side: int = 16) -> Grey:
    """In a square that both sides fill, of two tones."""
    return _two_tones(_sized(cut(image), side, side))


def two_tones(image: Grey, side: int = 32) -> Grey:
    """In a larger square, of two tones."""
    return _two_tones(fitted(image, side))


def coarse(image: Grey) -> Grey:
    """8×8 pixels: of each the ink that four by four of two tones have."""
    counts = two_tones(image).reshape(8, 4, 8, 4).sum(axis=(1, 3), dtype=np.int64)
    grey: Grey = np.rint(counts / 16).astype(np.uint8)
    return grey


KINDS: dict[str, Callable[[Grey], Grey]] = {
    "as MNIST has them": lambda image: image,
    "cut close": cut,
    "fitted into 16×16": fitted,
    "stretched to 16×16, two tones": stretched,
    "32×32, two tones": two_tones,
    "8×8, seventeen greys": coarse,
}


def _jpeg(image: Grey) -> Grey:
    file = io.BytesIO()
    Image.fromarray(image).save(file, "JPEG", quality=75)
    return np.asarray(Image.open(file))


def _drawn_up(image: Grey, times: int, way: Image.Resampling) -> Grey:
    size = (image.shape[1] * times, image.shape[0] * times)
    return np.asarray(Image.fromarray(image).resize(size, way))


def _noisy(image: Grey) -> Grey:
    dim = _drawn_up((200 - 0.6 * image).astype(np.uint8), 6, Image.Resampling.BICUBIC)
    noise = np.random.default_rng(int(image.sum())).normal(0, 6, dim.shape)
    noisy: Grey = np.clip(dim + noise, 0, 255).astype(np.uint8)
    return noisy


def _blotched(image: Grey) -> Grey:
    """Pale ink on paper of uneven brightness, a small margin around it, 120 pixels to a side."""
    rng = np.random.default_rng(int(image.sum()))
    margin = max(1, round(0.15 * max(image.shape)))
    framed = np.pad(image, margin)
    times = max(1, round(120 / max(framed.shape)))
    ink = _drawn_up(framed, times, Image.Resampling.BICUBIC) / 255
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


WAYS: dict[str, Callable[[Grey], Grey]] = {
    "as it is": lambda image: image,
    "dark on light": lambda image: 255 - image,
    "with a margin": lambda image: 255 - np.pad(image, max(image.shape) // 4),
    "squares": lambda image: np.kron(255 - image, np.ones((10, 10), np.uint8)),
    "drawn up": lambda image: _drawn_up(255 - image, 8, Image.Resampling.BICUBIC),
    "JPEG": lambda image: _jpeg(_drawn_up(255 - image, 5, Image.Resampling.BILINEAR)),
    "noise": _noisy,
    "blotched paper": _blotched,
}


def share_right(
    recognizer: Recognizer,
    images: Images,
    kind: Callable[[Grey], Grey],
    way: Callable[[Grey], Grey],
) -> float:
    """Share of the images that are read right when they come that way."""
    right = 0
    for image, label in zip(images.x, images.y, strict=True):
        file = io.BytesIO()
        Image.fromarray(way(kind(image))).save(file, "PNG")
        file.seek(0)
        reading = recognizer.read_picture(open_picture(file))
        right += [digit.digit for digit in reading.digits] == [int(label)]
    return right / len(images)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        prog="python -m training.experiments.scans", description=__doc__
    )
    parser.add_argument("model", type=Path, nargs="?", default=MODEL)
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    parser.add_argument("--limit", type=int, default=IMAGES, help="so many images of each kind")
    options = parser.parse_args(arguments)
    folder = data_folder(options.data)
    images = split(load_mnist(folder)[0], load_pen_digits(folder)).held_out_images
    images = images.part(slice(None, options.limit))
    recognizer = Recognizer(Model.open(options.model))
    print(f"| | {' | '.join(WAYS)} |\n|{' --- |' * (1 + len(WAYS))}", flush=True)
    for name, kind in KINDS.items():
        shares = (share_right(recognizer, images, kind, way) for way in WAYS.values())
        print(f"| {name} | {' | '.join(f'{share:.1%}' for share in shares)} |", flush=True)
    return 0


def _sized(ink: Grey, height: int, width: int) -> Grey:
    """Ink in other proportions, without the steps of its pixels."""
    fine = Image.fromarray(_drawn_up(ink, _FINE, Image.Resampling.BICUBIC))
    return np.asarray(fine.resize((width, height), Image.Resampling.BOX))


def _two_tones(image: Grey) -> Grey:
    return np.where(image > _TONES, np.uint8(255), np.uint8(0))


if __name__ == "__main__":
    raise SystemExit(main())
