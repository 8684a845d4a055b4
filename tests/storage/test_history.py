import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitrec.recognition.ink import Ink
from digitrec.storage.drawing import Drawing
from digitrec.storage.errors import StorageError
from digitrec.storage.history import History
from digitrec.storage.schema import MIGRATIONS, migrate
from tests.storage.drawings import digit, drawing, drawings

WRITER = """
import sys
from pathlib import Path
from digitrec.storage.history import History
from tests.storage.drawings import drawing

with History(Path(sys.argv[1])) as history:
    for number in range(int(sys.argv[2])):
        kept = history.keep(drawing(sys.argv[3], number))
        history.keep(kept)
        print(kept.key, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    with History(path) as history:
        yield history


def _writer(path: Path, count: int, text: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), str(count), text]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_what_is_kept_comes_back(history: History) -> None:
    kept = history.keep(replace(drawing("42"), corrected="47"))

    assert kept.key is not None
    assert list(history) == [kept]
    assert history.get(kept.key) == kept
    assert kept == replace(drawing("42"), corrected="47", key=kept.key)


@settings(max_examples=25)
@given(st.lists(drawings, max_size=5))
def test_any_drawings_come_back_after_the_file_was_closed(some: list[Drawing]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "history.sqlite3")
        with History(path) as history:
            kept = [history.keep(one) for one in some]
        with History(path) as history:
            assert list(history) == sorted(kept, key=lambda one: (one.created, one.key))
            assert [replace(one, key=None) for one in kept] == some


def test_nothing_is_made_before_the_first_use(tmp_path: Path) -> None:
    with History(tmp_path / "new" / "history.sqlite3"):
        assert list(tmp_path.iterdir()) == []


def test_the_folder_is_made_at_the_first_use(tmp_path: Path) -> None:
    with History(tmp_path / "a" / "b" / "history.sqlite3") as history:
        history.keep(drawing())

    assert (tmp_path / "a" / "b" / "history.sqlite3").is_file()


def test_keeping_again_changes_all_but_the_time_and_the_correction(history: History) -> None:
    kept = history.keep(drawing("1"))
    assert kept.key is not None
    history.correct(kept.key, "4")
    later = replace(drawing("7", second=60), model="other", key=kept.key)

    assert history.keep(later).key == kept.key
    assert list(history) == [replace(later, created=kept.created, corrected="4")]


def test_keeping_again_after_a_deletion_makes_a_new_row(history: History) -> None:
    kept = history.keep(drawing("1"))
    history.delete_all()
    other = history.keep(drawing("2"))
    again = history.keep(kept)

    assert len({kept.key, other.key, again.key}) == 3
    assert {one.reading.text for one in history} == {"1", "2"}


def test_a_correction_can_be_made_and_taken_back(history: History) -> None:
    key = history.keep(drawing("1")).key
    assert key is not None

    assert history.correct(key, "7")
    assert [one.corrected for one in history] == ["7"]
    assert history.correct(key, None)
    assert [one.corrected for one in history] == [None]
    assert not history.correct(key + 1, "7")


def test_drawings_come_oldest_first_whatever_order_they_were_kept_in(history: History) -> None:
    for second in (5, 1, 9, 5):
        history.keep(drawing(str(second), second))

    assert [one.reading.text for one in history] == ["1", "5", "5", "9"]
    assert [one.key for one in history.drawings(newest_first=True)] == [3, 4, 1, 2]
    assert [one.key for one in history.drawings(newest_first=True, limit=2)] == [3, 4]
    assert [one.key for one in history.drawings(limit=3)] == [2, 1, 4]
    assert list(history.drawings(limit=0)) == []


@pytest.mark.parametrize("newest_first", [False, True])
def test_many_drawings_of_one_moment_come_once_each(history: History, newest_first: bool) -> None:
    keys = [history.keep(drawing(second=number // 300)).key for number in range(700)]

    for limit in (255, 256, 257, 512, 513, 700, 701, None):
        got = [one.key for one in history.drawings(newest_first, limit)]
        assert got == (keys[::-1] if newest_first else keys)[:limit]


def test_drawings_may_be_deleted_and_kept_while_they_are_listed(history: History) -> None:
    for number in range(600):
        history.keep(drawing(second=number))
    seen = []
    for one in history:
        assert one.key is not None
        seen.append(one.key)
        history.delete([one.key])
        if one.key == 300:
            history.keep(drawing(second=700))

    assert seen == list(range(1, 602))
    assert len(history) == 0


def test_deleting_tells_how_many_there_were(history: History) -> None:
    for number in range(5):
        history.keep(drawing(second=number))

    assert history.delete([1, 3, 99, -1, 2**70]) == 2
    assert history.delete([]) == 0
    assert [one.key for one in history] == [2, 4, 5]
    assert history.delete_all() == 3
    assert history.delete_all() == 0
    assert (len(history), list(history)) == (0, [])
    assert history.get(2) is None
    assert history.get(2**70) is None


def test_an_empty_history_is_not_false(history: History) -> None:
    assert history


def test_deleted_strokes_are_gone_from_the_disk(history: History, path: Path) -> None:
    def on_disk() -> bool:
        return any(b"73.0625" in file.read_bytes() for file in path.parent.iterdir())

    history.keep(drawing(x=73.0625))
    history.keep(drawing())
    history.close()
    history.keep(drawing(x=73.0625))
    assert on_disk()

    history.delete_all()
    assert not on_disk()


def test_the_export_is_ink_lines_with_labels(history: History) -> None:
    seven = drawing("7", 1)
    doubted = replace(seven.reading, digits=(digit(3, rejected=True),))
    history.keep(seven)
    history.keep(replace(drawing("1", 2), corrected="7"))
    history.keep(replace(drawing("3", 3), reading=doubted))
    stream = io.StringIO()

    assert history.export(stream) == 3
    inks = [Ink.from_json(line) for line in stream.getvalue().splitlines()]
    assert [(ink.id, ink.label) for ink in inks] == [("1", "7"), ("2", "7"), ("3", None)]
    assert inks[0].strokes == seven.ink.strokes
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert "label" not in lines[2]
    assert [line["corrected"] for line in lines] == [None, "7", None]


def test_an_empty_history_exports_nothing(history: History) -> None:
    stream = io.StringIO()

    assert (history.export(stream), stream.getvalue()) == (0, "")


def test_it_is_a_write_ahead_log_of_the_last_version(history: History, path: Path) -> None:
    history.keep(drawing())

    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    connection.close()


def test_listing_by_time_uses_the_index(history: History, path: Path) -> None:
    len(history)
    with sqlite3.connect(path) as connection:
        query = "EXPLAIN QUERY PLAN SELECT * FROM drawings ORDER BY created, key LIMIT 5"
        plan = " ".join(str(row) for row in connection.execute(query))
    connection.close()

    assert "USING INDEX drawings_created" in plan
    assert "TEMP B-TREE" not in plan


def _at_version_1(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, MIGRATIONS[:1])
    row = drawing("42").to_row()
    del row["corrected"]
    columns = ", ".join(row)
    marks = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO drawings ({columns}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
    connection.close()


def test_a_history_of_version_1_is_brought_up_and_keeps_its_drawings(path: Path) -> None:
    _at_version_1(path)
    with History(path) as history:
        assert list(history) == [replace(drawing("42"), key=1)]
        history.correct(1, "47")
        assert [one.corrected for one in history] == ["47"]


def test_a_step_that_fails_changes_nothing(path: Path) -> None:
    _at_version_1(path)
    connection = sqlite3.connect(path, isolation_level=None)
    steps = (*MIGRATIONS[:1], (*MIGRATIONS[1], "CREATE TABLE drawings (again)"))
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, steps)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(drawings)")]
    version = connection.execute("PRAGMA user_version").fetchone()
    connection.close()

    assert "corrected" not in columns
    assert version == (1,)
    with History(path) as history:
        assert len(history) == 1


def test_a_history_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE drawings (of_tomorrow)")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    before = path.read_bytes()

    with History(path) as history:
        with pytest.raises(StorageError, match="newer version of Digitrec"):
            history.keep(drawing())
        with pytest.raises(StorageError, match="newer version of Digitrec"):
            len(history)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database, but long enough" * 99, b"short"])
def test_a_file_that_is_no_database_is_named_and_left_alone(path: Path, content: bytes) -> None:
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


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE drawings SET ink = '{}'",
        "UPDATE drawings SET ink = 'x'",
        "UPDATE drawings SET reading = '[]'",
        "UPDATE drawings SET reading = 7",
        "UPDATE drawings SET created = 'yesterday'",
    ],
)
def test_a_row_that_was_tampered_with_is_named(path: Path, statement: str) -> None:
    with History(path) as history:
        history.keep(drawing())
        with sqlite3.connect(path) as connection:
            connection.execute(statement)
        connection.close()

        with pytest.raises(StorageError, match=r"Drawing 1 in the history .* is damaged"):
            list(history)
        assert history.delete([1]) == 1


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


def test_a_full_disk_is_an_error_and_loses_nothing_kept_before(history: History) -> None:
    history.keep(drawing())
    with history._open() as connection:  # a database that may not grow is as good as a full disk
        connection.execute("PRAGMA max_page_count = 1")

    large = replace(drawing(), model="m" * 100_000)
    with pytest.raises(StorageError, match="disk"):
        history.keep(large)
    history.keep(large)
    assert [one.model for one in history] == ["abc123", large.model]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps open files from being deleted")
def test_a_file_that_was_deleted_while_open_begins_anew(history: History, path: Path) -> None:
    history.keep(drawing("1"))
    for file in path.parent.iterdir():
        file.unlink()
    history.keep(drawing("2"))
    history.close()

    with History(path) as again:
        assert [one.reading.text for one in again] == ["2"]


def test_a_lock_that_is_held_too_long_is_an_error(
    history: History, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.keep(drawing())
    history.close()
    monkeypatch.setattr("digitrec.storage.history.BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(StorageError, match="held by another program"):
        history.keep(drawing())
    assert len(history) == 1
    holder.execute("ROLLBACK")
    history.keep(drawing())
    holder.close()


def test_threads_share_one_history(history: History) -> None:
    def write() -> None:
        for number in range(50):
            history.keep(history.keep(drawing(second=number)))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(history) == 200


def test_two_programs_that_begin_one_history_at_once_lose_nothing(path: Path) -> None:
    writers = [_writer(path, 100, text) for text in "12"]
    outputs = [writer.communicate()[0] for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0]
    assert [len(output.split()) for output in outputs] == [100, 100]
    with History(path) as history:
        texts = [one.reading.text for one in history]
    assert (texts.count("1"), texts.count("2")) == (100, 100)


def test_a_program_killed_while_it_writes_loses_nothing_that_it_had_kept(path: Path) -> None:
    writer = _writer(path, 1_000_000, "7")
    assert writer.stdout is not None
    told = [writer.stdout.readline() for _ in range(50)]
    writer.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    told += writer.stdout.readlines()
    writer.stdout.close()
    writer.wait()

    keys = [int(line) for line in told if line.endswith("\n")]
    with History(path) as history:
        kept = [one.key for one in history]
        assert kept[: len(keys)] == keys
        assert len(kept) <= len(keys) + 1
        history.keep(drawing())
