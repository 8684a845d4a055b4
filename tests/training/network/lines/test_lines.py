import json

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from digitrec.recognition.picture.line_decoding import (  # noqa: E402
    BLANK,
    CLASSES,
    OUTPUTS,
    SYMBOLS,
    decode,
)
from digitrec.recognition.picture.line_features import ink_channel, line_features  # noqa: E402
from digitrec.recognition.picture.line_reader import LineReader  # noqa: E402
from tests.training.makers import IMAGES, PEN  # noqa: E402
from training.network.half_precision import is_half  # noqa: E402
from training.network.lines import fit as fitting  # noqa: E402
from training.network.lines.architecture import LineRecipe, line_network  # noqa: E402
from training.network.lines.batches import LineBatches, as_batch  # noqa: E402
from training.network.lines.fit import TRAINED, fit_lines, read_lines  # noqa: E402
from training.network.lines.loss import MOST_LABELS, line_loss, line_target  # noqa: E402
from training.sealing.graph import compile_graph  # noqa: E402
from training.synthetic.lines.line import LineMaker  # noqa: E402

RECIPE = LineRecipe(epochs=2, steps=3, batch_size=2, widths=((48, 0.5), (96, 0.5)))
BOXES = np.array([[4, 6, 20, 40], [24, 8, 30, 40], [34, 5, 52, 44]], np.float32)


@pytest.fixture(scope="module")
def maker():
    return LineMaker(IMAGES, PEN, (), seed=1, papers=4)


def train(run, maker, recipe=RECIPE, **more):
    run.mkdir(exist_ok=True)
    keras.utils.set_random_seed(recipe.seed)
    held_out = [maker.line(48, np.random.default_rng(at)) for at in range(3)]
    return fit_lines(line_network(0.25), recipe, maker, held_out, run, **more)


def test_a_line_of_any_width_gives_a_row_of_outputs_for_each_frame():
    network = line_network()
    assert 300_000 < network.count_params() < 600_000
    small = line_network(0.25)
    for width in (48, 100, 16):
        outputs = small.predict(np.zeros((1, 48, width, 1), np.float32), verbose=0)
        assert outputs.shape == (1, width // 4, OUTPUTS)


def test_a_target_has_the_text_the_frames_and_the_boxes():
    target = line_target("4.7", BOXES, 16)
    labels, symbols = target[1 : 1 + MOST_LABELS], target[1 + MOST_LABELS : 17 + MOST_LABELS]
    sides = target[17 + MOST_LABELS :].reshape(16, 4)
    assert target[0] == 3
    assert labels[:4].tolist() == [4, SYMBOLS.index("."), 7, BLANK]
    assert symbols[3] == 4
    assert symbols[6] == SYMBOLS.index(".")
    assert symbols[10] == 7
    assert symbols[15] == BLANK
    middle = 10.5 * 4
    assert sides[10] * 48 == pytest.approx([middle - 34, 5, 52 - middle, 44])


def test_the_loss_is_lowest_for_the_outputs_that_the_target_asks_for():
    target = line_target("4.7", BOXES, 16)
    symbols = target[1 + MOST_LABELS : 17 + MOST_LABELS]
    sides = target[17 + MOST_LABELS :].reshape(16, 4)
    right = np.zeros((1, 16, OUTPUTS), np.float32)
    right[0, np.arange(16), np.where(symbols < 0, BLANK, symbols).astype(int)] = 15
    right[0, :, CLASSES:] = sides
    assert decode(right[0]).text == "4.7"

    def loss(outputs):
        return float(line_loss(keras.ops.convert_to_tensor(target[None]), outputs))

    assert loss(right) < 0.01
    other = right.copy()
    other[0, 10, [7, 1]] = other[0, 10, [1, 7]]
    moved = right.copy()
    moved[0, 10, CLASSES] += 0.5
    assert loss(other) > loss(right) + 0.5
    assert loss(moved) > loss(right) + 0.1


def test_a_batch_depends_on_the_seed_the_epoch_and_its_number_alone(maker):
    one, other = (LineBatches(maker, RECIPE) for _ in range(2))
    other.start_epoch(1)
    other[0]
    other.start_epoch(0)
    for number in (3, 0, 1):
        for x, same in zip(one[number], other[number], strict=True):
            assert np.array_equal(x, same)
    assert not np.array_equal(one[0][0], one[2][0])  # the same lines, shown again
    assert np.array_equal(one[0][1], one[2][1])
    assert one[0][0].shape != one[1][0].shape


def _interrupted_in_the_second(batches, epoch):
    batches._epoch = epoch
    if epoch == 1:
        raise KeyboardInterrupt


def test_an_interrupted_training_goes_on_with_the_next_epoch(maker, tmp_path, monkeypatch, capsys):
    with monkeypatch.context() as patched:
        patched.setattr(fitting.LineBatches, "start_epoch", _interrupted_in_the_second)
        with pytest.raises(KeyboardInterrupt):
            train(tmp_path, maker)
    assert not (tmp_path / TRAINED).exists()
    assert "Epoch 1/2" in capsys.readouterr().out
    path = train(tmp_path, maker)
    said = capsys.readouterr().out
    assert "Epoch 2/2" in said
    assert "Epoch 1/2" not in said
    assert is_half(keras.models.load_model(path, compile=False))
    assert not (tmp_path / "backup-lines").exists()
    assert train(tmp_path, maker) == path
    assert "already trained" in capsys.readouterr().out


def test_a_training_ends_when_its_time_is_over_with_a_low_learning_rate(maker, tmp_path):
    path = tmp_path / "progress.json"
    path.write_text('{"seconds": 599, "epochs": 7}', "utf-8")  # before an interruption
    network = line_network(0.25)
    network.compile(optimizer="sgd")
    network.stop_training = False
    for minutes, over in ((100, False), (9.9, True)):
        progress = fitting.Progress(LineBatches(maker, RECIPE), LineRecipe(), path, minutes)
        progress.set_model(network)
        progress.on_epoch_begin(7)
        rate = float(network.optimizer.learning_rate)
        assert (rate < 0.01 * RECIPE.learning_rate) == over
        progress.on_epoch_end(7)
        assert network.stop_training == over
        assert json.loads(path.read_text("utf-8"))["seconds"] >= 599


def test_the_graph_reads_as_keras_does_in_lines_of_any_width(maker):
    keras.utils.set_random_seed(3)
    network = line_network(0.25)
    reader = LineReader(compile_graph(network))
    for width in (96, 48, 160):
        line = maker.line(width, np.random.default_rng(width))
        x, _ = as_batch([line])
        features = line_features(ink_channel(line.pixels))
        expected = network.predict(x, verbose=0)[0]
        assert np.allclose(reader.run(features), expected, atol=1e-4)
        assert reader.read(ink_channel(line.pixels)).text == read_lines(network, [line])[0]
    odd = np.random.default_rng(1).random((61, 77), np.float32)
    assert reader.run(line_features(odd)).shape == (16, OUTPUTS)
