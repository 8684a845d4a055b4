import io

import numpy as np
import pytest
from PIL import Image

from digitrec.recognition.picture.decoding import open_picture
from digitrec.recognition.picture.segmentation.ink_colour import LUMA, ink_channel
from tests.recognition.picture.inks import cutting_recognizer, ink_of
from tests.recognition.picture.test_decoding import drawing, saved

RECOGNIZER = cutting_recognizer()

EQUALLY_BRIGHT = {
    "red on blue": ((226, 40, 40), (70, 110, 190)),
    "green on pink": ((40, 190, 60), (230, 110, 150)),
    "blue on brown": ((60, 110, 220), (140, 105, 60)),
    "yellow on white": ((255, 250, 60), (250, 250, 250)),
}


def coloured(ink, paper, which=3, noise=0.0, shade=0.0):
    cover = np.asarray(drawing(paper=0, ink=255, which=which), np.float32)[..., None] / 255
    page = np.float32(paper) + (np.float32(ink) - np.float32(paper)) * cover
    page = page * (1 - shade * np.linspace(0, 1, page.shape[1])[None, :, None])
    page = page + np.random.default_rng(which).normal(0, noise, page.shape)
    return Image.fromarray(np.uint8(np.clip(page, 0, 255)))


@pytest.mark.parametrize("pair", EQUALLY_BRIGHT)
@pytest.mark.parametrize(("noise", "shade", "kind"), [(0, 0, "PNG"), (5, 0.25, "JPEG")])
def test_ink_as_bright_as_its_paper_is_read(pair, noise, shade, kind):
    ink, paper = EQUALLY_BRIGHT[pair]
    assert abs(LUMA @ np.float32(ink) - LUMA @ np.float32(paper)) < 21
    for which in (3, 7):
        page = coloured(ink, paper, which, noise, shade)
        reading = RECOGNIZER.read_picture(open_picture(saved(page, kind)))
        assert reading.text == str(which)


def channels(image):
    colours = np.asarray(image, np.float32) / 255
    return colours, colours @ LUMA


@pytest.mark.parametrize(
    "image",
    [
        drawing().convert("RGB"),
        coloured((30, 40, 120), (240, 235, 220)),
        coloured((250, 250, 250), (20, 60, 40)),
        coloured((20, 20, 20), (140, 100, 60), noise=8, shade=0.4),
        Image.new("RGB", (300, 300), "orange"),
    ],
    ids=["grey", "blue ink", "chalk", "on brown", "blank"],
)
def test_brightness_is_kept_where_it_shows_the_ink(image):
    colours, luma = channels(image)
    assert ink_channel(colours, luma) is luma


def test_in_a_mixture_the_ink_is_darker_than_the_paper():
    image = coloured(*EQUALLY_BRIGHT["red on blue"])
    colours, luma = channels(image)
    shown = ink_channel(colours, luma)
    assert shown.dtype == np.float32
    ink = np.asarray(drawing()) == 0
    assert 0 <= shown[ink].max() < shown[~ink].min() <= 1


def test_a_blank_page_of_coloured_grain_stays_blank():
    grain = np.random.default_rng(3).normal((90, 140, 200), 4, (300, 300, 3))
    file = io.BytesIO()
    Image.fromarray(np.uint8(grain)).save(file, "PNG")
    assert not ink_of(file).any()


@pytest.mark.parametrize("side", [8, 12])
def test_a_single_coloured_pixel_is_no_fault(side):
    image = Image.new("RGB", (side, side), "white")
    image.putpixel((side // 2, side // 2), (255, 0, 0))
    colours, luma = channels(image)
    assert np.isfinite(ink_channel(colours, luma)).all()
    RECOGNIZER.read_picture(open_picture(saved(image, "PNG")))
