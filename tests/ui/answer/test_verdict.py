import pytest

from digitrec.recognition.reading import Digit, Mark, Reading
from digitrec.text import words
from digitrec.ui.answer import verdict


def made(digit, confidence, second=None, rejected=False):
    rest = 1 - confidence
    rows = [rest / 9] * 10
    if second is not None:
        rows = [0.0] * 10
        rows[second] = rest
    rows[digit] = confidence
    return Digit(digit, confidence, rejected, tuple(rows), (0, 0, 1, 1))


@pytest.mark.parametrize(
    ("digit", "says"),
    [
        (made(7, 0.99), "Seven, certain"),
        (made(7, 0.8), "Seven, fairly certain"),
        (made(1, 0.5, second=7), "Maybe 1 or 7"),
        (made(7, 0.3, rejected=True), "Not a digit?"),
    ],
)
def test_the_headline_says_how_sure(digit, says):
    assert verdict.of(Reading((digit,))).headline == says


def test_a_rejected_digit_shows_as_a_question_mark_with_its_bars():
    shown = verdict.of(Reading((made(7, 0.3, rejected=True),)))
    assert shown.big == "?"
    assert shown.rejected
    assert shown.bars[7] == 0.3


def test_the_bars_of_a_number_are_those_of_its_least_sure_digit():
    shown = verdict.of(Reading((made(4, 0.99), made(2, 0.9), made(1, 0.98))))
    assert shown.big == "421"
    assert shown.bars[2] == 0.9
    assert shown.note == "Least certain: digit 2 of 3"


def test_a_digit_with_a_mark_is_not_called_by_its_name():
    minus = Mark("-", 0.99, (0, 0, 1, 1), 0)
    shown = verdict.of(Reading((made(5, 0.99),), marks=(minus,)))
    assert (shown.big, shown.headline) == ("-5", "One digit, certain")
    doubtful = Reading((made(5, 0.5, second=6),), marks=(minus,), alternatives=(("-6", 0.4),))
    assert verdict.of(doubtful).headline == "Maybe -5 or -6"


def test_a_correction_shows_what_was_read():
    shown = verdict.of(Reading((made(1, 0.98),)), "7")
    assert (shown.big, shown.corrected) == ("7", True)
    assert "Read as 1 (98%)" in shown.detail


def test_why_nothing_was_read_is_said():
    assert verdict.of(Reading(reason="only a dot was drawn")).detail == "Only a dot was drawn."


@pytest.mark.parametrize(
    ("share", "text"),
    [(1.0, "> 99%"), (0.994, "99%"), (0.5, "50%"), (0.01, "1%"), (0.0099, "< 1%")],
)
def test_per_cent_never_claims_certainty(share, text):
    assert words.percent(share) == text


def test_a_number_is_called_by_how_many_digits_it_has():
    sure = made(4, 0.999)
    assert verdict.of(Reading((sure, sure))).headline == "Two digits, certain"
    assert verdict.of(Reading((sure,) * 12)).headline == "12 digits, certain"
    assert verdict.of(Reading((sure, made(2, 0.4)))).headline == "Two digits, uncertain"


def test_an_unsure_number_names_the_other_that_it_may_be():
    digits = (made(4, 0.99), made(1, 0.6, second=7))
    shown = verdict.of(Reading(digits, alternatives=(("47", 0.39), ("4", 0.01))))
    assert shown.headline == "Maybe 41 or 47"
    assert verdict.of(Reading(digits * 3, alternatives=(("417", 0.3),))).headline.endswith(
        "uncertain"
    )


def test_what_was_left_out_is_said_next_to_the_confidence():
    one = Reading((made(7, 0.99),), strays=(1,))
    assert verdict.of(one).detail == "99% · A mark was left out."
    two = Reading((made(7, 0.99),), strays=(1, 3))
    assert verdict.of(two).detail == "99% · 2 marks were left out."


def test_ten_equal_probabilities_are_said_in_words_rather_than_by_bars():
    shown = verdict.of(Reading((made(3, 0.1, rejected=True),)))
    assert (shown.big, shown.bars) == ("?", None)
    assert shown.detail == words.NONE_LIKELIER


def test_one_digit_with_a_mark_is_counted_in_words():
    marked = Reading((made(4, 0.99),), marks=(Mark("-", 0.99, (0, 0, 1, 1), 0),))
    assert verdict.of(marked).headline == "One digit, certain"


def test_a_number_with_a_rejected_digit_asks_whether_all_are_digits():
    shown = verdict.of(Reading((made(4, 0.99), made(2, 0.3, rejected=True))))
    assert shown.headline == "Are these all digits?"
    assert shown.rejected


@pytest.mark.parametrize(
    ("count", "says"), [(4, "Maybe 4444 or 4447"), (5, "Five digits, uncertain")]
)
def test_an_unsure_number_of_up_to_four_digits_names_the_other(count, says):
    digits = (made(4, 0.99),) * (count - 1) + (made(4, 0.6, second=7),)
    reading = Reading(digits, alternatives=(("4" * (count - 1) + "7", 0.39),))
    assert verdict.of(reading).headline == says
