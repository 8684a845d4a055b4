"""A row that can't be read must not hide the others."""

import io
import json
import sqlite3
from pathlib import Path

import pytest

from digitrec.storage.drawing import DamagedRowError, Drawing
from digitrec.storage.errors import StorageError
from digitrec.storage.history import History
from tests.storage.drawings import drawing

DEEP = "[" * 100_000 + "]" * 100_000
HUGE = "1" + "0" * 400

READING = json.loads(drawing().to_row()["reading"])


def _reading(**changes: object) -> str:
    return json.dumps(READING | changes)


def _digit(**changes: object) -> str:
    return _reading(digits=[READING["digits"][0] | changes])


DAMAGE: dict[str, tuple[str, object]] = {
    "no strokes": ("ink", "{}"),
    "not JSON": ("ink", "x"),
    "a deeply nested ink": ("ink", DEEP),
    "a deeply nested reading": ("reading", DEEP),
    "a coordinate too large for a float": ("ink", f'{{"strokes": [[[{HUGE}, 1]]]}}'),
    "a coordinate that is no number": ("ink", '{"strokes": [[[NaN, 1]]]}'),
    "a coordinate that is a list": ("ink", '{"strokes": [[[[], 1]]]}'),
    "a stroke that is null": ("ink", '{"strokes": [null]}'),
    "bytes that are not UTF-8": ("ink", b"\xff\xfe{"),
    "a list for a reading": ("reading", "[]"),
    "a number for a reading": ("reading", 7),
    "a digit that is a text": ("reading", _digit(digit="7")),
    "a digit past nine": ("reading", _digit(digit=10)),
    "a confidence that is a text": ("reading", _digit(confidence="sure")),
    "a confidence past one": ("reading", _digit(confidence=2)),
    "three probabilities": ("reading", _digit(probabilities=[0.1, 0.2, 0.7])),
    "a box of three": ("reading", _digit(box=[1, 2, 3])),
    "a stroke's index that is a text": ("reading", _digit(strokes=["0"])),
    "lines that are a number": ("reading", _reading(lines=2)),
    "a reason that is a list": ("reading", _reading(reason=[])),
    "a moment in words": ("created", "yesterday"),
    "a moment without a time zone": ("created", "2026-11-22T19:00:00"),
    "a moment that no clock shows": ("created", "9999-12-31T23:59:59-23:59"),
    "a moment that is not UTF-8": ("created", b"\xff"),
    "a correction in bytes": ("corrected", b"7"),
    "a model in bytes": ("model", b"m"),
}


@pytest.fixture(params=DAMAGE, ids=str)
def damaged(request: pytest.FixtureRequest, path: Path, history: History) -> History:
    """Three drawings, the row of the second damaged."""
    column, value = DAMAGE[request.param]
    for second, text in enumerate("123"):
        history.keep(drawing(text, second))
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE drawings SET {column} = ? WHERE key = 2", (value,))  # noqa: S608
    connection.close()
    return history


def _texts(history: History) -> list[str]:
    return sorted(one.reading.text for one in history.drawings(on_damage=lambda _: None))


def test_the_others_are_listed_and_the_damaged_one_is_named(damaged: History) -> None:
    errors: list[StorageError] = []
    listed = [one.reading.text for one in damaged.drawings(on_damage=errors.append)]

    assert sorted(listed) == ["1", "3"]
    (error,) = errors
    assert "Drawing 2 in the history" in str(error)
    assert "is damaged" in str(error)
    assert "digitrec history delete 2" in str(error)


def test_without_a_listener_the_error_comes_after_the_others(damaged: History) -> None:
    drawings = iter(damaged)

    assert sorted(next(drawings).reading.text for _ in range(2)) == ["1", "3"]
    with pytest.raises(StorageError, match="Drawing 2 in the history .* is damaged"):
        next(drawings)


def test_it_can_be_deleted(damaged: History) -> None:
    assert damaged.delete([2]) == 1
    assert [one.reading.text for one in damaged] == ["1", "3"]


def test_the_others_are_exported(damaged: History) -> None:
    errors: list[StorageError] = []
    stream = io.StringIO()

    assert damaged.export(stream, on_damage=errors.append) == 2
    assert sorted(json.loads(line)["label"] for line in stream.getvalue().splitlines()) == [
        "1", "3"
    ]  # fmt: skip
    assert len(errors) == 1


def test_a_row_with_a_broken_time_does_not_end_the_list(path: Path, history: History) -> None:
    for second in range(600):
        history.keep(drawing("1", second))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE drawings SET created = CAST(x'ff' AS TEXT) WHERE key = 300")
        connection.execute("UPDATE drawings SET created = x'00' WHERE key = 1")
    connection.close()

    for newest_first in (False, True):
        listed = [one.key for one in history.drawings(newest_first, on_damage=lambda _: None)]
        assert sorted(map(int, filter(None, listed))) == [*range(2, 300), *range(301, 601)]


def test_a_damaged_page_of_the_file_costs_only_the_rows_on_it(path: Path, history: History) -> None:
    for number in range(300):
        history.keep(drawing(x=1_000_000.0 + number))
    history.close()
    content = path.read_bytes()
    page = content.index(b"1000150.0") // 4096 * 4096
    path.write_bytes(content[:page] + b"\xaa" * 4096 + content[page + 4096 :])
    errors: list[StorageError] = []
    listed = {one.key for one in history.drawings(on_damage=errors.append)}

    assert set(range(1, 100)) | set(range(200, 301)) <= listed
    assert len(listed) + len(errors) == 300
    assert any("Drawing 151 in the history" in str(error) for error in errors)
    assert all("is damaged" in str(error) for error in errors)


def test_the_reason_is_short_however_long_the_value_is(path: Path, history: History) -> None:
    history.keep(drawing())
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE drawings SET created = ?", ("z" * 2_000_000,))
    connection.close()

    with pytest.raises(StorageError, match="is damaged") as caught:
        list(history)
    assert len(str(caught.value)) < 600


def test_a_row_says_what_is_wrong_with_it() -> None:
    row = {**drawing().to_row(), "key": 1}
    with pytest.raises(DamagedRowError, match="nested too deeply"):
        Drawing.from_row(row | {"ink": DEEP})
    with pytest.raises(DamagedRowError, match="not a probability"):
        Drawing.from_row(row | {"reading": _digit(confidence=2)})
