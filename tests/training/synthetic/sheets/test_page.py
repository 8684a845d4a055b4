import itertools

import numpy as np
import pytest

from tests.training.makers import IMAGES, PEN
from training.synthetic.sheets.arrangements import ARRANGEMENTS
from training.synthetic.sheets.page import PageMaker
from training.synthetic.sheets.views import View

SIZE = (256, 320)


@pytest.fixture(scope="module")
def maker():
    return PageMaker(IMAGES, PEN, (), seed=1, papers=2, skeletons=60)


@pytest.fixture(scope="module")
def pages(maker):
    rng = np.random.default_rng(2)
    return {kind: [maker.page(SIZE, rng, kind) for _ in range(6)] for kind in ARRANGEMENTS}


def test_a_page_is_as_large_as_asked_for_and_has_a_text_for_each_line(maker, pages):
    for page in itertools.chain(*pages.values()):
        assert page.pixels.dtype == np.uint8
        assert page.pixels.shape[:2] == SIZE
        assert page.lines.shape[1:] == (4, 2)
        assert len(page.texts) == len(page.lines)
    assert maker.page((28, 28), np.random.default_rng(0)).pixels.shape[:2] == (28, 28)


def test_pages_of_words_have_no_line_and_the_others_have_some(pages):
    lines = {kind: sum(len(page.lines) for page in made) for kind, made in pages.items()}
    assert lines.pop("words") == 0
    assert min(lines.values()) > 0


def test_the_middle_of_a_line_shows_in_the_picture(pages):
    for page in itertools.chain(*pages.values()):
        for corners in page.lines:
            across = np.linspace(0, 1, 30)[:, None]
            left, right = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
            middle = left + across * (right - left)
            assert ((middle > -1) & (middle < (SIZE[1] + 1, SIZE[0] + 1))).all(axis=1).any()
            assert np.hypot(*(corners[3] - corners[0])) > 2


def test_ink_is_where_a_line_is(maker):
    rng = np.random.default_rng(4)
    pages = [maker.page(SIZE, rng, "single") for _ in range(20)]
    found = []
    for page in pages:
        if len(page.lines) == 1:
            grey = page.pixels.reshape(*SIZE, -1).mean(axis=-1)
            (left, top), (right, bottom) = page.lines[0].min(axis=0), page.lines[0].max(axis=0)
            inside = np.zeros(SIZE, bool)
            inside[max(int(top), 0) : int(bottom), max(int(left), 0) : int(right)] = True
            found.append(grey[inside].std() > grey[~inside].std())
    assert len(found) > 10
    assert np.mean(found) > 0.75


def test_the_same_seed_gives_the_same_page(maker):
    one, same, other = (maker.page(SIZE, np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert np.array_equal(one.pixels, same.pixels)
    assert np.array_equal(one.lines, same.lines)
    assert one.pixels.shape != other.pixels.shape or not np.array_equal(one.pixels, other.pixels)


def test_a_view_turns_clockwise_and_shows_the_whole_picture():
    view = View.of((100, 200), np.deg2rad(30), np.array([0.1, -0.05]))
    across, down = view.sheet[1], view.sheet[0]
    corners = view.places(np.array([[0, 0], [across, 0], [across, down], [0, down]], float))
    assert corners[:, 0].min() < 1
    assert corners[:, 0].max() > 199
    start, end = view.places(np.array([[across / 2, down / 2], [across / 2 + 10, down / 2]]))
    x, y = end - start
    assert np.rad2deg(np.arctan2(y, x)) == pytest.approx(30, abs=6)
