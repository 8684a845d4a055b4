"""An example that can't be read must not hide the others, nor stop anything."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitrec.storage.errors import StorageError
from digitrec.storage.hands import DEFAULT_HAND, Hands
from digitrec.storage.history import History
from tests.storage.hands.examples import execute, strokes
from tests.storage.test_damaged_rows import DEEP, HUGE

DAMAGE: dict[str, tuple[str, object]] = {
    "not JSON": ("strokes", "x"),
    "no list": ("strokes", "{}"),
    "null": ("strokes", "null"),
    "deeply nested": ("strokes", DEEP),
    "a coordinate too large for a float": ("strokes", f"[[[{HUGE}, 1], [1, 2]]]"),
    "a coordinate of thousands of digits": ("strokes", f"[[[{'1' * 5000}, 1], [1, 2]]]"),
    "a coordinate that is no number": ("strokes", "[[[NaN, 1], [1, 2]]]"),
    "a coordinate that is a text": ("strokes", '[[["1", 1], [1, 2]]]'),
    "a point of one": ("strokes", "[[[1], [1, 2]]]"),
    "a stroke that is null": ("strokes", "[null]"),
    "no strokes": ("strokes", "[]"),
    "a dot": ("strokes", "[[[1, 2]]]"),
    "bytes that are not UTF-8": ("strokes", b"\xff\xfe["),
    "text that is not UTF-8": ("strokes", "\ud800"),
    "a digit past nine": ("digit", 10),
    "a digit below zero": ("digit", -1),
    "a digit that is a text": ("digit", "seven"),
    "a digit that is broken": ("digit", 7.5),
    "a digit in bytes": ("digit", b"7"),
    "a huge digit": ("digit", 2**62),
}


@pytest.fixture(params=DAMAGE, ids=str)
def damaged(request: pytest.FixtureRequest, path: Path) -> Iterator[Hands]:
    """Three examples, the row of the second damaged."""
    column, value = DAMAGE[request.param]
    with Hands(path) as hands:
        for digit in (1, 2, 3):
            hands.add(strokes(digit), digit)
        if value == "\ud800":
            execute(path, "UPDATE examples SET strokes = CAST(x'ff5b' AS TEXT) WHERE key = 2")
        else:
            execute(path, f"UPDATE examples SET {column} = ? WHERE key = 2", value)  # noqa: S608
        yield hands


def test_it_is_named_and_hides_no_other(damaged: Hands, path: Path) -> None:
    errors: list[StorageError] = []
    stream = io.StringIO()

    assert [one.digit for one in damaged.examples(on_damage=errors.append)] == [1, 3]
    assert damaged.export(stream, on_damage=errors.append) == 2
    with History(path) as history:
        assert history.export(stream, on_damage=errors.append) == 2
    assert len(errors) == 3
    for error in errors:
        assert f"Example 2 of the hand default in the history {path} is damaged (" in str(error)
        assert "digitrec hand forget 2" in str(error)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["label"] for line in lines] == ["1", "3", "1", "3"]


@pytest.mark.parametrize("damaged", ["deeply nested", "a huge digit"], indirect=True)
def test_without_a_listener_an_export_raises_after_the_others(damaged: Hands, path: Path) -> None:
    stream = io.StringIO()

    assert [one.digit for one in damaged.examples()] == [1, 3]
    with History(path) as history, pytest.raises(StorageError, match="Example 2 of the hand"):
        history.export(stream)
    assert len(stream.getvalue().splitlines()) == 2


@pytest.mark.parametrize("damaged", ["deeply nested", "a huge digit"], indirect=True)
def test_it_can_be_taken_out_taught_again_and_forgotten(damaged: Hands) -> None:
    again = damaged.add_new([(strokes(2), 5)])
    assert [one.digit for one in again] == [5]
    assert [one.digit for one in damaged.examples()] == [1, 5, 3]
    damaged.remove([2])
    assert [one.digit for one in damaged.examples()] == [1, 3]
    assert damaged.forget() == 2


def test_a_damaged_embedding_is_as_none(path: Path) -> None:
    with Hands(path) as hands:
        key = hands.add(strokes(), 1).key
        hands.keep_embeddings("m", {key: b"1"})
        for value in ("text", 7, 1.5):
            execute(path, "UPDATE embeddings SET embedding = ?", value)
            assert hands.embeddings(DEFAULT_HAND, "m") == {}


def test_a_name_in_bytes_hides_no_other_hand(path: Path) -> None:
    with Hands(path) as hands:
        hands.add(strokes(1), 1)
        taught = hands.add(strokes(2), 2)
        execute(path, "UPDATE examples SET hand = ? WHERE key = 1", b"\xff")

        assert (hands.names(), hands.examples()) == ([DEFAULT_HAND], [taught])
        assert hands.forget() == 2
