import itertools

import numpy as np
import pytest

from digitrec.recognition.picture.picture_lattice import (
    CUT_FEATURES,
    CUT_WEIGHTS,
    GROUP_FEATURES,
    GROUP_WEIGHTS,
    PictureLattice,
)
from digitrec.recognition.picture.seams import find_seams
from digitrec.recognition.picture.text_lines import find_lines
from digitrec.recognition.predictions import Predictions
from tests.recognition.picture.sheets import written


def lattice_of(ink, bounded=True):
    (line,) = find_lines(ink)
    return PictureLattice(line, find_seams(line.mask, line.tall), bounded)


def surely(lattice, wanted):
    """Answers that take some candidates for digits, and nothing else."""
    sure = np.array([(each.first, each.end) in wanted for each in lattice.candidates])
    probabilities = np.full((len(sure), 10), 0.01)
    probabilities[:, 3] = np.where(sure, 0.91, 0.3)
    rejection_score = np.where(sure, 0.01, 0.95)
    return Predictions(probabilities, rejection_score, np.full(len(sure), 0.5), rejection_score)


def test_the_way_that_the_network_believes_in_is_taken():
    lattice = lattice_of(written("052"))
    ends = [0, *np.flatnonzero(lattice._seams.open)[1:-1].tolist(), len(lattice.seams) - 1]
    wanted = list(itertools.pairwise(ends))
    best, *others = lattice.paths(surely(lattice, wanted))
    spans = [(lattice.candidates[at].first, lattice.candidates[at].end) for at in best.candidates]
    assert spans == wanted
    assert best.probability > 0.9
    assert all(other.probability <= best.probability for other in others)
    (told, *_) = lattice.paths(surely(lattice, wanted), digits=2)
    assert len(told.candidates) == 2


def test_a_candidate_holds_its_own_ink_only():
    ink = written("47", gap=-0.05)
    lattice = lattice_of(ink)
    whole = next(each for each in lattice.candidates if each[:2] == (0, len(lattice.seams) - 1))
    halves = [
        (one, other)
        for one in lattice.candidates
        for other in lattice.candidates
        if one.first == 0 and one.end == other.first and other.end == whole.end
    ]
    total = lattice.crop(whole).sum()
    assert halves
    for one, other in halves:
        parts = lattice.crop(one).sum() + lattice.crop(other).sum()
        assert parts == pytest.approx(total, rel=0.02)


def test_boxes_are_in_the_pictures_pixels():
    ink = written("8", (1600, 900), tall=600, corner=(500, 200), pen=0.05)
    lattice = lattice_of(ink)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    wanted = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    whole = next(each for each in lattice.candidates if each[:2] == (0, len(lattice.seams) - 1))
    assert lattice.box(whole) == pytest.approx(wanted, abs=10)


def test_a_candidate_is_compact_unless_it_is_wide_or_in_two():
    lattice = lattice_of(written("00", gap=0.5))
    whole = next(each for each in lattice.candidates if each[:2] == (0, len(lattice.seams) - 1))
    first = next(each for each in lattice.candidates if each.first == 0 and each != whole)
    assert not lattice.compact(whole)
    assert lattice.compact(first)


def test_every_feature_has_its_weight():
    lattice = lattice_of(written("05"))
    groups, cuts = lattice.features(surely(lattice, []))
    assert groups.shape == (len(lattice.candidates), len(GROUP_FEATURES))
    assert {cut.shape[1] for cut in cuts} == {len(CUT_FEATURES)}
    assert GROUP_WEIGHTS.shape == (len(GROUP_FEATURES),)
    assert CUT_WEIGHTS.shape == (len(CUT_FEATURES),)
