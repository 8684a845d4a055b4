import numpy as np

from digitrec.recognition.picture.segmentation.seams import MAX_SEAMS, find_seams
from tests.recognition.picture.sheets import written


def cut(text, gap):
    mask = written(text, gap=gap) > 0.4
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    mask = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return mask, find_seams(mask, float(len(mask)))


def test_digits_that_do_not_touch_are_separated_without_crossing_ink():
    mask, seams = cut("052", 0.2)
    inner = seams.pick(seams.open)
    assert len(inner) == 4
    assert (inner.columns[0] == 0).all()
    assert (inner.columns[-1] == mask.shape[1]).all()
    for seam in inner.columns[1:-1]:
        assert not mask[np.arange(len(mask)), seam].any()
    shares = [
        sum(mask[row, : seam[row]].sum() for row in range(len(mask))) / mask.sum()
        for seam in inner.columns
    ]
    assert shares == sorted(shares)


def test_a_slanting_gap_is_followed():
    mask = np.zeros((100, 160), bool)
    for row in range(100):
        left = 60 - row // 2
        mask[row, left : left + 6] = mask[row, left + 30 : left + 36] = True
    seams = find_seams(mask, 100.0)
    assert seams.open.sum() == 3
    between = seams.pick(seams.open).columns[1]
    assert between[5] > between[95] + 20


def test_digits_that_touch_are_cut_where_there_is_little_ink():
    _, seams = cut("00", -0.12)
    assert seams.open.sum() == 2
    best = seams.crossed[~seams.open].min()
    assert 0.02 < best < 0.3


def test_the_number_of_seams_is_bounded():
    mask = np.zeros((40, 3000), bool)
    mask[:, ::12] = True
    assert len(find_seams(mask, 40.0)) <= MAX_SEAMS + 2
