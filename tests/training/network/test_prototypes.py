import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from tests.samples import digit  # noqa: E402
from training.augmentation.variation import vary_strokes  # noqa: E402
from training.data.datasets import PenDigits  # noqa: E402
from training.network.architectures import (  # noqa: E402
    EVIDENCE,
    LIKENESS,
    PROTOTYPES,
    PROTOTYPES_OF_A_DIGIT,
    convolutional,
)
from training.network.half_precision import is_half, to_half  # noqa: E402
from training.network.prototypes import fit_prototypes, is_fitted  # noqa: E402
from training.sealing.classifier import OUTLIER_COSINE, OUTLIER_SCALE, load_keras  # noqa: E402
from training.sealing.seal import seal  # noqa: E402


def written(each):
    """Samples of each digit, all of them a little different."""
    rng = np.random.default_rng(0)
    strokes, labels = [], []
    for label in range(10):
        for _ in range(each):
            lines = [np.array(stroke) for stroke in digit(label).strokes]
            strokes.append(tuple(tuple(map(tuple, line)) for line in vary_strokes(lines, rng)))
            labels.append(label)
    return PenDigits(tuple(strokes), np.array(labels, np.uint8), np.ones(len(labels), np.int64))


@pytest.fixture(scope="module")
def pen():
    return written(PROTOTYPES_OF_A_DIGIT)


@pytest.fixture(scope="module")
def network(pen):
    keras.utils.set_random_seed(1)
    network = convolutional(width=0.3)
    to_half(network)
    before = network.predict(pen.views()[:, 0, ..., None], verbose=0)
    assert not is_fitted(network)
    assert fit_prototypes(network, pen)
    assert np.array_equal(network.predict(pen.views()[:, 0, ..., None], verbose=0), before)
    return network


def said(network, layer, images):
    return keras.Model(network.inputs, network.get_layer(layer).output).predict(images, verbose=0)


def test_the_prototypes_are_directions_of_the_digits_embeddings(network, pen):
    centres = network.get_layer(PROTOTYPES).get_weights()[0]
    assert is_fitted(network)
    assert is_half(network)
    assert np.linalg.norm(centres, axis=0) == pytest.approx(1, abs=1e-3)
    images = pen.views().reshape(-1, 28, 28, 1)
    directions = said(network, "direction", images)
    likeness = said(network, LIKENESS, images)[:, 0]
    assert likeness == pytest.approx((directions @ centres).max(axis=1), abs=1e-5)
    labels = np.repeat(pen.labels, 2)
    own = np.repeat(np.arange(10), PROTOTYPES_OF_A_DIGIT)
    for which in range(10):  # each digit has a centre that is near to each of its drawings
        near = (directions[labels == which] @ centres[:, own == which]).max(axis=1)
        assert near.min() > 0.9


def test_the_sealed_graph_uses_them_for_the_outlier_score(network, pen, tmp_path):
    network.save(tmp_path / "m.keras")
    model = seal(tmp_path / "m.keras", tmp_path / "s.keras")
    images = np.concatenate([pen.views()[:5, 0], np.random.default_rng(3).random((5, 28, 28))])
    logit = said(network, EVIDENCE, images[..., None])[:, 10]
    likeness = said(network, LIKENESS, images[..., None])[:, 0]
    expected = 1 / (1 + np.exp(-(logit + OUTLIER_SCALE * (OUTLIER_COSINE - likeness))))
    predictions = model.read(images.astype(np.float32))
    assert predictions.outlier_score == pytest.approx(expected, abs=1e-4)
    assert predictions.rejection_score == pytest.approx(1 / (1 + np.exp(-logit)), abs=1e-4)
    assert is_fitted(load_keras(tmp_path / "s.keras"))


def test_without_prototypes_drawings_and_images_have_the_same_score(tmp_path):
    convolutional(width=0.3).save(tmp_path / "m.keras")
    predictions = seal(tmp_path / "m.keras", tmp_path / "m.keras").read(
        np.random.default_rng(3).random((5, 28, 28), dtype=np.float32)
    )
    assert np.array_equal(predictions.outlier_score, predictions.rejection_score)


def test_too_few_drawings_make_no_prototypes():
    network = convolutional(width=0.3)
    assert not fit_prototypes(network, written(2))
    assert not is_fitted(network)
    assert not fit_prototypes(keras.Sequential([keras.Input((784,))]), written(2))
