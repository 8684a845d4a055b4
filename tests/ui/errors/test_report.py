"""The report that a person can save and send: what is in it, and what isn't."""

from tkinter import filedialog

import pytest

from digitrec.storage.settings import Settings, save_settings
from digitrec.ui.errors.incident import write_log
from digitrec.ui.errors.report import report_text
from digitrec.version import version
from tests.samples import digit
from tests.ui.pages import press


def test_it_has_versions_settings_and_the_log(places):
    save_settings(places.settings, Settings(theme="dark"))
    write_log(places.logs, "ZeroDivisionError: of yesterday")
    text = report_text(places, "8.6.14")
    for part in (version(), "Tk 8.6.14", 'theme = "dark"', "ZeroDivisionError: of yesterday"):
        assert part in text


def test_without_anything_to_report_it_says_so(places):
    assert report_text(places, "8.6").count("none") == 2


@pytest.mark.parametrize("button", ["of the error", "of the settings"])
def test_it_is_saved_without_any_drawing(person, tmp_path, monkeypatch, button):
    target = tmp_path / "report.txt"
    monkeypatch.setattr(filedialog, "asksaveasfilename", lambda **_: str(target))
    person.wait_until_ready()
    person.draw(digit(4))
    person.wait(lambda: person.big == "4")
    if button == "of the error":
        person.window.report(ZeroDivisionError, ZeroDivisionError("here"), None)
        person.window.error_handler.page.buttons["report"].invoke()
    else:
        press(person, "<Control-comma>")
        person.parts.settings_controller.page.controls["report"].invoke()
    text = target.read_text("utf-8")
    assert version() in text
    assert "strokes" not in text
    assert ("ZeroDivisionError: here" in text) == (button == "of the error")


def test_a_place_that_cannot_be_written_is_named(person, tmp_path, monkeypatch):
    target = tmp_path / "none" / "report.txt"
    monkeypatch.setattr(filedialog, "asksaveasfilename", lambda **_: str(target))
    person.wait_until_ready()
    press(person, "<Control-comma>")
    person.parts.settings_controller.page.controls["report"].invoke()
    assert str(target) in person.window.status["text"]
