"""Graphs that are not those of a model: the bundled one changed, or a few constants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import NDArray

from digitrec.recognition.sealed.archive import unseal
from digitrec.resources import model_path

_TYPES = {"float32": 0, "int32": 2, "int8": 9}  # TensorType of LiteRT's schema


def changed_graph(change: Callable[[Any], None]) -> bytes:
    """The bundled picture classifier after `change(model)`, a `ModelT` of LiteRT's schema."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(unseal(model_path()).graph, 0))
    change(model)
    return _packed(model)


def constant_graph(inputs: list[NDArray[Any]], outputs: list[NDArray[Any]]) -> bytes:
    """A graph with inputs of these shapes and types, which always gives these outputs."""
    model, subgraph = schema.ModelT(), schema.SubGraphT()
    model.version, model.subgraphs, model.operatorCodes = 3, [subgraph], []
    model.buffers = [schema.BufferT()]
    subgraph.tensors, subgraph.operators = [], []
    for array in (*inputs, *outputs):
        tensor = schema.TensorT()
        tensor.shape, tensor.type = list(array.shape), _TYPES[array.dtype.name]
        if len(subgraph.tensors) >= len(inputs):
            tensor.buffer = len(model.buffers)
            model.buffers.append(schema.BufferT())
            model.buffers[-1].data = np.frombuffer(array.tobytes(), np.uint8)
        subgraph.tensors.append(tensor)
    subgraph.inputs = list(range(len(inputs)))
    subgraph.outputs = list(range(len(inputs), len(subgraph.tensors)))
    return _packed(model)


def _packed(model: Any) -> bytes:
    builder = flatbuffers.Builder()
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())
