import numpy as np
import pytest

from digitrec.recognition.picture.pages.found_line import FoundLine
from digitrec.recognition.picture.pages.line_finder import _distinct, lines_on
from digitrec.recognition.picture.pages.page_features import (
    MULTIPLE,
    as_blocks,
    as_cells,
    page_features,
    reduced,
)
from tests.recognition.picture.pages.outputs import line, seeing


class Seeing:
    """A network that sees lines, however much the picture was reduced, and what it was shown."""

    def __init__(self, lines, longest):
        self.lines, self.longest = lines, longest
        self.shapes = []

    def __call__(self, page):
        self.shapes.append(page.shape)
        scale = max(page.shape[:2]) / self.longest
        return seeing([corners * scale for corners in self.lines], page.shape[:2])


@pytest.mark.parametrize("height", [14, 60, 300])
def test_a_line_of_any_size_is_found_once_in_pixels_of_the_picture(height):
    true = line(200, 400, 900, height)
    network = Seeing([true], 1536)
    (one,) = lines_on(np.zeros((768, 1536, 3), np.uint8), network)
    assert network.shapes == [(384, 768, 3), (128, 256, 3), (48, 88, 3)]
    assert np.abs(one.corners - true).max() < 0.2 * height + 10
    assert (one.row, one.cell) == (0, 0)


def test_a_piece_that_is_surer_than_its_line_does_not_take_its_place():
    whole = FoundLine(line(40, 48, 160, 34), score=0.9)
    piece = FoundLine(line(70, 52, 8, 34), score=0.99)
    assert _distinct([piece, whole]) == [whole]


def test_of_two_looks_at_a_line_the_surer_one_counts():
    one = FoundLine(line(40, 48, 160, 34), score=0.9)
    other = FoundLine(line(44, 50, 150, 30), score=0.95)
    assert _distinct([one, other]) == [other]


def test_a_small_picture_is_seen_as_large_as_it_is():
    network = Seeing([line(4, 14, 20, 20)], 32)
    (one,) = lines_on(np.zeros((28, 28), np.uint8), network)
    assert network.shapes == [(32, 32, 3)]
    assert one.height == pytest.approx(20, rel=0.05)


def test_a_picture_without_lines_has_none_and_one_without_pixels_is_refused():
    assert lines_on(np.zeros((300, 300), np.uint8), Seeing([], 300)) == []
    with pytest.raises(ValueError, match="without pixels"):
        lines_on(np.zeros((0, 10), np.uint8), Seeing([], 10))


def test_features_do_not_depend_on_brightness_and_contrast_and_fill_whole_blocks():
    pixels = np.random.default_rng(0).integers(60, 120, (30, 45, 3), np.uint8)
    page = page_features(pixels)
    assert page.shape == (32, 48, 3)
    assert page.dtype == np.float32
    assert not any(side % MULTIPLE for side in page.shape[:2])
    assert np.allclose(page, page_features(2 * pixels + 10), atol=0.05)
    grey = page_features(pixels[..., 0])
    assert np.array_equal(grey[..., 0], grey[..., 2])


def test_a_page_is_reduced_and_never_enlarged():
    assert reduced(np.zeros((40, 20), np.uint8), 768).shape == (40, 20)
    assert reduced(np.zeros((1000, 500, 3), np.uint8), 100).shape == (100, 50, 3)
    assert reduced(np.zeros((1, 5000), np.uint8), 100).shape == (1, 100)


def test_blocks_hold_their_cells_row_by_row():
    cells = np.arange(4 * 6 * 3, dtype=np.float32).reshape(4, 6, 3)
    blocks = as_blocks(cells)
    assert blocks.shape == (2, 3, 12)
    assert blocks[0, 1].tolist() == [*cells[0, 2], *cells[0, 3], *cells[1, 2], *cells[1, 3]]
    assert np.array_equal(as_cells(blocks), cells)
