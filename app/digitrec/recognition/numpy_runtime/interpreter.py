"""The interpreter: runs a graph step by step, with the methods of LiteRT's that we use."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.numpy_runtime.graph_file import Operator, Tensor, read_graph
from digitrec.recognition.numpy_runtime.operators import KINDS, SHAPE, SHAPED, run_operator

Array = NDArray[Any]


class Interpreter:
    """Runs one graph. Not safe to call from several threads at once.

    Args:
        model_content: of the graph's file.

    Raises:
        ValueError: if it can't be read, or has an operator or a type that is not supported.
    """

    def __init__(self, model_content: bytes) -> None:
        graph = read_graph(model_content)
        self._graph = graph
        self._constants = {
            at: tensor.constant
            for at, tensor in enumerate(graph.tensors)
            if tensor.constant is not None
        }
        self._steps = []
        for step in graph.operators:
            if step.kind not in KINDS:
                raise ValueError(f"operator {step.kind} is not supported")
            inputs = [self._constants.get(at) for at in step.inputs]
            if any(each is None for each in inputs):
                self._steps.append(step)
            else:  # of constants alone, as weights of half precision are: once is enough
                value = run_operator(step.kind, step.options, inputs)
                self._constants[step.outputs[0]] = value
        self._sizes = {at: graph.tensors[at].shape for at in graph.inputs}
        self._values = dict(self._constants)
        self._of_shapes = _of_shapes(self._steps, self._constants)
        self._shapes: list[tuple[int, ...]] = []
        self._lengths: dict[int, Array] = {}

    def get_input_details(self) -> list[dict[str, Any]]:
        """Index, shape and type of each input."""
        return [self._details(at) for at in self._graph.inputs]

    def get_output_details(self) -> list[dict[str, Any]]:
        """Index, shape and type of each output."""
        return [self._details(at) for at in self._graph.outputs]

    def get_tensor_details(self) -> list[dict[str, Any]]:
        """Index, shape and type of each tensor."""
        return [self._details(at) for at in range(len(self._graph.tensors))]

    def get_tensor(self, index: int) -> Array:
        """The value of a constant, or of a tensor after `invoke`.

        Raises:
            ValueError: if it has no value.
        """
        if index not in self._values:
            raise ValueError("the tensor has no value")
        return np.array(self._values[index])

    def resize_tensor_input(self, index: int, shape: list[int]) -> None:
        """Sets the shape of an input."""
        self._sizes[index] = tuple(shape)

    def allocate_tensors(self) -> None:
        """Does nothing: NumPy allocates what it needs."""

    def set_tensor(self, index: int, value: Array) -> None:
        """Sets an input.

        Raises:
            ValueError: if it is of another shape than it was set to have.
        """
        if value.shape != self._sizes[index]:
            raise ValueError(f"the input has shape {value.shape}, not {self._sizes[index]}")
        self._values[index] = value

    def invoke(self) -> None:
        """Computes the outputs from the inputs.

        Raises:
            ValueError: if the input doesn't fit.
        """
        given = {at: self._values[at] for at in self._graph.inputs}
        shapes = [value.shape for value in given.values()]
        if shapes != self._shapes:
            self._shapes, self._lengths = shapes, {}
        values: dict[int, Array] = self._constants | self._lengths | given
        with np.errstate(over="ignore"):  # as of a logistic far from 0
            for step in self._steps:
                if step.outputs[0] in self._lengths:
                    continue
                inputs = [values[at] if at >= 0 else None for at in step.inputs]
                values[step.outputs[0]] = run_operator(step.kind, step.options, inputs)
        self._lengths = {at: values[at] for at in self._of_shapes}
        self._values = self._constants | {at: values[at] for at in self._graph.outputs} | given

    def _details(self, at: int) -> dict[str, Any]:
        tensor: Tensor = self._graph.tensors[at]
        return {
            "index": at,
            "shape": np.array(tensor.shape, np.int32),
            "shape_signature": np.array(tensor.signature, np.int32),
            "dtype": tensor.dtype.type,
        }


def _of_shapes(steps: Sequence[Operator], constants: Container[int]) -> set[int]:
    """The tensors that depend on the shapes of the inputs alone: a third of the steps.

    None if a step takes a length from what the graph computes: then other shapes depend on that.
    """
    found: set[int] = set()
    for step in steps:
        is_known = [at < 0 or at in found or at in constants for at in step.inputs]
        if step.kind == SHAPE or all(is_known):
            found.add(step.outputs[0])
        elif step.kind in SHAPED and not all(is_known[1:]):
            return set()
    return found
