"""What can go wrong with a picture file, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from digitrec.recognition.message import MessageError


class PictureError(MessageError, ValueError):
    """A file can't be read as a picture. The message says why, and what can be read."""


def not_a_picture() -> PictureError:
    """The error for a file of another kind."""
    return PictureError(
        "not a picture; png, jpg, bmp, gif, webp, tiff, heic, avif and pdf can be read"
    )


@contextmanager
def broken_bytes_explained() -> Iterator[None]:
    """Turns what a decoder raises into a `PictureError`: broken bytes lead it to anything.

    Raises:
        PictureError: instead of any other exception, but for `MemoryError`.
    """
    try:
        yield
    except (PictureError, MemoryError):
        raise
    except Exception as error:
        why = str(error) or type(error).__name__
        raise PictureError("a broken picture: {reason}", reason=why) from error
