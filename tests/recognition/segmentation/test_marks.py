"""Marks in drawings, with the committed model: what is one, and what stays a digit or a stray."""

import pytest

from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.samples import MARKS, arc, digit, line, marked, number

RECOGNIZER = Recognizer(Model.open(model_path()))


def read(*strokes, **options):
    return RECOGNIZER.read(Ink(tuple(tuple(stroke) for stroke in strokes)), **options)


def at(x, y, stroke):
    return tuple((x + px, y + py) for px, py in stroke)


TEXTS = ["12.50", "3,14", "-42", "12/05/2024", "10:30", "1-2", "7,-", "0.5", "12 34", "-3.5"]


@pytest.mark.parametrize("text", TEXTS)
def test_marks_and_gaps_are_read_as_such_and_are_no_digits(text):
    ink = marked(text)
    reading = RECOGNIZER.read(ink)
    assert reading.text == text
    assert "".join(str(each.digit) for each in reading.digits) == "".join(filter(str.isdigit, text))
    found = reading.to_dict()["marks"]
    assert [each["mark"] for each in found] == [each for each in text if each in MARKS]
    assert all(0.5 < each["confidence"] <= 1 for each in found)


def test_each_mark_has_the_box_of_its_strokes_and_its_place():
    ink = marked("12:5")
    (mark,) = RECOGNIZER.read(ink).marks
    assert (mark.mark, mark.at, mark.line) == (":", 2, 0)
    assert mark.box == ink.pick(mark.strokes).box
    assert len(mark.strokes) == 2


def test_in_a_second_line_marks_are_counted_from_there():
    upper, lower = marked("1.5"), marked("20,5")
    reading = read(*upper.strokes, *(at(0, 220, stroke) for stroke in lower.strokes))
    assert reading.text == "1.5\n20,5"
    assert [(mark.mark, mark.at, mark.line) for mark in reading.marks] == [(".", 1, 0), (",", 4, 1)]


def test_with_a_given_number_of_digits_or_without_marks_there_are_none():
    ink = marked("12.50")
    for options in ({"digits": 4}, {"marks": False}):
        reading = RECOGNIZER.read(ink, **options)
        assert (reading.text, reading.marks) == ("1250", ())


def test_many_drawings_are_read_with_their_marks():
    inks = [marked(text) for text in TEXTS[:4]]
    assert [each.text for each in RECOGNIZER.read_all(inks)] == TEXTS[:4]
    assert [each.marks for each in RECOGNIZER.read_all(inks, marks=False)] == [()] * 4


@pytest.mark.parametrize("which", range(10))
def test_a_single_digit_has_no_marks(which):
    assert RECOGNIZER.read(digit(which)).text == str(which)


@pytest.mark.parametrize("text", ["11", "1711", "4757", "147", "1111"])
def test_no_stroke_of_a_number_becomes_a_mark(text):
    for gap in (10, 40):
        reading = RECOGNIZER.read(number(text, gap))
        assert (reading.text, reading.marks) == (text, ())


def test_a_dash_alone_is_neither_a_digit_nor_a_mark():
    reading = read(MARKS["-"][0])
    assert (reading.text, reading.marks) == ("?", ())


def test_an_equals_sign_is_no_digit():
    ink = marked("12")
    x = ink.box[2] + 30
    reading = read(*ink.strokes, line((x, 50), (x + 50, 49)), line((x, 72), (x + 51, 72)))
    assert "".join(filter(str.isdigit, reading.text)) == "12"


def test_a_dot_far_from_a_number_stays_a_stray():
    ink = marked("12.5")
    for x, y in ((150, 260), (520, -60), (-150, 20)):
        reading = read(*ink.strokes, at(x, y, line((0, 0), (2, 1))))
        assert (reading.text, reading.strays) == ("12.5", (len(ink.strokes),))


@pytest.mark.parametrize("which", [4, 5, 7])
def test_the_second_stroke_of_a_digit_stays_with_it_though_it_was_drawn_late(which):
    first, second = digit(which).strokes
    reading = read(first, *digit(8, x=120).strokes, second)
    assert (reading.text, reading.marks) == (f"{which}8", ())


def test_a_dot_inside_a_zero_is_no_point():
    reading = read(*digit(0).strokes, line((49, 58), (51, 61)), *digit(3, x=110).strokes)
    assert (reading.text, reading.marks) == ("03", ())


def test_a_ring_and_a_tick_are_points_too():
    ink = number("12", gap=40)
    for point in (arc(0, 0, 4, 4, 0, 360), line((-3, 3), (4, -4))):
        assert read(*ink.strokes, at(107, 103, point)).text == "1.2"


def test_groups_that_a_person_chose_leave_the_marks():
    ink = marked("12.50")
    reading = RECOGNIZER.read(ink)
    groups = [each.strokes for each in reading.digits]
    joined = [tuple(sorted(groups[0] + groups[1])), *groups[2:]]
    again = RECOGNIZER.read(ink, groups=joined)
    assert (len(again.digits), again.strays) == (3, ())
    assert [(mark.mark, mark.at) for mark in again.marks] == [(".", 1)]
