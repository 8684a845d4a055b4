"""The page on which a hand is taught, in the real window."""

from tkinter import messagebox

import pytest

from digitrec.storage.hands import Hands
from digitrec.text import hand_words, words
from tests.samples import digit
from tests.ui.hand.teacher import FLAGGED, first, kept
from tests.ui.pages import DOT

pytestmark = pytest.mark.usefixtures("display")


def test_ten_digits_are_taught_by_drawing_alone(teacher, person, places, monkeypatch):
    teacher.open_page()
    for n in range(10):
        assert teacher.asked == str(n)
        monkeypatch.setattr("digitrec.ui.hand.lesson.PAUSE", 60_000)
        teacher.draw(FLAGGED if n == 1 else digit(n))
        monkeypatch.setattr("digitrec.ui.hand.lesson.PAUSE", 1)
        person.wait(lambda n=n: len(teacher.examples) == n + 1)
    assert teacher.strokes <= 40
    assert kept(places) == list(range(10))
    assert teacher.captions == ["✓", "1, not 7", *["✓"] * 8]
    assert teacher.page.summary.winfo_viewable()
    person.wait(lambda: teacher.page.summary.change == hand_words.NO_HISTORY_YET)
    assert len(person.window.recognizer.hand.examples) == 10
    teacher.press("<Return>")
    assert teacher.page is None
    person.draw(FLAGGED)
    assert person.big == "1"


def test_at_the_end_it_says_what_was_measured_on_the_history(teacher, person):
    person.parts.choices.change(learn_corrections=False)
    for ink, correction in ((digit(3), None), (FLAGGED, "<Key-1>")):
        person.draw(ink)
        if correction:
            person.press(correction)
        person.window.desk.clear()
    teacher.open_page()
    for n in range(10):
        teacher.teach(FLAGGED if n == 1 else digit(n))
    expected = hand_words.IMPROVED.format(2, now=2, before=1)
    person.wait(lambda: teacher.page.summary.change == expected)


def test_enter_and_space_go_on_at_once_and_say_what_was_understood(teacher, person):
    teacher.open_page()
    assert hand_words.LESSON_HELP in teacher.written(teacher.page.lesson.prompt)
    teacher.teach(digit(0))
    assert teacher.asked == "1"
    assert not teacher.page.lesson.strokes
    assert hand_words.LESSON_AGREES.format(digit=0) in teacher.written(teacher.page.lesson.prompt)
    teacher.draw(FLAGGED)
    teacher.press("<space>")
    told = hand_words.LESSON_DIFFERS.format(digit=1, read=7)
    person.wait(lambda: told in teacher.written(teacher.page.lesson.prompt))


def test_any_digit_is_drawn_again_by_a_click_or_its_key(teacher, person, places):
    teacher.open_page()
    for ink in first(3):
        teacher.teach(ink)
    teacher.pick(1)
    assert teacher.asked == "1"
    teacher.teach(digit(1, scale=0.8))
    assert teacher.asked == "3"
    assert sorted(kept(places)) == [0, 1, 2]
    teacher.press("<Key-0>")
    assert teacher.asked == "0"
    teacher.draw(digit(0, scale=0.7))
    teacher.press("<Escape>")  # drops what is drawn, and leaves what was taught
    assert teacher.page is not None
    assert sorted(kept(places)) == [0, 1, 2]


def test_it_can_be_left_at_any_time_and_goes_on_there(teacher, person, places):
    teacher.open_page()
    teacher.teach(digit(0))
    teacher.draw(digit(1))  # and it is closed before the pause is over
    teacher.page.destroy()
    person.wait(lambda: len(teacher.examples) == 2)
    assert kept(places) == [0, 1]
    teacher.open_page()
    assert teacher.asked == "2"
    assert [example.digit for example in person.window.recognizer.hand.examples] == [0, 1]


def test_what_is_taught_last_is_kept_if_the_window_closes_at_once(teacher, person, places):
    teacher.open_page()
    teacher.draw(digit(0))
    person.close()
    assert kept(places) == [0]


def test_undo_drops_the_last_stroke_then_the_last_digit(teacher, person, places):
    teacher.open_page()
    teacher.teach(digit(0))
    teacher.draw(digit(4))
    teacher.press("<Control-z>")
    assert len(teacher.page.lesson.strokes) == 1
    teacher.press("<Control-z>")
    teacher.press("<Control-z>")
    person.wait(lambda: not teacher.examples)
    assert teacher.asked == "0"
    assert kept(places) == []


def test_a_dot_teaches_nothing_and_is_asked_for_again(teacher, person, places):
    teacher.open_page()
    teacher.draw(DOT)
    teacher.press("<Return>")
    person.wait(lambda: teacher.page.status == "Only a dot was drawn.")
    assert teacher.asked == "0"
    assert not places.history.exists() or kept(places) == []


def test_examples_are_removed_put_back_and_forgotten(teacher, person, places, monkeypatch):
    with Hands(places.history) as hands:
        seven = hands.add(FLAGGED.strokes, 1).key
        hands.add(digit(8).strokes, None)
    teacher.open_page()
    person.wait(lambda: len(teacher.examples) == 2)
    teacher.page.views["examples"].invoke()
    person.root.update()
    grid = teacher.page.examples
    x, y = grid.place_of(seven)
    grid.event_generate("<Button-1>", x=x, y=y)
    teacher.press("<Delete>")
    person.wait(lambda: [which for which, _ in teacher.examples] == [None])
    assert teacher.page.status == hand_words.REMOVED.format(1)
    person.wait(lambda: "disabled" not in teacher.page.buttons["put_back"].state())
    teacher.page.buttons["put_back"].invoke()
    person.wait(lambda: len(teacher.examples) == 2)
    asked = []
    monkeypatch.setattr(messagebox, "askokcancel", lambda *words, **_: asked.append(words) or True)
    teacher.page.buttons["forget"].invoke()
    person.wait(lambda: not teacher.examples)
    assert len(asked) == 1
    assert person.window.recognizer.hand is None
    assert teacher.page.status == hand_words.FORGOTTEN
    assert kept(places) == []


def test_what_was_removed_leaves_the_disk_with_the_page(teacher, person, places):
    with Hands(places.history) as hands:
        key = hands.add(digit(1).strokes, 1).key
        hands.add(digit(8).strokes, 8)
    teacher.open_page()
    person.wait(lambda: len(teacher.examples) == 2)
    teacher.page.views["examples"].invoke()
    teacher.page.examples.event_generate("<Right>")
    teacher.press("<Control-a>")
    assert len(teacher.page.examples.selected) == 2
    x, y = teacher.page.examples.place_of(key)
    teacher.page.examples.event_generate("<Button-1>", x=x, y=y)
    teacher.page.buttons["remove"].invoke()
    person.wait(lambda: len(teacher.examples) == 1)
    assert kept(places) == [1, 8]
    person.close()
    assert kept(places) == [8]


def test_another_person_has_a_hand_of_their_own(teacher, person, places, monkeypatch):
    teacher.open_page()
    teacher.teach(digit(0))
    menu = teacher.page.menu
    menu.ask_name()
    menu.dialog.entry.insert(0, hand_words.DEFAULT_HAND_NAME)
    menu.dialog.accept()
    assert menu.dialog.note == hand_words.HAND_EXISTS
    menu.dialog.entry.delete(0, "end")
    menu.dialog.entry.insert(0, "Ada")
    menu.dialog.accept()
    person.wait(lambda: teacher.controller.state.name == "Ada")
    assert person.window.recognizer.hand is None
    assert teacher.asked == "0"
    teacher.teach(FLAGGED)
    assert (kept(places), kept(places, "Ada")) == ([0], [0])
    assert teacher.controller.summary == "Ada: 1 example"
    monkeypatch.setattr(messagebox, "askokcancel", lambda *_, **__: True)
    menu.delete()
    person.wait(lambda: teacher.controller.state.name == "default")
    assert [which for which, _ in teacher.examples] == [0]
    assert kept(places, "Ada") == []
    person.close()
    assert 'hand = "default"' in places.settings.read_text()


def test_another_theme_leaves_the_lesson_where_it_was(teacher, person):
    teacher.open_page()
    teacher.teach(digit(0))
    person.window.apply_theme("dark")
    person.wait(lambda: teacher.page is not None and teacher.page.lesson.area.winfo_viewable())
    assert teacher.asked == "1"
    assert teacher.page.lesson.area["background"] == person.window.look.palette.paper


def test_the_window_and_the_settings_lead_to_it(teacher, person):
    assert hand_words.HAND_UNTAUGHT.format(name="My hand") == teacher.controller.summary
    panel = person.window.panel
    (link,) = [
        item for item in panel.find_all()
        if panel.type(item) == "text" and panel.itemcget(item, "text") == words.TEACH
    ]  # fmt: skip
    person.wait(lambda: panel.itemcget(link, "state") == "normal")
    person.press("<Control-comma>")
    person.parts.settings_controller.page.controls["teach"].invoke()
    person.wait(lambda: teacher.page is not None)
    teacher.teach(digit(0))
    teacher.page.destroy()
    person.root.update()
    assert panel.itemcget(link, "state") == "hidden"


def test_without_a_model_there_is_no_page(places, tmp_path, monkeypatch):
    from tests.ui.person import Person

    monkeypatch.setattr("digitrec.resources.model_path", lambda: tmp_path / "nothing.keras")
    person = Person(places)
    try:
        person.wait(lambda: person.complete and person.window.desk.session.trouble is not None)
        person.press("<Control-t>")
        assert person.parts.hand.page is None
        assert "nothing.keras" in person.window.status["text"]
    finally:
        person.close()
