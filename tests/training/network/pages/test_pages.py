import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from digitrec.recognition.picture.opened_picture import Picture  # noqa: E402
from digitrec.recognition.picture.pages.line_finder import LineFinder  # noqa: E402
from digitrec.recognition.picture.pages.page_features import (  # noqa: E402
    CELL_OUTPUTS,
    as_blocks,
    as_cells,
    page_features,
)
from digitrec.recognition.picture.pages.page_lines import page_lines  # noqa: E402
from tests.recognition.picture.pages.outputs import line  # noqa: E402
from tests.training.makers import IMAGES, PEN  # noqa: E402
from training.network.half_precision import is_half, to_half  # noqa: E402
from training.network.lines.workers import Workers  # noqa: E402
from training.network.pages.architecture import PageRecipe, page_network  # noqa: E402
from training.network.pages.fit import CHECKPOINT, TRAINED, fit_pages  # noqa: E402
from training.network.pages.loss import (  # noqa: E402
    TARGETS,
    page_loss,
    page_target,
    turned_target,
)
from training.network.pages.tiles import Tiles  # noqa: E402
from training.sealing.graph import compile_graph  # noqa: E402
from training.synthetic.sheets.page import PageMaker  # noqa: E402

RECIPE = PageRecipe(epochs=2, steps=2, batch_size=2, tile=64)
LINES = np.stack([line(20, 30, 100, 20), line(40, 80, 60, 8, 20)])
NONE = np.zeros((0, 4, 2))
SIZE = (128, 160)


@pytest.fixture(scope="module")
def maker():
    return PageMaker(IMAGES, PEN, (), seed=1, papers=2, skeletons=60)


def as_outputs(target):
    """What a network that has learned everything says."""
    outputs = np.zeros((*target.shape[:2], CELL_OUTPUTS), np.float32)
    cos, sin = target[..., 3], target[..., 4]
    outputs[..., 0] = np.where(target[..., 0] > 0, 12, -12)
    outputs[..., 1:3] = target[..., 1:3]
    outputs[..., 3], outputs[..., 4] = cos**2 - sin**2, 2 * cos * sin
    outputs[..., 5:] = target[..., 3:]
    return outputs


def test_a_page_of_any_size_gives_the_outputs_of_each_cell():
    network = page_network()
    assert network.count_params() < 150_000
    small = page_network(0.25)
    for height, width in ((64, 96), (32, 200)):
        blocks = small.predict(np.zeros((1, height, width, 3), np.float32), verbose=0)[0]
        assert as_cells(blocks).shape == (height // 4, width // 4, CELL_OUTPUTS)


def test_the_target_of_a_page_says_where_its_lines_are():
    target = page_target(LINES, NONE, SIZE)
    found = page_lines(as_outputs(target))
    for one, true in zip(sorted(found, key=lambda one: one.middle[1]), LINES, strict=True):
        assert np.abs(one.corners - true).max() < 5
    assert target[2, 2, 0] == 0
    assert target[9, 10, 0] == -1  # below the middle of a line: not counted


def test_what_may_be_a_line_or_not_does_not_count():
    target = page_target(NONE, LINES[:1], SIZE)
    assert target[30 // 4, 60 // 4, 0] == -1
    assert target[100 // 4, 60 // 4, 0] == 0


def test_a_line_too_large_to_be_seen_at_this_size_is_left_to_a_smaller_copy_of_the_page():
    target = page_target(np.array([line(20, 100, 200, 120)]), NONE, (200, 240))
    assert not target.any()


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_target_is_that_of_the_turned_page(turns):
    found = page_lines(as_outputs(turned_target(page_target(LINES[:1], NONE, SIZE), turns)))
    along = np.array([1, 0])
    for _ in range(turns):  # np.rot90 turns counterclockwise
        along = np.array([along[1], -along[0]])
    assert found[0].direction @ along > 0.99
    x, y = 70 - 80, 30 - 64  # from the middle of the page
    for _ in range(turns):
        x, y = y, -x
    size = SIZE if turns == 2 else SIZE[::-1]
    assert found[0].middle == pytest.approx([size[1] / 2 + x, size[0] / 2 + y], abs=4)


def test_the_loss_is_lowest_for_the_outputs_that_the_target_asks_for():
    target = page_target(LINES, NONE, SIZE)

    def loss(outputs):
        y = keras.ops.convert_to_tensor(as_blocks(target)[None])
        return float(page_loss(y, keras.ops.convert_to_tensor(as_blocks(outputs)[None])))

    right = as_outputs(target)
    assert loss(right) < 0.05
    for output in range(CELL_OUTPUTS):
        other = right.copy()
        other[..., output] += 0.3 if output else 20
        assert loss(other) > loss(right) + 0.02


def test_batches_depend_on_the_seed_and_the_epoch_alone(maker):
    one, same = (list(Tiles(maker, RECIPE).batches(3)) for _ in range(2))
    for (x, y), (other_x, other_y) in zip(one, same, strict=True):
        assert x.shape == (2, 64, 64, 3)
        assert y.shape == (2, 8, 8, 4 * TARGETS)
        assert np.array_equal(x, other_x)
        assert np.array_equal(y, other_y)
    other = next(iter(Tiles(maker, RECIPE).batches(4)))
    assert not np.array_equal(one[0][0], other[0])


def test_an_interrupted_training_goes_on_with_the_next_epoch(maker, tmp_path, capsys):
    tiles = Tiles(maker, RECIPE)
    held_out = list(tiles.batches(9))

    def train(make=tiles.group):
        keras.utils.set_random_seed(1)
        with Workers(lambda: make) as workers:
            return fit_pages(page_network(0.25), RECIPE, workers, held_out, tmp_path)

    def interrupted(epoch, number):
        if epoch == 1:
            raise KeyboardInterrupt
        return held_out

    with pytest.raises(KeyboardInterrupt):
        train(interrupted)
    assert (tmp_path / CHECKPOINT).exists()
    assert not (tmp_path / TRAINED).exists()
    assert "epoch 1:" in capsys.readouterr().out
    path = train()
    said = capsys.readouterr().out
    assert "epoch 2:" in said
    assert "epoch 1:" not in said
    assert is_half(keras.models.load_model(path, compile=False))
    assert not (tmp_path / CHECKPOINT).exists()
    assert train() == path
    assert "already trained" in capsys.readouterr().out


def test_the_graph_says_what_keras_says_of_pages_of_any_size(maker):
    keras.utils.set_random_seed(3)
    network = page_network(0.25)
    for norm in network.layers:  # as after a training
        if isinstance(norm, keras.layers.BatchNormalization):
            gamma, beta, mean, variance = norm.get_weights()
            noise = np.random.default_rng(0).uniform(0.5, 1.5, gamma.shape)
            norm.set_weights([gamma * noise, beta + noise, mean + 0.1 * noise, variance * noise])
    page = page_features(maker.page((120, 200), np.random.default_rng(0)).pixels)
    before = network.predict(page[None], verbose=0)[0]
    to_half(network)
    expected = network.predict(page[None], verbose=0)[0]
    assert np.abs(expected - before).max() < 0.02
    finder = LineFinder(compile_graph(network))
    assert np.allclose(finder.run(page), as_cells(expected), atol=1e-3)
    assert isinstance(finder.find_lines(Picture(np.zeros((90, 300), np.uint8))), list)
