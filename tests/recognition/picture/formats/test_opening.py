import io
import subprocess
import sys

import pytest
from PIL import features

from digitrec.recognition.picture.decoding import LONGEST_SIDE, PictureError, open_picture
from digitrec.recognition.picture.formats import pdf
from digitrec.recognition.picture.formats.heif import HeifFile
from tests.recognition.picture.inks import ink_of
from tests.recognition.picture.test_decoding import CASES, drawing, saved


@pytest.mark.parametrize(
    ("case", "module", "says"),
    [
        ("heic", "pi_heif", "pip install pi-heif"),
        ("pdf", "pypdfium2", "pip install pypdfium2"),
    ],
)
def test_a_decoder_that_is_not_installed_is_named(case, module, says, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(PictureError, match=says):
        {"heic": HeifFile, "pdf": pdf.PdfFile}[case](CASES[case]())


def test_a_pillow_without_avif_is_named(monkeypatch):
    monkeypatch.setattr(features, "check", lambda _: False)
    with pytest.raises(PictureError, match="save it as a png or jpg"):
        open_picture(CASES["avif"]())


def test_decoders_are_loaded_only_for_their_files(tmp_path):
    code = """
import sys
from digitrec.recognition.picture.decoding import count_pages, open_picture
for path in sys.argv[1:]:
    open_picture(path)
    count_pages(path)
print(*(sys.modules.keys() & {"pi_heif", "pypdfium2", "PIL.AvifImagePlugin"}))
"""
    paths = []
    for case in ("png", "cmyk tiff", "webp", "gif"):
        paths.append(tmp_path / case)
        paths[-1].write_bytes(CASES[case]().getvalue())
    command = [sys.executable, "-c", code, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_content_counts_and_not_the_name(tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(CASES["heic"]().getvalue())
    assert ink_of(path).any()


@pytest.mark.parametrize("case", ["heic", "avif", "pdf"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_a_file_that_is_cut_off_is_refused_in_words(case, share):
    content = CASES[case]().getvalue()
    with pytest.raises(PictureError, match="broken|not a picture"):
        open_picture(io.BytesIO(content[: int(share * len(content))]))


def test_a_film_is_not_a_picture():
    head = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42"
    with pytest.raises(PictureError, match="not a picture"):
        open_picture(io.BytesIO(head + bytes(500)))


def test_a_page_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", -1)
    with pytest.raises(PictureError, match="takes more than"):
        pdf.PdfFile(CASES["pdf"]()).page(0)


def test_pages_of_any_size_are_rendered():
    for size in ((28, 28), (3, 900), (2000, 2000)):
        page = saved(drawing(size=size), "PDF")
        assert max(open_picture(page).pixels.shape) <= LONGEST_SIDE
