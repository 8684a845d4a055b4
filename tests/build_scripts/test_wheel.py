"""The wheel, built as `pip install .` builds it, and imported next to another package `app`."""

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.samples import digit

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow
RESOURCES = "digitrec/resources"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder]
    if importlib.util.find_spec("hatchling"):
        command.append("--no-build-isolation")
    done = subprocess.run([*command, ROOT], capture_output=True, text=True, timeout=300)
    if "No matching distribution found for hatchling" in done.stderr:
        pytest.skip("hatchling is not installed, and can't be downloaded")
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_it_contains_one_package_with_the_model_the_icons_and_the_translations(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    folders = {name.partition("/")[0] for name in names}
    assert {name for name in folders if not name.endswith(".dist-info")} == {"digitrec"}
    assert names >= {
        "digitrec/__main__.py",
        f"{RESOURCES}/my_model.keras",
        f"{RESOURCES}/icons/digitrec.png",
        f"{RESOURCES}/locale/de/LC_MESSAGES/digitrec.mo",
    }


def test_it_works_next_to_another_package_called_app(wheel, tmp_path):
    installed, other = tmp_path / "installed", tmp_path / "other"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    (other / "app").mkdir(parents=True)
    (other / "app" / "__init__.py").write_text("MINE = True\n")
    script = (
        "import app, digitrec\n"
        "from digitrec.recognition.ink import Ink\n"
        "from digitrec.recognition.recognizer import Recognizer\n"
        "from digitrec.resources import model_path\n"
        "seven = Ink((((10, 10), (40, 9), (70, 8), (60, 40), (48, 70), (40, 100)),))\n"
        "print(app.MINE, Recognizer.open(model_path()).read(seven).text, digitrec.__file__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(other), str(installed)])},
    )  # fmt: skip
    assert done.stdout.split() == ["True", "7", str(installed / "digitrec" / "__init__.py")], (
        done.stderr
    )


def test_other_programs_can_read_in_bulk_with_it(wheel, tmp_path):
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    lines = [digit(at % 10).to_json() for at in range(300)]  # enough for a second process
    (tmp_path / "ink.jsonl").write_text("\n".join(lines))
    script = (
        "import digitrec\n"
        "drawing = digitrec.Ink((((10, 10), (40, 9), (70, 8), (60, 40), (48, 70), (40, 100)),))\n"
        "print(*(reading.text for reading in digitrec.read([drawing] * 2)))\n"
        "print(digitrec.read_shard('ink.jsonl', 'answers.csv'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )  # fmt: skip
    assert done.stdout == "7 7\nShardReport(drawings=300, errors=0)\n", done.stderr
    rows = (tmp_path / "answers.csv").read_text().splitlines()[1:]
    assert [row.split(",")[2] for row in rows] == [str(at % 10) for at in range(300)]
