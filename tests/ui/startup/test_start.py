"""The language of the program in a process of its own, chosen before its first word."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from digitrec.storage.drawing import Drawing
from digitrec.storage.history import History
from digitrec.ui.geometry.saved import SavedGeometry, save_geometry
from tests.samples import digit
from tests.storage.drawings import drawing

ROOT = Path(__file__).resolve().parents[3]

# The window as it is started, but for the wait at its end: it tells what it shows, and goes.
LOOK = """
import json, sys, time, tkinter
def look(root):
    from digitrec.text import words
    at_first = "gettext" in sys.modules
    canvases = [child for child in root.winfo_children() if isinstance(child, tkinter.Canvas)]
    begun = time.monotonic()
    texts = []
    while not texts and time.monotonic() < begun + 30:
        root.update()
        texts = [canvas.itemcget(item, "text") for canvas in canvases
                 for item in canvas.find_all() if canvas.type(item) == "text"]
    print(json.dumps({"words": words.UNDO, "texts": texts, "gettext": at_first}))
tkinter.Tk.mainloop = look
from digitrec.ui.startup.start import run
sys.exit(run())
"""


by_locale = pytest.mark.skipif(os.name == "nt", reason="Windows itself says its language")


@pytest.fixture
def environment(display, tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    kept.pop("LANGUAGE", None)
    return {**kept, "DISPLAY": display, "DIGITREC_HOME": str(tmp_path), "LANG": "C.UTF-8"}


def started(environment):
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@by_locale
def test_where_the_system_speaks_german_the_window_does_from_its_first_paint_on(environment):
    seen = started({**environment, "LANG": "de_DE.UTF-8"})
    assert seen["words"] == "Rückgängig"
    assert {"Ziffer zeichnen", "Hier erscheint das Ergebnis."} & set(seen["texts"])
    assert not {"Draw a digit", "The reading appears here."} & set(seen["texts"])


@by_locale
def test_the_language_that_was_chosen_is_seen_at_a_glance(environment, tmp_path):
    save_geometry(str(tmp_path), SavedGeometry(language="de"))
    assert started(environment)["words"] == "Rückgängig"
    save_geometry(str(tmp_path), SavedGeometry(language="en"))
    assert started({**environment, "LANG": "de_DE.UTF-8"})["words"] == "Undo"


def test_english_loads_no_catalogue_and_nothing_to_read_one_with(environment):
    seen = started(environment)
    assert (seen["words"], seen["gettext"]) == ("Undo", False)
    assert "Draw a digit" in seen["texts"]


def command(environment, *words):
    return subprocess.run(
        [sys.executable, "-m", "digitrec", *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_the_command_line_says_the_same_in_every_locale(environment, tmp_path):
    with History(tmp_path / "history.sqlite3") as history:
        made: Drawing = drawing("4")
        history.keep(made)
    ink = tmp_path / "ink.jsonl"
    dot = {"strokes": [[[5, 5]]]}
    lines = [digit(7).to_dict(), dot, {"strokes": 3}]
    ink.write_text("".join(json.dumps(line) + "\n" for line in lines))
    (tmp_path / "no.png").write_text("not a picture")
    german = {**environment, "LANG": "de_DE.UTF-8", "LANGUAGE": "de"}
    for words in (
        ("predict", str(ink), str(tmp_path / "no.png"), str(tmp_path / "missing.png")),
        ("predict", "--json", str(ink), str(tmp_path / "no.png")),
        ("history", "list"),
        ("predict", "--help"),
        ("nonsense",),
    ):
        english, other = command(environment, *words), command(german, *words)
        assert other.stdout + other.stderr == english.stdout + english.stderr
        assert english.stdout + english.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_no_screen_is_said_in_english_too(environment):
    environment.pop("DISPLAY")
    done = command({**environment, "LANG": "de_DE.UTF-8"})
    assert done.returncode == 1
    assert "can't open a window" in done.stderr
