"""Marks of a drawn number in the window: shown at their place, selected, and corrected by key."""

import pytest

from tests.samples import marked
from tests.ui.canvas.marks import click, colours, letters, marks

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def amount(person):
    """A person who has drawn 12.5."""
    person.wait_until_ready()
    ink = marked("12.5")
    strokes = tuple(tuple((0.6 * x - 60, 0.6 * y) for x, y in line) for line in ink.strokes)
    person.draw(type(ink)(strokes))
    person.wait(lambda: person.big == "12.5")
    return person


def test_a_mark_is_shown_at_its_place_and_selected_by_a_click(amount):
    area, palette = amount.window.area, amount.window.look.palette
    assert letters(amount) == "12.5"
    strokes = area.strokes
    (x, y), _ = marks(amount)[2]
    click(amount, x, y - 5)
    assert colours(amount)["."] == palette.accent
    assert colours(amount)["2"] == palette.quiet
    assert area.strokes == strokes
    amount.press("<Escape>")
    assert letters(amount) == ""


def test_a_selected_mark_is_corrected_by_a_key_and_back(amount):
    for _ in range(3):
        amount.press("<Right>")
    amount.press("<comma>")
    amount.wait(lambda: amount.big == "12,5")
    assert letters(amount) == "12,5"
    amount.press("<BackSpace>")
    amount.wait(lambda: amount.big == "12.5")


def test_a_number_is_typed_with_its_marks(amount):
    for key in ("<Key-7>", "<minus>", "<Key-8>", "<space>", "<Key-9>"):
        amount.press(key)
    amount.wait(lambda: amount.big == "7-8 9")
    assert amount.window.desk.session.sheet.corrected == "7-8 9"


def test_without_a_correction_minus_makes_the_pen_thinner(amount):
    pen = amount.window.area.pen
    amount.press("<minus>")
    assert amount.window.area.pen < pen
    assert amount.big == "12.5"
