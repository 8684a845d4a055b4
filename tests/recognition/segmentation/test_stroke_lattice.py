import itertools

import numpy as np
import pytest

from digitrec.recognition.predictions import Predictions
from digitrec.recognition.segmentation.stroke_lattice import (
    CUT_FEATURES,
    CUT_WEIGHTS,
    GROUP_FEATURES,
    GROUP_WEIGHTS,
    MOST_STROKES,
    Lattice,
)
from tests.samples import number


def predictions(lattice, seed=0):
    rng = np.random.default_rng(seed)
    count = len(lattice.candidates)
    rows = rng.dirichlet(np.full(10, 0.3), count)
    return Predictions(rows, *rng.random((3, count)))


def every_way(lattice):
    """All ways through a lattice, by trying them."""

    def onward(way):
        if lattice.candidates[way[-1]].end == lattice.candidates[lattice.last[0]].end:
            yield way
        for at in range(len(lattice.candidates)):
            if way[-1] in lattice.before[at]:
                yield from onward((*way, at))

    for at, each in enumerate(lattice.candidates):
        if each.first == 0:
            yield from onward((at,))


def score(lattice, found, way):
    groups, cuts = lattice.features(found)
    total = sum(float(groups[at] @ GROUP_WEIGHTS) for at in way)
    for left, at in itertools.pairwise(way):
        total += float(cuts[at][lattice.before[at].index(left)] @ CUT_WEIGHTS)
    return total


@pytest.fixture
def lattice():
    return Lattice(number("4574", 20).strokes)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("digits", [None, 3, 4, 7])
def test_paths_are_the_best_of_all_and_their_probabilities_are_shares_of_all(lattice, seed, digits):
    found = predictions(lattice, seed)
    ways = [way for way in every_way(lattice) if digits in (None, len(way))]
    scores = np.array([score(lattice, found, way) for way in ways])
    shares = np.exp(scores - np.logaddexp.reduce(scores))
    best = np.argsort(-scores)[:3]
    paths = lattice.paths(found, digits, 3)
    assert [path.candidates for path in paths] == [ways[at] for at in best]
    assert [path.probability for path in paths] == pytest.approx(shares[best].tolist())


def test_features_have_the_columns_that_are_weighed(lattice):
    groups, cuts = lattice.features(predictions(lattice))
    assert groups.shape == (len(lattice.candidates), len(GROUP_FEATURES)) == (
        len(lattice.candidates), len(GROUP_WEIGHTS),
    )  # fmt: skip
    assert len(CUT_FEATURES) == len(CUT_WEIGHTS)
    for left, cut in zip(lattice.before, cuts, strict=True):
        assert cut.shape == (len(left), len(CUT_FEATURES))
    assert np.isfinite(groups).all()


def test_features_do_not_change_with_place_and_size(lattice):
    strokes = number("4574", 20).strokes
    moved = [tuple((30 + 2.5 * x, 7 + 2.5 * y) for x, y in stroke) for stroke in strokes]
    other = Lattice(moved)
    (_, cuts), (_, others) = (each.features(predictions(each)) for each in (lattice, other))
    for one, two in zip(cuts, others,
                        strict=True):  # fmt: skip
        assert one == pytest.approx(two, abs=1e-6)
    assert lattice.features(predictions(lattice))[0] == pytest.approx(
        other.features(predictions(other))[0], abs=1e-6
    )


def test_candidates_are_few_strokes_and_near_each_other(lattice):
    assert max(len(each.strokes) for each in lattice.candidates) <= MOST_STROKES
    far = Lattice(number("11", 300).strokes)
    assert [each.strokes for each in far.candidates] == [(0,), (1,)]
    assert len(Lattice(number("11", 300).strokes, bounded=False).candidates) == 3


def test_there_is_no_way_with_more_digits_than_strokes(lattice):
    assert lattice.paths(predictions(lattice), 9) == []


def test_dots_and_lines_have_features_too():
    lattice = Lattice([((0.0, 0.0),), ((5.0, 5.0),), ((9.0, 0.0), (9.0, 0.0))])
    groups, _ = lattice.features(predictions(lattice))
    assert np.isfinite(groups).all()
    assert lattice.paths(predictions(lattice))
