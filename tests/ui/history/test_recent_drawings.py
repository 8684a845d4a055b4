"""The recent drawings, in the real window."""

import pytest

from digitrec.storage.history import History
from digitrec.storage.settings import Settings, save_settings
from tests.samples import digit, number
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("display")


def texts(person):
    recent_drawings = person.parts.history.recent_drawings
    return [
        recent_drawings.itemcget(i, "text")
        for i in recent_drawings.find_all()
        if recent_drawings.type(i) == "text"
    ]


def click(person, place):
    recent_drawings = person.parts.history.recent_drawings
    images = [i for i in recent_drawings.find_all() if recent_drawings.type(i) == "image"]
    x0, y0, x1, y1 = recent_drawings.bbox(images[place])
    recent_drawings.event_generate("<ButtonRelease-1>", x=(x0 + x1) // 2, y=(y0 + y1) // 2)
    person.root.update()


def draw_two(person):
    person.wait_until_ready()
    person.draw(digit(7))
    person.press("<Escape>")
    person.draw(digit(1))
    person.wait(lambda: texts(person) == ["1", "7"])


def test_it_shows_the_last_drawings_newest_first_and_follows_a_correction(person):
    draw_two(person)
    person.press("<Key-4>")
    person.wait(lambda: texts(person) == ["4, not 1", "7"])


def test_a_click_opens_a_drawing_again_and_what_is_added_is_kept_in_its_row(person, places):
    draw_two(person)
    click(person, 1)
    assert person.big == "7"
    assert person.window.area.strokes == digit_in_window(7)
    person.press("<Key-1>")
    person.wait(lambda: texts(person) == ["1", "1, not 7"])
    person.draw(digit(0, x=160, scale=0.6))
    person.wait(lambda: texts(person)[1] != "1, not 7")
    person.close()
    with History(places.history) as history:
        first, second = history
    assert len(first.ink.strokes) == len(digit(7).strokes) + 1
    assert second.reading.text == "1"


def digit_in_window(which):
    return tuple(
        tuple((float(round(100 + 1.5 * x)), float(round(80 + 1.5 * y))) for x, y in stroke)
        for stroke in digit(which).strokes
    )


def test_opening_alone_changes_nothing_in_the_history(person, places):
    draw_two(person)
    with History(places.history) as history:
        before = list(history)
    click(person, 1)
    click(person, 0)
    person.press("<Control-z>")
    person.close()
    with History(places.history) as history:
        assert list(history) == before


def test_an_opened_drawing_that_is_erased_is_taken_out_of_the_history(person, places):
    draw_two(person)
    click(person, 1)
    person.window.desk.erase(range(len(person.window.area.strokes)))
    person.wait(lambda: texts(person) == ["1"])
    person.press("<Control-z>")
    person.wait(lambda: len(texts(person)) == 2)


def test_a_drawing_of_a_larger_window_is_opened_whole(places):
    large = Person(places)
    large.wait_until_ready()
    large.root.geometry("1200x1000")
    large.wait(lambda: large.window.area.bounds[2] > 700)
    large.draw(digit(3, x=300, y=200))
    large.close()
    save_settings(places.settings, Settings(window="400x300"))
    (places.settings.parent / "last-window.txt").unlink()
    person = Person(places)
    try:
        person.wait_until_ready()
        person.wait(lambda: texts(person) == ["3"])
        click(person, 0)
        assert person.big == "3"
        width, height = person.window.area.bounds[2:]
        points = [point for stroke in person.window.area.strokes for point in stroke]
        assert all(0 <= x <= width and 0 <= y <= height for x, y in points)
    finally:
        person.close()


def test_with_the_history_off_no_recent_drawings_are_shown(places):
    save_settings(places.settings, Settings(keep_history=False))
    person = Person(places)
    try:
        person.wait_until_ready()
        person.draw(digit(2))
        assert person.parts.history.recent_drawings is None
    finally:
        person.close()


def test_a_number_has_a_wide_thumbnail_that_can_be_clicked_anywhere(person):
    person.wait_until_ready()
    person.draw(number("123", gap=10))
    person.press("<Escape>")
    person.draw(digit(7))
    person.wait(lambda: texts(person) == ["7", "123"])
    recent_drawings = person.parts.history.recent_drawings
    images = [i for i in recent_drawings.find_all() if recent_drawings.type(i) == "image"]
    (left, top, right, bottom) = recent_drawings.bbox(images[1])
    assert right - left > 1.5 * (bottom - top)
    recent_drawings.event_generate("<ButtonRelease-1>", x=right - 3, y=(top + bottom) // 2)
    person.root.update()
    assert person.big == "123"
