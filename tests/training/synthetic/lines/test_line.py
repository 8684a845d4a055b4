import numpy as np
import pytest

from tests.training.makers import IMAGES, PEN
from training.synthetic.lines import line as module
from training.synthetic.lines.glyphs import mark
from training.synthetic.lines.layout import DIGITS, MARKS
from training.synthetic.lines.line import LineMaker
from training.synthetic.lines.surroundings import blot
from training.synthetic.lines.texts import KINDS

WIDTHS = (48, 96, 160, 272)


@pytest.fixture(scope="module")
def maker():
    return LineMaker(IMAGES, PEN, (), seed=1, papers=12)


@pytest.fixture(scope="module")
def lines(maker):
    rng = np.random.default_rng(2)
    return [maker.line(WIDTHS[at % 4], rng) for at in range(120)]


def test_a_line_is_as_large_as_asked_for_and_has_a_box_for_each_character(lines):
    for at, line in enumerate(lines):
        assert line.pixels.dtype == np.uint8
        assert line.pixels.shape[:2] == (48, WIDTHS[at % 4])
        assert line.boxes.shape == (len(line.text), 4)
        assert set(line.text) <= set(DIGITS + MARKS + " ?")


def test_the_boxes_lie_in_the_picture_from_left_to_right(lines):
    for line in lines:
        if len(line.text):
            left, top, right, bottom = line.boxes.T
            assert (right >= left).all()
            assert (bottom >= top).all()
            assert left.min() > -4
            assert right.max() < line.pixels.shape[1] + 4
            assert line.text[0] != " "
            assert top.min() > -8
            assert bottom.max() < 56
            solid = np.array([symbol in DIGITS for symbol in line.text])
            middles = ((left + right) / 2)[solid]
            assert (np.diff(middles) > -3).all()


def test_the_same_seed_gives_the_same_line(maker):
    one, same, other = (maker.line(160, np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert one.text == same.text
    assert np.array_equal(one.pixels, same.pixels)
    assert one.pixels.shape != other.pixels.shape or not np.array_equal(one.pixels, other.pixels)


def test_there_are_grey_and_coloured_lines_of_every_kind(lines):
    assert {line.pixels.ndim for line in lines} == {2, 3}
    kinds = {line.kind for line in lines}
    assert kinds & set(KINDS) >= {"single", "number", "amount", "date"}
    assert {"printed", "boxed"} <= kinds


def test_the_ink_of_a_digit_differs_from_the_paper_around_it(lines):
    seen = []
    for line in lines:
        if line.kind != "single" or line.pixels.ndim != 2 or not line.text:
            continue
        left, top, right, bottom = line.boxes[0].astype(int)
        inside = line.pixels[max(top, 0) : bottom + 1, max(left, 0) : right + 1]
        seen.append(float(inside.max()) - float(inside.min()))
    assert np.median(seen) > 40


def test_no_slash_is_as_upright_and_as_short_as_a_one():
    rng = np.random.default_rng(4)
    for _ in range(300):
        wide, high = np.ptp(mark("/", 0.06, rng), axis=0)
        assert high > 1.14 or wide > 0.5


def test_a_round_speck_as_high_as_a_digit_says_nothing(maker, monkeypatch):
    monkeypatch.setattr(module, "_BLOT", 1.0)
    blots = []
    monkeypatch.setattr(module, "blot", lambda *arguments: blots.append(blot(*arguments)))
    rng = np.random.default_rng(6)
    lines = [maker.line(48, rng) for _ in range(150)]
    nothing = [line for line in lines if line.kind == "nothing"]
    assert nothing
    assert not any(line.text for line in nothing)
    assert len(blots) >= len(nothing)
