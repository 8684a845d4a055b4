import pytest

from digitrec.recognition.reading import (
    CELL,
    SPACE,
    Digit,
    Mark,
    Reading,
    digit_places,
    digits_of,
    find_alternatives,
)


def made(digit, confidence, rejected=False):
    rest = (1 - confidence) / 9
    rows = tuple(confidence if i == digit else rest for i in range(10))
    return Digit(digit, confidence, rejected, rows, (0, 0, 10, 20), (0,))


def test_a_rejected_digit_shows_as_a_question_mark_and_keeps_its_probabilities():
    reading = Reading((made(4, 0.9), made(2, 0.3, rejected=True)))
    assert reading.text == "4?"
    assert reading.rejected
    assert reading.to_dict()["digits"][1]["digit"] == 2
    assert sum(reading.to_dict()["digits"][1]["probabilities"]) == pytest.approx(1)


def test_the_confidence_of_a_number_is_the_product_of_its_digits():
    assert Reading((made(4, 0.9), made(2, 0.5))).confidence == pytest.approx(0.45)


def test_a_reading_of_nothing_is_rejected_without_text_or_confidence():
    reading = Reading(reason="nothing was drawn")
    assert (reading.text, reading.confidence, reading.rejected) == ("", 0.0, True)


def test_the_ranking_begins_with_the_most_probable():
    assert made(7, 0.8).ranking[0] == 7
    assert sorted(made(7, 0.8).ranking) == list(range(10))


def test_the_dictionary_is_the_interface():
    assert set(Reading((made(1, 0.9),)).to_dict()) == {
        "text", "confidence", "rejected", "digits", "marks",
    }  # fmt: skip
    assert set(made(1, 0.9).to_dict()) == {
        "digit", "confidence", "rejected", "probabilities", "box",
    }  # fmt: skip


def test_lines_are_joined_by_line_breaks():
    digits = (made(4, 0.9), made(2, 0.9), made(7, 0.9, rejected=True))
    assert Reading(digits, lines=(2, 1)).text == "42\n?"
    assert Reading(digits).text == "42?"


def test_how_the_digits_are_told_apart_counts_for_the_confidence():
    assert Reading(
        (made(4, 0.9), made(2, 0.5)), segmentation_confidence=0.8
    ).confidence == pytest.approx(0.36)


def test_the_least_sure_digit_is_one_that_is_rejected_else_the_least_probable():
    assert Reading().least_sure is None
    assert Reading((made(4, 0.9), made(2, 0.5), made(1, 0.7))).least_sure.digit == 2
    assert Reading((made(4, 0.9, rejected=True), made(2, 0.5))).least_sure.digit == 4


def number(text, lines=(), confidence=0.9):
    """A reading with this text; `?` is a rejected 0."""
    digits, marks, line = [], [], 0
    for letter in text:
        if letter == "\n":
            line += 1
        elif letter in "0123456789?":
            digits.append(made(int(letter.replace("?", "0")), confidence, letter == "?"))
        else:
            marks.append(Mark(letter, 0.8, (1, 2, 3, 4), len(digits), line))
    return Reading(tuple(digits), lines=lines, marks=tuple(marks))


@pytest.mark.parametrize("text", ["12.50", "-42", "12/05/2024", "1?.5-", "10:30", "12 34", "7"])
def test_marks_stand_in_the_text_where_they_were_read(text):
    assert number(text).text == text


def test_marks_belong_to_their_line_also_at_its_ends():
    assert number("12-\n-3,4", (2, 2)).text == "12-\n-3,4"
    assert number("3\t14\n15\t9", (3, 3)).text == "3\t14\n15\t9"
    assert number("1\n-\n2", (1, 0, 1)).text == "1\n-\n2"


def test_characters_are_the_digits_and_marks_of_each_line():
    reading = number("1.2\n3", (2, 1))
    assert [[each.text for each in line] for line in reading.characters] == [["1", ".", "2"], ["3"]]
    assert reading.characters[0][1] is reading.marks[0]


def test_marks_are_in_the_dictionary_but_gaps_only_in_the_text():
    found = number(f"1.2{SPACE}3{CELL}4").to_dict()
    assert found["text"] == "1.2 3\t4"
    assert found["marks"] == [{"mark": ".", "confidence": 0.8, "box": [1, 2, 3, 4]}]


def test_marks_count_for_the_confidence():
    assert number("1.5").confidence == pytest.approx(0.9 * 0.9 * 0.8)


def test_a_reading_whose_confidence_shows_as_nought_is_rejected():
    assert number("12345678", confidence=0.3).rejected
    assert not number("1234", confidence=0.3).rejected
    assert Reading((made(1, 0.9),), segmentation_confidence=0.0).rejected


def test_alternatives_keep_the_marks_at_their_places():
    first = number("1.5")
    assert {text for text, _ in find_alternatives(first, [])} == {"0.5", "1.0"}
    assert find_alternatives(first, [number("15")])[0] == ("15", pytest.approx(0.81))


def test_digits_are_told_from_marks_in_a_text():
    assert digits_of("-12.5?\n3\t4") == "125?34"
    assert digit_places("-1.?\n3") == [1, 3, 5]
