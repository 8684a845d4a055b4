import io
from dataclasses import replace

import pytest
from PIL import Image

from digitrec.recognition.picture.decoding import PictureError
from digitrec.recognition.reading import Digit, Mark, Reading
from digitrec.session.picture import open_picture, resegmented
from tests.recognition.picture.test_decoding import drawing, saved


class Reader:
    def read_picture(self, picture, digits=None, marks=True):
        height, width = picture.pixels.shape[:2]
        box = (0.0, 0.0, float(width), float(height))
        return Reading((Digit(3, 0.9, False, (0.01,) * 3 + (0.9,) + (0.01,) * 6, box),))


def test_a_picture_is_read_and_can_be_fitted_into_a_box():
    picture = open_picture(saved(drawing(size=(600, 300)), "PNG"), "three.png", Reader())
    assert picture.reading.digits[0].box == (0, 0, 600, 300)
    (network_views,) = picture.network_views
    assert len(network_views) == 28 * 28
    assert max(network_views) > 200
    shown = Image.open(io.BytesIO(picture.fitted(200, 200, "#ffffff", "#000000")))
    assert shown.size == (200, 100)
    assert shown.getpixel((0, 0)) == (255, 255, 255)


def test_what_is_no_picture_is_refused_in_words():
    with pytest.raises(PictureError, match="not a picture"):
        open_picture(io.BytesIO(b"text"), "x", None)


class Halver:
    """Reads a picture as so many digits, side by side; 2 where it isn't told."""

    def read_picture(self, picture, digits=None, marks=True):
        height, width = picture.pixels.shape[:2]
        count = digits or 2
        wide = width / count
        return Reading(
            tuple(
                Digit(at, 0.9, False, (0.1,) * 10, (at * wide, 0.0, (at + 1) * wide, float(height)))
                for at in range(count)
            )
        )


def test_digits_of_a_picture_are_joined_and_split_where_they_lie():
    reader = Halver()
    picture = open_picture(saved(drawing(size=(1200, 600)), "PNG"), "n.png", reader)
    assert picture.scale == 1000 / 1200
    one = resegmented(picture, 0, 2, 1, reader)
    assert one.reading.digits[0].box == pytest.approx((0, 0, 1200, 600), abs=3)
    assert len(one.network_views) == 1
    three = resegmented(picture, 1, 1, 2, reader)
    boxes = [digit.box for digit in three.reading.digits]
    assert boxes[0] == picture.reading.digits[0].box
    assert boxes[1] == pytest.approx((600, 0, 900, 600), abs=3)
    assert boxes[2] == pytest.approx((900, 0, 1200, 600), abs=3)
    assert len(three.network_views) == 3
    assert three.network_views[0] == picture.network_views[0]


def test_the_lines_of_a_picture_follow_what_is_joined_and_split():
    reader = Halver()
    picture = open_picture(saved(drawing(size=(600, 300)), "PNG"), "n.png", reader)
    four = resegmented(resegmented(picture, 0, 1, 2, reader), 2, 1, 2, reader)
    lined = picture._replace(
        reading=Reading(four.reading.digits, lines=(2, 2)), network_views=four.network_views
    )
    assert resegmented(lined, 2, 2, 1, reader).reading.lines == (2, 1)
    assert resegmented(lined, 0, 1, 2, reader).reading.lines == (3, 2)


def test_the_marks_of_a_picture_keep_their_places_among_digits_that_are_joined_and_split():
    reader = Halver()
    picture = open_picture(saved(drawing(size=(600, 300)), "PNG"), "n.png", reader)
    marks = tuple(Mark(".", 0.9, (0, 0, 1, 1), at) for at in (0, 1, 2))
    marked = picture._replace(reading=replace(picture.reading, marks=marks))
    joined = resegmented(marked, 0, 2, 1, reader).reading
    assert [mark.at for mark in joined.marks] == [0, 1]
    split = resegmented(marked, 0, 1, 2, reader).reading
    assert [mark.at for mark in split.marks] == [0, 2, 3]


def test_a_photos_digits_are_joined_and_split_by_the_real_reader():
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.resources import model_path
    from tests.recognition.picture.sheets import lit, photographed, written

    reader = Recognizer.open(model_path())
    file = photographed(lit(written("2055", gap=-0.04)), noise=0.01)
    picture = open_picture(file, "photo.jpg", reader)
    assert picture.reading.text == "2055"
    one = resegmented(picture, 2, 2, 1, reader)
    assert len(one.reading.digits) == 3
    assert one.reading.text.startswith("20")
    again = resegmented(one, 2, 1, 2, reader).reading.digits
    assert [digit.digit for digit in again] == [2, 0, 5, 5]
