"""The file of settings, when it is broken, special or a person's own."""

import os
import shutil
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from digitrec.storage.errors import StorageError
from digitrec.storage.settings import Settings, load_settings, save_settings

CHOSEN = Settings("dark", "de", live=False, pen_width=7.5, hand="Zoë", window="800x600+10+-20")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def _others(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file != path)


BROKEN = {
    "text": b"theme = ",
    "bytes": b"\xff\xfe\x00",
    "zero": b"\x00",
    "depth": b"a = " + b"[" * 50_000,
    "depth that can be read": b"a = " + b"[" * 90 + b"]" * 90,
    "parts of a key": b"a" + b".a" * 300_000 + b" = 1",
    "quoted parts of a key": b"[" + b'"" . ' * 150_000 + b"a]",
    "digits": b"a = " + b"1" * 5_000,
    "hexadecimal digits": b"a = [{ b = 0x" + b"f" * 5_000 + b" }]",
    "size": b"# " + b"x" * 1_000_000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_set_aside_and_named(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    settings, notice = load_settings(path)

    assert settings == Settings()
    (aside,) = _others(path)
    assert aside.startswith("settings.broken-")
    assert aside.endswith(".toml")
    assert (path.parent / aside).read_bytes() == content
    assert str(path.parent / aside) in (notice or "")
    assert not path.exists()


def test_older_broken_files_are_never_overwritten(path: Path) -> None:
    contents = {f"broken {number}".encode() for number in range(12)}
    for content in contents:
        path.write_bytes(content)
        load_settings(path)

    assert {(path.parent / name).read_bytes() for name in _others(path)} == contents


def test_a_file_broken_after_loading_is_set_aside_by_saving(path: Path) -> None:
    path.write_bytes(b"my notes")
    save_settings(path, CHOSEN)

    assert load_settings(path) == (CHOSEN, None)
    (aside,) = _others(path)
    assert (path.parent / aside).read_bytes() == b"my notes"


def test_a_folder_in_the_files_place_is_a_notice_and_then_an_error(path: Path) -> None:
    path.mkdir()

    settings, notice = load_settings(path)
    assert settings == Settings()
    assert str(path) in (notice or "")
    with pytest.raises(StorageError, match=r"settings\.toml"):
        save_settings(path, CHOSEN)
    assert path.is_dir()


def test_a_file_in_the_folders_place_is_a_notice_and_then_an_error(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    path = tmp_path / "home" / "settings.toml"

    assert load_settings(path)[0] == Settings()
    assert str(path) in (load_settings(path)[1] or "")
    with pytest.raises(StorageError, match=r"settings\.toml"):
        save_settings(path, CHOSEN)


def test_a_broken_file_that_cannot_be_renamed_is_a_notice_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(source))

    path.write_bytes(b"broken")
    monkeypatch.setattr(os, "replace", refuse)

    settings, notice = load_settings(path)

    assert settings == Settings()
    assert str(path) in (notice or "")
    assert path.read_bytes() == b"broken"
    assert _others(path) == []
    with pytest.raises(StorageError):
        save_settings(path, CHOSEN)
    assert path.read_bytes() == b"broken"


def test_a_failure_in_the_middle_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    save_settings(path, Settings())
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StorageError, match="No space left"):
        save_settings(path, CHOSEN)
    assert path.read_bytes() == before
    assert _others(path) == []


def test_comments_stay_when_nothing_changes(path: Path) -> None:
    save_settings(path, CHOSEN)
    text = "# mine\n" + path.read_text()
    path.write_text(text)
    save_settings(path, CHOSEN)

    assert path.read_text() == text


def test_comments_and_layout_stay_when_a_value_changes(path: Path) -> None:
    save_settings(path, Settings())
    theirs = (
        "# mine\n  theme  = 'light' # at night: 'dark'\nnote = \"\"\"\ntheme = 'pink'\n\"\"\"\n"
    )
    ours = "".join(path.read_text().splitlines(True)[1:])
    other = "# last\n[other]\ntheme = 'mine'\n"
    path.write_text(theirs + ours + other)
    save_settings(path, Settings(theme="dark", pen_width=7.5))

    changed = theirs.replace("'light'", '"dark"') + ours.replace("12.0", "7.5") + other
    assert path.read_text() == changed


def test_a_setting_that_is_missing_is_added_before_the_first_table(path: Path) -> None:
    path.write_text("# mine\ntheme = 'light' # no new line\n[other]\nlive = 3")
    save_settings(path, Settings())

    assert load_settings(path) == (Settings(), None)
    assert path.read_text().startswith('# mine\ntheme = "system" # no new line\nlanguage =')
    assert path.read_text().endswith("[other]\nlive = 3")


@pytest.mark.parametrize("theirs", ["theme = '''\npink'''", "theme.a = 1", "[theme]\na = 1"])
def test_a_value_over_several_lines_is_replaced_too(path: Path, theirs: str) -> None:
    path.write_text(f"mine = 1\n{theirs}\n")
    save_settings(path, CHOSEN)

    assert tomllib.loads(path.read_text("utf-8")) == {"mine": 1, **asdict(CHOSEN)}


def test_a_file_with_a_wrong_value_is_copied_before_it_is_mended(path: Path) -> None:
    before = b"# mine\ntheme = 'pink'\n"
    path.write_bytes(before)
    save_settings(path, load_settings(path)[0])
    save_settings(path, CHOSEN)

    assert load_settings(path) == (CHOSEN, None)
    (copy,) = _others(path)
    assert (path.parent / copy).read_bytes() == before


def test_a_file_with_a_wrong_value_that_cannot_be_copied_is_not_mended(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path.write_bytes(b"theme = 'pink'\n")
    monkeypatch.setattr(shutil, "copy", full)

    with pytest.raises(StorageError, match="No space left"):
        save_settings(path, CHOSEN)
    assert path.read_bytes() == b"theme = 'pink'\n"
    assert _others(path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("kind", ["pipe", "endless"])
def test_what_is_not_an_ordinary_file_is_neither_read_nor_replaced(path: Path, kind: str) -> None:
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")

    settings, notice = load_settings(path)
    assert settings == Settings()
    assert f"{path} can't be read (not an ordinary file)" in (notice or "")
    with pytest.raises(StorageError, match="not an ordinary file"):
        save_settings(path, CHOSEN)
    assert not path.is_file()


@pytest.mark.skipif(os.name == "nt", reason="making links needs rights on Windows")
def test_a_link_stays_a_link(path: Path) -> None:
    real = path.with_name("dotfile.toml")
    real.write_text("mine = 1\n")
    path.symlink_to(real)
    save_settings(path, CHOSEN)

    assert path.is_symlink()
    assert tomllib.loads(real.read_text()) == {"mine": 1, **asdict(CHOSEN)}
