"""What is kept is its owner's, whatever the umask and whoever made the folder."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitrec.storage.history import History
from digitrec.storage.private import create_private
from digitrec.storage.settings import Settings, save_settings
from tests.storage.drawings import drawing

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no permission bits")


@pytest.fixture(params=[0o000, 0o022, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def _modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


@pytest.mark.usefixtures("umask")
def test_the_history_and_its_log_are_the_owners(path: Path) -> None:
    with History(path) as history:
        history.keep(drawing())
        assert _modes(path.parent) == {
            "history.sqlite3": 0o600,
            "history.sqlite3-wal": 0o600,
            "history.sqlite3-shm": 0o600,
        }


@pytest.mark.parametrize("umask", [0o000, 0o022], ids=oct, indirect=True)
@pytest.mark.usefixtures("umask")
def test_the_folder_that_is_made_for_it_is_the_owners(tmp_path: Path) -> None:
    with History(tmp_path / "home" / "history.sqlite3") as history:
        history.keep(drawing())
    assert _modes(tmp_path) == {"home": 0o700}


def test_a_history_that_others_could_read_is_closed_to_them(path: Path) -> None:
    with History(path) as first:
        first.keep(drawing("1"))
        for file in path.parent.iterdir():
            file.chmod(0o664)
        with History(path) as second:
            second.keep(drawing("2"))
            assert set(_modes(path.parent).values()) == {0o600}
            assert len(first) == 2


def test_a_history_that_may_only_be_read_stays_so(path: Path) -> None:
    with History(path) as history:
        history.keep(drawing())
    path.chmod(0o444)
    with History(path) as history:
        assert len(history) == 1
    assert _modes(path.parent)["history.sqlite3"] == 0o400


@pytest.mark.usefixtures("umask")
def test_the_settings_are_the_owners(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    save_settings(path, Settings(pen_width=9.0))
    assert _modes(tmp_path) == {"settings.toml": 0o600}
    path.chmod(0o644)
    save_settings(path, Settings(pen_width=8.0))
    assert _modes(tmp_path) == {"settings.toml": 0o600}


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    create_private(path)
    assert path.read_text() == "mine"
