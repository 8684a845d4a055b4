"""The pen, the eraser and what a person says of a reading, in the real window."""

import pytest

from digitrec.constants import THICKEST_PEN, THINNEST_PEN
from digitrec.storage.history import History
from digitrec.storage.settings import load_settings
from digitrec.text import words
from tests.samples import digit
from tests.ui.answer.screen import bar, click_row, percent

pytestmark = pytest.mark.usefixtures("display")


def rub(person, start, end, button=3):
    """With the rubber from one place of a sample digit to another."""
    area = person.window.area
    (x0, y0), (x1, y1) = ((round(100 + 1.5 * x), round(80 + 1.5 * y)) for x, y in (start, end))
    area.event_generate(f"<ButtonPress-{button}>", x=x0, y=y0)
    area.event_generate(f"<B{button}-Motion>", x=x1, y=y1)
    area.event_generate(f"<ButtonRelease-{button}>", x=x1, y=y1)
    person.root.update()


def test_the_right_button_erases_a_stroke_and_undo_brings_it_back(person, places):
    person.wait_until_ready()
    person.draw(digit(7))  # its second stroke crosses the stem
    bar = digit(7).strokes[1]
    before, whole = person.ink, person.window.area.strokes
    rub(person, (bar[0][0] - 20, bar[0][1]), bar[0])
    assert len(person.window.area.strokes) == len(whole) - 1
    assert person.ink < before
    person.press("<Control-z>")
    assert person.window.area.strokes == whole
    assert person.ink == before
    person.close()
    with History(places.history) as history:
        (kept,) = history
    assert len(kept.ink.strokes) == len(whole)


def test_erasing_everything_takes_the_drawing_out_of_the_history(person, places):
    person.wait_until_ready()
    person.draw(digit(1))
    rub(person, (-20, 60), (140, 60))
    assert person.ink == 0
    assert person.big == ""
    person.close()
    with History(places.history) as history:
        assert list(history) == []


def test_with_the_eraser_on_the_left_button_erases_and_then_draws_again(person):
    person.wait_until_ready()
    person.draw(digit(1))
    person.press("<Key-e>")
    assert person.parts.toolbar.erasing
    rub(person, (-20, 60), (140, 60), button=1)
    assert person.ink == 0
    person.parts.toolbar.buttons["eraser"].invoke()
    assert not person.parts.toolbar.erasing
    person.draw(digit(2))
    assert person.big == "2"


def test_a_thicker_pen_shows_more_ink_reads_the_same_and_is_remembered(person, places):
    person.wait_until_ready()
    person.draw(digit(3))
    thin, read = person.ink, person.window.desk.session.reading
    person.press("<Key-plus>")
    person.press("<Key-plus>")
    assert person.ink > thin * 1.15
    person.press("<Key-minus>")
    assert person.window.desk.session.reading == read
    person.parts.toolbar.slider.set(20)
    person.root.update()
    person.close()
    assert load_settings(places.settings)[0].pen_width == 20


def test_the_pen_is_never_thinner_or_thicker_than_the_settings_allow(person):
    person.wait_until_ready()
    for key, end in (("<Key-minus>", THINNEST_PEN), ("<Key-plus>", THICKEST_PEN)):
        for _ in range(30):
            person.press(key)
        assert person.parts.choices.settings.pen_width == end


def test_a_click_on_a_bar_corrects_and_on_the_last_row_says_that_it_is_no_digit(person, places):
    person.wait_until_ready()
    click_row(person, 4)
    assert person.window.status["text"] == ""  # nothing there to click on yet
    person.draw(digit(1))
    click_row(person, 4)
    assert words.CORRECTED.format(text="4") in person.panel
    click_row(person, 10)
    assert words.NO_DIGIT in person.panel
    person.press("<Key-n>")  # again: taken back
    assert person.big == "1"
    person.press("<Key-n>")
    person.press("<Control-z>")
    person.press("<Control-y>")
    person.close()
    with History(places.history) as history:
        assert [(kept.reading.text, kept.corrected) for kept in history] == [("1", "?")]


def test_the_bars_glide_to_what_was_read(person):
    person.wait_until_ready()
    person.draw(digit(2), release=False)
    person.wait(lambda: bar(person, 2) > 0.5)

    def share():
        return int("".join(filter(str.isdigit, percent(person, 2)))) / 100

    person.wait(lambda: bar(person, 2) == pytest.approx(share(), abs=0.01))
