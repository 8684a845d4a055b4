import os
import signal
from functools import partial

import numpy as np
import pytest

from training.network.lines.workers import Workers


def begin(seed):
    def make(epoch, number):
        process = np.full(1, os.getpid())
        return [(np.array([seed, epoch, number, at]), process) for at in range(2)]

    return make


def broken():
    def make(epoch, number):
        raise ValueError(f"group {number}")

    return make


def heedless():
    def make(epoch, number):
        os.kill(os.getpid(), signal.SIGINT)
        return [(np.zeros(1), np.zeros(1))]

    return make


@pytest.mark.parametrize("count", [1, 3])
def test_batches_come_in_order_however_many_make_them(count):
    with Workers(partial(begin, 7), count) as workers:
        made = list(workers.batches(2, 9))
    assert [tuple(x) for x, _ in made] == [
        (7, 2, number, at) for number in range(9) for at in range(2)
    ]
    processes = {int(y[0]) for _, y in made}
    assert (processes == {os.getpid()}) == (count == 1)


@pytest.mark.parametrize("count", [1, 2])
def test_an_error_in_a_worker_is_raised_in_the_training(count):
    with Workers(broken, count) as workers, pytest.raises(ValueError, match="group 0"):
        list(workers.batches(0, 3))


def test_an_interrupt_stops_no_worker():
    with Workers(heedless, 2) as workers:
        assert len(list(workers.batches(0, 3))) == 3
