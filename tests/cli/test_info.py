import hashlib
import json
import shutil
import sys
from pathlib import Path

import pytest

from digitrec.cli import info
from digitrec.cli.main import main
from digitrec.recognition.model import Model
from digitrec.resources import model_path
from digitrec.storage.hands import Hands
from digitrec.version import __version__
from tests.cli.program import digitrec, objects
from tests.recognition.sealed.archives import without_trajectory
from tests.storage.hands.examples import strokes


def test_it_prints_versions_the_models_card_and_the_places(tmp_path: Path) -> None:
    done = digitrec(tmp_path, "info", "--json")

    assert (done.returncode, done.stderr) == (0, b"")
    (about,) = objects(done.stdout)
    assert about["version"] == __version__
    assert about["python"] == ".".join(map(str, sys.version_info[:3]))
    assert about["model"]["sha256"] == hashlib.sha256(model_path().read_bytes()).hexdigest()
    assert about["model"]["card"] == Model.open(model_path()).card.to_dict()
    assert about["model"]["name"] == about["model"]["card"]["name"]
    assert about["model"]["networks"] == {
        "picture_classifier": {
            "name": about["model"]["name"],
            "parameters": about["model"]["card"]["parameters"],
        },
        "trajectory_network": {"parameters": about["model"]["card"]["trajectory"]["parameters"]},
        "line_network": {"parameters": about["model"]["card"]["lines"]["parameters"]},
        "page_network": {"parameters": about["model"]["card"]["pages"]["parameters"]},
    }
    assert about["hands"] == {}
    assert about["places"] == {
        "settings": str(tmp_path / "settings.toml"),
        "history": str(tmp_path / "history.sqlite3"),
        "logs": str(tmp_path / "logs"),
    }


def test_it_prints_the_same_for_a_person_and_creates_no_file(tmp_path: Path) -> None:
    done = digitrec(tmp_path, "info")

    lines = done.stdout.decode().splitlines()
    assert f"  version: {__version__}" in lines
    assert f"    settings: {tmp_path / 'settings.toml'}" in lines
    networks = lines.index("    networks")
    assert lines[networks + 1] == "      picture_classifier"
    assert lines[networks + 4] == "      trajectory_network"
    assert lines[networks + 5].startswith("        parameters: ")
    assert list(tmp_path.iterdir()) == []


def test_it_names_the_taught_hands_and_how_many_examples_each_has(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Hands(home / "history.sqlite3") as hands:
        for x in range(3):
            hands.add(strokes(x), x, "Zoë")
        hands.add(strokes(), 1)

    assert main(["info", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["hands"] == {"default": 1, "Zoë": 3}
    assert main(["info"]) == 0
    assert "  hands\n    default: 1\n    Zoë: 3\n" in capfd.readouterr().out


def test_a_history_that_cannot_be_read_is_an_error_and_the_rest_is_printed(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (home / "history.sqlite3").write_bytes(b"not a database " * 99)

    assert main(["info", "--json"]) == 1
    about = json.loads(capfd.readouterr().out)
    assert "is damaged" in about["hands"]["error"]
    assert about["version"] == __version__
    assert main(["info"]) == 1
    assert capfd.readouterr().err.startswith("digitrec: The history ")


def test_a_model_that_reads_no_path_has_one_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    without = without_trajectory(tmp_path / "my_model.keras")
    monkeypatch.setattr(info, "model_path", lambda: without)

    assert main(["info", "--json"]) == 0
    assert list(json.loads(capfd.readouterr().out)["model"]["networks"]) == [
        "picture_classifier", "line_network", "page_network"
    ]  # fmt: skip


def test_a_model_that_cannot_be_used_is_an_error_and_the_rest_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "my_model.keras"
    shutil.copy(model_path(), broken)
    broken.write_bytes(broken.read_bytes()[:1000])
    monkeypatch.setattr(info, "model_path", lambda: broken)

    assert main(["info", "--json"]) == 1
    about = json.loads(capfd.readouterr().out)
    assert str(broken) in about["model"]["error"]
    assert about["version"] == __version__

    assert main(["info"]) == 1
    assert f"digitrec: {broken}: " in capfd.readouterr().err
