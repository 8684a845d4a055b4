"""PDF files that would keep PDFium busy for ever, or take all memory."""

import io
import os
import sys

import pytest

from digitrec.recognition.picture.decoding import PictureError, open_picture
from digitrec.recognition.picture.formats.pdf_process import PdfProcess
from tests.recognition.picture.test_decoding import CASES
from tests.torture.mutants.pictures import VECTORS, pdf, pdf_of_forms


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends the process only after 15 s")
def test_forms_that_contain_each_other_are_given_up():
    with pytest.raises(PictureError, match="can't be drawn|takes more than 4 seconds"):
        open_picture(io.BytesIO(pdf_of_forms(depth=25, copies=4)))


def test_the_pages_of_one_file_come_from_one_process():
    document = PdfProcess(io.BytesIO(pdf(VECTORS, b"0 0 40 40 re f", VECTORS)))
    try:
        assert document.pages == 3
        first, second, again = (document.page(at).rows(0, 400).tobytes() for at in (0, 1, 0))
        assert first == again != second

    finally:
        document.close()


def test_a_process_that_was_ended_by_somebody_is_an_error_of_the_page():
    document = PdfProcess(CASES["pdf"]())
    os.kill(document.process_id, 9)
    with pytest.raises(PictureError, match="can't be drawn"):
        document.page(0)
    document.close()
