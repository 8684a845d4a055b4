"""Which way a screen reader is told, with stand-ins for the Tk and the package that tell it."""

import sys
from types import SimpleNamespace

import pytest

from digitrec.ui.access.screen_reader import ScreenReader


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
