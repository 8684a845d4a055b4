import pytest

from digitrec.recognition.reading import Digit, Reading


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
    assert set(Reading((made(1, 0.9),)).to_dict()) == {"text", "confidence", "rejected", "digits"}
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
