"""Pages of files, and several pictures, turned with Page Up and Page Down in the real window."""

import pytest

from tests.recognition.picture.test_decoding import drawing
from tests.ui.pages import settle

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def ready(person):
    person.wait_until_ready()
    return person


def page(which):
    return drawing("RGB", "white", "black", which=which)


def pages(path, kind, *digits, **options):
    first, *others = map(page, digits)
    first.save(path, kind, save_all=True, append_images=others, **options)
    return path


def caption(person):
    area = person.window.area
    texts = [area.itemcget(item, "text") for item in area.find_all() if area.type(item) == "text"]
    return next((text for text in texts if " of " in text), "")


def shows(person, digit, said):
    person.wait(lambda: person.big == digit and caption(person) == said)


def test_page_up_and_page_down_turn_the_pages_of_a_file(ready, tmp_path):
    for name in ("a.pdf", "a.gif", "a.webp", "a.tiff"):
        kind = name[2:].upper()
        ready.parts.exchange.open_picture(pages(tmp_path / name, kind, 3, 7, 4))
        shows(ready, "3", "Page 1 of 3")
        assert ready.window.status["text"] == f"{name}: Page 1 of 3"
        ready.press("<Next>")
        shows(ready, "7", "Page 2 of 3")
        ready.press("<Escape>")
    ready.press("<Control-z>")
    ready.press("<Prior>")
    shows(ready, "3", "Page 1 of 3")
    ready.press("<Next>")
    shows(ready, "7", "Page 2 of 3")
    ready.press("<Next>")
    shows(ready, "4", "Page 3 of 3")
    ready.press("<Next>")
    assert ready.window.status["text"] == "This is the last page."
    ready.press("<Prior>")
    shows(ready, "7", "Page 2 of 3")


def test_several_pictures_are_turned_as_pages_are_and_unreadable_ones_are_passed_over(
    ready, tmp_path
):
    for name, which in (("a.png", 3), ("c.png", 4)):
        page(which).save(tmp_path / name)
    pages(tmp_path / "b.pdf", "PDF", 7, 1)
    (tmp_path / "broken.png").write_bytes(b"none")
    names = ("broken.png", "a.png", "b.pdf", "gone.png", "c.png")
    ready.parts.exchange.open_dropped([str(tmp_path / name) for name in names])
    shows(ready, "3", "Image 1 of 4")
    ready.press("<Next>")
    shows(ready, "7", "Image 2 of 4 · Page 1 of 2")
    ready.press("<Next>")
    shows(ready, "1", "Image 2 of 4 · Page 2 of 2")
    ready.press("<Next>")
    ready.wait(lambda: "gone.png" in ready.window.status["text"])
    ready.wait(lambda: "no such file" in ready.window.status["text"])
    ready.press("<Next>")
    shows(ready, "4", "Image 4 of 4")
    ready.press("<Prior>")
    shows(ready, "1", "Image 2 of 4 · Page 2 of 2")


def test_a_page_keeps_its_correction_while_others_are_looked_at(ready, tmp_path):
    ready.parts.exchange.open_picture(pages(tmp_path / "a.pdf", "PDF", 3, 7))
    shows(ready, "3", "Page 1 of 2")
    ready.press("<Key-8>")
    shows(ready, "8", "Page 1 of 2")
    ready.press("<Next>")
    shows(ready, "7", "Page 2 of 2")
    ready.press("<Prior>")
    shows(ready, "8", "Page 1 of 2")


def test_pictures_that_were_opened_one_after_another_are_turned_too(ready, tmp_path):
    for name, which in (("a.png", 3), ("b.png", 7)):
        page(which).save(tmp_path / name)
        ready.parts.exchange.open_picture(tmp_path / name)
        ready.wait(lambda which=which: ready.big == str(which))
    shows(ready, "7", "Image 2 of 2")
    ready.press("<Prior>")
    shows(ready, "3", "Image 1 of 2")


def test_whoever_turns_fast_sees_the_page_that_was_turned_to(ready, tmp_path):
    ready.parts.exchange.open_picture(pages(tmp_path / "a.pdf", "PDF", 3, 7, 1, 4))
    shows(ready, "3", "Page 1 of 4")
    for _ in range(3):
        ready.press("<Next>")
    shows(ready, "4", "Page 4 of 4")


def test_a_stroke_drawn_while_a_page_is_read_is_not_replaced(ready, tmp_path):
    ready.parts.exchange.open_picture(pages(tmp_path / "a.pdf", "PDF", 3, 7))
    shows(ready, "3", "Page 1 of 2")
    ready.root.event_generate("<Next>")
    ready.parts.desk.clear()
    settle(ready)
    done = []
    ready.parts.background.do(lambda: None, done.append)  # after the page
    ready.wait(lambda: done)
    assert ready.window.desk.session.sheet.picture is None


def test_there_is_no_page_to_turn_to_in_a_drawing(ready):
    ready.press("<Next>")
    assert ready.window.status["text"] == "There is no other page to turn to."
