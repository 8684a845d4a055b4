"""Pictures: a file in, its ink as an array out, whatever the format, depth, colour or turn."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from app.recognition.message import MessageError
from app.recognition.paper import ink_on
from app.recognition.raster import Raster

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF")
MAX_PIXELS = 50_000_000
_MOST_MILLIONS = MAX_PIXELS // 1_000_000
WORKING_SIDE = 1600
"""Longest side in pixels that a picture is read at; a larger one is scaled down first."""


class PictureError(MessageError, ValueError):
    """A file can't be read as a picture. The message says why, and what can be read."""


def open_picture(file: str | Path | BinaryIO) -> Raster:
    """Reads a picture file: its first frame, upright, ink and paper told apart.

    Args:
        file: path, or binary stream, of a png, jpg, bmp, gif, webp or tiff.

    Returns:
        Shape (h, w), float32 in [0, 1]: the ink, white on black, the strongest at 1. All zero
        where the picture is blank. A side is `WORKING_SIDE` pixels at most.

    Raises:
        PictureError: where it is missing, broken, too large, or no picture.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of broken metadata; we want the pixels
            with Image.open(file, formats=FORMATS) as image:
                _check_size(image)
                return ink_of(image)
    except PictureError:
        raise
    except FileNotFoundError:
        raise PictureError("no such file") from None
    except (IsADirectoryError, PermissionError):  # Windows says the second of folders too
        folder = isinstance(file, str | Path) and Path(file).is_dir()
        reason = "a folder, not a picture" if folder else "not allowed to read this file"
        raise PictureError(reason) from None
    except Image.DecompressionBombError:
        raise PictureError(
            "pictures of up to {most} million pixels can be read", most=_MOST_MILLIONS
        ) from None
    except UnidentifiedImageError:
        raise PictureError("not a picture; png, jpg, bmp, gif, webp and tiff can be read") from None
    except MemoryError:
        raise PictureError("the picture needs more memory than there is") from None
    except Exception as error:  # Pillow's readers raise whatever broken bytes lead them to
        why = str(error) or type(error).__name__
        raise PictureError("a broken picture: {reason}", reason=why) from error


def ink_of(image: Image.Image) -> Raster:
    """The ink of an opened picture; see `open_picture` for what comes back."""
    image.draft(None, (2 * WORKING_SIDE, 2 * WORKING_SIDE))  # lets JPEG decode at a fraction
    turned = ImageOps.exif_transpose(image)
    return ink_on(_grey(turned))


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise PictureError(
            "{width} × {height} pixels are too many; "
            "pictures of up to {most} million pixels can be read",
            width=image.width,
            height=image.height,
            most=_MOST_MILLIONS,
        )


def _grey(image: Image.Image) -> Raster:
    """Brightness in [0, 1], sides at most `WORKING_SIDE`; transparent parts become paper."""
    if image.mode.startswith(("I", "F")):
        return _deep_grey(image)
    if image.has_transparency_data:
        return _flatten(_shrink(image.convert("RGBA")))
    if image.mode == "LAB":
        image = image.getchannel("L")
    elif image.mode not in ("1", "L", "P"):
        image = image.convert("RGB")
    return np.asarray(_shrink(image.convert("L")), np.float32) / np.float32(255)


def _deep_grey(image: Image.Image) -> Raster:
    """Grey of 16 or 32 bits, or of floating point, which Pillow would cut off at 255."""
    values = np.asarray(image).astype(np.float32)
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if image.mode.startswith("I"):
        low, high = min(low, 0.0), next((top for top in (255, 65535) if high <= top), high)
    scaled = (values - low) / (high - low or 1.0)
    return np.asarray(_shrink(Image.fromarray(scaled.astype(np.float32))), np.float32)


def _shrink(image: Image.Image) -> Image.Image:
    factor = -(-max(image.size) // WORKING_SIDE)
    return image.reduce(factor) if factor > 1 else image


def _flatten(image: Image.Image) -> Raster:
    """Puts a picture with alpha on white paper, or on black where its ink is light."""
    alpha = np.asarray(image.getchannel("A"), np.float32) / np.float32(255)
    grey = np.asarray(image.convert("RGB").convert("L"), np.float32) / np.float32(255)
    weight = float(alpha.sum())
    light = weight > 0 and float((grey * alpha).sum()) / weight > 0.5
    # A picture without see-through parts has its own paper: what lies under it doesn't matter.
    flat: Raster = grey * alpha + np.float32(0 if light else 1) * (np.float32(1) - alpha)
    return flat
