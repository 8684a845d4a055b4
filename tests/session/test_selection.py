"""What is said of one digit among several, without a window."""

import pytest

from digitrec.recognition.reading import Digit, Mark, Reading
from digitrec.session.selection import Selection, certain_groups, letters, offers, pair, put
from digitrec.session.sheets import Sheet

LINE = ((0.0, 0.0), (9.0, 9.0))


def number(text, lines=(), strokes=1, **more):
    digits = []
    for at, letter in enumerate(text):
        rejected = letter == "?"
        rows = (0.1,) * 10
        own = tuple(range(at * strokes, (at + 1) * strokes))
        box = (10.0 * at, 0.0, 10.0 * at + 8, 20.0)
        digits.append(Digit(0 if rejected else int(letter), 0.9, rejected, rows, box, own))
    return Reading(tuple(digits), lines=lines, **more)


@pytest.mark.parametrize(
    ("read", "lines", "corrected", "place", "letter", "becomes"),
    [
        ("427", (), None, 2, "1", "421"),
        ("427", (), "421", 2, "1", None),  # the same again takes it back
        ("427", (), "921", 2, "1", "927"),
        ("427", (), "421", 2, "9", "429"),
        ("427", (), None, 1, "2", None),  # as it was read: nothing to be corrected
        ("427", (), "421", 0, "4", "421"),
        ("4?7", (), None, 1, "2", "427"),
        ("427", (), None, 1, "?", "4?7"),
        ("427", (), "42", 2, "1", "421"),  # told one after another, and not all of them yet
        ("4271", (2, 2), None, 2, "1", "42\n11"),
        ("4271", (2, 2), "42\n11", 0, "9", "92\n11"),
        ("4271", (2, 2), "9211", 2, "7", "92\n71"),
    ],
)
def test_a_letter_takes_one_place_of_the_whole(read, lines, corrected, place, letter, becomes):
    assert put(number(read, lines), corrected, place, letter) == becomes


def test_the_marks_stay_where_a_digit_is_corrected():
    mark = Mark(".", 0.9, (0.0, 0.0, 1.0, 1.0), 1)
    reading = number("427", marks=(mark,))
    assert put(reading, None, 2, "1") == "4.21"
    assert put(reading, "4.21", 2, "1") is None
    assert put(reading, "421", 0, "9") == "9.21"
    assert letters(reading, "4.21") == ["4", "2", "1"]


def test_what_stands_is_what_was_told_where_all_of_it_was():
    assert letters(number("4?7"), None) == ["4", "?", "7"]
    assert letters(number("427"), "421") == ["4", "2", "1"]
    assert letters(number("427"), "42") == ["4", "2", "7"]
    assert letters(number("4271", (2, 2)), "42\n11") == ["4", "2", "1", "1"]


@pytest.mark.parametrize(
    ("lines", "lefts"),
    [((), [0, 1, 2, 2]), ((2, 2), [0, 0, 2, 2]), ((1, 3), [0, 1, 2, 2]), ((3, 1), [0, 1, 1, 2])],
)
def test_a_digit_is_joined_with_the_next_and_the_last_of_a_line_with_the_one_before(lines, lefts):
    reading = number("4271", lines)
    assert [pair(reading, place) for place in range(4)] == lefts


def test_the_arrows_lead_into_a_number_through_it_and_out_again():
    selection = Selection()
    places = []
    for _ in range(5):
        selection.move(1, 3)
        places.append(selection.place)
    assert places == [0, 1, 2, None, 0]
    selection.place = None
    selection.move(-1, 3)
    assert selection.place == 2
    selection.place = None
    selection.move(1, 1)
    assert selection.place is None


def test_a_selection_lasts_as_long_as_the_digits_are_the_same():
    selection = Selection()
    sheet = Sheet(1, (LINE,) * 3)
    selection.follow(sheet, number("427"))
    selection.place = 1
    selection.follow(sheet._replace(corrected="421"), number("427"))
    assert selection.place == 1
    selection.follow(sheet, number("42"))
    assert selection.place is None
    selection.place = 1
    selection.follow(Sheet(2, (LINE,) * 3), number("42"))
    assert selection.place is None
    selection.place = 1
    selection.follow(Sheet(2), None)
    assert selection.place is None


def test_what_is_offered_can_be_done_and_a_sure_digit_is_left_alone():
    assert offers(number("427"), None) == ()
    assert offers(number("427"), 1) == ("join",)
    assert offers(number("427", strokes=2), 1) == ("join", "split")
    assert offers(number("427", strokes=0), 1) == ("join", "split")  # a picture's
    assert offers(number("4", strokes=2), None) == ()
    assert offers(number("?", strokes=2), None) == ("split",)
    assert offers(number("?"), None) == ()
    perhaps = number("4", strokes=2, alternatives=(("11", 0.1),))
    assert offers(perhaps, None) == ("split",)
    hardly = number("4", strokes=2, alternatives=(("9", 0.1), ("11", 0.001)))
    assert offers(hardly, None) == ()
    assert offers(number("4", strays=(1,)), None) == ("join",)


def test_of_a_kept_drawing_the_groups_hold_that_were_beyond_doubt():
    kept = number("42", strokes=2)
    assert certain_groups(kept, (LINE,) * 4) == ((0, 1), (2, 3))
    assert certain_groups(number("42", strokes=2, segmentation_confidence=0.9), (LINE,) * 4) is None
    assert certain_groups(kept, (LINE,) * 5) is None
    assert certain_groups(number("42", strokes=2, strays=(4,)), (LINE,) * 5) == ((0, 1), (2, 3))
    assert certain_groups(number("4"), (LINE,)) is None
    assert certain_groups(Reading(reason="only a dot was drawn"), (LINE, LINE)) is None
