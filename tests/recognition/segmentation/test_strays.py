"""Strays, with the committed networks: what is left out of a reading, and what stays."""

import pytest

from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.reading import digits_of
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.samples import arc, digit, line, number

RECOGNIZER = Recognizer(Model.open(model_path()))

DOT = line((0, 0), (1, 1))
SMEAR = line((0, 0), (14, 3))
HOOK = arc(0, 0, 9, 7, 20, 170)
UPRIGHT = line((0, 0), (1, 28))


def at(x, y, stroke):
    return tuple((x + px, y + py) for px, py in stroke)


def read(*strokes, digits=None, dot=0.0):
    return RECOGNIZER.read(Ink(tuple(tuple(stroke) for stroke in strokes)), digits, dot)


@pytest.mark.parametrize("mark", [DOT, SMEAR, HOOK], ids=["dot", "smear", "hook"])
@pytest.mark.parametrize("which", range(10))
def test_a_mark_away_from_a_digit_changes_nothing_but_is_named(which, mark):
    strokes = digit(which).strokes
    clean = read(*strokes)
    for x, y in ((190, 75), (-80, 40), (150, 200)):
        reading = read(*strokes, at(x, y, mark))
        assert reading.strays == (len(strokes),)
        assert (reading.text, reading.digits) == (clean.text, clean.digits)


def test_a_palm_below_a_number_is_left_out_whole():
    strokes = number("4075").strokes
    palm = [at(260, 190, SMEAR), at(300, 215, DOT), at(225, 220, HOOK), at(320, 180, UPRIGHT)]
    reading = read(*palm[:2], *strokes, *palm[2:])
    assert reading.text == "4075"
    assert reading.strays == (0, 1, len(strokes) + 2, len(strokes) + 3)
    assert not reading.lines


def test_a_mark_among_the_digits_of_a_number_does_not_become_one():
    strokes = number("4075", gap=60).strokes
    assert digits_of(read(*strokes, at(274, 50, SMEAR)).text) == "4075"  # a dash, if anything


@pytest.mark.parametrize(("mark", "text"), [(DOT, "1.25"), (line((4, -4), (-2, 12)), "1,25")])
def test_a_decimal_mark_is_no_stray_unless_none_are_read(mark, text):
    ink = number("125", gap=50)
    strokes = (*ink.strokes, at(120, 106, mark))
    reading = read(*strokes)
    assert (reading.text, reading.strays) == (text, ())
    reading = RECOGNIZER.read(Ink(tuple(map(tuple, strokes))), marks=False)
    assert (reading.text, reading.strays) == ("125", (len(ink.strokes),))


def test_a_digit_that_is_much_smaller_stays():
    for which in (0, 3, 5, 7):
        small = digit(which, 120, 60, 0.3).strokes
        reading = read(*digit(8).strokes, *small)
        assert (reading.text, reading.strays) == (f"8{which}", ())


def test_a_short_line_beside_a_large_digit_stays_a_one():
    reading = read(*digit(8).strokes, line((130, 74), (131, 108)))
    assert (reading.text, reading.strays) == ("81", ())


@pytest.mark.parametrize("kind", ["dotted", "slashed"])
def test_what_is_inside_a_zero_stays(kind):
    inside = {"dotted": line((49, 58), (51, 61)), "slashed": line((70, 30), (30, 92))}[kind]
    reading = read(*digit(0).strokes, inside)
    assert (reading.text, reading.strays) == ("0", ())


@pytest.mark.parametrize("gap", [0, 8, 16, 24])
def test_the_bar_of_a_five_stays_though_it_was_drawn_apart(gap):
    body, bar = digit(5).strokes
    reading = read(body, at(gap, -gap, bar))
    assert (reading.digits[0].digit, reading.strays) == (5, ())


def test_a_dot_above_a_one_makes_a_letter_and_stays():
    reading = read(line((50, 0), (50, 100)), at(50, -40, DOT))
    assert (reading.text, reading.strays) == ("?", ())


def test_a_dot_above_a_number_is_a_stray():
    strokes = number("427").strokes
    assert read(*strokes, at(180, -50, DOT)).strays == (len(strokes),)


@pytest.mark.parametrize("digits", [1, 2, 3])
def test_a_given_number_of_digits_is_found_without_the_strays(digits):
    strokes = number("407"[:digits]).strokes
    reading = read(*strokes, at(-90, 30, DOT), digits=digits)
    assert (reading.text, reading.strays) == ("407"[:digits], (len(strokes),))


def test_a_stroke_that_is_needed_for_the_number_of_digits_is_no_stray():
    reading = read(*digit(6).strokes, at(160, 70, DOT), digits=2)
    assert (len(reading.digits), reading.strays) == (2, ())


def test_two_clicks_are_no_more_than_a_dot():
    reading = read(line((0, 0), (3, 2)), ((80.0, 90.0),), dot=4.0)
    assert (reading.reason, reading.digits) == ("only a dot was drawn", ())


def test_many_drawings_are_read_without_their_strays():
    inks = [Ink((at(200, 40, DOT), *digit(which).strokes)) for which in range(10)]
    readings = list(RECOGNIZER.read_all(inks))
    assert [reading.text for reading in readings] == list("0123456789")
    assert {reading.strays for reading in readings} == {(0,)}
