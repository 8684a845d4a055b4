"""What a training says as it goes on."""

import pytest

pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from training.network.progress import EpochProgress
from training.terminal.progress import duration


@pytest.fixture
def progress():
    made = EpochProgress()
    made.set_params({"epochs": 3, "steps": 2})
    return made


def epoch(progress, number, held_out):
    progress.on_epoch_begin(number)
    for step in range(2):
        progress.on_train_batch_end(step, {"loss": 1.0})
    logs = {"loss": 0.5, "held_out": held_out, "held_out_images": 0.99, "held_out_pen": 0.98}
    progress.on_epoch_end(number, logs)


def test_each_epoch_is_a_line_with_its_figures_and_the_time_that_is_left(progress, capsys):
    epoch(progress, 0, 0.2)
    epoch(progress, 1, 0.3)
    epoch(progress, 2, 0.1)
    first, second, third = capsys.readouterr().out.splitlines()
    assert first.startswith(
        "epoch 1 of 3: loss 0.5000; held out: images 99.00%, pen 98.00%, loss 0.2000 (the lowest); "
    )
    assert first.endswith(" to go")
    assert "(the lowest)" not in second
    assert third.endswith("(the lowest)")


def test_without_a_terminal_there_is_no_bar(progress, capsys):
    epoch(progress, 0, 0.2)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "3 s"), (89, "89 s"), (720, "12 min"), (7500, "2 h 05 min")],
)
def test_a_time_in_words(seconds, words):
    assert duration(seconds) == words
