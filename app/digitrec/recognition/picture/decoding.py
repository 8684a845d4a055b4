"""Decoding of picture files: their ink as an array, for all formats, depths and orientations."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from digitrec.recognition.message import MessageError
from digitrec.recognition.picture.binarisation import ink_on
from digitrec.recognition.picture.pixel_blocks import find_blocks
from digitrec.recognition.raster import Raster

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF")
MAX_PIXELS = 50_000_000
_MAX_MILLIONS = MAX_PIXELS // 1_000_000
WORKING_SIDE = 1600
"""Longest side in pixels at which a picture is read; a larger one is scaled down first."""

_ORIENTATION = 0x0112  # EXIF's tag
_BAND = 2_000_000  # pixels that are converted at a time
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, as in Pillow

_UPRIGHT: dict[int, Callable[[Raster], Raster]] = {
    2: np.fliplr,
    3: lambda grey: np.rot90(grey, 2),
    4: np.flipud,
    5: np.transpose,
    6: lambda grey: np.rot90(grey, -1),
    7: lambda grey: np.rot90(grey, 2).T,
    8: np.rot90,
}
"""Puts a picture upright, by its EXIF orientation."""


class PictureError(MessageError, ValueError):
    """A file can't be read as a picture. The message says why, and what can be read."""


def open_picture(file: str | Path | BinaryIO) -> Raster:
    """Reads a picture file: the ink of its first frame, upright.

    Args:
        file: path, or binary stream, of a png, jpg, bmp, gif, webp or tiff.

    Returns:
        Shape (h, w), float32 in [0, 1]: the ink, white on black, the strongest at 1. All zero if
        the picture is blank. A side has at most `WORKING_SIDE` pixels.

    Raises:
        PictureError: if the file is missing, broken, too large, or not a picture.
    """
    try:
        image, orientation = _decode(file)
        with image:
            grey = _grey(image)
        upright = _UPRIGHT.get(orientation)
        grey = grey if upright is None else np.ascontiguousarray(upright(grey))
        blocks = find_blocks(grey)
        return ink_on(grey) if blocks is None else blocks.enlarge(ink_on(blocks.reduce(grey)))
    except MemoryError:
        raise PictureError("the picture needs more memory than there is") from None


def _decode(file: str | Path | BinaryIO) -> tuple[Image.Image, int]:
    """The picture with its pixels loaded, and its EXIF orientation.

    Only what Pillow does with the file is covered by the catch-all here: what goes wrong with the
    pixels afterwards is a fault of this program, and not of the picture.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about broken metadata; only the pixels matter
            image = Image.open(file, formats=FORMATS)
            try:
                _check_size(image)
                image.draft(None, (2 * WORKING_SIDE, 2 * WORKING_SIDE))  # JPEG, at a fraction
                orientation = image.getexif().get(_ORIENTATION, 1)
                image.load()
            except BaseException:
                image.close()
                raise
            return image, orientation
    except (PictureError, MemoryError):
        raise
    except FileNotFoundError:
        raise PictureError("no such file") from None
    except (IsADirectoryError, PermissionError):  # Windows raises the second for folders too
        folder = isinstance(file, str | Path) and Path(file).is_dir()
        reason = "a folder, not a picture" if folder else "not allowed to read this file"
        raise PictureError(reason) from None
    except Image.DecompressionBombError:
        raise PictureError(
            "pictures of up to {most} million pixels can be read", most=_MAX_MILLIONS
        ) from None
    except UnidentifiedImageError:
        raise PictureError("not a picture; png, jpg, bmp, gif, webp and tiff can be read") from None
    except Exception as error:  # Pillow's decoders raise whatever broken bytes lead them to
        why = str(error) or type(error).__name__
        raise PictureError("a broken picture: {reason}", reason=why) from error


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise PictureError(
            "{width} × {height} pixels are too many; "
            "pictures of up to {most} million pixels can be read",
            width=image.width,
            height=image.height,
            most=_MAX_MILLIONS,
        )


def _grey(image: Image.Image) -> Raster:
    """Brightness in [0, 1], sides at most `WORKING_SIDE`; transparent parts become paper."""
    if image.mode.startswith(("I", "F")):
        return _deep_grey(image)
    if image.has_transparency_data:
        return _flatten(_reduced(image, lambda band: band.convert("RGBA")))
    if image.mode == "LAB":
        return _reduced(image, lambda band: band.getchannel("L")) / np.float32(255)
    return _reduced(image, lambda band: band.convert("RGB").convert("L")) / np.float32(255)


def _deep_grey(image: Image.Image) -> Raster:
    """Grey of 16 or 32 bits or of floating point, which Pillow would clip at 255."""

    def number(band: Image.Image) -> Image.Image:
        values = np.asarray(band).astype(np.float32)
        return Image.fromarray(np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0))

    values = _reduced(image, number)
    low, high = float(values.min()), float(values.max())
    if image.mode.startswith("I"):
        low, high = min(low, 0.0), next((top for top in (255, 65535) if high <= top), high)
    scaled: Raster = ((values - low) / (high - low or 1.0)).astype(np.float32)
    return scaled


def _reduced(image: Image.Image, convert: Callable[[Image.Image], Image.Image]) -> Raster:
    """A picture's values, float32, converted and scaled down to `WORKING_SIDE`.

    A band of rows is copied at a time: a copy of a large picture takes hundreds of megabytes.
    """
    factor = -(-max(image.size) // WORKING_SIDE)
    rows = max(1, _BAND // (image.width * factor)) * factor
    bands = []
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        band = convert(image.crop((0, top, image.width, bottom)))
        bands.append(np.asarray(band.reduce(factor) if factor > 1 else band, np.float32))
    return np.concatenate(bands)


def _flatten(colours: Raster) -> Raster:
    """Puts a picture with alpha on white paper, or on black if its ink is light."""
    alpha = colours[..., 3] / np.float32(255)
    grey = colours[..., :3] @ _LUMA / np.float32(255)
    weight = float(alpha.sum())
    light = weight > 0 and float((grey * alpha).sum()) / weight > 0.5
    # An opaque picture has its own paper: what lies under it makes no difference.
    flat: Raster = grey * alpha + np.float32(0 if light else 1) * (np.float32(1) - alpha)
    return flat
