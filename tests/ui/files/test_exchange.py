"""Pictures by clipboard and by text, in the real window."""

import threading
from pathlib import Path

import pytest

from digitrec.ui.startup import loading
from tests.recognition.picture.test_decoding import drawing
from tests.samples import digit


@pytest.fixture
def hanging(monkeypatch):
    """A file system that does not answer until it is released."""
    released = threading.Event()
    is_file = Path.is_file

    def hang(path, **options):
        if path.name == "three.png":
            assert threading.current_thread() is not threading.main_thread(), "the window hangs"
            released.wait()
        return is_file(path, **options)

    monkeypatch.setattr(Path, "is_file", hang)
    yield released
    released.set()


@pytest.mark.parametrize("way", ["pasted", "dropped"])
def test_a_file_system_that_hangs_does_not_freeze_the_window(person, tmp_path, hanging, way):
    path = tmp_path / "three.png"
    drawing().save(path)
    person.wait_until_ready()
    if way == "pasted":
        person.root.clipboard_clear()
        person.root.clipboard_append(str(path))
        person.press("<Control-v>")
    else:
        person.parts.exchange.open_dropped_text(str(path))
    person.draw(digit(2))
    assert person.big == "2"
    hanging.set()
    person.wait(lambda: person.big == "3")


def test_the_first_page_of_several_is_shown_and_said_to_be_one(person, tmp_path):
    path = tmp_path / "form.pdf"
    drawing("RGB", "white", "black").save(path, save_all=True, append_images=[drawing("RGB", 255)])
    person.wait_until_ready()
    person.parts.exchange.open_picture(path)
    person.wait(lambda: person.big == "3")
    person.wait(lambda: "Page 1 of 2" in person.window.status["text"])


@pytest.fixture
def slow_model(monkeypatch):
    """A model that isn't loaded until it is released."""
    released = threading.Event()
    load = loading.open_recognizer
    monkeypatch.setattr(loading, "open_recognizer", lambda: released.wait() and load())
    yield released
    released.set()


def test_pictures_that_come_before_the_model_wait_and_are_read_in_order(
    slow_model, request, tmp_path
):
    names = ("opened.png", "pasted.png", "dropped.png", "named.png")
    for name in names:
        drawing().save(tmp_path / name)
    opened, pasted, dropped, named = (tmp_path / name for name in names)
    person = request.getfixturevalue("person")
    person.wait(lambda: person.complete)
    shown, show = [], person.parts.desk.show_picture

    def record(picture):
        shown.append((picture.name, picture.reading and picture.reading.text))
        show(picture)

    person.parts.desk.show_picture = record
    exchange = person.parts.exchange
    exchange.open_picture(opened)
    person.root.clipboard_clear()
    person.root.clipboard_append(str(pasted))
    person.press("<Control-v>")
    exchange.open_dropped([str(dropped)])
    exchange.open_dropped_text(str(named))
    slow_model.set()
    person.wait(lambda: len(shown) == len(names))
    assert shown == [(name, "3") for name in names]
    person.wait(lambda: person.big == "3")
