"""Saving from the real window. Only the dialog, which belongs to the system, is replaced."""

import errno
import os
from tkinter import filedialog

import numpy as np
import pytest
from PIL import Image

from digitrec.recognition.message import Message
from digitrec.storage.settings import Settings, save_settings
from digitrec.text import words
from digitrec.text.catalogue import said
from tests.recognition.picture.test_decoding import drawing
from tests.samples import digit
from tests.ui.person import Person
from tests.ui.tongue import speaking

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def answer(monkeypatch):
    """The options that the dialog is given, and under "name" the name that it returns."""
    asked = {}

    def dialog(**options):
        asked.update(options)
        return asked["name"]

    monkeypatch.setattr(filedialog, "asksaveasfilename", dialog)
    return asked


def save(person, answer, name):
    """Saves under this name, and waits for the status line to say how it went."""
    answer["name"] = str(name)
    person.window.status.clear()
    person.press("<Control-s>")
    person.wait(lambda: person.window.status["text"])
    return person.window.status["text"]


def test_a_saved_picture_has_the_ink_of_the_screen_in_black_on_white_in_either_theme(
    places, tmp_path, answer
):
    save_settings(places.settings, Settings(theme="dark", pen_width=18))
    person = Person(places)
    try:
        person.wait_until_ready()
        person.draw(digit(7))
        ink = person.ink
        assert save(person, answer, tmp_path / "seven.png") == words.SAVED.format(
            target=tmp_path / "seven.png"
        )
        assert answer["initialfile"] == "digitrec-7"
        picture = np.asarray(Image.open(tmp_path / "seven.png").convert("L"), int)
        assert picture[0, 0] == 255
        scale = person.window.look.scale
        # As much ink as there is on the screen, whose pixels count from 0.8 of ink on.
        assert (picture < 0.2 * 255).sum() / 9 == pytest.approx(ink, rel=0.08 / scale)
        person.press("<Escape>")
        person.parts.exchange.open_picture(tmp_path / "seven.png")
        person.wait(lambda: person.big == "7")
    finally:
        person.close()


def test_svg_is_saved_with_the_reading_as_its_title_by_the_button_too(person, tmp_path, answer):
    person.wait_until_ready()
    person.draw(digit(3))
    answer["name"] = str(tmp_path / "three.SVG")
    person.parts.toolbar.buttons["save"].invoke()
    person.wait((tmp_path / "three.SVG").exists)
    text = (tmp_path / "three.SVG").read_text("utf-8")
    assert f"<title>{words.SAVED_TITLE.format(text='3')}</title>" in text
    assert text.count("<path ") == len(digit(3).strokes)
    assert 'stroke-width="12"' in text


def test_without_a_suffix_the_chosen_kind_decides_and_nothing_is_replaced_unasked(
    person, tmp_path, answer
):
    person.wait_until_ready()
    person.draw(digit(1))
    save(person, answer, tmp_path / "one")
    assert Image.open(tmp_path / "one.png").format == "PNG"
    before = (tmp_path / "one.png").read_bytes()
    person.draw(digit(2, x=150))
    assert str(tmp_path / "one.png") in save(person, answer, tmp_path / "one")
    assert person.window.status["text"].startswith(
        words.CANNOT_EXPORT.format(target=tmp_path / "one.png", reason="")[:-1]
    )
    assert (tmp_path / "one.png").read_bytes() == before
    save(person, answer, tmp_path / "one.png")  # the dialog has asked the user
    assert (tmp_path / "one.png").read_bytes() != before
    person.root.setvar(str(answer["typevariable"]), words.SVG_FILES)
    save(person, answer, tmp_path / "one")
    assert sorted(path.name for path in tmp_path.glob("one*")) == ["one.png", "one.svg"]


def test_another_suffix_is_refused_in_words(person, tmp_path, answer):
    person.wait_until_ready()
    person.draw(digit(1))
    assert save(person, answer, tmp_path / "one.jpg") == words.SAVE_SUFFIX.format(suffix=".jpg")
    assert not list(tmp_path.glob("one*"))


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_if_it_cannot_be_written_the_reason_is_said_and_nothing_is_lost(
    person, tmp_path, answer, monkeypatch, suffix
):
    person.wait_until_ready()
    person.draw(digit(4))
    target = tmp_path / "gone" / f"four{suffix}"
    message = save(person, answer, target)
    assert message == words.CANNOT_EXPORT.format(target=target, reason=os.strerror(errno.ENOENT))

    folder = tmp_path / "saved"
    folder.mkdir()
    target = folder / f"four{suffix}"
    save(person, answer, target)
    before = target.read_bytes()

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    person.draw(digit(1, x=150))
    monkeypatch.setattr("digitrec.files.os.fsync", full)
    message = save(person, answer, target)
    assert message == words.CANNOT_EXPORT.format(target=target, reason=os.strerror(errno.ENOSPC))
    assert list(folder.iterdir()) == [target]  # no half-written file next to it
    assert target.read_bytes() == before
    assert person.ink


def test_without_ink_nothing_is_saved_and_no_name_is_asked_for(person, answer):
    person.wait_until_ready()
    assert person.parts.toolbar.buttons["save"].instate(["disabled"])
    assert save(person, answer, "x.png") == words.NOTHING_TO_SAVE
    assert set(answer) == {"name"}


def test_an_opened_picture_is_not_saved(person, tmp_path, answer):
    drawing().save(tmp_path / "three.png")
    person.wait_until_ready()
    person.parts.exchange.open_picture(tmp_path / "three.png")
    person.wait(lambda: person.big == "3")
    assert save(person, answer, tmp_path / "x.png") == words.ONLY_DRAWINGS
    assert set(answer) == {"name"}


def test_no_name_chosen_saves_nothing(person, tmp_path, answer):
    person.wait_until_ready()
    person.draw(digit(1))
    answer["name"] = ""
    person.press("<Control-s>")
    assert person.window.status["text"] == ""
    assert person.big == "1"


def test_why_it_cannot_be_written_is_said_in_the_language_of_the_window(places, tmp_path, answer):
    with speaking("de"):
        person = Person(places)
        try:
            person.wait_until_ready()
            person.draw(digit(1))
            save(person, answer, tmp_path / "eins")
            reason = said(Message("there is something of that name"))
            assert reason != "there is something of that name"
            assert save(person, answer, tmp_path / "eins").endswith(reason)
        finally:
            person.close()
