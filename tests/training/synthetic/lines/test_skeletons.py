import numpy as np

from tests.training.makers import IMAGES
from training.synthetic.lines.skeletons import skeletons, thinned


def test_a_thick_bar_is_thinned_to_its_middle_line():
    bar = np.zeros((1, 20, 30), bool)
    bar[0, 8:13, 4:26] = True
    (thin,) = thinned(bar)
    assert thin.sum(axis=0).max() == 1
    assert set(np.nonzero(thin)[0]) <= {9, 10, 11}
    assert thin.sum() >= 16


def test_a_ring_stays_closed():
    y, x = np.mgrid[:40, :40] - 20
    ring = (np.hypot(y, x) < 15) & (np.hypot(y, x) > 9)
    (thin,) = thinned(ring[None])
    angles = np.sort(np.arctan2(*(np.argwhere(thin) - 20).T))
    assert np.diff(angles).max() < 0.3
    assert thin.sum() < ring.sum() / 4


def test_the_points_of_an_image_lie_on_its_ink():
    for image, points in zip(IMAGES.x, skeletons(IMAGES.x), strict=True):
        column, row = np.clip(points.astype(int), 0, 27).T
        assert len(points) > 20
        assert (image[row, column] > 0).mean() > 0.95


def test_an_image_without_ink_has_no_points():
    assert [len(points) for points in skeletons(np.zeros((2, 28, 28), np.uint8))] == [0, 0]
