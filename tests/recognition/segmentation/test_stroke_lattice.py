import itertools

import numpy as np
import pytest

from digitrec.recognition.predictions import Predictions
from digitrec.recognition.segmentation.stroke_lattice import MAX_STROKES, StrokeLattice
from digitrec.recognition.segmentation.weights import DEFAULT
from tests.samples import number

GROUPS = [
    [1.0, -0.598, -2.303, 2.197, -4.078, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [1.0, -0.598, -0.598, -0.201, -3.367, 0.0, 0.0, 0.0, 0.0, 0.027, 0.027, 1.0, 0.0],
    [1.0, -0.598, -0.357, -0.847, -2.944, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [1.0, -0.598, -0.255, -1.237, -2.639, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [1.0, -0.598, -0.198, -1.516, -2.398, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0],
    [1.0, -0.598, -0.163, -1.735, -2.197, 0.0, 2.443, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
]
CUTS = [
    [],
    [],
    [[-0.255, -1.0, 1.0, 0.027, 0.027, 1.0, 0.121, 0.34, 0.426]],
    [
        [0.543, 0.0, 0.0, 0.5, 0.12, 0.0, 0.082, 0.043, 0.043],
        [0.6, 0.0, 0.0, 0.5, 0.12, 0.0, 0.295, 0.298, 0.043],
    ],
    [
        [0.543, 0.0, 0.0, 0.5, 0.12, 0.0, 0.061, 0.021, 0.043],
        [0.6, 0.0, 0.0, 0.5, 0.12, 0.0, 0.316, 0.319, 0.043],
    ],
    [[-0.467, -0.998, 0.996, 0.0, 0.0, 1.0, 1.5, 0.021, 1.0]],
]
"""The features of a drawn 45, as they were when the weights on the committed model's card were
fitted. If these change, the weights have to be fitted again."""


def predictions(lattice, seed=0):
    rng = np.random.default_rng(seed)
    count = len(lattice.candidates)
    rows = rng.dirichlet(np.full(10, 0.3), count)
    return Predictions(rows, *rng.random((3, count)))


def every_path(lattice):
    """All paths through a lattice, by trying them."""

    def onward(path):
        if path[-1] in lattice.final:
            yield path
        for at in range(len(lattice.candidates)):
            if path[-1] in lattice.predecessors[at]:
                yield from onward((*path, at))

    for at, each in enumerate(lattice.candidates):
        if each.first == 0:
            yield from onward((at,))


def score(lattice, found, path, weights):
    groups, cuts = lattice.features(found)
    total = sum(float(groups[at] @ weights.groups) for at in path)
    for left, at in itertools.pairwise(path):
        total += float(cuts[at][lattice.predecessors[at].index(left)] @ weights.cuts)
    return total


@pytest.fixture
def lattice():
    return StrokeLattice(number("4574", 20).strokes)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("digits", [None, 3, 4, 7])
def test_paths_are_the_best_of_all_and_their_probabilities_are_shares_of_all(lattice, seed, digits):
    found = predictions(lattice, seed)
    weights = DEFAULT.strokes
    every = [path for path in every_path(lattice) if digits in (None, len(path))]
    scores = np.array([score(lattice, found, path, weights) for path in every])
    shares = np.exp(scores - np.logaddexp.reduce(scores))
    best = np.argsort(-scores)[:3]
    paths = lattice.paths(found, weights, digits, 3)
    assert [path.candidates for path in paths] == [every[at] for at in best]
    assert [path.probability for path in paths] == pytest.approx(shares[best].tolist())


def test_features_have_the_columns_that_are_weighed(lattice):
    groups, cuts = lattice.features(predictions(lattice))
    assert groups.shape == (len(lattice.candidates), len(lattice.feature_names.groups))
    for left, cut in zip(lattice.predecessors, cuts, strict=True):
        assert cut.shape == (len(left), len(lattice.feature_names.cuts))
    assert np.isfinite(groups).all()


def test_features_have_the_values_that_the_weights_were_fitted_to():
    lattice = StrokeLattice(number("45", 20).strokes)
    assert [each.strokes for each in lattice.candidates] == [(0,), (0, 1), (1,), (2,), (2, 3), (3,)]
    at = np.arange(1, 7)
    rows = np.full((6, 10), 0.05) + 0.5 * np.eye(6, 10)
    groups, cuts = lattice.features(Predictions(rows, 0.9 / at, at / 60, at / 30))
    assert groups.round(3).tolist() == GROUPS
    assert [each.round(3).tolist() for each in cuts] == CUTS


def test_features_do_not_change_with_place_and_size(lattice):
    strokes = number("4574", 20).strokes
    moved = [tuple((30 + 2.5 * x, 7 + 2.5 * y) for x, y in stroke) for stroke in strokes]
    other = StrokeLattice(moved)
    (_, cuts), (_, others) = (each.features(predictions(each)) for each in (lattice, other))
    for one, two in zip(cuts, others, strict=True):
        assert one == pytest.approx(two, abs=1e-6)
    assert lattice.features(predictions(lattice))[0] == pytest.approx(
        other.features(predictions(other))[0], abs=1e-6
    )


def test_candidates_are_few_strokes_and_near_each_other(lattice):
    assert max(len(each.strokes) for each in lattice.candidates) <= MAX_STROKES
    far = StrokeLattice(number("11", 300).strokes)
    assert [each.strokes for each in far.candidates] == [(0,), (1,)]
    assert len(StrokeLattice(number("11", 300).strokes, bounded=False).candidates) == 3


def test_there_is_no_path_with_more_digits_than_strokes(lattice):
    assert lattice.paths(predictions(lattice), DEFAULT.strokes, 9) == []


def test_dots_and_lines_have_features_too():
    lattice = StrokeLattice([((0.0, 0.0),), ((5.0, 5.0),), ((9.0, 0.0), (9.0, 0.0))])
    groups, _ = lattice.features(predictions(lattice))
    assert np.isfinite(groups).all()
    assert lattice.paths(predictions(lattice), DEFAULT.strokes)
