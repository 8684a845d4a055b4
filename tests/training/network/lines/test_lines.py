import dataclasses

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
from training.network.lines.batches import LineBatches, as_batch, groups  # noqa: E402
from training.network.lines.fit import TRAINED, fit_lines, read_lines  # noqa: E402
from training.network.lines.loss import MOST_LABELS, line_loss, line_target  # noqa: E402
from training.network.lines.workers import Workers  # noqa: E402
from training.sealing.graph import compile_graph  # noqa: E402
from training.synthetic.lines.line import LineMaker  # noqa: E402

RECIPE = LineRecipe(epochs=2, steps=3, batch_size=2, widths=((48, 0.5), (96, 0.5)))
BOXES = np.array([[4, 6, 20, 40], [24, 8, 30, 40], [34, 5, 52, 44]], np.float32)


@pytest.fixture(scope="module")
def maker():
    return LineMaker(IMAGES, PEN, (), seed=1, papers=4)


def train(run, maker, recipe=RECIPE, batches=LineBatches, **more):
    run.mkdir(exist_ok=True)
    keras.utils.set_random_seed(recipe.seed)
    held_out = [maker.line(48, np.random.default_rng(at)) for at in range(3)]
    with Workers(lambda: batches(maker, recipe).group) as workers:
        return fit_lines(line_network(0.25), recipe, workers, held_out, run, **more)


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


def test_a_group_has_the_batches_of_its_numbers(maker):
    recipe = dataclasses.replace(RECIPE, steps=6)
    batches = LineBatches(maker, recipe)
    batches.start_epoch(2)
    wanted = [batches[number] for number in range(6)]
    made = [one for number in range(groups(recipe)) for one in batches.group(2, number)]
    for (x, y), (same_x, same_y) in zip(made, wanted, strict=True):
        assert np.array_equal(x, same_x)
        assert np.array_equal(y, same_y)


class Interrupted(LineBatches):
    """Stops the training in the middle of the second epoch."""

    def __getitem__(self, number):
        if self._epoch == 1 and number == 2:
            raise KeyboardInterrupt
        return super().__getitem__(number)


def test_an_interrupted_training_goes_on_with_the_next_epoch(maker, tmp_path, capsys):
    with pytest.raises(KeyboardInterrupt):
        train(tmp_path, maker, batches=Interrupted)
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint-lines.npz"]
    assert "epoch 1: loss" in capsys.readouterr().out
    path = train(tmp_path, maker)
    said = capsys.readouterr().out
    assert "epoch 2: loss" in said
    assert "epoch 1:" not in said
    assert is_half(keras.models.load_model(path, compile=False))
    assert [path.name for path in tmp_path.iterdir()] == [TRAINED]
    assert train(tmp_path, maker) == path
    assert "already trained" in capsys.readouterr().out


def test_a_checkpoint_holds_all_that_the_next_step_depends_on(maker, tmp_path):
    def compiled():
        network = line_network(0.25)
        optimizer = keras.optimizers.AdamW(1e-3)
        optimizer.build(network.trainable_variables)
        network.compile(optimizer=optimizer, loss=line_loss)
        return network, fitting.Checkpoint(network, tmp_path / "checkpoint.npz")

    batches = LineBatches(maker, RECIPE)
    first, checkpoint = compiled()
    assert (checkpoint.epochs, checkpoint.seconds) == (0, 0)
    first.train_on_batch(*batches[0])
    checkpoint.save(3, 60.5)
    second, checkpoint = compiled()
    assert (checkpoint.epochs, checkpoint.seconds) == (3, 60.5)
    for network in (first, second):
        keras.utils.set_random_seed(5)  # of the dropout
        network.layers[-3].seed_generator.state.assign([1, 2])
        network.train_on_batch(*batches[1])
    for one, other in zip(first.get_weights(), second.get_weights(), strict=True):
        assert np.allclose(one, other, atol=1e-6)


def test_a_training_ends_when_its_time_is_over_with_a_low_learning_rate(maker, tmp_path, capsys):
    rates = {}
    for minutes in (100, 10.05, 9.9):
        schedule = fitting.Schedule(LineRecipe(), minutes, before=600)
        rates[minutes] = schedule.learning_rate(7) / LineRecipe().learning_rate
        assert schedule.over == (minutes == 9.9)
    assert rates[100] > 0.9
    assert rates[10.05] < 0.01
    assert fitting.Schedule(LineRecipe(), 100, before=600).left(7) == "10 min, 90 min to go"
    train(tmp_path, maker, minutes=0)
    assert "epoch" not in capsys.readouterr().out


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
