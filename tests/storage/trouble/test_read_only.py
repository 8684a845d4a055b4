"""A history that can't be written can still be read."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
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
