import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.ui.geometry.screen import onto_screen

SCREEN = (0, 0, 1280, 800)


@pytest.mark.parametrize(
    ("written", "placed"),
    [
        ("740x540+10+20", "740x540+10+20"),
        ("740x540", "740x540"),
        ("740x540+5000+20", "740x540+540+20"),
        ("740x540+-900+-20", "740x540+0+0"),
        ("9000x9000+0+0", "1280x800+0+0"),
        ("10x10+0+0", "400x300+0+0"),
        ("", None),
        ("full screen", None),
    ],
)
def test_a_window_comes_back_onto_the_screen(written, placed):
    assert onto_screen(written, SCREEN, (400, 300)) == placed


@given(st.tuples(*[st.integers(0, 9999)] * 2), st.tuples(*[st.integers(-9999, 9999)] * 2))
def test_all_of_it_is_on_the_screen(size, place):
    written = f"{size[0]}x{size[1]}+{place[0]}+{place[1]}"
    sides, _, rest = onto_screen(written, SCREEN, (400, 300)).partition("+")
    width, height = map(int, sides.split("x"))
    x, y = map(int, rest.split("+"))
    assert 0 <= x <= x + width <= 1280
    assert 0 <= y <= y + height <= 800
