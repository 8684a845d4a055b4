from tkinter import messagebox

import pytest

from digitrec.storage.places import Places
from tests.ui.person import Person


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path / "settings.toml", tmp_path / "history.sqlite3", tmp_path / "logs")


@pytest.fixture
def person(places, display):
    made = Person(places)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def nobody_answers(monkeypatch):
    """Declines the question whether to save elsewhere what the history could not take."""
    monkeypatch.setattr(messagebox, "askyesno", lambda *_, **__: False)
