"""Correcting, joining and splitting the digits of a number, without a window."""

from datetime import UTC, datetime

import pytest
from PIL import Image

from digitrec.recognition.ink import Ink
from digitrec.recognition.reading import Reading
from digitrec.recognition.segmentation.segmenter import ReadingError
from digitrec.session.picture import Picture
from digitrec.session.session import Session
from tests.recognition.picture.test_decoding import saved
from tests.session.doubles import A, B, C, NumberReader, draw


@pytest.fixture
def number(keeper):
    made = Session(keeper, now=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    made.ready(NumberReader(), "model")
    draw(made, A, B, C)
    assert made.text == "123"
    return made


PIXEL = saved(Image.new("L", (1, 1)), "PNG").getvalue()


def settle(session):
    session.read()
    session.keep()


def kept(keeper):
    (row,) = keeper.rows.values()
    return row


def test_a_selected_digit_is_corrected_and_the_next_is_selected(number, keeper):
    number.select(1)
    number.correct("7")
    settle(number)
    assert number.text == "173"
    assert (kept(keeper).reading.text, kept(keeper).corrected) == ("123", "173")
    assert number.selection.place == 2
    number.correct("9")
    assert number.text == "179"
    assert number.selection.place == 2  # the last
    number.correct("9")
    assert number.text == "173"
    number.select(0)
    number.correct_to_none()
    assert number.text == "?73"
    number.undo()
    number.undo()
    number.undo()
    number.undo()
    settle(number)
    assert number.text == "123"
    assert kept(keeper).corrected is None


def test_without_a_selection_a_number_is_typed_whole_also_after_one_digit_was_said_to_be_none(
    number,
):
    number.select(0)
    number.correct_to_none()
    number.select(None)
    number.correct("4")
    assert number.text == "4"


def test_joined_digits_are_one_in_the_history_and_undo_parts_them(number, keeper):
    number.correct("9")
    number.select(0)
    assert number.join()
    settle(number)
    assert number.text == "33"  # what was said of three digits is not said of two
    assert [digit.strokes for digit in kept(keeper).reading.digits] == [(0, 1), (2,)]
    assert kept(keeper).corrected is None
    assert number.selection.place == 0
    number.undo()
    settle(number)
    assert number.text == "9"
    assert number.selection.place is None
    assert kept(keeper).reading.text == "123"
    number.redo()
    settle(number)
    assert number.text == "33"


def test_the_last_digit_is_joined_with_the_one_before(number):
    number.select(2)
    number.join()
    assert [digit.strokes for digit in number.reading.digits] == [(0,), (1, 2)]
    assert number.selection.place == 1


def test_a_joined_digit_can_be_split_again(number, keeper):
    number.select(0)
    number.join()
    number.join()
    assert number.text == "6"
    assert number.split()  # the only one needs no selection
    settle(number)
    assert len(number.reading.digits) == 3
    assert kept(keeper).reading == number.reading


def test_without_a_selection_nothing_is_joined_or_split_and_one_stroke_never_is(number):
    before = number.sheet
    assert not number.join()
    assert not number.split()
    number.select(1)
    with pytest.raises(ReadingError):
        number.split()
    assert number.sheet == before
    assert number.selection.place == 1


def test_what_was_joined_holds_until_there_is_another_stroke(number):
    number.select(0)
    number.join()
    settle(number)
    number.read(A)
    assert number.text == "1234"
    number.read()
    assert number.text == "33"
    draw(number, A)
    assert number.text == "1234"
    assert number.selection.place is None


def test_a_drawing_that_is_opened_again_is_parted_as_it_was_kept(number, keeper):
    number.select(0)
    number.join()
    settle(number)
    drawing = kept(keeper)
    number.clear()
    number.open_drawing(drawing)
    number.read()
    assert [digit.strokes for digit in number.reading.digits] == [(0, 1), (2,)]


def test_a_digit_of_a_picture_is_corrected_alone_too(session, keeper):
    digits = NumberReader().read(Ink((A, B, C))).digits
    session.show_picture(Picture("n.png", 1, 1, PIXEL, Reading(digits)))
    session.read()
    session.select(2)
    session.correct("8")
    session.read()
    session.keep()
    assert session.text == "128"
    assert keeper.rows == {}


def test_keys_that_overtake_the_reading_meet_the_digits_that_are_there(number):
    number.select(2)
    number.undo()  # the third digit's stroke; its reading is still due
    assert not number.join()
    assert number.correct_to_none()
    assert number.text == "?"
    number.take_back()
    number.add(C)
    number.move(-1)
    assert number.selection.place == 2
    number.undo()
    number.correct("8")
    assert number.text == "8"  # the whole number is typed again
