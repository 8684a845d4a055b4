import pytest

from digitrec.recognition.example import Example
from digitrec.ui.hand.columns import OTHER, Columns

DIGITS = (1, 1, 1, 4, 4, None)


@pytest.fixture
def columns():
    examples = [Example(at, (((0, 0), (1, 1)),), digit) for at, digit in enumerate(DIGITS)]
    return Columns(examples, 1000, 60, 10, 30)


def test_each_example_stands_in_the_column_of_its_digit(columns):
    assert [columns.place(at) for at in range(6)] == [
        (94, 30), (94, 100), (94, 170), (376, 30), (376, 100), (940, 30),
    ]  # fmt: skip
    assert columns.height == 240


def test_only_with_something_that_is_no_digit_there_is_a_column_for_it(columns):
    assert len(columns.members) == OTHER + 1
    assert len(Columns((), 1000, 60, 10, 0).members) == OTHER


def test_an_example_is_found_on_its_square_and_nowhere_else(columns):
    for at in range(6):
        x, y = columns.place(at)
        assert columns.at(x, y) == columns.at(x + 59, y + 59) == at
        assert columns.at(x, y + 60) is None
        assert columns.at(x - 1, y) is None
    assert columns.at(94, 29) is None
    assert columns.at(0, 30) is None


def test_what_lies_between_two_heights_is_in_sight(columns):
    assert columns.between(0, 29) == []
    assert columns.between(30, 99) == [0, 3, 5]
    assert columns.between(120, 400) == [1, 2, 4]


def test_neighbours_are_found_past_empty_columns(columns):
    assert columns.neighbour(0, 0, 1) == 1
    assert columns.neighbour(2, 0, 1) is None
    assert columns.neighbour(0, 0, -1) is None
    assert columns.neighbour(2, 1, 0) == 4
    assert columns.neighbour(4, 1, 0) == 5
    assert columns.neighbour(5, 1, 0) is None
    assert columns.neighbour(3, -1, 0) == 0


def test_in_a_narrow_window_the_squares_are_smaller(columns):
    narrow = Columns((), 310, 60, 10, 0)
    assert narrow.side == 22
    assert narrow.left(9) + narrow.side == 310
