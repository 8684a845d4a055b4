"""Fixtures of the command line's tests."""

from pathlib import Path

import pytest

from digitrec.cli.main import main
from tests.cli.ink_files import write_ten


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, where this process is and where its commands keep their files."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setenv("DIGITREC_HOME", str(home))
    return home


@pytest.fixture
def taught(home: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """The home, where the default hand has been taught each digit once."""
    assert main(["hand", "teach", write_ten(home / "ten.jsonl")]) == 0
    capfd.readouterr()
    return home
