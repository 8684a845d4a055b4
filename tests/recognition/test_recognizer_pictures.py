"""Pictures as the recogniser reads them."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from digitrec.recognition.model import Model
from digitrec.recognition.picture.decoding import Picture, open_picture
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.recognition.picture.inks import on_paper
from tests.recognition.picture.test_decoding import CASES, drawing, saved

RECOGNIZER = Recognizer(Model.open(model_path()))


@pytest.fixture
def recognizer():
    return RECOGNIZER


@pytest.mark.parametrize("case", CASES)
def test_a_picture_of_a_three_is_read_however_it_is_stored(recognizer, case):
    reading = recognizer.read_picture(open_picture(CASES[case]()))
    assert reading.text == "3"
    assert reading.digits[0].strokes == ()


def test_the_box_of_a_pictures_digit_is_where_it_stands(recognizer):
    page = Image.new("L", (700, 400), 255)
    page.paste(drawing(), (350, 60))
    reading = recognizer.read_picture(open_picture(saved(page, "PNG")), digits=1)
    x0, y0, x1, y1 = reading.digits[0].box
    assert reading.text == "3"
    assert 380 < x0 < x1 < 600
    assert 110 < y0 < y1 < 340


def test_digits_beside_each_other_in_a_picture_are_read_in_order(recognizer):
    page = Image.new("L", (900, 300), 255)
    for at, which in enumerate((2, 7, 1)):
        page.paste(drawing(which=which), (at * 200, 0))
    reading = recognizer.read_picture(open_picture(saved(page, "PNG")))
    assert reading.text == "271"
    assert reading.digits[0].box[2] <= reading.digits[1].box[0]


def test_a_clear_gap_between_digits_of_a_picture_is_a_space(recognizer):
    page = Image.new("L", (1100, 300), 255)
    for which, left in ((2, 0), (7, 200), (1, 800)):
        page.paste(drawing(which=which), (left, 0))
    file = saved(page, "PNG")
    assert recognizer.read_picture(open_picture(file)).text == "27 1"
    assert recognizer.read_picture(open_picture(file), marks=False).text == "271"
    assert recognizer.read_picture(open_picture(file), 3).text == "271"


def test_a_picture_without_ink_that_can_be_read_says_so(recognizer):
    grain = np.random.default_rng(0).normal(200, 3, (200, 300))
    reading = recognizer.read_picture(Picture(np.uint8(grain)))
    assert (reading.text, reading.rejected) == ("", True)
    assert reading.reason == "nothing was found in the picture that can be read"


def test_threads_share_the_line_network(recognizer):
    page = open_picture(saved(drawing(which=7), "PNG"))
    with ThreadPoolExecutor(4) as pool:
        read = pool.map(recognizer.read_picture, [page] * 12)
    assert {reading.text for reading in read} == {"7"}


def test_a_blank_picture_is_said_to_be_blank(recognizer):
    reading = recognizer.read_picture(on_paper(np.zeros((40, 60))))
    assert (reading.text, reading.rejected, reading.reason) == ("", True, "the picture is blank")


@pytest.mark.parametrize(("threshold", "text"), [(1.0, "7"), (0.0, "?")])
def test_a_picture_has_a_threshold_of_its_own(threshold, text):
    model = Model.open(model_path())
    calibration = dataclasses.replace(model.card.lines, rejection=threshold)
    model.card = dataclasses.replace(
        model.card, rejection_threshold=1 - threshold, lines=calibration
    )
    reading = Recognizer(model).read_picture(open_picture(saved(drawing(which=7), "PNG")))
    assert (reading.text, reading.rejected) == (text, text == "?")


def test_an_image_like_mnists_is_read_as_it_is(recognizer, data):
    with np.load(data / "mnist.npz") as arrays:
        x, y = arrays["x_test"][:100], arrays["y_test"][:100]
    read = [recognizer.read_picture(on_paper(image / 255), digits=1).digits[0].digit for image in x]
    assert np.mean(np.array(read) == y) > 0.97
