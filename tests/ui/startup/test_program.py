"""The program as a person runs it: a process of its own, a mouse, its trace and its history."""

import json
import os
import shutil
import subprocess
import sys
import time
import tkinter

import pytest

from tests.recognition.picture.test_decoding import drawing
from tests.samples import digit
from tests.ui.program import ROOT, draw, event, mouse, started

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="xdotool moves the mouse on Linux alone"),
    pytest.mark.skipif(
        shutil.which("xdotool") is None, reason="no xdotool (Debian: apt install xdotool)"
    ),
]


@pytest.fixture
def environment(display, tmp_path):
    return {**os.environ, "DISPLAY": display, "DIGITREC_HOME": str(tmp_path), "DIGITREC_TRACE": "1"}


def test_digits_drawn_with_the_mouse_are_read_traced_and_in_the_history(environment):
    with started(environment) as program:
        window = event(program, "window")
        assert 0 < window["seconds"] < 60
        assert min(window["canvas"][2:]) >= 280
        model = event(program, "model")
        assert model["seconds"] >= window["seconds"]
        for which in (2, 7):
            draw(environment, window["canvas"], digit(which))
            reading = {"text": ""}
            while reading["text"] != str(which):
                reading = event(program, "reading")
            assert reading["confidence"] > 0.5
            assert reading["milliseconds"] >= 0
            mouse(environment, "key", "Escape")
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "^Digitrec"],
            env=environment, capture_output=True, text=True,
        )  # fmt: skip
        assert found.stdout.strip()
        # The history follows within moments, on a thread of its own.
        deadline = time.monotonic() + 20
        while len(history(environment)) < 2 and time.monotonic() < deadline:
            time.sleep(0.1)
    assert history(environment) == ["2", "7"]


@pytest.mark.parametrize("kind", ["path", "address"])
def test_a_picture_that_the_program_is_started_with_is_opened(environment, tmp_path, kind):
    folder = tmp_path / "Bilder, ü 100%"
    folder.mkdir()
    drawing().save(folder / "-a b.png")
    name = "-a b.png" if kind == "path" else (folder / "-a b.png").as_uri()
    words = ["--", name, "none.png"] if kind == "path" else [name]
    with started(environment, arguments=words, cwd=folder) as program:
        if kind == "path":
            assert program.stderr.readline() == "digitrec: none.png: no such file\n"
        assert event(program, "reading")["text"] == "3"


def history(environment):
    """What the history has, of which a program that is killed loses nothing."""
    listed = subprocess.run(
        [sys.executable, "-m", "digitrec", "history", "list", "--json"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [json.loads(line)["text"] for line in listed.stdout.splitlines()]


def self_test(environment, *words):
    return subprocess.run(
        [sys.executable, "-m", "digitrec", "--self-test", *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_the_self_test_passes_and_touches_nothing_of_the_persons_own(environment, tmp_path):
    environment.pop("DIGITREC_TRACE")
    done = self_test(environment, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["ok"]
    assert [check["name"] for check in report["checks"]] == [
        "model", "pictures", "settings", "languages", "window", "history",
    ]  # fmt: skip
    assert report["checks"][1]["found"] == "a photograph of a 7 was read as 7"
    assert {"digitrec", "python", "tk", "numpy", "litert"} <= set(report["versions"])
    assert list(tmp_path.iterdir()) == []


def test_the_self_test_fails_with_the_reason_where_there_is_no_display(environment):
    environment.pop("DISPLAY")
    done = self_test(environment)
    assert done.returncode == 1
    assert "self-test failed: window: no display" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_self_test_fails_with_the_reason_where_the_model_is_broken(environment, tmp_path):
    copy = tmp_path / "program"
    shutil.copytree(ROOT / "app", copy / "app", ignore=shutil.ignore_patterns("__pycache__"))
    model = copy / "app" / "digitrec" / "resources" / "my_model.keras"
    model.write_bytes(model.read_bytes()[:-1000])
    done = subprocess.run(
        [sys.executable, "-m", "digitrec", "--self-test", "--json"],
        cwd=copy, env=environment | {"PYTHONPATH": "app"},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert not report["ok"]
    reasons = {check["name"]: check.get("reason", "") for check in report["checks"]}
    assert "broken file" in reasons["model"]
    assert "no model" in reasons["window"]  # not that it has waited in vain
    assert "broken file" in reasons["window"]
    assert "Traceback" not in done.stderr


def test_without_a_font_the_program_says_what_to_install(environment, tmp_path):
    root = tkinter.Tk()
    system = root.tk.call("::tk::pkgconfig", "get", "fontsystem")
    root.destroy()
    if system != "xft":
        pytest.skip("this Tk asks the screen for its fonts")
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    environment |= {"FONTCONFIG_FILE": str(configuration), "DIGITREC_TRACE": ""}
    done = subprocess.run(
        [sys.executable, "-m", "digitrec"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "no fonts" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "logs").exists()


def test_without_a_display_the_program_says_so(environment):
    environment.pop("DISPLAY")
    done = subprocess.run(
        [sys.executable, "-m", "digitrec"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "can't open a window" in done.stderr
    assert "Traceback" not in done.stderr
