import os
from pathlib import Path

import pytest

from digitrec.files import written_whole


def _files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.mark.parametrize("replace", [True, False])
def test_the_file_appears_only_at_the_end(tmp_path: Path, replace: bool) -> None:
    path = tmp_path / "new.txt"
    with written_whole(path, replace=replace) as stream:
        stream.write("größer\n")
        assert not path.exists()

    assert path.read_bytes() == "größer\n".encode()
    assert _files(tmp_path) == ["new.txt"]


@pytest.mark.parametrize("replace", [True, False])
def test_trouble_in_the_middle_leaves_nothing_behind(tmp_path: Path, replace: bool) -> None:
    def write() -> None:
        with written_whole(tmp_path / "new", replace=replace) as stream:
            stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert _files(tmp_path) == []


def test_an_existing_file_is_replaced_only_when_it_may_be(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    with pytest.raises(FileExistsError), written_whole(path, replace=False) as stream:
        stream.write("new")
    assert path.read_text() == "old"

    with written_whole(path, replace=True) as stream:
        stream.write("new")
    assert path.read_text() == "new"
    assert _files(tmp_path) == ["file"]


@pytest.mark.parametrize("links", [True, False], ids=["links", "no-links"])
def test_a_file_that_another_program_makes_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    path = tmp_path / "file"
    if not links:  # as a memory stick's file system
        monkeypatch.setattr(Path, "hardlink_to", refuse)

    def write() -> None:
        with written_whole(path, replace=False) as stream:
            stream.write("ours")
            path.write_text("theirs")

    with pytest.raises(FileExistsError):
        write()
    assert path.read_text() == "theirs"
    assert _files(tmp_path) == ["file"]


def test_a_file_system_without_links_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with written_whole(tmp_path / "file", replace=False) as stream:
        stream.write("new")

    assert _files(tmp_path) == ["file"]
    assert (tmp_path / "file").read_text() == "new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_folders_are_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()

    for name in ("pipe", "folder"):
        with pytest.raises(FileExistsError), written_whole(tmp_path / name, replace=True):
            pass
    assert _files(tmp_path) == ["folder", "pipe"]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with (
        pytest.raises(FileNotFoundError),
        written_whole(tmp_path / "none" / "file", replace=True),
    ):
        pass
