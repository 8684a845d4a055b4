import io
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitrec.recognition.ink import Ink
from digitrec.storage.drawing import Drawing
from digitrec.storage.history import History
from tests.storage.drawings import digit, drawing, drawings


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

    assert seen == list(range(1, 601))  # those that there were at the beginning
    assert [one.key for one in history] == [601]


def test_deleting_returns_how_many_there_were(history: History) -> None:
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
