import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from digitrec.storage import database
from digitrec.storage.errors import StorageError
from digitrec.storage.hands import Hands
from digitrec.storage.history import History
from digitrec.storage.schema import MIGRATIONS, migrate
from tests.cli.program import COMMAND, environment
from tests.storage.drawings import drawing
from tests.storage.hands.examples import strokes
from tests.torture.full_disk import POSIX, files_limited_to


@pytest.mark.parametrize("content", [b"not a database, but long enough" * 99, b"short"])
def test_a_file_that_is_not_a_database_is_named_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with History(path) as history:
        for use in (lambda: history.keep(drawing()), lambda: list(history), history.delete_all):
            with pytest.raises(StorageError, match=r"history\.sqlite3 is damaged.*Move the file"):
                use()
    assert path.read_bytes() == content


def test_a_database_with_torn_pages_is_named(path: Path) -> None:
    with History(path) as history:
        for number in range(200):
            history.keep(drawing(second=number))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xaa" * (len(content) - 4096))

    with History(path) as history, pytest.raises(StorageError, match=r"history\.sqlite3"):
        list(history)


def test_a_file_in_the_folders_place_is_an_error_that_names_the_history(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")

    with (
        History(tmp_path / "home" / "history.sqlite3") as history,
        pytest.raises(StorageError, match=r"history\.sqlite3 can't be opened"),
    ):
        history.keep(drawing())


def test_a_folder_in_the_files_place_is_an_error_that_names_the_history(path: Path) -> None:
    path.mkdir()

    with History(path) as history, pytest.raises(StorageError, match=r"history\.sqlite3 can't be"):
        history.keep(drawing())


def test_the_history_can_be_used_again_when_the_trouble_is_over(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    with History(tmp_path / "home" / "history.sqlite3") as history:
        with pytest.raises(StorageError):
            history.keep(drawing())
        (tmp_path / "home").unlink()
        history.keep(drawing())

        assert len(history) == 1


@POSIX
def test_a_full_disk_is_an_error_and_loses_nothing_kept_before(history: History) -> None:
    history.keep(drawing())
    large = replace(drawing(), model="m" * 1_000_000)
    with files_limited_to(200_000), pytest.raises(StorageError, match="disk"):
        history.keep(large)
    history.keep(large)
    assert [one.model for one in history] == ["abc123", large.model]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps open files from being deleted")
def test_a_file_that_was_deleted_while_open_begins_again(history: History, path: Path) -> None:
    history.keep(drawing("1"))
    for file in path.parent.iterdir():
        file.unlink()
    history.keep(drawing("2"))
    history.close()

    with History(path) as again:
        assert [one.reading.text for one in again] == ["2"]


def test_a_column_whose_name_is_no_text_is_damage_of_the_file(path: Path) -> None:
    with History(path) as history:
        history.keep(drawing())
    content = path.read_bytes()
    path.write_bytes(content.replace(b"reading TEXT", b"re\xcfding TEXT"))

    with History(path) as history, pytest.raises(StorageError, match=r"history\.sqlite3"):
        list(history)


@pytest.fixture
def refused(tmp_path, monkeypatch):
    """A history with two drawings that the system lets nobody write, not even root."""
    path = tmp_path / "history.sqlite3"
    with History(path) as history:
        history.keep(drawing("4"))
        history.keep(drawing("7"))
    open_file = database._open

    def refuse(where):
        if where == path:
            raise OSError(30, "Read-only file system")
        return open_file(where)

    monkeypatch.setattr(database, "_open", refuse)
    return path


def test_the_drawings_of_a_read_only_history_are_read_from_a_copy_that_goes_again(refused):
    with History(refused, copy_if_read_only=True) as history:
        assert [one.reading.text for one in history] == ["4", "7"]
        copy = Path(history._copy.name)
        assert copy.stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert not copy.exists()
    assert [file.name for file in refused.parent.iterdir()] == [refused.name]


def test_nothing_is_written_to_the_copy(refused):
    with History(refused, copy_if_read_only=True) as history:
        with pytest.raises(StorageError, match="readonly"):
            history.keep(drawing("1"))
        assert len(history) == 2


def test_without_the_wish_for_a_copy_it_is_an_error(refused):
    with pytest.raises(StorageError, match="Read-only file system"):
        list(History(refused))


def test_what_stands_in_the_log_and_what_an_older_version_wrote_is_read_too(refused):
    refused.unlink()
    with closing(sqlite3.connect(refused, isolation_level=None)) as old:
        migrate(old, MIGRATIONS[:1])
        old.execute("PRAGMA journal_mode = WAL")
        row = {**drawing("5").to_row(), "key": 1}
        columns = [name[1] for name in old.execute("PRAGMA table_info(drawings)")]
        marks = ", ".join(f":{name}" for name in columns)
        old.execute(f"INSERT INTO drawings VALUES ({marks})", row)  # noqa: S608
        with History(refused, copy_if_read_only=True) as history:
            assert [one.reading.text for one in history] == ["5"]


def test_a_file_that_cannot_be_read_either_is_the_first_error(refused):
    refused.unlink()
    with pytest.raises(StorageError, match="Read-only file system"):
        list(History(refused, copy_if_read_only=True))


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of Unix")
@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() == 0, reason="root writes everywhere")
def test_somebody_elses_history_is_listed_and_exported_and_nothing_of_it_changes(tmp_path):
    home = tmp_path / "theirs"
    home.mkdir()
    with History(home / "history.sqlite3") as history:
        history.keep(drawing("4"))
    with Hands(home / "history.sqlite3") as hands:
        hands.add(strokes(), 7)
    (home / "history.sqlite3").chmod(0o444)
    home.chmod(0o555)
    try:
        for words, lines in (
            (("history", "list"), 1), (("history", "export"), 2), (("hand", "show"), 1),
        ):  # fmt: skip
            done = subprocess.run(
                [*COMMAND, *words], env=environment(home), capture_output=True, text=True,
                timeout=60,
            )  # fmt: skip
            assert (done.returncode, done.stderr) == (0, "")
            assert len(done.stdout.splitlines()) == lines
    finally:
        home.chmod(0o755)
    assert [file.name for file in home.iterdir()] == ["history.sqlite3"]
