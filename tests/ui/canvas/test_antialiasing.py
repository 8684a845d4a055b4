import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.recognition.raster import render
from digitrec.ui.canvas import antialiasing
from digitrec.ui.canvas.curve import growth, smooth
from tests.samples import digit

places = st.tuples(st.floats(-20, 80), st.floats(-20, 80))


def test_a_dot_is_a_disc_with_a_smooth_edge():
    image = np.zeros((41, 41), np.uint8)
    antialiasing.draw(image, [20.5, 20.5], 20)
    assert image[20, 20] == 255
    assert image.sum() / 255 == pytest.approx(np.pi * 100, rel=0.01)
    assert len(np.unique(image)) > 5
    assert (image == image.T).all()
    assert (image == image[::-1]).all()


def test_a_line_has_its_width_and_its_length_with_round_ends():
    image = np.zeros((40, 100), np.uint8)
    antialiasing.draw(image, [20, 20, 80, 20], 10)
    assert image[:, 50].sum() / 255 == pytest.approx(10, abs=0.1)
    assert image.sum() / 255 == pytest.approx(60 * 10 + np.pi * 25, rel=0.01)


def test_a_long_line_is_drawn_in_short_pieces_that_show_no_joint(monkeypatch):
    whole, pieces = np.zeros((2, 300, 700), np.uint8)
    line = (20.3, 30.1, 660.2, 270.7)
    for x0, y0, x1, y1 in antialiasing.pieces(*line):
        assert max(abs(x1 - x0), abs(y1 - y0)) <= antialiasing.LONGEST_PIECE
    antialiasing.draw(pieces, line, 14)
    monkeypatch.setattr(antialiasing, "LONGEST_PIECE", 10_000)
    antialiasing.draw(whole, line, 14)
    assert abs(whole.astype(int) - pieces).max() <= 1


@given(st.lists(places, min_size=1, max_size=6), st.floats(1, 30))
def test_nothing_changes_outside_the_patch_that_is_returned(points, width):
    image = np.zeros((60, 50), np.uint8)
    patch = antialiasing.draw(image, [value for point in points for value in point], width)
    image[patch.y0 : patch.y1, patch.x0 : patch.x1] = 0
    assert not image.any()


def test_ink_laid_over_ink_leaves_no_trace():
    once, twice = np.zeros((2, 50, 50), np.uint8)
    antialiasing.draw(once, [10, 10, 40, 40], 8)
    for _ in range(2):
        antialiasing.draw(twice, [10, 10, 40, 40], 8)
    assert (once == twice).all()


@pytest.mark.parametrize("which", range(10))
def test_a_stroke_drawn_as_it_grows_looks_like_the_whole_one(which):
    (stroke, *_) = digit(which).strokes
    grown = np.zeros((120, 120), np.uint8)
    tail = []
    for count in range(1, len(stroke) + 1):
        piece, tail = growth(stroke[:count])
        if piece:
            antialiasing.draw(grown, piece, 8)
    antialiasing.draw(grown, tail, 8)
    whole = np.zeros_like(grown)
    antialiasing.draw(whole, smooth(stroke), 8)
    assert abs(grown.astype(int) - whole).mean() < 2


@pytest.mark.parametrize("which", range(10))
def test_a_thumbnail_has_as_much_ink_as_the_image_that_is_read(which):
    small = antialiasing.thumbnail(digit(which).strokes, 28, pen=2.5 / 28) / 255
    rendered = render(digit(which).strokes)
    # It is centred by its box instead of its mass, and larger: only the amount can be compared.
    assert small.sum() == pytest.approx(rendered.sum() * 24.5 / 20, rel=0.2)


def test_a_thumbnail_of_nothing_is_blank_and_of_a_dot_a_dot():
    assert not antialiasing.thumbnail((), 40).any()
    assert antialiasing.thumbnail((((3.0, 4.0),),), 40)[20, 20] == 255
