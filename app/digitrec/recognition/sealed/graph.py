"""The graph of a network: runs it with LiteRT, a batch at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.message import Message
from digitrec.recognition.sealed.fair_lock import FairLock
from digitrec.recognition.sealed.litert import quiet
from digitrec.recognition.sealed.runtime import interpreter_of
from digitrec.recognition.sealed.time_limit import run_within

BATCH = 32
"""Drawings that go through the graph in one run; more are run in turn. Larger batches are no faster
from 16 images on, and 256 take 35 MB, which the runtime keeps."""


TRIAL_SECONDS = 5.0
"""Longest that a graph may take for two inputs before it is refused; ours take milliseconds."""

_ROUNDING = 1e-3
"""By how much probabilities may miss 1; those of half precision do by 0.0005."""


class Graph:
    """A LiteRT graph with one input. Safe to call from several threads.

    Args:
        content: of the graph's file.
        shape: of one drawing's input.

    Attributes:
        lock: held for one batch. Callers take turns, so that a digit drawn while a large page is
            read waits for one batch of the page and not for all of them.

    Raises:
        ValueError, RuntimeError, IndexError, KeyError: if the graph can't be run, if its input or
            outputs are of another kind, if a weight or what it gives in a trial is not a number, or
            if the trial doesn't end.
            Many carry a `Message`.
    """

    def __init__(self, content: bytes, shape: tuple[int, ...]) -> None:
        self._shape = shape
        self.lock = FairLock()
        with quiet():
            self._interpreter = interpreter_of(content)
            self._input = self._find_input()
            self._outputs = self._find_outputs()
            check_weights(self._interpreter)
            self._batch = 0
            try:
                run_within(TRIAL_SECONDS, self._try)
            except TimeoutError:
                raise ValueError(
                    Message("it doesn't end within {most} seconds", most=TRIAL_SECONDS)
                ) from None
            self._resize(1)

    def run(self, inputs: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """The outputs of the graph: the softmax (n, 10), and those of the others that it has.

        They are scores (n, 1 to 3), and the embedding, which is wider than the softmax.

        Args:
            inputs: of n drawings, float32; their shape is that of the graph but for axes of 1.
        """
        stack = np.ascontiguousarray(inputs, np.float32).reshape(-1, *self._shape)
        if not len(stack):
            return [np.empty((0, columns), np.float32) for columns in self._outputs]
        rows = []
        for at in range(0, len(stack), BATCH):
            with self.lock:
                rows.append(self._run(stack[at : at + BATCH]))
        return [np.concatenate(output) for output in zip(*rows, strict=True)]

    @property
    def embedding(self) -> int:
        """How many columns the embedding has; 0 if the graph doesn't give it."""
        return max((columns for columns in self._outputs if columns > 10), default=0)

    def _run(self, inputs: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        # Another caller's batch may have been in between, of another size.
        if len(inputs) != self._batch:
            self._resize(len(inputs))
        self._interpreter.set_tensor(self._input, inputs)
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(output) for output in self._outputs.values()]

    def _resize(self, batch: int) -> None:
        self._interpreter.resize_tensor_input(self._input, [batch, *self._shape])
        self._interpreter.allocate_tensors()
        self._batch = batch

    def _find_input(self) -> int:
        """Index of the only input."""
        inputs = self._interpreter.get_input_details()
        if len(inputs) != 1:
            raise ValueError(Message("it has {count} inputs, not one", count=len(inputs)))
        (only,) = inputs
        found = tuple(int(length) for length in only["shape"][1:])
        if only["dtype"] != np.float32 or _without_ones(found) != _without_ones(self._shape):
            raise ValueError(
                Message(
                    "its input is {type} of shape {found}, not float32 of shape {wanted}",
                    type=np.dtype(only["dtype"]).name,
                    found=found,
                    wanted=self._shape,
                )
            )
        return int(only["index"])

    def _find_outputs(self) -> dict[int, int]:
        """Indices, by number of columns, of the softmax, of the scores and of the embedding."""
        by_columns = {}
        for out in self._interpreter.get_output_details():
            if out["dtype"] != np.float32 or len(out["shape"]) != 2:
                raise ValueError(Message("its outputs are not all rows of float32"))
            by_columns[int(out["shape"][-1])] = int(out["index"])
        if 10 not in by_columns:
            raise ValueError(Message("it doesn't give ten probabilities"))
        scores = next((columns for columns in (3, 2, 1) if columns in by_columns), None)
        embedding = next((columns for columns in sorted(by_columns) if columns > 10), None)
        found = (10, scores, embedding)
        return {columns: by_columns[columns] for columns in found if columns is not None}

    def _try(self) -> None:
        """Runs two inputs, and refuses a graph that doesn't give a row of probabilities for each.

        A graph that can be loaded may still fail, or give fewer rows than there are inputs. Neither
        input is blank, as a blank image may have no direction in a network's embedding.
        """
        ramp = np.linspace(0, 1, int(np.prod(self._shape)), dtype=np.float32)
        trial = np.stack([ramp, ramp[::-1]])
        rows = self._run(trial.reshape(-1, *self._shape))
        if any(row.shape != (2, columns) for row, columns in zip(rows, self._outputs, strict=True)):
            raise ValueError(Message("it doesn't give a row for each drawing"))
        probabilities, *more = rows
        scores = [row for row in more if row.shape[1] < 10]
        if not (
            all(np.isfinite(row).all() for row in rows)
            and all(row.min() >= -_ROUNDING and row.max() <= 1 + _ROUNDING for row in scores)
            and probabilities.min() >= -_ROUNDING
            and np.abs(probabilities.sum(axis=1) - 1).max() <= _ROUNDING
        ):
            raise ValueError(Message("what it gives are not probabilities"))


def check_weights(interpreter: Any) -> None:
    """Refuses a weight that is not a number: a later layer can hide it from a trial.

    Args:
        interpreter: LiteRT's, before memory is allocated: only the constants have values then.

    Raises:
        ValueError: if there is one.
    """
    for tensor in interpreter.get_tensor_details():
        try:
            values = interpreter.get_tensor(tensor["index"])
        except ValueError:
            continue
        if values.dtype.kind == "f" and np.isnan(values).any():
            raise ValueError(Message("a weight is not a number"))


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(length for length in shape if length != 1)
