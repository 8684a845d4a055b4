"""A damaged history is set aside, and a new one begins with what can be read of it."""

from pathlib import Path

import pytest

from digitrec.storage.hands import Hands
from digitrec.storage.history import History
from digitrec.storage.journal import Journal
from digitrec.storage.recovery import recover
from tests.storage.drawings import drawing
from tests.storage.hands.examples import strokes
from tests.storage.journals import PATIENCE, Troubles, kept


def _fill(path: Path) -> bytes:
    with Hands(path) as hands:
        for number in range(3):
            hands.add(strokes(number), number)
    with History(path) as history:
        for number in range(300):
            history.keep(drawing(second=number, x=1_000_000.0 + number))
        history.correct(300, "4")
    return path.read_bytes()


def _tear(path: Path, content: bytes, number: int) -> None:
    """Damages the page of the file that holds a drawing."""
    page = content.index(str(1_000_000.0 + number).encode()) // 4096 * 4096
    path.write_bytes(content[:page] + b"\xaa" * 4096 + content[page + 4096 :])


@pytest.mark.parametrize("torn", [0, 150, 299])
def test_what_a_torn_page_does_not_hold_is_taken_over_with_its_keys(path: Path, torn: int) -> None:
    _tear(path, _fill(path), torn)
    damaged = path.read_bytes()

    found = recover(path)

    assert found is not None
    assert found.aside.parent == path.parent
    assert found.aside.read_bytes() == damaged
    drawings = {one.key: one for one in kept(path)}
    assert len(drawings) == found.drawings >= 280
    assert torn + 1 not in drawings
    assert all(one.ink.strokes[0][0][0] == 999_999.0 + key for key, one in drawings.items() if key)
    assert torn == 299 or drawings[300].corrected == "4"
    with Hands(path) as hands:
        assert len(hands.examples()) == 3


def test_a_sound_history_is_left_alone(path: Path) -> None:
    content = _fill(path)
    assert recover(path) is None
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"not a database, but long enough" * 99, b"short"])
def test_the_journal_sets_a_file_that_is_no_database_aside_and_says_so(
    path: Path, journal: Journal, troubles: Troubles, content: bytes
) -> None:
    path.write_bytes(content)
    journal.keep(1, drawing("7"))

    assert journal.close(PATIENCE)
    assert [one.reading.text for one in kept(path)] == ["7"]
    (aside,) = [file for file in path.parent.iterdir() if "damaged" in file.name]
    assert aside.read_bytes() == content
    (message,) = troubles.messages
    assert str(aside) in message


def test_the_journal_goes_on_where_a_page_is_torn(
    path: Path, journal: Journal, troubles: Troubles
) -> None:
    _tear(path, _fill(path), 299)
    journal.keep(1, drawing("7", 1000))

    assert journal.close(PATIENCE)
    assert kept(path)[-1].reading.text == "7"
    assert len(kept(path)) > 250
    assert len(troubles.messages) == 1
