import numpy as np
import pytest

from digitrec.recognition.segmentation.mark_features import FEATURES
from digitrec.recognition.segmentation.mark_weights import (
    MARKS,
    PATH_FEATURES,
    SPACE_FEATURES,
    MarkWeights,
)
from digitrec.recognition.segmentation.weights import Weights


@pytest.fixture
def weights():
    rng = np.random.default_rng(1)
    return MarkWeights(
        rng.normal(size=(len(FEATURES) + 1, 7)),
        rng.normal(size=(8, len(MARKS) + 1)),
        Weights(rng.normal(size=len(PATH_FEATURES.groups)), rng.normal(size=2)),
        rng.normal(size=len(SPACE_FEATURES)),
    )


def test_a_card_keeps_the_weights(weights):
    again = MarkWeights.from_dict(weights.to_dict())
    features = np.random.default_rng(2).normal(size=(5, len(FEATURES)))
    assert np.array_equal(again.probabilities(features), weights.probabilities(features))
    assert np.array_equal(again.path.groups, weights.path.groups)
    assert np.array_equal(again.space, weights.space)


def test_the_probabilities_of_each_group_sum_to_one(weights):
    rows = weights.probabilities(np.random.default_rng(2).normal(size=(5, len(FEATURES))))
    assert rows.shape == (5, len(MARKS) + 1)
    assert np.allclose(rows.sum(axis=1), 1)


def test_weights_that_do_not_fit_are_refused(weights):
    fields = weights.to_dict()
    for part, name in (("hidden", "bow"), ("output", "/"), ("space", "gap")):
        fewer = {**fields, part: {key: fields[part][key] for key in fields[part] if key != name}}
        with pytest.raises(ValueError, match="other features"):
            MarkWeights.from_dict(fewer)
    with pytest.raises(ValueError, match="fit each other"):
        MarkWeights.from_dict({**fields, "hidden": {key: [1.0] for key in fields["hidden"]}})
    with pytest.raises(ValueError, match="not finite"):
        MarkWeights.from_dict({**fields, "space": dict.fromkeys(fields["space"], float("nan"))})
