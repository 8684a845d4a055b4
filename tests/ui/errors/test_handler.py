"""What a person meets when something goes wrong that nobody foresaw, in the real window."""

import subprocess
import sys
import threading
import tkinter
from tkinter import messagebox

import pytest

from digitrec.storage.history import History
from digitrec.storage.journal import Journal
from digitrec.storage.places import Places
from digitrec.storage.settings import load_settings
from digitrec.text import words
from digitrec.ui.errors import dialog, handler
from digitrec.ui.startup import start
from digitrec.ui.window import Window
from tests.samples import digit
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("display")


def pages(person):
    found = person.root.winfo_children()
    return [child for child in found if isinstance(child, dialog.ErrorDialog)]


def texts(page):
    labels = [child for child in page.winfo_children() if isinstance(child, tkinter.Label)]
    return "\n".join(str(label["text"]) for label in labels)


def fail(number=0):
    raise RuntimeError(f"number {number}")


def fail_otherwise():
    raise LookupError("elsewhere")


@pytest.fixture
def page(person):
    person.wait_until_ready()
    person.root.after(0, fail)
    person.wait(lambda: pages(person))
    return person.window.error_handler.page


def test_an_error_gives_a_window_with_what_happened_and_where_the_log_is(person, places, page):
    log = places.logs / "digitrec.log"
    assert "RuntimeError: number 0" in texts(page)
    assert str(log) in texts(page)
    assert "RuntimeError: number 0" in log.read_text()
    person.draw(digit(0))  # it is in nobody's way
    assert person.big == "0"
    assert page.winfo_ismapped()


@pytest.mark.parametrize("key", ["<Escape>", "<Return>"])
def test_escape_and_enter_close_it_and_touch_no_drawing(person, page, key):
    person.draw(digit(3))
    page.focus_force()
    page.buttons["continue"].focus_set()
    page.update()
    assert page.focus_get() is page.buttons["continue"]
    page.focus_get().event_generate(key)
    person.root.update()
    assert not pages(person)
    assert person.big == "3"


def test_enter_presses_the_button_that_has_the_focus(person, page):
    page.focus_force()
    page.buttons["copy"].focus_set()
    page.update()
    page.focus_get().event_generate("<Return>")
    person.root.update()
    assert pages(person)
    assert "RuntimeError: number 0" in person.root.clipboard_get()


def test_more_errors_are_counted_on_the_same_page(person, page):
    for number in range(1, 31):
        person.root.after(0, fail, number)
    person.wait(lambda: words.TROUBLE_MORE.format(count=30) in texts(page))
    assert len(pages(person)) == 1
    assert "number 0" in texts(page)
    page.buttons["copy"].invoke()
    copied = person.root.clipboard_get()
    assert "Digitrec" in copied
    assert copied.count("Traceback") == dialog.MOST_KEPT
    assert page.buttons["copy"]["text"] == words.DETAILS_COPIED


def test_an_error_that_comes_again_after_the_page_was_closed_gets_a_line_alone(person, page):
    page.buttons["continue"].invoke()
    person.root.after(0, fail, 2)
    person.wait(lambda: "number 2" in person.window.status["text"])
    assert not pages(person)
    person.root.after(0, fail_otherwise)
    person.wait(lambda: pages(person))
    assert "LookupError: elsewhere" in texts(person.window.error_handler.page)


def test_the_folder_of_the_log_is_opened_and_what_hinders_that_is_said(places, page, monkeypatch):
    started = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: started.append(command))
    page.buttons["folder"].invoke()
    assert started[0][-1] == str(places.logs)

    def missing(_, **more):
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(subprocess, "Popen", missing)
    page.buttons["folder"].invoke()
    assert words.CANNOT_OPEN_FOLDER.format(reason="No such file or directory") in texts(page)


def test_where_no_log_can_be_written_the_page_says_that(tmp_path):
    (tmp_path / "file").write_text("in the way")
    person = Person(Places(tmp_path / "s.toml", tmp_path / "h.sqlite3", tmp_path / "file" / "logs"))
    try:
        person.wait_until_ready()
        person.root.after(0, fail)
        person.wait(lambda: pages(person))
        page = person.window.error_handler.page
        assert words.NO_LOG in texts(page)
        assert page.buttons["folder"].instate(["disabled"])
    finally:
        person.close()


def test_an_error_on_the_background_thread_comes_to_the_page(person):
    person.wait_until_ready()
    person.parts.background.do(lambda: fail(7), lambda _: None)
    person.wait(lambda: pages(person))
    assert "number 7" in texts(person.window.error_handler.page)


@pytest.fixture
def heard(person, monkeypatch):
    """The window hears of errors on other threads, as `start` has it."""
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    person.wait_until_ready()
    handler.report_threads(person.parts.background.post, person.window.report)


def test_an_error_on_the_journals_thread_comes_to_the_page_and_drawings_are_kept_still(
    person, places, heard, monkeypatch
):
    write = Journal._apply

    def fail_once(journal, *what):
        monkeypatch.setattr(Journal, "_apply", write)
        fail(8)

    monkeypatch.setattr(Journal, "_apply", fail_once)
    person.draw(digit(1))
    person.wait(lambda: pages(person))
    assert "number 8" in texts(person.window.error_handler.page)
    person.window.desk.clear()
    person.draw(digit(2))
    person.close()
    with History(places.history) as history:
        assert "2" in [kept.reading.text for kept in history]


def test_an_error_that_ends_any_thread_comes_to_the_page(person, heard):
    thread = threading.Thread(target=fail, args=(9,))
    thread.start()
    thread.join()
    person.wait(lambda: pages(person))
    assert "number 9" in texts(person.window.error_handler.page)


def test_where_the_page_itself_fails_the_status_line_says_it(person, monkeypatch):
    person.wait_until_ready()
    monkeypatch.setattr(dialog.ErrorDialog, "open_over", lambda *_: fail(2))
    person.root.after(0, fail_otherwise)
    person.wait(lambda: "LookupError: elsewhere" in person.window.status["text"])


def test_an_error_while_the_page_is_built_opens_no_other(person, monkeypatch):
    person.wait_until_ready()
    build = dialog.ErrorDialog.open_over

    def build_amid_trouble(page, root, focus):
        root.after_idle(fail_otherwise)
        build(page, root, focus)  # which runs what waits

    monkeypatch.setattr(dialog.ErrorDialog, "open_over", build_amid_trouble)
    person.root.after(0, fail)
    person.wait(lambda: "LookupError" in person.window.status["text"])
    assert len(pages(person)) == 1


def test_where_the_window_is_gone_standard_error_has_it(person, places, capfd):
    person.wait_until_ready()
    person.close()
    person.window.report(RuntimeError, RuntimeError("too late"), None)
    assert "RuntimeError: too late" in capfd.readouterr().err
    assert "RuntimeError: too late" in (places.logs / "digitrec.log").read_text()


def test_an_error_while_closing_keeps_the_settings_and_closes(person, places, monkeypatch):
    person.wait_until_ready()
    person.parts.choices.change(pen_width=21.0)
    monkeypatch.setattr(person.window.desk.session, "close", fail)
    person.root.tk.call("after", "0", person.root.register(person.window.close))
    person.open = False
    with pytest.raises(tkinter.TclError):
        person.wait(lambda: not person.root.winfo_exists())
    assert load_settings(places.settings)[0].pen_width == 21.0
    assert "RuntimeError" in (places.logs / "digitrec.log").read_text()


@pytest.fixture
def broken(monkeypatch, tmp_path):
    """A program whose window can't be made."""
    monkeypatch.setenv("DIGITREC_HOME", str(tmp_path))
    monkeypatch.setattr(Window, "_lay_out", lambda _: fail(4))
    interval = sys.getswitchinterval()
    yield
    sys.setswitchinterval(interval)


def test_where_there_is_no_window_at_all_a_box_says_so(broken, monkeypatch, capfd, tmp_path):
    shown = []
    monkeypatch.setattr(messagebox, "showerror", lambda *told, **_: shown.append(told))
    assert start.run() == 1
    assert "RuntimeError: number 4" in shown[0][1]
    assert str(tmp_path / "logs" / "digitrec.log") in shown[0][1]
    assert "RuntimeError: number 4" in capfd.readouterr().err
    assert "RuntimeError: number 4" in (tmp_path / "logs" / "digitrec.log").read_text()


def test_where_there_is_no_box_either_standard_error_says_so(broken, monkeypatch, capfd):
    def refuse(*_, **__):
        raise tkinter.TclError("no box")

    monkeypatch.setattr(messagebox, "showerror", refuse)
    assert start.run() == 1
    assert "RuntimeError: number 4" in capfd.readouterr().err
