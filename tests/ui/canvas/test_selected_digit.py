"""One digit of a number selected by a click on its mark or by a key, and corrected."""

import pytest

from digitrec.recognition.raster import render
from digitrec.storage.history import History
from digitrec.text import words
from tests.samples import digit
from tests.ui.answer.screen import click_row, percent, picture
from tests.ui.canvas.marks import click, click_mark, colours, letters, marks, note, outlines

pytestmark = pytest.mark.usefixtures("display")


def test_a_click_on_a_mark_selects_the_digit_and_draws_nothing(number):
    area, palette = number.window.area, number.window.look.palette
    strokes = area.strokes
    assert "Least certain" in note(number)[0]
    click_mark(number, 1)
    assert area["cursor"] == "hand2"
    assert area.strokes == strokes
    assert note(number) == ["Digit 2 of 3"]
    assert colours(number)["2"] == palette.accent
    assert colours(number)["4"] == palette.quiet
    assert percent(number, 2) == words.percent(0.999)
    left, y, right, _ = outlines(number)[0]
    click(number, (left + right) / 2, y)  # a click on its line selects it too
    assert note(number) == ["Digit 1 of 3"]
    assert percent(number, 4) == words.percent(0.999)
    click(number, (left + right) / 2, y)  # again: deselected
    assert "Least certain" in note(number)[0]
    assert area.strokes == strokes


def test_a_pen_that_moves_on_from_a_mark_draws_from_its_first_point_on(number):
    area = number.window.area
    count = len(area.strokes)
    (x, y), _ = marks(number)[0]
    click(number, x, y - 5, by=30)
    assert len(area.strokes) == count + 1
    stroke = area.strokes[-1]
    assert stroke[0] == (round(x), round(y - 5))
    assert stroke[-1] == (round(x) + 30, round(y - 5) + 30)


def test_selecting_writes_nothing_into_the_history(number, monkeypatch):
    kept = []
    monkeypatch.setattr(number.window.desk.session, "keep", lambda: kept.append(True))
    click_mark(number, 1)
    number.press("<Right>")
    assert note(number) == ["Digit 3 of 3"]
    assert kept == []


def test_a_click_elsewhere_draws_a_dot(number):
    count = len(number.window.area.strokes)
    click(number, 300, 350)
    assert len(number.window.area.strokes) == count + 1


def test_the_arrow_keys_select_and_a_digit_key_corrects_that_digit(number, places):
    number.press("<Left>")
    assert note(number) == ["Digit 3 of 3"]
    number.press("<Key-1>")
    assert number.big == "421"
    assert letters(number) == "421"
    assert note(number) == ["Digit 3 of 3"]
    number.press("<Key-1>")
    assert number.big == "427"
    number.press("<Key-1>")
    number.press("<Right>")
    assert "Least certain" in note(number)[0]
    number.close()
    with History(places.history) as history:
        assert [(kept.reading.text, kept.corrected) for kept in history] == [("427", "421")]


def test_the_arrow_keys_of_the_slider_move_the_slider_alone(number):
    slider = number.parts.toolbar.slider
    slider.focus_force()
    before = slider.get()
    slider.event_generate("<Right>")
    number.root.update()
    assert slider.get() > before
    assert "Least certain" in note(number)[0]


def test_after_a_correction_the_next_digit_is_selected(number):
    number.press("<Right>")
    for key in ("<Key-9>", "<n>", "<Key-7>"):
        number.press(key)
    assert number.big == "9?7"
    assert letters(number) == "9?7"
    number.press("<Left>")
    number.press("<Left>")
    assert colours(number)["?"] == number.window.look.palette.alarm


def test_a_click_in_the_bars_corrects_the_selected_digit(number):
    click_mark(number, 0)
    click_row(number, 9)
    assert number.big == "927"


def test_the_small_picture_is_of_the_selected_digit(number):
    number.press("<w>")
    strokes = number.window.area.strokes
    for place, own in enumerate((strokes[:2], strokes[2:3], strokes[3:])):
        click_mark(number, place)
        expected = render(own)
        number.wait(lambda expected=expected: picture(number) == pytest.approx(expected, abs=0.08))


def test_a_stroke_ends_the_selection_where_the_digits_change(number):
    click_mark(number, 1)
    number.draw(digit(1, x=230, scale=0.7))
    number.wait(lambda: number.big == "427 1")  # far from the others
    assert "Least certain" in note(number)[0]
    assert number.window.look.palette.accent not in colours(number).values()
