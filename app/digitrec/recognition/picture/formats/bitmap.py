"""Picture files that Pillow decodes: png, jpg, bmp, gif, webp, tiff and avif."""

from __future__ import annotations

import importlib
import io
import warnings
from collections.abc import Sequence
from typing import IO, Any, BinaryIO, cast

from PIL import Image, UnidentifiedImageError, features

from digitrec.recognition.picture.formats.document import DECODED_SIDE, Pixels
from digitrec.recognition.picture.formats.errors import (
    PictureError,
    broken_bytes_explained,
    not_a_picture,
)
from digitrec.recognition.picture.formats.limits import (
    MAX_PAGES,
    MAX_PIXELS,
    MeteredStream,
    check_page,
    check_size,
)

_ALWAYS_LOADED = ("PNG", "JPEG", "BMP", "GIF")
_PLUGINS = {
    "WEBP": "PIL.WebPImagePlugin",
    "TIFF": "PIL.TiffImagePlugin",
    "AVIF": "PIL.AvifImagePlugin",
}
"""Pillow's decoders of further formats. It would load all that it has, if it were asked to."""

_JPEG = ("JPEG", "MPO")
"""As Pillow names them; the second has several pictures, as some phones make them."""

_ORIENTATION = 0x0112  # EXIF's tag
_SUBFILE_TYPE, _NO_PAGE = 254, 0b101  # TIFF's tag; its bits for thumbnails and masks
_BYTES_OF_MODE = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2, "I;16N": 2}
_EXTRA_BYTES = {"WEBP": 12.0, "AVIF": 5.5}  # what the decoder keeps besides, as measured
_MAX_SCANS = 20  # of a progressive JPEG with the most pixels; smaller ones may have more


class BitmapFile:
    """A picture file that Pillow decodes, open.

    Args:
        stream: can be sought in.
        kind: one of `WEBP`, `TIFF` and `AVIF`, if it is of that.

    Raises:
        PictureError: if it is not a picture, or broken.
    """

    def __init__(self, stream: BinaryIO, kind: str = "") -> None:
        self._stream = stream
        self._most = MAX_PAGES
        if kind == "AVIF" and not features.check("avif"):
            raise PictureError("AVIF pictures can't be read here; save it as a png or jpg")
        if kind:
            importlib.import_module(_PLUGINS[kind])
        with broken_bytes_explained(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about broken metadata; only the pixels matter
            metered = cast(IO[bytes], MeteredStream(stream))
            try:
                self._image = Image.open(metered, formats=(kind,) if kind else _ALWAYS_LOADED)
            except UnidentifiedImageError:
                raise not_a_picture() from None
            except Image.DecompressionBombError:
                raise PictureError(
                    "pictures of up to {most} million pixels can be read",
                    most=MAX_PIXELS // 1_000_000,
                ) from None
            try:
                self._frames = self._find_pages()
            except BaseException:
                self._image.close()
                raise

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self._frames)

    def page(self, number: int, side: int = DECODED_SIDE) -> Pixels:
        """Decodes a page; see `Document`."""
        check_page(number, self._most)
        with broken_bytes_explained(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = self._image
            image.seek(self._frames[number])
            width = image.width
            self._check_size(whole=side > DECODED_SIDE)
            image.draft(cast(Any, None), (side, side))  # a JPEG, at a fraction
            image.load()
            # Pillow turns the pages of a TIFF while it loads them, and says so here.
            orientation = image.getexif().get(_ORIENTATION, 1)
            reduction = width / image.width if image.format in _JPEG else 1.0
            return Pixels.of(image, orientation, reduction)

    def close(self) -> None:
        """Frees the pixels."""
        self._image.close()

    def _find_pages(self) -> Sequence[int]:
        """Which of its frames are pages.

        Those of a JPEG or AVIF are other views of the same picture, such as maps of depth.
        """
        image = self._image
        if image.format == "TIFF":
            return self._pages_of_tiff()
        if image.format not in ("GIF", "WEBP"):
            return [0]
        # A frame builds on those before it, so that the last takes the time of all of them.
        most = min(MAX_PAGES, MAX_PIXELS // max(1, image.width * image.height))
        count = _gif_frames(self._stream) if image.format == "GIF" else cast(Any, image).n_frames
        self._most = max(1, most)
        return range(max(1, min(self._most + 1, count)))

    def _pages_of_tiff(self) -> Sequence[int]:
        image = cast(Any, self._image)
        pages = []
        for number in range(MAX_PAGES + 1):
            try:
                image.seek(number)
            except (EOFError, OSError, SyntaxError, ValueError):  # the end, or broken from here on
                break
            if not image.tag_v2.get(_SUBFILE_TYPE, 0) & _NO_PAGE:
                pages.append(number)
        image.seek(0)
        return pages or [0]

    def _check_size(self, whole: bool) -> None:
        """Refuses a page that would take too much memory or time, `whole` or at reduced size."""
        image = self._image
        kind = image.format or ""
        each = float(_BYTES_OF_MODE.get(image.mode, 4))
        if kind in _JPEG:
            each = each if whole else 1
            check_size(image.width, image.height, each + _coefficient_bytes(image))
            self._check_scans()
            return
        if kind == "TIFF":
            if image.getexif().get(_ORIENTATION, 1) != 1:
                each *= 2  # it is copied when it is turned
            each += self._stream.seek(0, io.SEEK_END) / (image.width * image.height)
        if kind == "GIF" and image.tell():
            each = 16  # the frames before it stay
        check_size(image.width, image.height, each + _EXTRA_BYTES.get(kind, 0))

    def _check_scans(self) -> None:
        """Refuses a JPEG of so many scans that it takes long: each goes over all of its pixels."""
        image = self._image
        if "progressive" not in image.info:
            return
        position = self._stream.tell()
        self._stream.seek(0)
        scans = 0
        while part := self._stream.read(1 << 20):
            scans += part.count(b"\xff\xda")
        self._stream.seek(position)
        if scans * image.width * image.height > _MAX_SCANS * MAX_PIXELS:
            raise PictureError("a broken picture: it is made of too many parts")


def _coefficient_bytes(image: Image.Image) -> float:
    """Bytes a pixel that the coefficients of a progressive JPEG take, which are kept until its end.

    The other kind is decoded row by row, at a reduced size.
    """
    if "progressive" not in image.info:
        return 0
    layers = cast(Any, image).layer
    most = max(across * down for _, across, down, _ in layers)
    return float(2 * sum(across * down for _, across, down, _ in layers) / max(1, most))


def _gif_frames(stream: BinaryIO) -> int:
    """How many images a GIF has, without decoding them (CompuServe 1989, "GIF89a")."""
    stream.seek(0)
    content = memoryview(stream.read())
    at = 13 + _table_size(content[10])
    frames = 0
    while at + 1 < len(content) and content[at] != 0x3B:
        if content[at] == 0x21:  # an extension: its label, and blocks
            at += 2
        elif content[at] == 0x2C and at + 9 < len(content):
            frames += 1
            at += 11 + _table_size(content[at + 9])
        else:
            break
        while at < len(content) and content[at]:
            at += content[at] + 1
        at += 1
    return max(1, frames)


def _table_size(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0
