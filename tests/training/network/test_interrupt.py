import os
import signal

import keras
import numpy as np
import pytest

from training.network.interrupt import Interruptible


class PressesCtrlC(keras.callbacks.Callback):
    """In the middle of a step, `times` times over."""

    def __init__(self, times=1):
        super().__init__()
        self.times = times
        self.begun = self.ended = 0

    def on_train_batch_begin(self, batch, logs=None):
        self.begun += 1
        if batch == 1:
            for _ in range(self.times):
                os.kill(os.getpid(), signal.SIGINT)

    def on_train_batch_end(self, batch, logs=None):
        self.ended += 1


def fit(presses):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    with Interruptible() as stop:
        callbacks = [presses, stop]
        model.fit(np.zeros((8, 2)), np.zeros((8, 1)), 2, 1, verbose=0, callbacks=callbacks)


@pytest.fixture(autouse=True)
def ctrl_c_is_the_test_s():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_in_the_middle_of_a_step_stops_after_it(capsys):
    presses = PressesCtrlC()
    with pytest.raises(KeyboardInterrupt):
        fit(presses)
    assert presses.begun == presses.ended == 2
    assert "stopping after this step" in capsys.readouterr().err


def test_ctrl_c_again_stops_at_once():
    presses = PressesCtrlC(times=2)
    with pytest.raises(KeyboardInterrupt):
        fit(presses)
    assert presses.begun == 2
    assert presses.ended == 1


def test_ctrl_c_during_the_last_look_at_held_out_data_is_not_forgotten():
    class PressesAtTheEnd(PressesCtrlC):
        def on_epoch_end(self, epoch, logs=None):
            os.kill(os.getpid(), signal.SIGINT)

    presses = PressesAtTheEnd(times=0)
    with pytest.raises(KeyboardInterrupt):
        fit(presses)
    assert presses.ended == 4


def test_a_process_that_was_told_to_ignore_ctrl_c_goes_on_doing_so():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    presses = PressesCtrlC()
    fit(presses)
    assert presses.ended == 4
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    signal.signal(signal.SIGINT, signal.default_int_handler)
