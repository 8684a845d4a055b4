import io

import pytest
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from digitrec.recognition.picture.decoding import PictureError, count_pages, open_pages
from digitrec.recognition.picture.formats import bitmap, pdf_process
from digitrec.recognition.picture.picture_raster import render_picture
from digitrec.recognition.picture.segmentation.ink import find_ink
from tests.recognition.picture.inks import ink_of
from tests.recognition.picture.test_decoding import difference, drawing, saved

DIGITS = (3, 7, 1)


def pages(kind, **options):
    first, *others = (drawing("RGB", "white", "black", which=which) for which in DIGITS)
    return saved(first, kind, save_all=True, append_images=others, **options)


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "WEBP", "PDF"])
def test_every_page_is_opened(kind):
    file = pages(kind)
    assert count_pages(file) == len(DIGITS)
    found = list(open_pages(file, 0, 9))
    assert len(found) == len(DIGITS)
    for which, page in zip(DIGITS, found, strict=True):
        alone = render_picture(ink_of(saved(drawing(which=which), "PNG")))
        assert difference(find_ink(page)[0], alone) < 0.03


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "WEBP", "PDF"])
def test_some_pages_can_be_opened_without_the_others(kind):
    file = pages(kind)
    (second,) = open_pages(file, 1, 2)
    (_, whole, _) = open_pages(file, 0, 3)
    assert (second.pixels == whole.pixels).all()


def test_a_thumbnail_is_not_a_page():
    file = io.BytesIO()
    with AppendingTiffWriter(file, True) as writer:
        for which, is_thumbnail in ((3, 0), (3, 1), (7, 0)):
            drawing(which=which).save(writer, "TIFF", tiffinfo={254: is_thumbnail})
            writer.newFrame()
    assert count_pages(file) == 2


@pytest.mark.parametrize("kind", ["MPO", "AVIF"])
def test_further_views_of_a_photo_are_not_pages(kind):
    assert count_pages(pages(kind)) == 1


def test_a_broken_page_costs_only_itself():
    content = bytearray(pages("TIFF", compression="tiff_lzw").getvalue())
    with Image.open(io.BytesIO(content)) as image:
        image.seek(1)
        (at, *_), (size, *_) = image.tag_v2[273], image.tag_v2[279]
    content[at : at + size] = bytes(range(7, 7 + 200)) * (size // 200) + bytes(size % 200)
    first, second, third = open_pages(io.BytesIO(content), 0, 3)
    assert isinstance(second, PictureError)
    assert "broken" in str(second)
    assert find_ink(first)[0].any()
    assert find_ink(third)[0].any()


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "WEBP", "PDF"])
def test_pages_over_the_limit_are_named_once(kind, monkeypatch):
    for module in (bitmap, pdf_process):
        monkeypatch.setattr(module, "MAX_PAGES", 1)
    first, rest = open_pages(pages(kind), 0, 9)
    assert find_ink(first)[0].any()
    assert str(rest) == "only the first 1 pages of this file are read"


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_an_animation_is_read_up_to_a_number_of_pixels(kind, monkeypatch):
    monkeypatch.setattr(bitmap, "MAX_PIXELS", 2 * 300 * 300)
    assert [isinstance(page, PictureError) for page in open_pages(pages(kind), 0, 9)] == [
        False, False, True,
    ]  # fmt: skip
