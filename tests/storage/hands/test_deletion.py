"""What is forgotten is in no file of the history any more."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitrec.storage.hands import DEFAULT_HAND, Hands
from digitrec.storage.history import History
from digitrec.storage.history_browser import HistoryBrowser
from digitrec.storage.journal import Journal
from tests.storage.drawings import drawing
from tests.storage.hands.examples import strokes
from tests.storage.journals import PATIENCE

SECRETS = (b"73.0625", b"embedded!", b"Annabella")


@pytest.fixture
def hands(path: Path) -> Iterator[Hands]:
    with Hands(path) as hands:
        yield hands


def _teach_many(hands: Hands, seed: int) -> None:
    """Teaches two hands by turns, and removes at random, so that SQLite moves rows about."""
    chance = random.Random(seed)
    keys = []
    for number in range(200):
        name, y, embedding = chance.choice(
            [("Annabella", 73.0625, b"embedded!"), (DEFAULT_HAND, 12.5, b"another")]
        )
        size = chance.choice([2, 3, 5, 20, 60, 200])
        points = tuple((float(chance.randint(0, 9999)), y) for _ in range(size))
        keys.append(hands.add((points,), number % 10, name).key)
        hands.keep_embeddings("m", {keys[-1]: embedding * chance.randint(1, 60)})
        if chance.random() < 0.3:
            hands.remove([chance.choice(keys)])


def _on_disk(path: Path) -> list[tuple[str, bytes]]:
    files = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert any(name.endswith("-wal") for name in files)  # the log is looked at too
    return [(name, secret) for name in files for secret in SECRETS if secret in files[name]]


@pytest.mark.parametrize("seed", [1, 2])  # which plain deletion leaves copies of
def test_a_forgotten_hand_is_gone_from_the_disk(hands: Hands, path: Path, seed: int) -> None:
    _teach_many(hands, seed)
    kept = hands.examples()
    assert _on_disk(path)

    hands.forget("Annabella")

    assert _on_disk(path) == []
    assert hands.examples() == kept
    assert len(hands.embeddings(DEFAULT_HAND, "m")) == len(kept)


def test_every_hand_is_gone_from_the_disk_also_while_other_programs_look(
    hands: Hands, path: Path
) -> None:
    _teach_many(hands, 0)
    with Hands(path) as other:
        assert other.examples("Annabella")
        hands.forget()
        assert _on_disk(path) == []
        assert other.names() == []


def test_deleting_the_history_deletes_every_hand(
    hands: Hands, history: History, path: Path
) -> None:
    kept = history.keep(drawing(x=73.0625))
    _teach_many(hands, 1)
    hands.add(kept.ink.strokes, 1, drawing=kept.key)

    assert history.delete_all() == 1
    assert _on_disk(path) == []
    assert hands.names() == []


def test_delete_everything_in_the_window_deletes_every_hand(
    hands: Hands, journal: Journal, path: Path
) -> None:
    hands.add(strokes(73.0625), 1, "Annabella")
    answers: list[str | None] = []
    journal.delete_all(answers.append)
    assert journal.close(PATIENCE)

    assert answers == [None]
    assert _on_disk(path) == []


def test_examples_of_a_drawing_in_the_trash_come_back_with_it(hands: Hands, path: Path) -> None:
    with HistoryBrowser(path) as browser:
        kept = browser.keep(drawing())
        assert kept.key is not None
        taught = hands.add(strokes(), 1, drawing=kept.key)

        browser.move_to_trash([kept.key])
        assert (hands.names(), hands.examples()) == ([], [])
        browser.restore()
        assert (hands.names(), hands.examples()) == ([DEFAULT_HAND], [taught])

        browser.move_to_trash([kept.key])
        browser.empty_trash()
        assert hands.remove([taught.key]) == 0
