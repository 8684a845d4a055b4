"""Opens a picture file by what it begins with, whatever its name is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from digitrec.recognition.picture.formats.bitmap import BitmapFile
from digitrec.recognition.picture.formats.document import Document
from digitrec.recognition.picture.formats.errors import (
    PictureError,
    broken_bytes_explained,
)

_HEAD = 1024
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF = {b"avif", b"avis"}
_RIFF, _GIF = b"RIFF", b"GIF8"
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")  # the last two: BigTIFF


@contextmanager
def opened(file: str | Path | BinaryIO) -> Iterator[Document]:
    """Opens a picture file.

    Args:
        file: path, or binary stream that can be sought in, of a png, jpg, bmp, gif, webp, tiff,
            heic, avif or pdf.

    Raises:
        PictureError: if the file is missing, broken, too large, or not a picture.
    """
    if not isinstance(file, str | Path):
        document = _document(file)
        try:
            yield document
        finally:
            document.close()
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 (closed below)
    except FileNotFoundError:
        raise PictureError("no such file") from None
    except (IsADirectoryError, PermissionError):  # Windows raises the second for folders too
        reason = (
            "a folder, not a picture" if Path(file).is_dir() else "not allowed to read this file"
        )
        raise PictureError(reason) from None
    except (OSError, ValueError) as error:  # a value error: a name that no file can have
        raise PictureError("can't be read ({reason})", reason=str(error)) from None
    with stream, opened(stream) as document:
        yield document


def may_have_pages(stream: BinaryIO) -> bool:
    """Whether a file is of a kind that may have more than one page. It is not decoded."""
    head = _head(stream)
    return _is_pdf(head) or head.startswith((_RIFF, _GIF, *_TIFF))


def _document(stream: BinaryIO) -> Document:
    head = _head(stream)
    if _is_pdf(head):
        from digitrec.recognition.picture.formats.pdf_process import PdfProcess

        return PdfProcess(stream)
    brands = _brands(head)
    if brands & _AVIF:
        return BitmapFile(stream, "AVIF")
    if brands & _HEIF:
        from digitrec.recognition.picture.formats.heif import HeifFile

        return HeifFile(stream)
    if head.startswith(_TIFF):
        return BitmapFile(stream, "TIFF")
    if head.startswith(_RIFF):
        return BitmapFile(stream, "WEBP")
    return BitmapFile(stream)


def _head(stream: BinaryIO) -> bytes:
    with broken_bytes_explained():
        stream.seek(0)
        head = stream.read(_HEAD)
        stream.seek(0)
    return head


def _is_pdf(head: bytes) -> bool:
    return head.lstrip().startswith(b"%PDF-")


def _brands(head: bytes) -> set[bytes]:
    """The brands of a file in the ISO base media format (ISO/IEC 14496-12, file type box)."""
    if head[4:8] != b"ftyp":
        return set()
    end = min(len(head), int.from_bytes(head[:4], "big"))
    return {head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))}
