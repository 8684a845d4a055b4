"""What the window does with the history: deleting everything, switching it off and on, closing."""

import threading
from tkinter import messagebox

import pytest

from digitrec.storage.history import History
from digitrec.text import words
from tests.samples import digit
from tests.ui.history.pages import held, in_trash, kept_keys

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def settings(person, monkeypatch):
    person.wait_until_ready()
    monkeypatch.setattr(messagebox, "askokcancel", lambda *_, **__: True)
    person.press("<Control-comma>")
    return person.parts.settings_controller.page


def journals():
    return [thread for thread in threading.enumerate() if thread.name == "journal"]


def status(person):
    return person.window.status["text"]


def test_what_another_program_held_up_is_not_written_after_everything_was_deleted(
    places, person, settings
):
    person.draw(digit(7))
    person.wait(lambda: kept_keys(places) == [1])
    with held(places):
        person.draw(digit(1, x=120))
        person.window.desk.clear()
        settings.controls["delete"].invoke()
        assert person.ink == 0
        assert status(person) == words.LOADING
        person.draw(digit(5))  # Tk's thread is free; this drawing is of the time after
    person.wait(lambda: status(person) == words.EVERYTHING_DELETED)
    person.close()
    with History(places.history) as history:
        assert [one.reading.text for one in history] == ["5"]


def test_everything_cannot_be_deleted_while_another_program_holds_it_and_nothing_comes_back(
    places, person, settings, monkeypatch
):
    monkeypatch.setattr("digitrec.storage.database.BUSY_SECONDS", 0.2)
    person.draw(digit(7))
    person.wait(lambda: kept_keys(places) == [1])
    person.parts.choices.save()
    with held(places):
        settings.controls["delete"].invoke()
        person.wait(lambda: "held by another program" in status(person))
    assert places.settings.exists()
    assert kept_keys(places) == [1]
    person.parts.settings_controller.open_page()
    person.parts.settings_controller.page.controls["delete"].invoke()
    person.wait(lambda: status(person) == words.EVERYTHING_DELETED)
    person.close()
    assert kept_keys(places) == []


def test_an_open_page_shows_that_everything_was_deleted(places, person, settings):
    person.draw(digit(7))
    person.wait(lambda: kept_keys(places) == [1])
    person.parts.history.show_page(person.window.desk)
    page = person.parts.history.page
    person.wait(lambda: page.count == 1)
    settings.controls["delete"].invoke()
    person.wait(lambda: page.count == 0 and page.status == words.NO_DRAWINGS)
    assert in_trash(places) == 0


def test_after_everything_was_deleted_the_history_is_on_as_the_settings_say(
    places, person, settings
):
    settings.controls["keep_history"].invoke()
    settings.controls["delete"].invoke()
    person.wait(lambda: status(person) == words.EVERYTHING_DELETED)
    assert person.parts.choices.settings.keep_history
    person.draw(digit(3))
    person.close()
    with History(places.history) as history:
        assert [one.reading.text for one in history] == ["3"]


def test_switching_the_history_off_and_on_starts_no_second_journal(places, person, settings):
    before = len(journals())
    person.draw(digit(2))
    person.wait(lambda: kept_keys(places) == [1])
    for _ in range(3):
        settings.controls["keep_history"].invoke()
        settings.controls["keep_history"].invoke()
        person.draw(digit(2, x=120))
        person.root.update()
    assert len(journals()) == before
    person.close()
    assert len(journals()) == before - 1
    assert kept_keys(places) == [1]  # one drawing, however often the history was switched


def test_what_waits_is_written_at_the_end_also_if_the_history_was_switched_off(
    places, person, settings
):
    before = len(journals())
    person.draw(digit(2))
    person.wait(lambda: kept_keys(places) == [1])
    with held(places):
        person.draw(digit(3, x=120))
        settings.controls["keep_history"].invoke()
    person.close()
    with History(places.history) as history:
        (one,) = history
    assert len(one.ink.strokes) == len(digit(2).strokes) + len(digit(3).strokes)
    assert len(journals()) == before - 1
