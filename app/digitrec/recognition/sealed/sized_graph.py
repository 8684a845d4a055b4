"""The graph of a network that takes pictures of any size: runs it with LiteRT, one at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.message import Message
from digitrec.recognition.sealed.fair_lock import FairLock
from digitrec.recognition.sealed.graph import check_weights
from digitrec.recognition.sealed.litert import quiet
from digitrec.recognition.sealed.runtime import interpreter_of

Values = NDArray[np.float32]


class SizedGraph:
    """A LiteRT graph with one input (1, h, w, channels) and one output. Safe to share by threads.

    Args:
        content: of the graph's file.
        trial: an input (h, w, channels), which the graph is tried with.
        expected: shape of what the graph gives for it.

    Attributes:
        lock: held for one run, so that threads take turns.

    Raises:
        ValueError, RuntimeError, IndexError, KeyError: if the graph can't be run, if its input or
            output is of another kind, or if a weight or what it gives in the trial is not a number.
            Many carry a `Message`.
    """

    def __init__(self, content: bytes, trial: Values, expected: tuple[int, ...]) -> None:
        self.lock = FairLock()
        with quiet():
            self._interpreter = interpreter_of(content)
            inputs = self._interpreter.get_input_details()
            outputs = self._interpreter.get_output_details()
            if len(inputs) != 1 or len(outputs) != 1:
                raise ValueError(Message("it has not one input and one output"))
            if any(each["dtype"] != np.float32 for each in (*inputs, *outputs)):
                raise ValueError(Message("its input or its output is not float32"))
            # LiteRT crashes if a graph is resized to a shape that its layers can't take.
            wanted = (1, *trial.shape)
            signature = tuple(int(side) for side in inputs[0]["shape_signature"])
            if len(signature) != len(wanted) or any(
                side not in (-1, 1, least) for side, least in zip(signature, wanted, strict=True)
            ):
                raise ValueError(
                    Message(
                        "its input is {type} of shape {found}, not float32 of shape {wanted}",
                        type=np.dtype(inputs[0]["dtype"]).name,
                        found=signature[1:],
                        wanted=wanted[1:],
                    )
                )
            self._input, self._output = int(inputs[0]["index"]), int(outputs[0]["index"])
            self._shape: tuple[int, ...] = ()
            check_weights(self._interpreter)
            found = self.run(trial)
        if found.shape != expected:
            raise ValueError(
                Message(
                    "it gives rows of shape {found}, not {wanted}",
                    found=found.shape,
                    wanted=expected,
                )
            )
        if not np.isfinite(found).all():
            raise ValueError(Message("what it gives are not numbers"))

    def run(self, picture: Values) -> Values:
        """What the graph gives for a picture (h, w, channels), float32."""
        batch = np.ascontiguousarray(picture, np.float32)[None]
        with self.lock:
            if batch.shape != self._shape:
                self._interpreter.resize_tensor_input(self._input, list(batch.shape))
                self._interpreter.allocate_tensors()
                self._shape = batch.shape
            self._interpreter.set_tensor(self._input, batch)
            self._interpreter.invoke()
            found: Values = self._interpreter.get_tensor(self._output)[0]
        return found
