"""Taught hands: examples by the name of a hand, and what a model made of them."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digitrec.recognition.example import Example
from digitrec.recognition.ink import Ink
from digitrec.storage.errors import StorageError
from digitrec.storage.hands import DEFAULT_HAND, Hands
from digitrec.storage.history import History
from digitrec.storage.schema import MIGRATIONS, migrate
from tests.storage.drawings import drawing
from tests.storage.hands.examples import execute, strokes


@pytest.fixture
def hands(path: Path) -> Iterator[Hands]:
    with Hands(path) as hands:
        yield hands


def test_what_is_taught_comes_back_oldest_first(hands: Hands) -> None:
    taught = [hands.add(strokes(x), digit) for x, digit in [(1, 7), (2, None), (3, 0)]]

    assert [one.digit for one in taught] == [7, None, 0]
    assert [one.strokes for one in taught] == [strokes(1), strokes(2), strokes(3)]
    assert hands.examples() == taught
    hands.close()
    assert hands.examples() == taught


def test_each_hand_has_its_own_examples_and_the_default_comes_first(hands: Hands) -> None:
    assert hands.names() == []
    zoe = hands.add(strokes(), 1, "Zoë")
    anna = hands.add(strokes(), 7, "Anna")
    assert hands.names() == ["Anna", "Zoë"]
    default = hands.add(strokes(), 2)

    assert hands.names() == [DEFAULT_HAND, "Anna", "Zoë"]
    assert [hands.examples(name) for name in hands.names()] == [[default], [anna], [zoe]]
    assert hands.examples("nobody") == []


def test_the_same_strokes_are_one_example_and_the_last_digit_holds(hands: Hands) -> None:
    first = hands.add(strokes(), 1)
    hands.add(strokes(2), 2)

    assert hands.add(((), *strokes(), ()), 7) == replace(first, digit=7)
    assert [one.digit for one in hands.examples()] == [7, 2]


def test_many_are_taught_at_once_and_only_those_are_returned_that_are_new(hands: Hands) -> None:
    hands.add(strokes(1), 1)
    hands.add(strokes(2), 2)

    new = hands.add_new([(strokes(1), 1), (strokes(2), None), (strokes(3), 3), (strokes(3), 3)])

    assert [(one.strokes, one.digit) for one in new] == [(strokes(2), None), (strokes(3), 3)]
    assert [one.digit for one in hands.examples()] == [1, None, 3]
    assert hands.add_new([(strokes(1), 1)], "Anna") == hands.examples("Anna")


def test_of_many_none_is_taught_if_one_cannot_be(hands: Hands) -> None:
    with pytest.raises(StorageError, match="nothing is drawn"):
        hands.add_new([(strokes(1), 1), ((), 2)])
    assert hands.examples() == []


@pytest.mark.parametrize("nothing", [(), ((),), (((1.0, 2.0),),), (((1.0, 2.0), (1.0, 2.0)),)])
def test_nothing_and_a_dot_are_no_example(hands: Hands, nothing: tuple[()]) -> None:
    with pytest.raises(StorageError, match="nothing is drawn, or only a dot"):
        hands.add(nothing, 1)


@pytest.mark.parametrize("name", ["", "a" * 41, "a\nb", "a\0", "\x7f", "\x9f", "\ud800", "\u2028"])
def test_a_name_that_cannot_be_shown_is_refused(hands: Hands, name: str) -> None:
    with pytest.raises(StorageError, match="1 to 40 characters"):
        hands.add(strokes(), 1, name)
    with pytest.raises(StorageError, match="1 to 40 characters"):
        hands.add_new([(strokes(), 1)], name)


@pytest.mark.parametrize(
    "name", ["a", "a" * 40, "Zoë 2", "姓名", "--json", "'; DROP TABLE examples"]
)
def test_any_other_name_can_be_used(hands: Hands, name: str) -> None:
    taught = hands.add(strokes(), 1, name)

    assert (hands.names(), hands.examples(name)) == ([name], [taught])
    assert hands.forget(name) == 1
    assert hands.names() == []


def test_examples_are_removed_by_their_keys(hands: Hands) -> None:
    keys = [hands.add(strokes(x), x).key for x in range(4)]

    assert hands.remove([keys[0], keys[2], 99, -1, 2**70]) == 2
    assert [one.key for one in hands.examples()] == [keys[1], keys[3]]
    assert hands.remove([]) == 0
    assert hands.add(strokes(9), 9).key not in keys


def test_forgetting_a_hand_leaves_the_others(hands: Hands) -> None:
    hands.add(strokes(1), 1)
    hands.add(strokes(2), 2)
    anna = hands.add(strokes(1), 1, "Anna")
    hands.keep_embeddings("m", {anna.key: b"a"})

    assert hands.forget("nobody") == 0
    assert hands.forget(DEFAULT_HAND) == 2
    assert (hands.names(), hands.examples("Anna")) == (["Anna"], [anna])
    assert hands.embeddings("Anna", "m") == {anna.key: b"a"}
    assert hands.forget() == 1
    assert hands.names() == []


# Corrections


def test_examples_of_a_correction_go_when_it_is_taken_back(hands: Hands) -> None:
    taught = hands.add(strokes(1), 1)
    hands.add(strokes(2), 4, drawing=5)
    hands.add(strokes(3), 2, drawing=5)

    assert hands.remove_of_drawing(5) == 2
    assert hands.remove_of_drawing(5) == 0
    assert hands.examples() == [taught]


def test_a_correction_again_replaces_the_example_in_whichever_hand(hands: Hands) -> None:
    hands.add(strokes(), 1, "Anna", drawing=5)
    hands.add(strokes(), 2, "Anna", drawing=5)
    assert [one.digit for one in hands.examples("Anna")] == [2]

    hands.add(strokes(), 3, drawing=5)
    assert hands.examples("Anna") == []
    assert [one.digit for one in hands.examples()] == [3]


def test_examples_go_with_their_drawing_but_not_when_it_gets_too_old(
    hands: Hands, history: History
) -> None:
    old = history.keep(drawing(second=1))
    new = history.keep(drawing(second=3))
    kept = hands.add(strokes(1), 1, drawing=old.key)
    hands.add(strokes(2), 2, drawing=new.key)
    taught = hands.add(strokes(3), 3)

    history.delete_before(drawing(second=2).created)
    assert len(history) == 1
    assert new.key is not None
    history.delete([new.key])
    assert hands.examples() == [kept, taught]


# Embeddings


def test_embeddings_are_those_of_one_model_and_one_hand(hands: Hands) -> None:
    one, two = hands.add(strokes(1), 1).key, hands.add(strokes(2), 2).key
    anna = hands.add(strokes(1), 1, "Anna").key
    hands.keep_embeddings("m", {one: b"1", two: b"\0\xff", anna: b"3", 99: b"4", -1: b"5"})

    assert hands.embeddings(DEFAULT_HAND, "m") == {one: b"1", two: b"\0\xff"}
    assert hands.embeddings("Anna", "m") == {anna: b"3"}
    assert hands.embeddings(DEFAULT_HAND, "other") == {}


def test_a_new_models_embeddings_take_the_place_of_the_old_ones(hands: Hands, path: Path) -> None:
    key = hands.add(strokes(), 1).key
    hands.keep_embeddings("old", {key: b"1"})
    hands.keep_embeddings("new", {key: b"2"})

    assert hands.embeddings(DEFAULT_HAND, "old") == {}
    assert hands.embeddings(DEFAULT_HAND, "new") == {key: b"2"}
    assert hands.remove([key]) == 1
    assert execute(path, "SELECT count(*) FROM embeddings") == [(0,)]


# Export


def test_a_hands_export_is_ink_lines_with_labels(hands: Hands) -> None:
    taught = [hands.add(strokes(1), 7), hands.add(strokes(2), None)]
    hands.add(strokes(3), 1, "Anna")
    stream = io.StringIO()

    assert hands.export(stream) == 2
    inks = [Ink.from_json(line) for line in stream.getvalue().splitlines()]
    assert [(ink.strokes, ink.label) for ink in inks] == [(strokes(1), "7"), (strokes(2), "?")]
    assert [ink.id for ink in inks] == [str(one.key) for one in taught]


def _exported(history: History) -> list[tuple[str, str, str]]:
    stream = io.StringIO()
    assert history.export(stream) == len(stream.getvalue().splitlines())
    lines = map(json.loads, stream.getvalue().splitlines())
    return [(line["id"], line.get("label"), line["corrected"]) for line in lines]


def test_the_historys_export_has_the_examples_as_corrections(
    hands: Hands, history: History
) -> None:
    history.keep(drawing("7"))
    hands.add(strokes(90), 4)
    hands.add(strokes(91), None, "Anna")

    assert _exported(history) == [
        ("1", "7", None), ("example-1", "4", "4"), ("example-2", "?", "?")
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "digit"), [("4", 4), ("?", None)])
def test_the_historys_export_has_a_corrected_drawing_once(
    hands: Hands, history: History, text: str, digit: int | None
) -> None:
    kept = history.keep(replace(drawing("7", x=9.5), corrected=text))
    history.keep(drawing("7", x=9.25))
    hands.add(kept.ink.strokes, digit, drawing=kept.key)
    hands.add(kept.ink.strokes, digit, "Anna")
    assert _exported(history) == [("1", text, text), ("2", "7", None)]

    hands.add(drawing("7", x=9.25).ink.strokes, 2)  # as which nobody corrected the drawing
    assert _exported(history)[2:] == [("example-3", "2", "2")]


# The file, shared and of an earlier version


def test_a_history_of_the_version_before_hands_keeps_its_drawings(
    path: Path, hands: Hands, history: History
) -> None:
    import sqlite3

    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, MIGRATIONS[:3])
    connection.close()

    kept = history.keep(drawing("42"))
    assert hands.add(strokes(), 1) == Example(1, strokes(), 1)
    assert list(history) == [kept]


TEACHER = """
import sys
from pathlib import Path
from digitrec.storage.hands import Hands
from tests.storage.hands.examples import strokes

with Hands(Path(sys.argv[1])) as hands:
    for number in range(40):
        hands.add(strokes(number), number % 10)
        hands.add(strokes(number), number % 10, sys.argv[2])
"""


def test_two_programs_teach_at_once(path: Path, hands: Hands) -> None:
    words = [sys.executable, "-c", TEACHER, str(path)]
    programs = [subprocess.Popen([*words, name]) for name in ("Anna", "Bo")]
    assert [program.wait(60) for program in programs] == [0, 0]

    for name in hands.names():
        assert sorted(one.strokes for one in hands.examples(name)) == [
            strokes(number) for number in range(40)
        ]
    assert hands.names() == [DEFAULT_HAND, "Anna", "Bo"]
