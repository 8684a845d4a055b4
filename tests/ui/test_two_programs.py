"""Two programs at once on one history and one file of settings: this window, and a process."""

import random
import shutil
import signal
import sys

import pytest

from build_scripts.measure.pointer import commands, lay_out
from build_scripts.measure.results import final_reading
from build_scripts.measure.traced_program import SOURCE, TracedProgram
from build_scripts.platforms import own_screen
from digitrec.storage.history import History
from digitrec.storage.settings import load_settings
from tests.samples import digit

pytestmark = [
    pytest.mark.usefixtures("display"),
    pytest.mark.skipif(sys.platform != "linux", reason="xdotool moves the mouse on Linux alone"),
    pytest.mark.skipif(
        shutil.which("xdotool") is None or shutil.which("Xvfb") is None,
        reason="no xdotool or Xvfb (Debian: apt install xdotool xvfb)",
    ),
]


@pytest.fixture
def other(tmp_path, person):
    """Another program that runs on the same folder, on a screen of its own."""
    with own_screen() as screen, TracedProgram(SOURCE, screen, tmp_path) as program:
        program.expect("model")
        person.wait_until_ready()
        yield program


def begin(other, which):
    """Begins to draw in the other program; returns a function that says whether it was read."""
    since, rng = len(other.events), random.Random(which)
    strokes = lay_out(digit(which), other.expect("window")["canvas"], rng)
    other.do(commands(strokes, rng))
    return lambda: final_reading(other.events[since:], len(strokes))


def kept(places):
    with History(places.history) as history:
        return [drawing.reading.text for drawing in history]


def count_on_page(person, count):
    person.press("<Control-h>")
    page = person.parts.history.page
    person.wait(lambda: page.count == count and page.thumbnail_grid.loaded)
    page.destroy()


def test_both_keep_all_that_is_drawn_once_and_see_what_the_other_kept(person, places, other):
    for mine, theirs in ((7, 1), (2, 3), (0, 5)):
        read = begin(other, theirs)
        person.draw(digit(mine))
        person.wait(read)
        other.do(["sleep 0.3", "key Escape", "sleep 0.1"])
        person.window.desk.clear()
    person.wait(lambda: len(kept(places)) == 6)
    count_on_page(person, 6)
    person.wait(begin(other, 8))
    person.wait(lambda: len(kept(places)) == 7)
    count_on_page(person, 7)
    person.parts.choices.change(pen_width=20.0)
    person.close()
    assert other.end() == -signal.SIGTERM
    assert sorted(kept(places)) == ["0", "1", "2", "3", "5", "7", "8"]
    settings, notice = load_settings(places.settings)
    assert notice is None
    assert settings.window
    assert not list(places.settings.parent.glob("settings.broken*"))
    assert not places.logs.exists()
    assert other.output == []


def test_they_close_at_the_same_moment_and_the_settings_are_whole(person, places, other):
    other.do(["mousemove 200 200", "key plus sleep 0.3"])
    person.press("<minus>")
    other.process.terminate()
    person.close()
    assert other.process.wait(20) == -signal.SIGTERM
    settings, notice = load_settings(places.settings)
    assert notice is None
    assert settings.pen_width in (10.0, 14.0)
    assert [path.name for path in places.settings.parent.glob("settings*")] == ["settings.toml"]
