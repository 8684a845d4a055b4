"""The page of settings, in the real window."""

import subprocess
import tkinter
from datetime import UTC, datetime, timedelta
from tkinter import messagebox

import pytest

from digitrec.recognition.ink import Ink
from digitrec.storage.history import History
from digitrec.storage.settings import Settings, load_settings, save_settings
from digitrec.text import words
from digitrec.ui.settings.effects import THRESHOLD_OFFSETS
from tests.samples import digit
from tests.storage.drawings import drawing
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("display")

SCRIBBLE = Ink((tuple((x, (x * 37) % 90) for x in range(0, 100, 3)),))


@pytest.fixture
def page(person):
    person.wait_until_ready()
    person.press("<Control-comma>")
    return person.parts.settings_controller.page


def press(page, name, value=None):
    control = page.controls[name]
    (control if value is None else control[value]).invoke()
    page.update()


def test_each_choice_is_taken_up_at_once_and_kept(person, places, page):
    press(page, "theme", "dark")
    assert person.window.look.palette.name == "dark"
    page = person.parts.settings_controller.page  # opened anew, in the other colours
    press(page, "live")
    press(page, "doubt", "often")
    press(page, "keep_days", 365)
    page.controls["pen_width"].set(21)
    page.update()
    assert person.window.area.pen == pytest.approx(21 * person.window.look.scale)
    person.close()
    kept, notice = load_settings(places.settings)
    assert notice is None
    assert (kept.theme, kept.live, kept.doubt, kept.keep_days, kept.pen_width) == (
        "dark", False, "often", 365, 21.0,
    )  # fmt: skip


def test_how_doubtful_it_is_changes_what_is_no_digit(person, page):
    person.draw(SCRIBBLE)
    assert person.big == "?"
    press(page, "doubt", "never")
    person.wait(lambda: person.big in tuple("0123456789"))
    press(page, "doubt", "usual")
    person.wait(lambda: person.big == "?")


def test_with_both_readings_off_enter_shows_the_answer(person, places, page):
    press(page, "live")
    press(page, "final")
    page.destroy()
    person.root.focus_force()
    person.draw(digit(5))
    assert person.big == ""
    assert words.PRESS_ENTER in person.panel
    person.press("<Return>")
    assert person.big == "5"
    person.close()
    with History(places.history) as history:
        assert [kept.reading.text for kept in history] == ["5"]


def test_the_history_can_be_switched_off_and_on_again(person, places, page):
    press(page, "keep_history")
    person.draw(digit(2))
    person.window.desk.clear()
    assert not person.parts.history.recent_drawings.winfo_ismapped()
    press(page, "keep_history")
    person.draw(digit(3))
    person.close()
    with History(places.history) as history:
        assert [kept.reading.text for kept in history] == ["3"]


def test_what_is_too_old_is_deleted_at_the_start(places):
    now = datetime.now(UTC)
    with History(places.history) as history:
        for days, text in ((40, "1"), (20, "2")):
            made = drawing(text)
            history.keep(type(made)(made.ink, made.reading, "m", now - timedelta(days=days)))
    save_settings(places.settings, Settings(keep_days=30))
    person = Person(places)
    try:
        person.wait_until_ready()
        person.wait(lambda: len(person.parts.history.recent_drawings.drawings) == 1)
    finally:
        person.close()
    with History(places.history) as history:
        assert [kept.reading.text for kept in history] == ["2"]


def test_deleting_everything_leaves_nothing_and_the_program_goes_on(
    person, places, page, monkeypatch
):
    person.draw(digit(7))
    press(page, "theme", "dark")
    page = person.parts.settings_controller.page
    monkeypatch.setattr(messagebox, "askokcancel", lambda *_, **__: False)
    press(page, "delete")
    assert person.ink
    monkeypatch.setattr(messagebox, "askokcancel", lambda *_, **__: True)
    person.wait(lambda: len(person.parts.history.recent_drawings.drawings) == 1)
    page.controls["delete"].invoke()
    person.wait(lambda: not person.parts.history.recent_drawings.drawings)
    assert person.ink == 0
    assert person.window.status["text"] == words.EVERYTHING_DELETED
    assert not places.settings.exists()
    with History(places.history) as history:
        assert len(history) == 0
    person.press("<Control-z>")
    assert person.ink == 0
    person.draw(digit(1))
    person.close()
    with History(places.history) as history:
        assert [kept.reading.text for kept in history] == ["1"]


def test_the_folder_is_opened_by_the_systems_program(person, places, page, monkeypatch):
    started = []
    monkeypatch.setattr(subprocess, "Popen", started.append)
    press(page, "folder")
    assert started[0][-1] == str(places.history.parent)

    def missing(_):
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(subprocess, "Popen", missing)
    press(page, "folder")
    assert "Can't open the folder" in person.window.status["text"]


def test_the_page_says_what_the_program_is(person, page):
    from digitrec.version import __version__

    def texts(widget):
        found = [str(widget["text"])] if "text" in widget.keys() else []  # noqa: SIM118 (Tk)
        return found + [text for child in widget.winfo_children() for text in texts(child)]

    press(page, "about")
    (about_page,) = [one for one in page.winfo_children() if isinstance(one, tkinter.Toplevel)]
    about = " ".join(texts(about_page))
    assert __version__ in about
    assert person.window.recognizer.model.sha256[:12] in about
    about_page.copy()
    assert __version__ in person.root.clipboard_get()


@pytest.mark.parametrize("name", ["never", "seldom", "usual", "often"])
def test_a_file_with_the_names_of_the_first_version_sets_the_threshold(places, name):
    places.settings.write_text(f'doubt = "{name}"\n')
    person = Person(places)
    try:
        person.wait_until_ready()
        assert person.window.status["text"] == ""
        assert person.window.recognizer.threshold_offset == THRESHOLD_OFFSETS[name]
    finally:
        person.close()
