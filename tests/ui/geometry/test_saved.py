import os
import sys

import pytest

from digitrec.storage.places import find_places
from digitrec.ui.geometry.saved import SavedGeometry, folder, leave, look


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps its folders in the registry")
@pytest.mark.parametrize(
    "changes",
    [{}, {"XDG_CONFIG_HOME": "/somewhere/else"}, {"DIGITREC_HOME": "~/mine"}],
    ids=str,
)
def test_the_folder_is_that_of_the_settings(changes, monkeypatch):
    monkeypatch.delenv("DIGITREC_HOME", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/somebody")
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    assert folder() == str(find_places(os.environ).settings.parent)


def test_what_is_left_is_seen_at_the_next_start(tmp_path):
    leave(str(tmp_path), SavedGeometry("dark", "800x600+10+20", "de"))
    seen = look(str(tmp_path))
    assert (seen.theme, seen.window, seen.language) == ("dark", "800x600+10+20", "de")
    for maximized in (True, False):
        leave(str(tmp_path), SavedGeometry("dark", "800x600+10+20", "de", maximized))
        seen = look(str(tmp_path))
        assert (seen.window, seen.language, seen.maximized) == ("800x600+10+20", "de", maximized)
    leave(str(tmp_path), SavedGeometry("dark", language="de"))
    seen = look(str(tmp_path))
    assert (seen.theme, seen.window, seen.language) == ("dark", "", "de")


def test_a_line_of_an_older_version_leaves_the_language_to_the_system(tmp_path):
    (tmp_path / "last-window.txt").write_bytes(b"dark 800x600+10+20\n")
    seen = look(str(tmp_path))
    assert (seen.theme, seen.window, seen.language) == ("dark", "800x600+10+20", "system")


@pytest.mark.parametrize("line", [b"", b"purple 1x1", b"\xff\xfe", b"x" * 500])
def test_a_line_that_makes_no_sense_is_the_usual_look(tmp_path, line):
    (tmp_path / "last-window.txt").write_bytes(line)
    assert (look(str(tmp_path)).theme, look(str(tmp_path)).window) == ("light", "")


def test_a_missing_folder_costs_nothing(tmp_path):
    leave(str(tmp_path / "no"), SavedGeometry("dark"))
    assert look(str(tmp_path / "no")).theme == "light"
