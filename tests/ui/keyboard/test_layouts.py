"""The keys of a real X server under other layouts, pressed by their place on the keyboard."""

import shutil
import subprocess
import sys

import pytest

from tests.samples import digit

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("xdotool") and shutil.which("setxkbmap")),
    reason="needs xdotool and setxkbmap",
)

Z, N, W, SEVEN = 52, 57, 25, 16


def run(*command):
    subprocess.run(command, check=True, timeout=30)


@pytest.fixture
def layout(display):
    yield lambda name: run("setxkbmap", name)
    run("setxkbmap", "us")


@pytest.fixture
def typist(person, layout):
    person.wait_until_ready()
    person.draw(digit(2))
    person.wait(lambda: person.big == "2")
    return person


def corrected(person):
    return person.parts.desk.session.sheet.corrected


LAYOUTS = ("us", "ru", "ua", "gr", "ara", "il", "ir", "in", "us,ru")


def test_the_keys_act_by_their_place_on_layouts_of_other_scripts(typist, layout):
    session, choices = typist.parts.desk.session, typist.parts.choices
    for name in LAYOUTS:
        layout(name)
        run("xdotool", "key", str(N))
        typist.wait(lambda: corrected(typist) == "?")
        run("xdotool", "key", str(SEVEN))
        typist.wait(lambda: corrected(typist) == "7")
        shown = choices.settings.insight
        run("xdotool", "key", str(W))
        typist.wait(lambda shown=shown: choices.settings.insight != shown)
        for _ in range(3):
            run("xdotool", "key", f"ctrl+{Z}")
        typist.wait(lambda: session.sheet.blank)
        run("xdotool", "key", f"ctrl+shift+{Z}")
        typist.wait(lambda: not session.sheet.blank)


def test_letters_and_digits_act_alone_only(typist, layout):
    layout("us")
    before = typist.parts.choices.settings.insight
    for modifier in ("alt", "super", "ctrl"):
        for key in (N, W, SEVEN):
            run("xdotool", "key", f"{modifier}+{key}")
    run("xdotool", "key", f"ctrl+alt+{Z}")
    run("xdotool", "key", "J")  # comes after them
    typist.wait(lambda: not typist.root.tk.dooneevent(0x2))
    assert (corrected(typist), typist.big) == (None, "2")
    assert typist.parts.choices.settings.insight == before


def test_a_held_key_corrects_once(typist, layout):
    layout("us")
    found = []
    typist.root.bind("<Key-7>", lambda _: found.append(corrected(typist)), add=True)
    run("xdotool", "keydown", str(SEVEN))
    typist.wait(lambda: len(found) > 4)
    run("xdotool", "keyup", str(SEVEN))
    typist.root.update()
    assert set(found) == {"7"}
    run("xdotool", "key", str(SEVEN))  # a second press takes it back
    typist.wait(lambda: corrected(typist) is None)
