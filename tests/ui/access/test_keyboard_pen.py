"""Drawing by keys in the real window."""

import pytest

from digitrec.text import guide_words

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def pen(person):
    person.wait_until_ready()
    person.wait(lambda: person.window.keyboard_pen is not None)
    person.press("<k>")
    return person.window.keyboard_pen


def keys(person, names):
    for name in names.split():
        person.window.area.event_generate(f"<{name}>")
    person.root.update()


def test_a_seven_drawn_by_keys_is_read(person, pen):
    assert pen.on
    assert person.window.status["text"] == guide_words.KEYBOARD_ON
    keys(person, "Left Left Left Left Left Up Up Up Up Up Up")
    assert not person.window.area.stroke
    keys(person, "space Right Right Right Right Right Right Right Right")
    keys(person, "End End End End Down Down Down Down Down Down Down Down")
    assert person.window.area.stroke
    keys(person, "space")
    assert len(person.window.area.strokes) == 1
    assert person.big == "7"


def test_shift_moves_by_four_steps_and_the_pen_stays_on_the_paper(person, pen):
    keys(person, "space Down Down")
    small = person.window.area.stroke[-1][1] - person.window.area.stroke[0][1]
    keys(person, "Shift-Down Shift-Down")
    assert person.window.area.stroke[-1][1] - person.window.area.stroke[0][1] == pytest.approx(
        5 * small, abs=3
    )
    keys(person, " ".join(["Shift-Left"] * 12))
    assert 0 <= person.window.area.stroke[-1][0] < 30


def test_escape_ends_it_and_only_then_clears(person, pen):
    keys(person, "space Down Down Down Down Down Down Escape")
    assert not pen.on
    assert person.window.status["text"] == guide_words.KEYBOARD_OFF
    assert len(person.window.area.strokes) == 1  # the pen was lifted, and nothing was cleared
    keys(person, "Escape")
    assert person.window.area.strokes == ()


def test_a_press_of_the_mouse_ends_it_and_draws(person, pen):
    area = person.window.area
    area.event_generate("<ButtonPress-1>", x=50, y=60)
    area.event_generate("<B1-Motion>", x=50, y=160, state=0x100)
    assert not pen.on
    assert area.stroke[0] == (50.0, 60.0)
    area.event_generate("<ButtonRelease-1>", x=50, y=160)


def test_arrow_keys_select_digits_as_before_while_it_is_off(person, pen):
    keys(person, "k")
    assert not pen.on
    keys(person, "Left space Right")
    assert not person.window.area.stroke
    assert person.window.area.strokes == ()
