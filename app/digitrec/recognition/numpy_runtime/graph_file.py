"""The file of a LiteRT graph: its tensors, constants and operators.

Fields are numbered as in LiteRT's schema (tensorflow/compiler/mlir/lite/schema/schema.fbs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.numpy_runtime.flatbuffer import Table

Array = NDArray[Any]

_IDENTIFIER = b"TFL3"
_TYPES = {0: "f4", 1: "f2", 2: "i4", 3: "u1", 4: "i8", 6: "?", 9: "i1"}  # TensorType


@dataclass(frozen=True)
class Tensor:
    """A value of the graph.

    Attributes:
        dtype: of its numbers.
        shape: as it was compiled.
        signature: the shape with -1 for each side of any length.
        constant: its value, if it is one.
    """

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    signature: tuple[int, ...]
    constant: Array | None


@dataclass(frozen=True)
class Operator:
    """A step of the graph.

    Attributes:
        kind: its number among LiteRT's BuiltinOperator.
        inputs: indices of tensors; -1 for an optional one that is left out.
        outputs: indices of tensors.
        options: of its kind; None if it has none.
    """

    kind: int
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: Table | None


@dataclass(frozen=True)
class GraphFile:
    """A graph: its tensors, which of them are its inputs and outputs, and its steps in order."""

    tensors: tuple[Tensor, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    operators: tuple[Operator, ...]


def read_graph(content: bytes) -> GraphFile:
    """Reads the file of a graph.

    Raises:
        ValueError: if it is none, or has several subgraphs or a type of number that is not known.
    """
    if content[4:8] != _IDENTIFIER:
        raise ValueError("not a LiteRT graph")
    root = Table(content)
    kinds = [
        max(code.scalar(0, "b"), code.scalar(3, "i"))  # the old field ends at 127
        for code in root.tables(1)
    ]
    graphs = list(root.tables(2))
    if len(graphs) != 1:
        raise ValueError(f"it has {len(graphs)} subgraphs, not one")
    buffers = [table.numbers(0, "u1") for table in root.tables(4)]
    (graph,) = graphs
    tensors = tuple(_tensor(table, buffers) for table in graph.tables(0))
    operators = tuple(
        Operator(
            _at(kinds, table.scalar(0, "I")),
            tuple(table.numbers(1, "<i4").tolist()),
            tuple(table.numbers(2, "<i4").tolist()),
            table.table(4),
        )
        for table in graph.tables(3)
    )
    inputs, outputs = (tuple(graph.numbers(field, "<i4").tolist()) for field in (1, 2))
    used = {*inputs, *outputs, *(at for one in operators for at in (*one.inputs, *one.outputs))}
    if not used <= set(range(-1, len(tensors))):
        raise ValueError("it names a tensor that it doesn't have")
    return GraphFile(tensors, inputs, outputs, operators)


def _tensor(table: Table, buffers: list[Array]) -> Tensor:
    kind = table.scalar(1, "b")
    if kind not in _TYPES:
        raise ValueError(f"it has numbers of type {kind}, which is not supported")
    if table.table(6) is not None:
        raise ValueError("it has sparse weights, which are not supported")
    dtype = np.dtype(_TYPES[kind]).newbyteorder("<")
    shape = tuple(table.numbers(0, "<i4").tolist())
    signature = tuple(table.numbers(7, "<i4").tolist()) or shape
    data = _at(buffers, table.scalar(2, "I"))
    constant = data.view(dtype).reshape(shape) if len(data) else None
    return Tensor(dtype, shape, signature, constant)


def _at(values: list[Any], index: int) -> Any:
    if index >= len(values):
        raise ValueError("it names a part that it doesn't have")
    return values[index]
