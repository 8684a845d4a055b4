"""HEIC pictures, as phones take them (HEIF, ISO/IEC 23008-12), decoded by libheif and libde265."""

from __future__ import annotations

from typing import Any, BinaryIO

import numpy as np
from PIL import Image

from digitrec.recognition.picture.formats.document import DECODED_SIDE, Pixels
from digitrec.recognition.picture.formats.errors import PictureError, broken_bytes_explained
from digitrec.recognition.picture.formats.limits import check_size, read_whole

_BYTES = 5.5  # for each pixel: the planes of the decoder, and the colours; measured: 4.7


class HeifFile:
    """A HEIC file, open. Only its primary picture is a page; others are depth, bursts, thumbnails.

    Args:
        stream: its content.

    Raises:
        PictureError: if it is broken or too large, or its decoder is not installed.
    """

    pages = 1

    def __init__(self, stream: BinaryIO) -> None:
        try:
            import pi_heif
        except ImportError:
            raise PictureError(
                "HEIC pictures can't be read here; install their decoder: {command}",
                command="pip install pi-heif",
            ) from None
        with broken_bytes_explained():
            found = pi_heif.open_heif(read_whole(stream))
            self._image: Any = found[found.primary_index]

    def page(self, number: int, side: int = DECODED_SIDE) -> Pixels:  # noqa: ARG002
        """Decodes the picture; libheif puts it upright. See `Document`."""
        image = self._image
        with broken_bytes_explained():
            width, height = image.size
            check_size(width, height, _BYTES)
            pixels = np.asarray(image)[:, :width]
        height, width = pixels.shape[:2]
        return Pixels(
            width,
            height,
            image.mode,
            image.has_alpha,
            1,
            lambda top, bottom: Image.fromarray(np.ascontiguousarray(pixels[top:bottom])),
        )

    def close(self) -> None:
        """Frees the pixels."""
        self._image = None
