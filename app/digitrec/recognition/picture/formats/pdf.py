"""PDF files, each page rendered by PDFium in this process. `pdf_process` runs it in another one."""

from __future__ import annotations

import time
from typing import Any, BinaryIO

from PIL import Image

from digitrec.recognition.picture.formats.document import DECODED_SIDE, Pixels
from digitrec.recognition.picture.formats.errors import PictureError, broken_bytes_explained
from digitrec.recognition.picture.formats.limits import MAX_PAGES, check_page, check_size

_MAX_SCALE = 300 / 72  # pixels to a point, of which an inch has 72: no scan has more in it
SECONDS = 4
"""Longest that a page may take."""

_MAX_SIDE = 5000  # pixels; as many take 200 MB
_MAX_OBJECTS = 200_000  # of a page
_NESTING = 5  # levels at which a page's pictures are looked for
_IMAGE_BYTES = 5  # for each pixel of a picture in the page; measured: 3


class PdfFile:
    """A PDF file, open.

    Args:
        stream: can be sought in; it stays open as long as this.

    Raises:
        PictureError: if it is broken, or PDFium is not installed.
    """

    def __init__(self, stream: BinaryIO) -> None:
        try:
            import pypdfium2
        except ImportError:
            raise PictureError(
                "PDF files can't be read here; install PDFium: {command}",
                command="pip install pypdfium2",
            ) from None
        self._pdfium: Any = pypdfium2
        with broken_bytes_explained():
            try:
                self._document = pypdfium2.PdfDocument(stream)
            except pypdfium2.PdfiumError as error:
                if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
                    raise PictureError("protected by a password") from None
                raise
            self.pages = min(MAX_PAGES + 1, len(self._document))
        if not self.pages:
            self.close()
            raise PictureError("it has no pages")

    def page(self, number: int, side: int = DECODED_SIDE) -> Pixels:
        """Renders a page with its annotations on white paper; see `Document`."""
        check_page(number, MAX_PAGES)
        with broken_bytes_explained():
            page = self._document[number]
            try:
                image = self._rendered(page, side)
                whole = min(_MAX_SIDE, _MAX_SCALE * max(page.get_size()))
                return Pixels.of(image, reduction=max(1.0, whole / max(image.size)))
            finally:
                page.close()

    def close(self) -> None:
        """Closes the file for PDFium; not the stream."""
        self._document.close()

    def _rendered(self, page: Any, side: int) -> Image.Image:
        raw = self._pdfium.raw
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            raise PictureError("an empty page")
        if raw.FPDFPage_CountObjects(page) > _MAX_OBJECTS:
            raise PictureError("a broken picture: it is made of too many parts")
        for part in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_NESTING):
            across, down = part.get_px_size()
            check_size(across, down, _IMAGE_BYTES)
        scale = min(_MAX_SCALE, min(side, _MAX_SIDE) / max(width, height))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        bitmap = self._pdfium.PdfBitmap.new_native(*size, raw.FPDFBitmap_BGRx)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
            self._draw(page, bitmap, size)
            image: Image.Image = bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()
        return image

    def _draw(self, page: Any, bitmap: Any, size: tuple[int, int]) -> None:
        """Draws a page. PDFium asks now and then whether to pause, and so can be stopped."""
        raw = self._pdfium.raw
        end = time.monotonic() + SECONDS
        pause = raw.IFSDK_PAUSE(version=1)
        self._pdfium.internal.set_callback(
            pause, "NeedToPauseNow", lambda _: int(time.monotonic() > end)
        )
        state = raw.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, *size, 0, raw.FPDF_ANNOT, pause)
        raw.FPDF_RenderPage_Close(page)
        if state == raw.FPDF_RENDER_TOBECONTINUED:
            raise PictureError("drawing this page takes more than {most} seconds", most=SECONDS)
        if state != raw.FPDF_RENDER_DONE:
            raise PictureError("a page that can't be drawn")
