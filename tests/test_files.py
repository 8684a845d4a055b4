import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from digitrec.files import folder_locked, write_whole, written_whole


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


@pytest.mark.parametrize("content", ["größer\n", b"\x00\r\n"])
def test_text_or_bytes_are_written_at_once(tmp_path: Path, content: str | bytes) -> None:
    path = tmp_path / "file"
    write_whole(path, "old")
    write_whole(path, content)

    assert path.read_bytes() == (content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FileExistsError):
        write_whole(path, content, replace=False)
    assert _files(tmp_path) == ["file"]


posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no permission bits")


@posix
@pytest.mark.parametrize("replace", [True, False])
def test_a_file_gets_the_mode_that_is_asked_for_whatever_the_umask(
    tmp_path: Path, replace: bool
) -> None:
    before = os.umask(0o077)
    try:
        write_whole(tmp_path / "program", "#!/bin/sh\n", replace=replace, mode=0o755)
        write_whole(tmp_path / "plain", "")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "program").stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "plain").stat().st_mode) == 0o600


@posix
@pytest.mark.parametrize("mode", [0o600, 0o444, 0o755])
def test_a_file_that_is_replaced_keeps_its_mode_and_is_never_more_open(
    tmp_path: Path, mode: int
) -> None:
    path = tmp_path / "file"
    path.touch()
    path.chmod(mode)
    with written_whole(path, replace=True) as stream:
        stream.write("new")
        (part,) = tmp_path.glob(".digitrec-*")
        assert not stat.S_IMODE(part.stat().st_mode) & ~mode & 0o077

    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to("target")
    write_whole(tmp_path / "link", "new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "new"


def test_the_module_needs_no_numpy() -> None:
    program = "import sys, digitrec.files; print('numpy' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert answer.stdout.strip() == "False", answer.stderr


@pytest.mark.skipif(os.name == "nt", reason="no folder can be locked on Windows")
def test_a_folder_that_stays_locked_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    with folder_locked(tmp_path), folder_locked(tmp_path, patience=0.05):
        entered = True
    assert entered


def test_a_folder_that_is_not_there_is_not_locked(tmp_path: Path) -> None:
    with folder_locked(tmp_path / "none"):
        entered = True
    assert entered


@pytest.mark.skipif(not hasattr(os, "O_DIRECTORY"), reason="this system flushes no folders")
@pytest.mark.parametrize("replace", [True, False])
def test_the_file_is_flushed_before_it_has_its_name_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replace: bool
) -> None:
    path, flushed, fsync = tmp_path / "new", [], os.fsync

    def look(descriptor: int) -> None:
        flushed.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), path.exists()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    write_whole(path, "text", replace=replace)
    assert flushed == [(False, False), (True, True)]
