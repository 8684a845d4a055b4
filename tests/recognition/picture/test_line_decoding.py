import itertools
import math

import numpy as np
import pytest

from digitrec.recognition.picture.line_decoding import (
    BLANK,
    CLASSES,
    OTHER,
    OUTPUTS,
    SYMBOLS,
    decode,
    log_probability,
)


def outputs(path, sure=12.0):
    """A network's output that is sure of one symbol in each frame; `_` is the blank."""
    rows = np.zeros((len(path), OUTPUTS), np.float32)
    for row, symbol in zip(rows, path, strict=True):
        row[BLANK if symbol == "_" else SYMBOLS.index(symbol)] = sure
        row[CLASSES:] = 0.1, 0.2, 0.15, 0.9
    return rows


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("_1_2_3_", "123"),
        ("11__1_", "11"),
        ("_55_._00_", "5.0"),
        ("__", ""),
        ("?_-7", "?-7"),
        ("1__ __2", "1 2"),
        ("_8_ _", "8"),
        ("9", "9"),
    ],
)
def test_a_sure_path_is_read_as_it_is(path, text):
    reading = decode(outputs(path))
    assert reading.text == text
    assert reading.confidence > 0.99
    assert reading.digits == "".join(symbol for symbol in text if symbol.isdigit())


def test_a_margin_that_may_be_a_space_leaves_no_doubt():
    rows = outputs("_8____")
    rows[4, SYMBOLS.index(" ")] = rows[4, BLANK]
    reading = decode(rows)
    assert reading.text == "8"
    assert reading.confidence > 0.99


def test_marks_and_gaps_can_be_left_out():
    rows = outputs("_1_.2_ _?_3")
    assert decode(rows).text == "1.2 ?3"
    assert decode(rows, marks=False).text == "12?3"
    assert decode(rows, digits=3).text == "123"


@pytest.mark.parametrize(("count", "text"), [(1, "7"), (2, "71"), (3, "715")])
def test_a_number_of_digits_can_be_given(count, text):
    rows = outputs("_7_______", sure=9.0)
    rows[5, 1] = 7.5  # there may be a 1
    rows[7, 5] = 4.0  # and hardly a 5
    assert decode(rows, digits=count).text == text


def test_a_line_too_short_for_that_many_digits_gives_fewer():
    reading = decode(outputs("_4_", sure=4.0), digits=5)
    assert "4" in reading.text
    assert len(reading.text) <= 3


def test_each_character_has_its_place_its_probabilities_and_its_doubt():
    one, dot, other = decode(outputs("__4___._?")).characters
    middle = 2.5 * 4 / 48
    assert one.box == pytest.approx((middle - 0.1, 0.2, middle + 0.15, 0.9))
    assert one.box[2] < dot.box[0] < other.box[0]
    assert one.probabilities.shape == (10,)
    assert one.probabilities.argmax() == 4
    assert one.probabilities.sum() == pytest.approx(1)
    assert one.rejection_score < 0.01 < 0.9 < other.rejection_score
    assert other.symbol == OTHER


def test_the_probability_of_a_text_is_the_sum_over_its_alignments():
    rng = np.random.default_rng(4)
    rows = rng.normal(0, 1, (4, OUTPUTS)).astype(np.float32)
    logits = rows[:, :CLASSES].astype(float)
    chance = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    total = 0.0
    for path in itertools.product((1, 7, BLANK), repeat=4):
        merged = [label for label, _ in itertools.groupby(path) if label != BLANK]
        if merged == [1, 7]:
            total += math.prod(chance[at, label] for at, label in enumerate(path))
    assert log_probability(rows, "17") == pytest.approx(math.log(total), abs=1e-4)


def test_the_likeliest_text_may_not_be_the_likeliest_path():
    # Each frame alone is likeliest blank, but most of the paths say 3 (Graves et al. 2006).
    rows = np.full((3, OUTPUTS), -20, np.float32)
    rows[:, BLANK], rows[:, 3] = math.log(0.55), math.log(0.45)
    reading = decode(rows)
    assert reading.text == "3"
    assert reading.confidence == pytest.approx(
        3 * 0.45 * 0.55**2 + 2 * 0.45**2 * 0.55 + 0.45**3, abs=1e-3
    )


def test_the_confidence_of_a_reading_is_the_probability_of_its_text():
    rng = np.random.default_rng(7)
    rows = (3 * rng.normal(0, 1, (12, OUTPUTS))).astype(np.float32)
    reading = decode(rows)
    exact = math.exp(log_probability(rows, reading.text))
    assert reading.confidence == pytest.approx(exact, rel=0.2)
    assert reading.confidence <= exact * 1.001
