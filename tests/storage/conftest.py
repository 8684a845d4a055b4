from collections.abc import Iterator
from pathlib import Path

import pytest

from digitrec.storage.history import History
from digitrec.storage.journal import Journal
from tests.storage.journals import PATIENCE, HeldWrites, Troubles


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    with History(path) as history:
        yield history


@pytest.fixture
def troubles() -> Troubles:
    return Troubles()


@pytest.fixture
def journal(path: Path, troubles: Troubles) -> Iterator[Journal]:
    journal = Journal(path, troubles, on_recovered=troubles)
    yield journal
    journal.close(PATIENCE)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldWrites]:
    """Writes that are held back; at the end all are let through."""
    held = HeldWrites(monkeypatch)
    yield held
    held.release(1_000)
