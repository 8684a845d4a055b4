"""The real window in German."""

import re
from tkinter import filedialog, messagebox

import pytest

from digitrec.storage.history import History
from digitrec.storage.settings import Settings, load_settings, save_settings
from digitrec.text import words
from tests.samples import digit
from tests.ui.pages import DOT, fill, pages, teach
from tests.ui.person import Person
from tests.ui.tongue import speaking
from tests.ui.walk import entries, texts

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def german(places):
    with speaking("de"):
        person = Person(places)
        yield person
        person.close()


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
    teach(places)
    german.wait_until_ready()
    shown = {name: list(texts(page)) for name, page in pages(german)}
    assert {"Alle", "Falsch gelesen", "Alle löschen", "Schließen"} <= set(shown["history"])
    assert "Verlauf" in shown["history"]
    assert any(re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", text) for text in shown["history"])
    assert {"Beibringen", "Meine Handschrift\N{EN SPACE}", "1 von 10"} <= set(shown["hand"])
    assert {"Keine Ziffer", "Alles vergessen…", "Entfernen"} <= set(shown["examples"])
    assert {"Handschrift beibringen…", "Meine Handschrift: 5 Beispiele"} <= set(shown["settings"])
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


def test_that_the_history_cannot_be_written_is_said_in_german(german, places, monkeypatch):
    questions = []
    monkeypatch.setattr(messagebox, "askyesno", lambda _, text, **__: questions.append(text))
    places.history.mkdir()
    german.wait_until_ready()
    german.draw(digit(6))
    german.wait(lambda: "lässt sich nicht" in german.window.status["text"])
    assert str(places.history) in german.window.status["text"]
    german.close()
    (question,) = questions
    assert "ließen sich nicht in den Verlauf schreiben" in question


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
    assert asked["title"] == "Bild öffnen"
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
    menu = page.controls["language"]
    (at,) = [n for n in entries(menu) if menu.entrycget(n, "label") == "Deutsch"]
    menu.invoke(at)
    person.close()
    assert load_settings(places.settings)[0].language == "de"
    assert load_geometry(str(places.settings.parent)).language == "de"


def test_the_choice_of_a_language_survives_the_settings_page_in_any_language(places):
    save_settings(places.settings, Settings(language="de"))
    with speaking("de"):
        person = Person(places)
        try:
            person.wait_until_ready()
            person.press("<Control-comma>")
            menu = person.parts.settings_controller.page.controls["language"]
            assert menu.master["text"].strip() == "Deutsch"
        finally:
            person.close()
