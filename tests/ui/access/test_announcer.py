"""What is announced of an answer, and how often."""

import pytest

from digitrec.text import guide_words, words
from digitrec.ui.access import announcer as module
from tests.samples import digit

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def heard(person, monkeypatch, tmp_path):
    """What the system's voice was given to speak: a program that writes it down."""
    monkeypatch.setattr(module, "PAUSE", 20)
    person.wait_until_ready()
    person.wait(lambda: person.window.keyboard_pen is not None)
    spoken = []
    monkeypatch.setattr("digitrec.ui.access.speech.Speech.say", lambda _, text: spoken.append(text))
    monkeypatch.setattr("digitrec.ui.access.speech.Speech.available", True)
    return spoken


def turn_on(person):
    person.press("<Control-comma>")
    person.parts.settings_controller.page.controls["speech"].invoke()
    person.parts.settings_controller.page.destroy()
    person.root.focus_force()


def test_nothing_is_spoken_unless_that_is_chosen(person, heard):
    person.draw(digit(7))
    for _ in range(10):
        person.root.after(10)
        person.root.update()
    assert heard == []


def test_the_answer_is_spoken_once_when_it_stays_with_its_digits_one_by_one(person, heard):
    turn_on(person)
    assert heard == [words.SETTING_SPEECH]
    person.draw(digit(3, x=0, scale=0.8))
    person.wait(lambda: len(heard) == 2)
    person.draw(digit(2, x=130, scale=0.8))
    person.wait(lambda: len(heard) == 3)
    assert heard[1:] == ["3. Three, certain", "3 2. Two digits, certain"]
    person.window.desk.refresh()
    person.press("<Key-9>")
    person.wait(lambda: len(heard) == 4)
    assert heard[3] == "9. Corrected to 9"


def test_drawing_by_keys_is_spoken_too(person, heard):
    turn_on(person)
    person.press("<k>")
    person.window.area.event_generate("<Up>")
    person.window.area.event_generate("<Up>")
    person.wait(lambda: len(heard) == 3)
    columns = heard[2]
    person.window.area.event_generate("<space>")
    person.window.area.event_generate("<space>")
    assert heard[1] == guide_words.KEYBOARD_ON
    assert columns.startswith("Column ")
    assert columns.endswith("row 11")
    assert heard[3:] == [guide_words.PEN_DOWN, guide_words.PEN_UP]
