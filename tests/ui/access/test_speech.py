import sys

import pytest

from digitrec.ui.access import speech as module
from digitrec.ui.access.speech import Speech, speech_command


@pytest.mark.parametrize(
    ("platform", "there", "command"),
    [
        ("linux", {"spd-say", "espeak"}, ("/spd-say", "--wait", "--pipe-mode", "--language", "de")),
        ("linux", {"espeak-ng"}, ("/espeak-ng", "-v", "de", "--stdin")),
        ("linux", {"espeak"}, ("/espeak", "-v", "de", "--stdin")),
        ("linux", {"say"}, None),
        ("darwin", {"say"}, ("/say",)),
        ("win32", set(), None),
    ],
)
def test_the_systems_own_program_speaks(monkeypatch, platform, there, command):
    monkeypatch.setattr(module.shutil, "which", lambda name: f"/{name}" if name in there else None)
    assert speech_command("de", platform) == command


def test_on_windows_it_is_powershell(monkeypatch):
    monkeypatch.setattr(module.shutil, "which", lambda name: f"/{name}")
    command = speech_command("en", "win32")
    assert command[0] == "/powershell"
    assert "System.Speech" in command[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="uses a shell")
def test_a_text_reaches_the_program_and_the_next_one_cuts_it_off(tmp_path):
    spoken = tmp_path / "spoken"
    speech = Speech(("sh", "-c", f"cat >>{spoken}; echo >>{spoken}; exec sleep 600"))
    speech.say("4 2. Zwei Ziffern, sicher")
    while not spoken.exists() or not spoken.read_text().endswith("\n"):
        pass
    first = speech._speaking
    speech.say("Null")
    assert first.poll() is not None
    while not spoken.read_text().endswith("Null\n"):
        pass
    speech.stop()
    assert spoken.read_text() == "4 2. Zwei Ziffern, sicher\nNull\n"


def test_a_missing_program_is_no_trouble():
    Speech(None).say("nothing")
    Speech(("/nowhere/at/all",)).say("nothing")
    assert not Speech(None).available
