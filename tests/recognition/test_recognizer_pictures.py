"""Pictures as the recogniser reads them."""

import dataclasses

import numpy as np
import pytest
from PIL import Image

from digitrec.recognition.model import Model
from digitrec.recognition.picture.decoding import open_picture
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
        page.paste(drawing(which=which), (at * 300, 0))
    reading = recognizer.read_picture(open_picture(saved(page, "PNG")))
    assert reading.text == "271"
    assert reading.digits[0].box[2] <= reading.digits[1].box[0]


def test_a_blank_picture_is_said_to_be_blank(recognizer):
    reading = recognizer.read_picture(on_paper(np.zeros((40, 60))))
    assert (reading.text, reading.rejected, reading.reason) == ("", True, "the picture is blank")


@pytest.mark.parametrize(("threshold", "text"), [(1.0, "7"), (0.0, "?")])
def test_a_picture_has_a_threshold_of_its_own(threshold, text):
    model = Model.open(model_path())
    model.card = dataclasses.replace(
        model.card, rejection_threshold=1 - threshold, rejection_threshold_in_pictures=threshold
    )
    reading = Recognizer(model).read_picture(open_picture(saved(drawing(which=7), "PNG")))
    assert (reading.text, reading.rejected) == (text, text == "?")


def test_an_image_like_mnists_is_read_as_it_is(recognizer, data):
    with np.load(data / "mnist.npz") as arrays:
        x, y = arrays["x_test"][:300], arrays["y_test"][:300]
    read = [recognizer.read_picture(on_paper(image / 255), digits=1).digits[0].digit for image in x]
    assert np.mean(np.array(read) == y) > 0.97
