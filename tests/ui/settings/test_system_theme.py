import os
import subprocess
import sys

import pytest

from digitrec.ui.settings import system_theme as module
from digitrec.ui.settings.system_theme import system_theme
from tests.recognition.picture.test_decoding import drawing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks gsettings only on Linux")

HANGS = "sleep 600"


@pytest.fixture
def gsettings(tmp_path, monkeypatch):
    """Puts a program in the place of gsettings; `key` in its lines is the key asked for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def install(lines):
        program = folder / "gsettings"
        program.write_text(f"#!/bin/sh\necho $$ >{tmp_path}/pid\nkey=$3\n{lines}\n")
        program.chmod(0o755)

    return install


@pytest.mark.parametrize(
    ("lines", "theme"),
    [
        ("echo \"'prefer-dark'\"", "dark"),
        ("echo \"'default'\"", "light"),
        ("if [ $key = gtk-theme ]; then echo \"'Adwaita-dark'\"; fi", "dark"),
        ("if [ $key = gtk-theme ]; then echo \"'Adwaita'\"; fi", "light"),
        ("echo no such schema >&2; exit 1", "light"),
        ("echo \"'prefer-dark'\"; sleep 600 2>/dev/null &", "dark"),
    ],
)
def test_the_desktop_says_its_theme(gsettings, lines, theme):
    gsettings(lines)
    assert system_theme() == theme


def test_without_gsettings_the_theme_is_light(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_theme() == "light"


def test_a_gsettings_that_hangs_is_stopped_and_the_theme_is_light(gsettings, monkeypatch, tmp_path):
    monkeypatch.setattr(module, "PATIENCE", 0.3)
    gsettings(f"exec {HANGS}")
    assert system_theme() == "light"
    number = (tmp_path / "pid").read_text().strip()
    assert subprocess.run(["ps", "-p", number], stdout=subprocess.DEVNULL, check=False).returncode


def test_pictures_are_read_while_gsettings_hangs(gsettings, monkeypatch, tmp_path, request):
    monkeypatch.setattr(module, "PATIENCE", 600)
    gsettings(f"exec {HANGS}")
    drawing().save(tmp_path / "three.png")
    person = request.getfixturevalue("person")
    person.wait_until_ready()
    person.wait((tmp_path / "pid").exists)
    person.parts.exchange.open_picture(tmp_path / "three.png")
    person.wait(lambda: person.big == "3")
    subprocess.run(["kill", (tmp_path / "pid").read_text().strip()], check=True)
