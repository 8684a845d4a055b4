"""What is deleted is in no file any more, also while another program has the history open."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digitrec.recognition.ink import Ink
from digitrec.storage.drawing import Drawing
from digitrec.storage.hands import Hands
from digitrec.storage.history import History
from digitrec.storage.history_browser import HistoryBrowser
from digitrec.storage.journal import Journal
from digitrec.storage.trash_owner import has_ended, new_owner
from tests.storage.drawings import BEGIN, drawing
from tests.storage.journals import wait_for

SECRET = 7_654_321.0


@pytest.fixture(autouse=True)
def window(path: Path) -> Iterator[History]:
    """Another program's window, which has the history open all the time."""
    with History(path) as window:
        assert len(window) == 0
        yield window


@pytest.fixture
def browser(path: Path) -> Iterator[HistoryBrowser]:
    with HistoryBrowser(path) as browser:
        yield browser


def _secret(chance: random.Random, second: int = 0) -> Drawing:
    stroke = tuple((SECRET, chance.random()) for _ in range(chance.choice([2, 9, 60, 400])))
    return replace(drawing(second=second), ink=Ink((stroke,)))


def _fill(history: History) -> list[int]:
    """Drawings of many sizes, each changed a few times; gives the keys of the secret ones."""
    chance = random.Random(5)
    keys = []
    for second in range(40):
        history.keep(drawing(second=second))
        key = history.keep(_secret(chance, second)).key
        assert key is not None
        for _ in range(chance.randint(0, 3)):
            history.keep(replace(_secret(chance, second), key=key))
        keys.append(key)
    return keys


def _on_disk(path: Path) -> list[str]:
    files = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert path.name + "-wal" in files
    return [name for name, content in files.items() if str(SECRET).encode() in content]


def _delete(browser: HistoryBrowser, keys: list[int]) -> None:
    assert browser.delete(keys) == len(keys)


def _delete_one_by_one(browser: HistoryBrowser, keys: list[int]) -> None:
    assert sum(browser.delete([key]) for key in keys) == len(keys)


def _throw_away(browser: HistoryBrowser, keys: list[int]) -> None:
    browser.move_to_trash(keys[::2])
    browser.move_to_trash(keys[1::2])
    browser.empty_trash()


def _delete_old(browser: HistoryBrowser, keys: list[int]) -> None:
    assert browser.delete_before(BEGIN + timedelta(days=1)) == 2 * len(keys)


@pytest.mark.parametrize("delete", [_delete, _delete_one_by_one, _throw_away, _delete_old])
def test_deleted_drawings_are_in_no_file(
    browser: HistoryBrowser, path: Path, delete: Callable[[HistoryBrowser, list[int]], None]
) -> None:
    keys = _fill(browser)
    assert _on_disk(path)
    delete(browser, keys)
    assert _on_disk(path) == []


def test_a_drawing_whose_strokes_were_undone_is_in_no_file(journal: Journal, path: Path) -> None:
    journal.keep(1, _secret(random.Random(1)))
    wait_for(lambda: bool(_on_disk(path)))
    journal.forget(1)
    wait_for(lambda: not _on_disk(path))


def test_an_example_that_is_taken_out_is_in_no_file(path: Path) -> None:
    with Hands(path) as hands:
        strokes = _secret(random.Random(1)).ink.strokes
        for remove in (
            lambda example: hands.remove([example.key]),
            lambda _: hands.remove_of_drawing(7),
        ):
            example = hands.add(strokes, 1, drawing=7)
            assert _on_disk(path)
            assert remove(example) == 1
            assert _on_disk(path) == []


THROW = """
import os, sys
from pathlib import Path
from digitrec.storage.history_browser import HistoryBrowser

browser = HistoryBrowser(Path(sys.argv[1]))
browser.move_to_trash(browser.keys())
os._exit(9)
"""


def test_the_trash_of_a_program_that_was_killed_is_emptied_by_the_next(
    browser: HistoryBrowser, path: Path
) -> None:
    browser.keep(_secret(random.Random(1)))
    killed = subprocess.run([sys.executable, "-c", THROW, str(path)], check=False)
    assert killed.returncode == 9
    assert _on_disk(path)

    browser.empty_left_trash()

    assert _on_disk(path) == []


def test_the_trash_of_a_page_that_is_open_can_still_be_restored(
    browser: HistoryBrowser, path: Path
) -> None:
    key = browser.keep(_secret(random.Random(1))).key
    assert key is not None
    browser.move_to_trash([key])
    with HistoryBrowser(path) as starting:
        starting.empty_left_trash()
    assert browser.restore() == 1


def test_an_owner_has_ended_when_its_process_has() -> None:
    owner = new_owner()
    process, _, rest = owner.partition("-")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    assert not has_ended(owner)
    assert has_ended(f"{ended.pid}-{rest}")
    assert not has_ended(f"{ended.pid}-{rest}-elsewhere")
    assert has_ended("0123456789abcdef" * 2)  # of an earlier version
    assert has_ended("9" * 30 + "-" + rest)
    assert has_ended(b"damaged")
    assert process.isdecimal()
