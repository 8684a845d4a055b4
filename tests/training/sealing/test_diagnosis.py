"""Models that were trained on something other than the program gives them."""

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from tests.samples import digit  # noqa: E402
from training.augmentation.variation import vary_ink  # noqa: E402
from training.data.datasets import Images, PenDigits, Split  # noqa: E402
from training.network.batches import one_hot  # noqa: E402
from training.sealing.diagnosis import diagnose  # noqa: E402
from training.sealing.seal import seal  # noqa: E402


@pytest.fixture(scope="module")
def split():
    """Forty variations of each sample, as images and as ink."""
    rng = np.random.default_rng(0)
    labels = np.tile(np.arange(10, dtype=np.uint8), 40)
    x = np.stack([vary_ink(digit(int(label)).strokes, rng) for label in labels])
    images = Images(np.uint8(255 * x.reshape(-1, 28, 28)), labels)
    few = labels[:10]
    strokes = tuple(digit(int(label)).strokes for label in few)
    pen = PenDigits(strokes, few, np.ones(10, np.int64))
    return Split(images, pen, images, pen)


def sealed(tmp_path, x, labels, activation="softmax"):
    """A small network that was trained on these images, sealed."""
    keras.utils.set_random_seed(1)
    scale = float(x.max())
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / scale),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation=activation),
        ]
    )
    loss = "binary_crossentropy" if activation == "sigmoid" else "categorical_crossentropy"
    network.compile(keras.optimizers.Adam(0.01), loss)
    network.fit(x, one_hot(labels), batch_size=32, epochs=12, verbose=0)
    network.save(tmp_path / "m.keras")
    return seal(tmp_path / "m.keras", tmp_path / "s.keras")


def as_the_program_gives_them(images):
    return images.x.astype(np.float32) / 255


def test_a_model_that_reads_well_gives_no_warning(split, tmp_path):
    images = split.images
    assert diagnose(sealed(tmp_path, as_the_program_gives_them(images), images.y), split) is None


@pytest.mark.parametrize(
    ("change", "shift", "says"),
    [
        (lambda x: 255 * x, 0, r"pixels from 0 to 255.*Rescaling\(255\)"),
        (lambda x: 1 - x, 0, r"black ink on white.*Rescaling\(-1, offset=1\)"),
        (lambda x: 255 * (1 - x), 0, r"black ink on white.*Rescaling\(-255, offset=255\)"),
        (lambda x: x.transpose(0, 2, 1), 0, "rows and columns are swapped"),
        (lambda x: x, 1, "labels shifted by 1"),
    ],
)
def test_the_cause_that_fits_is_named(split, tmp_path, change, shift, says):
    images = split.images
    x, y = change(as_the_program_gives_them(images)), (images.y + shift) % 10
    warning = diagnose(sealed(tmp_path, x, y), split)
    assert warning.startswith("WARNING: the model reads only")
    import re

    assert re.search(says, warning)


def test_a_model_that_has_learned_nothing_fits_no_cause(split, tmp_path):
    images = split.images
    labels = np.random.default_rng(0).permutation(images.y)
    warning = diagnose(sealed(tmp_path, as_the_program_gives_them(images), labels), split)
    assert "it has not learned to read digits" in warning


def test_outputs_of_a_sigmoid_become_shares_of_one(split, tmp_path):
    images = split.images
    model = sealed(tmp_path, as_the_program_gives_them(images), images.y, "sigmoid")
    assert model.card.fields["output"] == "sigmoid"
    assert model.run(as_the_program_gives_them(images)).sum(axis=1) == pytest.approx(1, abs=1e-4)
    assert diagnose(model, split) is None
