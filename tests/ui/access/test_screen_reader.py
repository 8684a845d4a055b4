"""Which way a screen reader is told, with stand-ins for the Tk and the package that tell it."""

import sys
from types import SimpleNamespace

import pytest

from digitrec.storage.history import History
from digitrec.ui.access import screen_reader
from digitrec.ui.access.screen_reader import ScreenReader
from tests.storage.drawings import drawing
from tests.ui.pages import fill, press, settle, teach
from tests.ui.person import Person


class Tk:
    def __init__(self, version):
        self.version = version
        self.calls = []

    def call(self, *words):
        if words == ("set", "tk_version"):
            return self.version
        self.calls.append(words)
        return ""


def root_of(version):
    return SimpleNamespace(tk=Tk(version))


def test_tk_9_1_is_told_by_its_own_command():
    root = root_of("9.1")
    reader = ScreenReader(root)
    reader.describe(root, "Answer", "Canvas", "Empty")
    reader.show_value(root, "7")
    assert reader.way == "tk"
    assert {words[:2] for words in root.tk.calls} == {("tk", "accessible")}
    assert [words[2] for words in root.tk.calls] == [
        "add_acc_object", "set_acc_role", "set_acc_name", "set_acc_value", "emit_selection_change",
        "set_acc_value", "emit_selection_change",
    ]  # fmt: skip
    assert root.tk.calls[1][3:] == (root, "Canvas")
    assert root.tk.calls[5][3:] == (root, "7")


def test_windows_with_an_older_tk_is_told_by_tk_uia_if_that_is_there(monkeypatch):
    told = []

    def teller(name):
        return lambda widget, *words: told.append((name, widget, *words))

    names = ("set_acc_name", "set_acc_value")
    package = SimpleNamespace(enable=teller("enable"), **{name: teller(name) for name in names})
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "tk_uia", package)
    root = root_of("8.6")
    reader = ScreenReader(root)
    reader.describe(root, "Answer", "Canvas", "Empty")
    assert reader.way == "uia"
    assert told == [
        ("enable", root), ("set_acc_name", root, "Answer"), ("set_acc_value", root, "Empty"),
    ]  # fmt: skip


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_elsewhere_nothing_is_told(monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setitem(sys.modules, "tk_uia", None)  # as if it were not installed
    root = root_of("8.6")
    reader = ScreenReader(root)
    reader.describe(root, "Answer")
    assert (reader.way, root.tk.calls) == ("", [])


@pytest.mark.usefixtures("display")
def test_everything_without_a_text_of_its_own_gets_a_name(places, monkeypatch):
    named = []
    monkeypatch.setattr(ScreenReader, "describe", lambda _, widget, name, *__: named.append(name))
    with History(places.history) as history:
        history.keep(drawing("7"))
    person = Person(places)
    person.wait(lambda: person.window.keyboard_pen is not None)
    person.close()
    assert named == ["Drawing area", "Answer", "Pen width", "Recent drawings"]


@pytest.fixture
def told(monkeypatch):
    """What a screen reader was told last of each widget: (widget, command) → text."""
    found = {}

    def tell(command, widget, *texts):
        found[str(widget), command] = texts[0] if texts else ""

    monkeypatch.setattr(screen_reader, "_way", lambda root: ("tk", tell))
    return found


def heard(told, widget):
    return told[str(widget), "set_acc_name"], told[str(widget), "set_acc_value"]


@pytest.mark.usefixtures("display")
def test_what_is_selected_or_asked_for_on_a_page_can_be_heard(places, told):
    fill(places)
    teach(places)
    person = Person(places)
    person.wait_until_ready()
    press(person, "<Control-h>")
    page = person.parts.history.page
    person.wait(lambda: page.count and page.thumbnail_grid.loaded)
    grid = page.thumbnail_grid
    person.wait(lambda: (str(grid), "set_acc_name") in told)
    assert heard(told, grid) == ("History", "")
    grid.event_generate("<Right>")
    _, value = heard(told, grid)
    assert value.startswith("7, not 0, ")
    page.thumbnail_grid.select_all()
    assert heard(told, grid) == ("History", "14")
    page.destroy()

    press(person, "<Control-t>")
    page = person.parts.hand.page
    person.wait(lambda: person.parts.hand.state is not None)
    settle(person)
    _, value = heard(told, page.lesson.prompt)
    assert value.startswith("Draw this digit as you usually write it: 0 1 of 10")
    assert heard(told, page.lesson.area)[0] == "Drawing area"
    assert heard(told, page.lesson.slots) == ("Examples", "")
    page.views["examples"].invoke()
    settle(person)
    page.examples.event_generate("<Right>")
    assert heard(told, page.examples) == ("Examples", "1")
    person.close()
