"""The marks of a number's digits on the drawing area, in the real window."""

import pytest

from digitrec.storage.settings import Settings, save_settings
from tests.samples import digit
from tests.ui.canvas.marks import click_mark, colours, draw_number, letters, marks, outlines
from tests.ui.pages import settle
from tests.ui.person import Person
from tests.ui.pseudo import Pseudo, unmarked
from tests.ui.tongue import speaking
from tests.ui.walk import misfits, texts

pytestmark = pytest.mark.usefixtures("display")


def test_each_digit_of_a_number_has_its_reading_above_and_a_line_below(number):
    assert letters(number) == "427"
    strokes = number.window.area.strokes
    for (left, y, right, _), ((x, top), _), own in zip(
        outlines(number), marks(number), (strokes[:2], strokes[2:3], strokes[3:]), strict=True
    ):
        points = [point for stroke in own for point in stroke]
        assert left <= min(px for px, _ in points) < x < max(px for px, _ in points) <= right
        assert top < min(py for _, py in points)
        assert y > max(py for _, py in points)
    palette = number.window.look.palette
    assert set(colours(number).values()) == {palette.quiet}


def test_one_digit_has_no_marks_and_undo_and_clear_take_them_away(person):
    person.wait_until_ready()
    person.draw(digit(7))
    assert letters(person) == ""
    assert outlines(person) == []
    person.draw(digit(1, x=110))
    person.wait(lambda: letters(person) == "71")
    person.press("<Control-z>")
    assert letters(person) == ""
    person.press("<Control-y>")
    assert letters(person) == "71"
    person.press("<Escape>")
    assert letters(person) == ""
    assert outlines(person) == []


def test_canvas_items_are_used_again(number):
    area = number.window.area
    before = area.find_all()
    number.press("<Control-z>")
    number.press("<Control-y>")
    click_mark(number, 1)
    assert area.find_all() == before


def test_while_the_pen_is_down_no_mark_moves(number):
    before = outlines(number), marks(number)
    number.draw(digit(1, x=160, y=40, scale=0.6), release=False)
    number.wait(lambda: number.big != "427")
    assert (outlines(number), marks(number)) == before
    number.window.area.event_generate("<ButtonRelease-1>", x=387, y=237)
    number.wait(lambda: len(marks(number)) == 4)


def test_marks_have_the_colours_of_the_theme(number):
    click_mark(number, 1)
    number.window.apply_theme("dark")
    number.root.update()
    palette = number.window.look.palette
    assert colours(number) == {"4": palette.quiet, "2": palette.accent, "7": palette.quiet}


def test_with_the_answer_hidden_marks_are_hidden_until_it_is_asked_for(places):
    save_settings(places.settings, Settings(live=False, final=False))
    person = Person(places)
    try:
        person.wait_until_ready()
        for at, which in ((0, 4), (90, 7)):
            person.draw(digit(which, x=at, scale=0.7))
        assert letters(person) == ""
        person.press("<Return>")
        assert letters(person) == "47"
        click_mark(person, 1)
        assert person.big == "47"
        assert letters(person) == "47"
        person.draw(digit(1, x=180, scale=0.7))
        assert letters(person) == ""
    finally:
        person.close()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_with_words_twice_as_long_and_at_any_scale_nothing_overlaps(places, scale):
    with speaking(Pseudo()):
        person = Person(places, scale)
        try:
            person.wait_until_ready()
            root = person.root
            root.geometry("{}x{}".format(*root.minsize()))
            person.wait(lambda: root.winfo_width() == root.minsize()[0])
            draw_number(person)
            for key in ("<Right>", "<Key-9>", "<Left>", "<j>"):
                person.press(key)
                settle(person)
                assert list(misfits(root)) == []
            assert unmarked(texts(root), {str(places.settings.parent)}) == []
            person.press("<Right>")
            person.press("<Right>")
            person.press("<s>")
            settle(person)
            assert list(misfits(root)) == []
            assert unmarked(texts(root), {str(places.settings.parent)}) == []
        finally:
            person.close()
