"""The real window on a real display, with the committed model."""

import time
import tkinter

import pytest

from digitrec.storage.history import History
from digitrec.storage.places import Places
from digitrec.storage.settings import Settings, load_settings, save_settings
from digitrec.text import key_words
from tests.recognition.picture.test_decoding import drawing
from tests.samples import digit
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("display")


def test_a_digit_is_read_on_pen_up_shown_large_with_its_bars_and_kept(person, places):
    person.wait_until_ready()
    person.draw(digit(7))
    assert person.big == "7"
    assert "Seven, certain" in person.panel
    assert any("%" in text for text in person.panel)
    assert set("0123456789") <= set(person.panel)
    person.close()
    with History(places.history) as history:
        (kept,) = history
    assert kept.reading.text == "7"
    assert len(kept.ink.strokes) == 2
    assert kept.model


def test_the_answer_follows_the_pen_while_it_is_down(person):
    person.wait_until_ready()
    person.draw(digit(2), release=False)
    person.wait(lambda: person.big == "2")


def test_a_number_is_read_whole(person):
    person.wait_until_ready()
    for at, which in ((0, 4), (130, 2)):
        person.draw(digit(which, x=at, scale=0.8))
    assert person.big == "42"


def test_ink_drawn_before_the_model_is_ready_is_read_as_soon_as_it_is(person, places):
    person.wait(person.window.area.winfo_ismapped)
    person.draw(digit(3))
    person.wait(lambda: person.window.recognizer is not None and person.big == "3")
    person.close()
    with History(places.history) as history:
        assert [kept.reading.text for kept in history] == ["3"]


def test_ink_that_no_model_ever_reads_is_in_the_history_while_the_window_is_open(
    places, display, monkeypatch
):
    def unforeseen():
        raise SystemError("a broken library")

    monkeypatch.setattr("digitrec.ui.startup.loading.open_recognizer", unforeseen)
    person = Person(places)
    try:
        person.wait(person.window.area.winfo_ismapped)
        person.draw(digit(3))
        with History(places.history) as history:
            person.wait(lambda: len(history) == 1)
    finally:
        person.root.report_callback_exception = lambda *_: None
        person.close()


def test_undo_redo_and_clear_by_key_and_button(person, places):
    person.wait_until_ready()
    buttons = person.parts.toolbar.buttons
    assert all(buttons[name].instate(["disabled"]) for name in ("undo", "redo", "clear"))
    person.draw(digit(7))
    whole = person.ink
    person.press("<Control-z>")
    assert person.ink < whole
    person.press("<Control-Shift-Z>")
    assert person.ink == whole
    person.press("<Escape>")
    assert person.ink == 0
    assert person.big == ""
    buttons["undo"].invoke()
    person.root.update()
    assert (person.ink, person.big) == (whole, "7")
    buttons["undo"].invoke()
    person.press("<Control-y>")
    assert person.ink == whole
    buttons["clear"].invoke()
    person.draw(digit(1))
    person.close()
    with History(places.history) as history:
        assert [kept.reading.text for kept in history] == ["7", "1"]


def test_a_digit_key_corrects_and_the_same_again_takes_it_back(person, places):
    person.wait_until_ready()
    person.draw(digit(1))
    person.press("<Key-7>")
    assert person.big == "7"
    assert "Corrected to 7" in person.panel
    person.press("<Key-7>")
    assert person.big == "1"
    person.press("<Key-4>")
    person.close()
    with History(places.history) as history:
        assert [(kept.reading.text, kept.corrected) for kept in history] == [("1", "4")]


def test_the_reading_can_be_copied(person):
    person.wait_until_ready()
    person.draw(digit(5))
    person.press("<Control-c>")
    assert person.root.clipboard_get() == "5"


def test_a_picture_is_opened_and_a_stroke_on_it_begins_a_new_drawing(person, tmp_path, monkeypatch):
    from tkinter import filedialog

    path = tmp_path / "three.png"
    drawing().save(path)
    monkeypatch.setattr(filedialog, "askopenfilename", lambda **_: str(path))
    person.wait_until_ready()
    person.press("<Control-o>")
    person.wait(lambda: person.big == "3")
    person.draw(digit(1))
    assert person.big == "1"


def test_a_broken_picture_is_named_in_the_status_line(person, tmp_path, monkeypatch):
    from tkinter import filedialog

    path = tmp_path / "notes.png"
    path.write_text("not a picture at all")
    monkeypatch.setattr(filedialog, "askopenfilename", lambda **_: str(path))
    person.wait_until_ready()
    person.draw(digit(2))
    person.press("<Control-o>")
    person.wait(lambda: "notes.png" in person.window.status["text"])
    assert person.big == "2"


def test_a_file_on_the_clipboard_is_pasted(person, tmp_path):
    path = tmp_path / "three.png"
    drawing().save(path)
    person.wait_until_ready()
    person.root.clipboard_clear()
    person.root.clipboard_append(str(path))
    person.press("<Control-v>")
    person.wait(lambda: person.big == "3")


def test_f1_lists_the_keys(person):
    person.wait_until_ready()
    person.press("<F1>")
    pages = [child for child in person.root.winfo_children() if isinstance(child, tkinter.Toplevel)]
    assert pages

    def texts(widget):
        found = [str(widget["text"])] if "text" in widget.keys() else []  # noqa: SIM118 (Tk)
        return found + [text for child in widget.winfo_children() for text in texts(child)]

    shown = texts(pages[0])
    assert key_words.CLEAR in shown
    assert "Esc" in shown


def test_the_drawing_area_is_large_enough_and_grows_with_the_window(person):
    person.wait_until_ready()
    _, _, width, height = person.window.area.bounds
    assert min(width, height) >= 280
    person.draw(digit(4))
    before = person.window.area.strokes
    person.root.geometry("1000x800")
    person.wait(lambda: person.window.area.bounds[2] > width)
    assert person.window.area.bounds[3] > height
    assert person.window.area.strokes == before
    person.root.geometry("10x10")
    person.wait(lambda: person.window.area.bounds[2] < width)
    assert min(person.window.area.bounds[2:]) >= 280


def test_a_place_that_cannot_be_written_costs_a_message_not_the_drawing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    places = Places(
        tmp_path / "file" / "s.toml", tmp_path / "file" / "h.sqlite3", tmp_path / "file" / "logs"
    )
    person = Person(places)
    try:
        person.wait_until_ready()
        person.draw(digit(6))
        person.wait(lambda: person.window.status["text"] != "")
        assert person.big == "6"
        assert person.ink
    finally:
        person.close()


def test_a_broken_settings_file_is_named_and_set_aside(places):
    places.settings.write_text("theme = [broken")
    person = Person(places)
    try:
        person.wait_until_ready()
        assert "settings" in person.window.status["text"]
        assert list(places.settings.parent.glob("settings.broken*"))
    finally:
        person.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_of_the_settings_is_worn(places, theme):
    save_settings(places.settings, Settings(theme=theme))
    person = Person(places)
    try:
        person.wait_until_ready()
        colours = person.window.look.palette
        assert colours.name == theme
        assert person.window.area["background"] == colours.paper
    finally:
        person.close()


def test_with_live_reading_off_the_answer_waits_for_pen_up(places):
    save_settings(places.settings, Settings(live=False))
    person = Person(places)
    try:
        person.wait_until_ready()
        person.draw(digit(2), release=False)
        for _ in range(20):
            person.root.update()
            time.sleep(0.005)
        assert person.big == ""
        person.window.area.event_generate("<ButtonRelease-1>", x=150, y=150)
        person.wait(lambda: person.big != "")
    finally:
        person.close()


def test_with_the_history_off_nothing_is_kept(places):
    save_settings(places.settings, Settings(keep_history=False))
    person = Person(places)
    person.wait_until_ready()
    person.draw(digit(2))
    assert person.big == "2"
    person.close()
    assert not places.history.exists()


def test_the_windows_size_is_remembered(places):
    person = Person(places)
    person.wait_until_ready()
    person.root.geometry("900x700")
    person.wait(lambda: person.root.winfo_width() == 900)
    person.close()
    assert load_settings(places.settings)[0].window.startswith("900x700")
    again = Person(places)
    try:
        again.wait_until_ready()
        assert (again.root.winfo_width(), again.root.winfo_height()) == (900, 700)
    finally:
        again.close()


def test_without_a_model_the_window_says_so_and_goes_on_keeping_ink(places, tmp_path, monkeypatch):
    monkeypatch.setattr("digitrec.resources.model_path", lambda: tmp_path / "nothing.keras")
    person = Person(places)
    person.wait(lambda: person.complete and "nothing.keras" in " ".join(person.panel))
    person.draw(digit(8))
    assert person.ink
    person.close()
    with History(places.history) as history:
        (kept,) = history
    assert len(kept.ink.strokes) == 1
    assert kept.reading.digits == ()


def test_the_window_has_an_icon_and_its_name(places, monkeypatch):
    icons = []
    set_icon = tkinter.Tk.wm_iconphoto

    def record(root, default, *images):
        set_icon(root, default, *images)
        icons.extend((default, image.width(), image.height()) for image in images)

    monkeypatch.setattr(tkinter.Tk, "wm_iconphoto", record)
    person = Person(places)
    try:
        person.wait_until_ready()
        assert person.root.title().startswith("Digitrec")
        ((for_all_windows, width, height),) = icons
        assert for_all_windows
        assert min(width, height) >= 64
    finally:
        person.close()
