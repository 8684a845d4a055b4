import time
from dataclasses import replace

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from tests.samples import digit  # noqa: E402
from training.data.datasets import Images, PenDigits, Split  # noqa: E402
from training.network.batches import MixedBatches  # noqa: E402
from training.network.recipe import Recipe  # noqa: E402


@pytest.fixture(scope="module")
def parts():
    """A hundred made-up images and the ten hand-made digits."""
    rng = np.random.default_rng(0)
    images = Images(
        rng.integers(0, 256, (100, 28, 28), dtype=np.uint8), np.arange(100, dtype=np.uint8) % 10
    )
    pen = PenDigits(
        tuple(digit(which).strokes for which in range(10)),
        np.arange(10, dtype=np.uint8),
        np.ones(10, np.int64),
    )
    return Split(images, pen, images, pen)


CHARACTERS = ((((0.0, 0.0), (4.0, 9.0), (8.0, 0.0)),),)
RECIPE = Recipe(batch_size=16, epochs=2, learning_rate=1e-3)


def test_a_batch_depends_on_the_seed_the_epoch_and_its_number_alone(parts):
    one, other = (MixedBatches(parts, RECIPE, CHARACTERS) for _ in range(2))
    other[5]
    other.start_epoch(1)
    other[0]
    other.start_epoch(0)
    assert (one[2][0] == other[2][0]).all()
    assert (one[2][1] == other[2][1]).all()
    other.start_epoch(1)
    assert not (one[2][1] == other[2][1]).all()
    seeded = MixedBatches(parts, replace(RECIPE, seed=2), CHARACTERS)
    assert not (one[2][1] == seeded[2][1]).all()


def test_an_epoch_holds_every_image_every_pen_digit_and_the_outliers(parts):
    batches = MixedBatches(parts, RECIPE, CHARACTERS)
    x, y = (
        np.concatenate(part)
        for part in zip(*[batches[i] for i in range(len(batches))], strict=True)
    )
    assert x.shape == (len(y), 28, 28, 1)
    assert x.dtype == np.float32
    assert (x.min(), x.max()) == (0, 1)
    assert (y[:, :11].sum(axis=1) == 1).all()
    assert 0 < y[:, 11].sum() < y[:, 10].sum()
    assert (y[:, 11] <= y[:, 10]).all()  # several digits are no single one
    assert (y[:, :10].sum(axis=0) == 10 + RECIPE.pen_repeats).all()
    assert y[:, 10].mean() == pytest.approx(RECIPE.outlier_share, abs=0.01)


def test_without_outliers_there_are_digits_alone(parts):
    batches = MixedBatches(parts, replace(RECIPE, outlier_share=0.0))
    assert all(batches[i][1][:, 10].sum() == 0 for i in range(len(batches)))


def test_a_share_of_the_images_is_replaced_by_drawn_forms_of_the_same_digit(parts):
    def images(share):
        recipe = replace(RECIPE, outlier_share=0.0, pen_repeats=0, clean_share=1.0)
        batches = MixedBatches(parts, replace(recipe, form_image_share=share))
        made = [batches[at] for at in range(len(batches))]
        return tuple(map(np.concatenate, zip(*made, strict=True)))

    (plain, labels), (drawn, same), (some, _) = map(images, (0.0, 1.0, 0.3))
    assert np.array_equal(labels, same)
    replaced = (plain != drawn).any(axis=(1, 2, 3))
    assert np.array_equal(replaced, labels[:, 8] == 0)  # an 8 is written in one way
    assert 0.1 < (plain != some).any(axis=(1, 2, 3)).mean() < 0.5


def test_batches_come_in_order_however_many_threads_make_them(parts):
    class SlowAtFirst:
        """A teacher that takes longer over the first batch than over the second."""

        def teach(self, images, labels):
            time.sleep(0.2 if np.array_equal(labels, first) else 0.0)
            return labels

    first = MixedBatches(parts, RECIPE, CHARACTERS)[0][1]
    batches = MixedBatches(parts, RECIPE, CHARACTERS, SlowAtFirst())
    assert batches.workers > 1
    seen = []

    def look(labels, predictions):
        seen.append(keras.ops.convert_to_numpy(labels))
        return keras.ops.sum(predictions, axis=-1) * 0

    model = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten()])
    model.add(keras.layers.Dense(12))
    model.compile(loss=look, run_eagerly=True)
    model.fit(batches, epochs=1, shuffle=False, verbose=0)
    assert len(seen) == len(batches)
    for number, labels in enumerate(seen):
        assert (labels == batches[number][1]).all()
