import dataclasses

import numpy as np
import pytest

from digitrec.recognition.combination import Combination, agree, is_sure, log, may_agree
from digitrec.recognition.predictions import Predictions, unit_vectors

SURE, UNSURE = 0.99, 0.6


def predictions(digits, confidence=SURE, score=0.001, outlier=None):
    """Of each digit its confidence, the rest shared by the other nine."""
    rows = np.full((len(digits), 10), (1 - confidence) / 9)
    rows[np.arange(len(digits)), digits] = confidence
    scores = np.full(len(digits), score)
    return Predictions(rows, scores, scores, scores if outlier is None else scores * 0 + outlier)


def random(seed, count=6):
    rng = np.random.default_rng(seed)
    return Predictions(rng.dirichlet(np.ones(10), count), *rng.random((3, count)))


def test_the_answer_is_a_product_of_both_networks_powers():
    picture, path = random(1), random(2)
    found = Combination(0.7, 0.9).combine(picture, path).probabilities
    expected = picture.probabilities**0.7 * path.probabilities**0.9
    assert found == pytest.approx(expected / expected.sum(axis=1, keepdims=True))
    assert found.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize(("weights", "which"), [((1.0, 0.0), 0), ((0.0, 1.0), 1)])
def test_a_network_without_weight_has_no_say(weights, which):
    both = random(1), random(2)
    found = Combination(*weights).combine(*both).probabilities
    assert found == pytest.approx(both[which].probabilities)


def test_larger_weights_are_surer_of_the_same_digit():
    one, other = predictions([3], UNSURE), predictions([3], 0.7)
    calm, bold = (Combination(each, each).combine(one, other) for each in (0.3, 0.9))
    assert calm.probabilities.argmax() == bold.probabilities.argmax() == 3
    assert calm.probabilities.max() < bold.probabilities.max()


def test_scores_are_averaged_by_their_logits():
    picture, path = random(1), random(2)
    found = Combination(0.2, 1.5).combine(picture, path)
    for both, one, other in zip(found.scores, picture.scores, path.scores, strict=True):
        odds = np.sqrt(one / (1 - one) * other / (1 - other))
        assert both == pytest.approx(odds / (1 + odds))
        assert (both <= np.maximum(one, other)).all()
        assert (both >= np.minimum(one, other)).all()


def test_certainty_of_0_or_1_gives_finite_numbers():
    picture = Predictions(np.eye(10), *np.tile([0.0, 1.0], (3, 5)))
    path = Predictions(np.roll(np.eye(10), 1, axis=1), *np.tile([1.0, 0.0], (3, 5)))
    found = Combination(2.0, 2.0).combine(picture, path)
    assert all(np.isfinite(column).all() for column in found.columns)
    assert found.probabilities.sum(axis=1) == pytest.approx(1)
    assert found.rejection_score == pytest.approx(0.5)
    assert np.isfinite(log(np.array([0.0, 1e-300, 1.0]))).all()


def test_the_embeddings_of_both_networks_become_one_of_length_1():
    rng = np.random.default_rng(0)
    picture, path = (
        dataclasses.replace(one, embeddings=unit_vectors(rng.random((4, width), dtype=np.float32)))
        for one, width in ((predictions([1, 2, 3, 4]), 12), (predictions([1, 2, 3, 4]), 20))
    )
    both = Combination().combine(picture, path).embeddings
    assert both.shape == (4, 32)
    assert np.linalg.norm(both, axis=1) == pytest.approx(1)
    assert both[:, :12] * 2**0.5 == pytest.approx(picture.embeddings, abs=1e-6)
    older = dataclasses.replace(path, embeddings=np.empty((0, 0), np.float32))
    assert Combination().combine(picture, older).embeddings == pytest.approx(picture.embeddings)


def test_no_drawings_have_no_answer():
    nothing = Predictions(np.empty((0, 10)), *np.empty((3, 0)))
    assert agree(nothing, nothing).shape == (0,)


@pytest.mark.parametrize(
    ("picture", "path", "agreed"),
    [
        (predictions([3]), predictions([3]), True),
        (predictions([3]), predictions([8]), False),
        (predictions([3], UNSURE), predictions([3]), False),
        (predictions([3]), predictions([3], UNSURE), False),
        (predictions([3], outlier=0.3), predictions([3]), False),
        (predictions([3]), predictions([3], score=0.3), False),
    ],
)
def test_networks_agree_if_both_are_sure_of_the_same_digit(picture, path, agreed):
    assert agree(picture, path).tolist() == [agreed]


@pytest.mark.parametrize(
    ("path", "may"),
    [
        (predictions([3]), True),
        (predictions([3], UNSURE), False),
        (predictions([3], score=0.5), False),
    ],
)
def test_the_path_alone_may_say_that_the_networks_do_not_agree(path, may):
    assert may_agree(path).tolist() == [may]
    assert agree(predictions([3]), path).tolist() == [may]


def test_a_combination_is_read_as_it_was_written():
    weights = Combination(0.625, 0.875)
    assert Combination.from_dict(dataclasses.asdict(weights)) == weights
    assert Combination.from_dict({}) == Combination()
    assert Combination.from_dict({"path": 1, "later": "x"}) == Combination(path=1.0)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -101.0, 1e9])
@pytest.mark.parametrize("name", ["picture", "path"])
def test_weights_out_of_range_are_refused(name, bad):
    with pytest.raises(ValueError, match="weights of the networks are out of range"):
        Combination.from_dict({name: bad})


@pytest.mark.parametrize("fields", [{"path": "much"}, {"path": None}, {"picture": []}, None, 3])
def test_what_is_not_a_weight_is_refused(fields):
    with pytest.raises((ValueError, TypeError)):
        Combination.from_dict(fields)


def test_the_path_is_sure_only_of_one_digit_without_any_doubt():
    sure = predictions([3], 0.99995, 0.0005)
    assert is_sure(sure).all()
    doubts = [
        predictions([3], 0.999, 0.0005),
        dataclasses.replace(sure, rejection_score=np.array([0.002])),
        dataclasses.replace(sure, multi_digit=np.array([0.01])),
    ]
    assert not any(is_sure(each).any() for each in doubts)
