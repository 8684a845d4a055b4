import itertools

import numpy as np
import pytest

from digitrec.recognition.picture.segmentation.picture_lattice import PictureLattice
from digitrec.recognition.picture.segmentation.seams import find_seams
from digitrec.recognition.picture.segmentation.text_lines import find_lines
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.segmentation.weights import DEFAULT
from tests.recognition.picture.sheets import written


def lattice_of(ink, bounded=True):
    (line,) = find_lines(ink)
    return PictureLattice(line, find_seams(line.mask, line.digit_height), bounded)


def surely(lattice, wanted):
    """Predictions that take some candidates for digits, and nothing else."""
    sure = np.array([(each.first, each.end) in wanted for each in lattice.candidates])
    probabilities = np.full((len(sure), 10), 0.01)
    probabilities[:, 3] = np.where(sure, 0.91, 0.3)
    rejection_score = np.where(sure, 0.01, 0.95)
    return Predictions(probabilities, rejection_score, np.full(len(sure), 0.5), rejection_score)


def test_the_path_that_the_network_believes_in_is_taken():
    (line,) = find_lines(written("052"))
    seams = find_seams(line.mask, line.digit_height)
    lattice = PictureLattice(line, seams)
    ends = [0, *np.flatnonzero(seams.open)[1:-1].tolist(), len(seams) - 1]
    wanted = list(itertools.pairwise(ends))
    best, *others = lattice.paths(surely(lattice, wanted), DEFAULT.picture)
    spans = [(lattice.candidates[at].first, lattice.candidates[at].end) for at in best.candidates]
    assert spans == wanted
    assert best.probability > 0.9
    assert all(other.probability <= best.probability for other in others)
    (given, *_) = lattice.paths(surely(lattice, wanted), DEFAULT.picture, digits=2)
    assert len(given.candidates) == 2


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
    assert not lattice.is_compact(whole)
    assert lattice.is_compact(first)


def test_features_have_the_columns_that_are_weighed():
    lattice = lattice_of(written("05"))
    groups, cuts = lattice.features(surely(lattice, []))
    assert groups.shape == (len(lattice.candidates), len(lattice.feature_names.groups))
    assert {cut.shape[1] for cut in cuts} == {len(lattice.feature_names.cuts)}
