"""The real window in German, and in a language whose words are all twice as long."""

import re
import tkinter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from tkinter import filedialog

import pytest

from digitrec.recognition.ink import Ink
from digitrec.storage.history import History
from digitrec.storage.settings import Settings, load_settings, save_settings
from digitrec.text import words
from tests.samples import digit
from tests.storage.drawings import drawing
from tests.ui.person import Person
from tests.ui.pseudo import Pseudo
from tests.ui.tongue import speaking
from tests.ui.walk import misfits, texts

pytestmark = pytest.mark.usefixtures("display")

DOT = Ink((((50.0, 50.0), (51.0, 51.0)),))


@pytest.fixture
def german(places):
    with speaking("de"):
        person = Person(places)
        yield person
        person.close()


def fill(places):
    """Drawings of today, of this year and of another, two of them corrected."""
    with History(places.history) as history:
        for n in range(14):
            made = replace(drawing(str(n % 10), n), ink=Ink(digit(n % 10).strokes))
            age = timedelta(days=(0, 3, 400)[n % 3], minutes=n)
            history.keep(replace(made, created=datetime.now(UTC) - age))
        history.correct(1, "7")  # the newest, at the strip's edge, and its neighbour
        history.correct(4, "5")


def settle(person):
    """Lets sizes come to rest: a text that is wrapped anew changes its neighbours' room."""
    for _ in range(5):
        person.root.update()


def pages(person):
    """Opens each page in turn: its name and its window."""
    person.press("<Control-h>")
    page = person.parts.history.page
    person.wait(lambda: page._count and page.thumbnail_grid._thumbnails)
    settle(person)
    yield "history", page
    page.destroy()
    person.press("<Control-comma>")
    settle(person)
    yield "settings", person.parts.settings_controller.page
    person.parts.settings_controller.page.destroy()
    person.press("<F1>")
    settle(person)
    (page,) = [one for one in person.root.winfo_children() if isinstance(one, tkinter.Toplevel)]
    yield "keys", page
    page.destroy()
    person.window.report(ZeroDivisionError, ZeroDivisionError(), None)
    settle(person)
    yield "trouble", person.window.error_handler.page
    person.window.error_handler.page.destroy()


def test_the_window_speaks_german_from_its_first_text_on(german):
    german.wait(lambda: german.window.status is not None)
    assert "Ziffer zeichnen" in list(texts(german.root))
    assert "Hier erscheint das Ergebnis." in german.panel
    german.wait_until_ready()
    shown = list(texts(german.root))
    assert {"Rückgängig", "Wiederholen", "Leeren", "Radierer", "Stift"} <= set(shown)
    assert {"Öffnen…", "Verlauf", "Einstellungen"} <= set(shown)
    german.draw(digit(7))
    assert "Sieben, sicher" in german.panel
    assert any(
        re.fullmatch(r"(> )?\d+\N{NO-BREAK SPACE}%", text) for text in german.panel[1:3]
    ) or ("\N{NO-BREAK SPACE}%" in "".join(german.panel))
    german.press("<Key-1>")
    assert "Korrigiert zu 1" in german.panel


def test_its_pages_speak_german_too(german, places):
    fill(places)
    german.wait_until_ready()
    shown = {name: list(texts(page)) for name, page in pages(german)}
    assert {"Alle", "Falsch gelesen", "Alle löschen", "Schließen"} <= set(shown["history"])
    assert "Verlauf" in shown["history"]
    assert any(re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", text) for text in shown["history"])
    assert {"Darstellung", "Wie das System", "Sprache", "Nach 30 Tagen"} <= set(shown["settings"])
    assert {"Strg+Z", "Rücktaste", "Diese Seite zeigen"} <= set(shown["keys"])


def test_why_nothing_was_read_is_said_in_german_and_kept_in_english(german, places):
    german.wait_until_ready()
    german.draw(DOT)
    assert "Es wurde nur ein Punkt gezeichnet." in german.panel
    german.close()
    with History(places.history) as history:
        (kept,) = history
    assert kept.reading.reason == "only a dot was drawn"
    assert type(kept.reading.reason) is str


def test_what_is_wrong_with_the_settings_is_said_in_german(places):
    places.settings.write_text("theme = 1\nlive = 2\n")
    with speaking("de"):
        person = Person(places)
        try:
            person.wait_until_ready()
            assert "der Wert von theme und live nicht brauchbar" in person.window.status["text"]
        finally:
            person.close()


def test_that_the_history_cannot_be_written_is_said_in_german(german, places):
    places.history.mkdir()
    german.wait_until_ready()
    german.draw(digit(6))
    german.wait(lambda: "lässt sich nicht" in german.window.status["text"])
    assert str(places.history) in german.window.status["text"]


def test_a_broken_picture_is_named_in_german_and_so_is_the_dialog(german, tmp_path, monkeypatch):
    path = tmp_path / "notes.png"
    path.write_text("not a picture at all")
    asked = {}
    monkeypatch.setattr(
        filedialog, "askopenfilename", lambda **words: asked.update(words) or str(path)
    )
    german.wait_until_ready()
    german.press("<Control-o>")
    german.wait(lambda: "kein Bild; gelesen werden png" in german.window.status["text"])
    assert asked["title"] == "Bild einer Ziffer öffnen"
    assert [name for name, _ in asked["filetypes"]] == ["Bilder", "Alle Dateien"]


def test_tks_own_dialogs_speak_the_windows_language(german):
    german.wait_until_ready()
    assert german.root.tk.eval("namespace eval ::tk {mc &Cancel}") == "&Abbruch"


def test_the_language_is_chosen_on_the_page_and_holds_from_the_next_start_on(person, places):
    from digitrec.ui.geometry.saved import load_geometry

    person.wait_until_ready()
    person.press("<Control-comma>")
    page = person.parts.settings_controller.page
    assert words.LANGUAGE_LATER in list(texts(page))
    page.controls["language"]["de"].invoke()
    person.close()
    assert load_settings(places.settings)[0].language == "de"
    assert load_geometry(str(places.settings.parent)).language == "de"


UNTRANSLATED = re.compile(r"[^\W\d_]{2,}")  # two letters or more; keys have one
MARKED = re.compile(r"⟦[^⟦⟧]*(⟧|…$)")
NAMES = ("Digitrec", "English", "Deutsch", "ZeroDivisionError")


def unmarked(shown, allowed=()):
    """The texts that hold words which no translation has passed through."""
    rest = [text for text in shown if text not in (*NAMES, *allowed)]
    return [text for text in rest if UNTRANSLATED.search(_without_marked(text))]


def _without_marked(text):
    before = None
    while text != before:  # from the inside out
        before, text = text, MARKED.sub("", text)
    return text


@pytest.fixture
def doubled(places):
    """Opens the window in the language whose words are twice as long, at a display's scale."""
    opened = []

    def open_it(scale=1.0):
        fill(places)
        person = Person(places, scale)
        opened.append(person)
        person.wait_until_ready()
        person.wait(lambda: person.parts.history.recent_drawings is not None)
        return person

    with speaking(Pseudo()):
        yield open_it
        for person in opened:
            person.close()


def test_nothing_is_shown_that_is_not_translated(doubled, places):
    person = doubled()
    shown = list(texts(person.root))
    person.draw(digit(7))
    shown += texts(person.root)
    person.press("<Key-1>")
    shown += texts(person.root)
    person.window.desk.clear()
    person.draw(DOT)
    shown += texts(person.root)
    person.press("<Control-c>")
    shown += texts(person.root)
    for _, page in pages(person):
        shown += texts(page)
    assert len(shown) > 100
    assert unmarked(shown, {str(places.settings.parent)}) == []


def test_the_test_sees_what_is_not_translated():
    assert unmarked(["⟦⟦TwoTwo⟧, sure⟧", "⟦Ctrl+Ctrl+⟧Z", "F1", "42"]) == []
    assert unmarked(["Undo", "⟦A⟧ b⟦C⟧ and"]) == ["Undo", "⟦A⟧ b⟦C⟧ and"]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", ["800x600", "least"])
def test_text_twice_as_long_breaks_no_layout(doubled, size, scale):
    person = doubled(scale)
    root = person.root
    assert person.window.look.scale == scale
    least = root.minsize()
    width, height = (round(800 * scale), round(600 * scale)) if size == "800x600" else least
    root.geometry(f"{width}x{height}")
    person.wait(lambda: (root.winfo_width(), root.winfo_height()) == (width, height))
    settle(person)
    assert list(misfits(root)) == []
    assert min(person.window.area.room[2:]) >= 280 * scale
    person.draw(digit(7))
    settle(person)
    assert list(misfits(root)) == []
    person.press("<Key-1>")
    person.press("<Control-c>")
    settle(person)
    assert list(misfits(root)) == []
    person.window.desk.clear()
    person.draw(DOT)
    settle(person)
    assert list(misfits(root)) == []
    person.window.warn(words.CANNOT_PASTE)
    settle(person)
    assert list(misfits(root)) == []
    for name, page in pages(person):
        assert (name, list(misfits(page))) == (name, [])
        if name == "history":
            page.geometry(f"{page.minsize()[0]}x{page.minsize()[1]}")
            person.wait(lambda page=page: page.winfo_width() == page.minsize()[0])
            settle(person)
            assert list(misfits(page)) == []


def test_two_digits_in_words_twice_as_long_fit(doubled):
    person = doubled()
    person.draw(digit(4, x=0, scale=0.8))
    person.draw(digit(2, x=130, scale=0.8))
    assert person.big == "42"
    settle(person)
    assert list(misfits(person.root)) == []


def test_a_long_trouble_in_words_twice_as_long_fits(places, tmp_path, monkeypatch):
    monkeypatch.setattr("digitrec.resources.model_path", lambda: tmp_path / "nothing.keras")
    with speaking(Pseudo()):
        person = Person(places)
        try:
            person.wait(lambda: person.complete and "nothing.keras" in " ".join(person.panel))
            person.root.geometry("{}x{}".format(*person.root.minsize()))
            settle(person)
            assert list(misfits(person.root)) == []
            assert unmarked([person.panel[2].replace(str(tmp_path / "nothing.keras"), "")]) == []
        finally:
            person.close()


def test_the_smallest_window_still_fits_a_small_screen(doubled):
    least = doubled().root.minsize()
    assert least[0] <= 800
    assert least[1] <= 600


def test_the_choice_of_a_language_survives_the_settings_page_in_any_language(places):
    save_settings(places.settings, Settings(language="de"))
    with speaking("de"):
        person = Person(places)
        try:
            person.wait_until_ready()
            person.press("<Control-comma>")
            chosen = person.parts.settings_controller.page.controls["language"]["de"]
            assert chosen.instate(["selected"])
        finally:
            person.close()
