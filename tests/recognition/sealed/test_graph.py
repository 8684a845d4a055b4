import threading
import time

import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.recognition.sealed.graph import BATCH
from digitrec.resources import model_path

PAGE = np.random.default_rng(0).random((4 * BATCH, 28, 28), dtype=np.float32)
DIGIT = PAGE[:1]


def until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


@pytest.fixture
def watched(monkeypatch):
    """A model, the sizes of the batches that it runs in order, and a hook before each of them."""
    from ai_edge_litert import interpreter

    batches, hooks = [], []

    class Watched(interpreter.Interpreter):
        def set_tensor(self, index, value):
            for hook in hooks:
                hook(len(value))
            batches.append(len(value))
            super().set_tensor(index, value)

    monkeypatch.setattr(interpreter, "Interpreter", Watched)
    model = Model.open(model_path())
    batches.clear()  # those of its trial
    return model, batches, hooks


def test_another_caller_gets_its_turn_between_two_batches(watched):
    model, batches, hooks = watched
    found = []
    caller = threading.Thread(target=lambda: found.append(model.run(DIGIT)), daemon=True)

    def call_during_the_first(size):
        if not batches:
            caller.start()
            until(lambda: model.graph.lock.waiting)

    hooks.append(call_during_the_first)
    page = model.run(PAGE)
    caller.join(30)
    assert batches == [BATCH, 1, BATCH, BATCH, BATCH]
    assert found[0][0] == pytest.approx(page[0], abs=1e-6)


def test_batches_of_other_callers_and_sizes_change_no_result(watched):
    model, _, _ = watched
    alone = model.run(PAGE)
    found = {}

    def read(size):
        found[size] = [model.run(PAGE[:size]) for _ in range(5)]

    threads = [threading.Thread(target=read, args=(size,)) for size in (1, 7, len(PAGE))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert set(found) == {1, 7, len(PAGE)}
    for size, results in found.items():
        for rows in results:
            assert rows == pytest.approx(alone[:size], abs=1e-6)
