import os
import sys

import pytest

from digitrec.storage.places import find_places
from digitrec.ui.geometry.saved import (
    SavedGeometry,
    load_geometry,
    save_geometry,
    settings_folder,
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps its folders in the registry")
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"XDG_CONFIG_HOME": "/somewhere/else"},
        {"XDG_CONFIG_HOME": "not/absolute"},
        {"DIGITREC_HOME": "~/mine"},
        {"HOME": ""},
        {"HOME": "not/absolute"},
        {"HOME": "/home/somebody/"},
        {"HOME": None},
    ],
    ids=str,
)
def test_the_folder_is_that_of_the_settings(changes, monkeypatch):
    monkeypatch.delenv("DIGITREC_HOME", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/somebody")
    for name, value in changes.items():
        if value is None:
            monkeypatch.delenv(name)
        else:
            monkeypatch.setenv(name, value)
    assert settings_folder() == str(find_places(os.environ).settings.parent)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no home in the environment")
@pytest.mark.parametrize("home", [None, "", "not/absolute"])
def test_without_a_home_nothing_is_looked_up_or_written_at_the_top_of_the_disk(home, monkeypatch):
    def unknown(_):
        raise KeyError

    monkeypatch.setattr("pwd.getpwuid", unknown)
    environ = {} if home is None else {"HOME": home}
    for platform in ("linux", "darwin"):
        assert settings_folder(environ, platform) == ""

    def refuse(path, *_, **__):
        raise AssertionError(f"{path} was opened")

    monkeypatch.setattr("builtins.open", refuse)
    save_geometry("", SavedGeometry("dark"))
    assert load_geometry("").theme == "light"


def test_what_is_saved_is_loaded_at_the_next_start(tmp_path):
    save_geometry(str(tmp_path), SavedGeometry("dark", "800x600+10+20", "de"))
    seen = load_geometry(str(tmp_path))
    assert (seen.theme, seen.window, seen.language) == ("dark", "800x600+10+20", "de")
    for maximized in (True, False):
        save_geometry(str(tmp_path), SavedGeometry("dark", "800x600+10+20", "de", maximized))
        seen = load_geometry(str(tmp_path))
        assert (seen.window, seen.language, seen.maximized) == ("800x600+10+20", "de", maximized)
    save_geometry(str(tmp_path), SavedGeometry("dark", language="de"))
    seen = load_geometry(str(tmp_path))
    assert (seen.theme, seen.window, seen.language) == ("dark", "", "de")


def test_a_line_of_an_older_version_leaves_the_language_to_the_system(tmp_path):
    (tmp_path / "last-window.txt").write_bytes(b"dark 800x600+10+20\n")
    seen = load_geometry(str(tmp_path))
    assert (seen.theme, seen.window, seen.language) == ("dark", "800x600+10+20", "system")


@pytest.mark.parametrize("line", [b"", b"purple 1x1", b"\xff\xfe", b"x" * 500])
def test_a_line_that_makes_no_sense_is_the_usual_load_geometry(tmp_path, line):
    (tmp_path / "last-window.txt").write_bytes(line)
    assert (load_geometry(str(tmp_path)).theme, load_geometry(str(tmp_path)).window) == (
        "light",
        "",
    )


def test_a_missing_folder_costs_nothing(tmp_path):
    save_geometry(str(tmp_path / "no"), SavedGeometry("dark"))
    assert load_geometry(str(tmp_path / "no")).theme == "light"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_in_the_files_place_keeps_nobody_waiting(tmp_path):
    os.mkfifo(tmp_path / "last-window.txt")
    save_geometry(str(tmp_path), SavedGeometry("dark"))
    assert load_geometry(str(tmp_path)).theme == "light"
