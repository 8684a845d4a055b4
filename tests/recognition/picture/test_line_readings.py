from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from digitrec.recognition.picture import line_readings
from digitrec.recognition.picture.line_crops import LineCrop
from digitrec.recognition.picture.line_decoding import CLASSES, OTHER, SYMBOLS, Character
from digitrec.recognition.picture.line_decoding import LineReading as Line
from digitrec.recognition.picture.line_readings import (
    ReadLine,
    assembled,
    better,
    with_digits,
    worth_reading,
)
from digitrec.recognition.picture.pages.found_line import FoundLine
from digitrec.recognition.recognizer import ReadingError


def character(symbol, at, score=0.01):
    digits = np.full(10, 0.01)
    digits[int(symbol) if symbol.isdigit() else 0] = 0.91
    return Character(symbol, 0.9, digits, score, (at, 0.2, at + 0.5, 0.8))


def read(text, row=0, cell=0, confidence=0.8, score=0.01, outputs=None):
    corners = np.array([[0, 0], [400, 0], [400, 40], [0, 40]], float)
    corners += np.array([500 * cell, 100 * row])
    characters = tuple(character(symbol, 0.6 * at, score) for at, symbol in enumerate(text))
    crop = LineCrop(np.zeros((40, 400), np.uint8), corners)
    line = FoundLine(corners, row, cell)
    return ReadLine(line, crop, outputs, Line(characters, confidence))


def test_a_line_of_digits_and_marks_becomes_a_reading():
    reading = assembled([read("12.5-")], 0.5)
    assert reading.text == "12.5-"
    assert [digit.digit for digit in reading.digits] == [1, 2, 5]
    assert [(mark.mark, mark.at) for mark in reading.marks] == [(".", 2), ("-", 3)]
    assert reading.digits[1].box == pytest.approx((24, 8, 44, 32))
    assert not reading.lines


def test_the_confidence_is_that_of_the_whole_text():
    assert assembled([read("12"), read("3", 1)], 0.5).confidence == pytest.approx(0.64)


def test_letters_are_no_digits_and_unsure_digits_are_rejected():
    assert assembled([read(f"1{OTHER}2")], 0.5).text == "1?2"
    assert assembled([read("12", score=0.6)], 0.5).text == "??"
    assert assembled([read("12", score=0.6)], 1.0).text == "12"


def test_rows_are_lines_and_their_cells_are_apart():
    table = [read("3", 0, 0), read("14", 0, 1), read("15", 1, 0), read("9", 1, 1)]
    reading = assembled(table, 0.5)
    assert reading.text == "3\t14\n15\t9"
    assert reading.lines == (3, 3)
    assert reading.to_dict()["marks"] == []
    assert reading.marks[0].box == (400, 0, 500, 40)


def test_two_numbers_in_one_row_are_no_table():
    reading = assembled([read("3", 0, 0), read("14", 0, 1), read("15", 1, 0)], 0.5)
    assert reading.text == "3 14\n15"


def test_words_and_dirt_beside_numbers_are_not_read():
    words, dirt, number = read(OTHER * 5), read(".-", 1), read(f"1{OTHER}", 2)
    assert worth_reading([words, dirt, number], 0.5) == [number]
    assert worth_reading([words, dirt], 0.5) == [words]
    assert worth_reading([dirt], 0.5) == []


def test_a_lone_unsure_digit_beside_sure_ones_is_dirt_and_two_are_not():
    speck, doubtful, number = read("1", score=0.6), read("12", 1, score=0.6), read("34", 2)
    assert worth_reading([speck, doubtful, number], 0.5) == [doubtful, number]
    assert worth_reading([speck, doubtful], 0.5) == [speck, doubtful]


def test_the_turn_is_that_of_most_of_the_writing():
    one = read("12")
    turned = ReadLine(one.line.turned(), one.crop, None, one.reading)
    assert assembled([one], 0.5).turn == 0
    assert assembled([turned, turned, one], 0.5).turn == 180


class Decoder:
    """Reads as many digits as it is asked for, best as many as the outputs have."""

    def decode(self, outputs, digits=None, marks=True):
        return Line(tuple(character("1", at) for at in range(digits)), 0.5 ** abs(digits - outputs))


def test_so_many_digits_are_spread_over_the_lines_where_they_are_likeliest():
    lines = [read("12", outputs=2), read("345", 1, outputs=4)]
    found = with_digits(lines, 6, Decoder())
    assert [one.digits for one in found] == [2, 4]
    with pytest.raises(ReadingError, match="30 digits"):
        with_digits(lines, 30, Decoder())


def test_the_symbols_are_the_digits_the_marks_the_space_and_what_is_none():
    assert len(SYMBOLS) + 1 == CLASSES


def clear(one, confidence=0.99):
    seen = tuple(replace(each, confidence=confidence) for each in one.reading.characters)
    return replace(one, reading=replace(one.reading, characters=seen))


def test_a_line_is_not_read_in_parts_for_the_sake_of_doubtful_specks():
    whole, parts = [clear(read("86"))], [clear(read("86")), clear(read("0", 1), 0.6)]
    assert better(whole, parts, 0.5) is whole


def test_what_cannot_be_read_at_all_is_worth_less_than_digits():
    whole, parts = [clear(read(OTHER), 0.999)], [clear(read("1079"), 0.95)]
    assert better(whole, parts, 0.5) is parts


def test_a_few_digits_are_not_turned_if_they_can_be_read_as_they_stand():
    whole = [clear(read("8"))]
    lying = [replace(one, line=one.line.turned()) for one in [clear(read("00"))]]
    assert better(whole, lying, 0.5) is whole
    many = [replace(one, line=one.line.turned()) for one in [clear(read("0012"))]]
    assert better(whole, many, 0.5) is many


@pytest.mark.parametrize(("likelihood", "turn"), [(0.5, 0), (1.0, 0)])
def test_a_page_stands_on_its_head_only_if_that_is_far_likelier(monkeypatch, likelihood, turn):
    line = replace(read("69").line, upright=0.5)
    likelihoods = {0: 0.1, 180: likelihood}

    def read_line(picture, line, reader, marks):
        return replace(read("69"), line=line, reading=Line((), likelihoods[line.turn]))

    monkeypatch.setattr(line_readings, "read_line", read_line)
    monkeypatch.setattr(line_readings, "worth_reading", lambda read, rejection: list(read))
    for found in (line, line.turned()):
        assert line_readings.read_lines(None, [found], Reader(), True)[0].line.turn == turn
    likelihoods[0] = 0.01
    for found in (line, line.turned()):
        assert line_readings.read_lines(None, [found], Reader(), True)[0].line.turn == 180


class Reader:
    calibration = SimpleNamespace(rejection=0.5)


def test_a_line_that_is_shorter_than_a_part_is_none():
    whole, parts = [clear(read("8"))], [clear(read("86"), 0.999), clear(read("6", 1), 0.999)]
    assert better(whole, parts, 0.5) is parts


def test_a_strip_with_more_sure_digits_is_one_line():
    whole, parts = [read("141101")], [read("14"), read("1", 1), read("1", 2)]
    assert better(whole, parts, 0.5) is whole


def test_a_page_whose_line_would_have_unsure_digits_is_read_in_parts():
    whole, parts = [clear(read(f"123{OTHER}"), 0.4)], [read("1"), read("2", 1)]
    assert better(whole, parts, 0.5) is parts
