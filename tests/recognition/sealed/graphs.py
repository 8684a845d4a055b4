"""Graphs that are not those of a model: the bundled one changed, or a few constants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def endless_graph() -> bytes:
    """A graph that gives ten constant probabilities, after a loop that never ends."""
    image = np.zeros((1, 28, 28, 1), np.float32)
    content = constant_graph([image], [np.full((2, 10), 0.1, np.float32)])
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(content, 0))
    code, loop = schema.OperatorCodeT(), schema.OperatorT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.WHILE
    code.version = 1
    loop.inputs, loop.outputs, loop.opcodeIndex = [0], [2], 0
    loop.builtinOptionsType = schema.BuiltinOptions.WhileOptions
    loop.builtinOptions = schema.WhileOptionsT()
    loop.builtinOptions.condSubgraphIndex, loop.builtinOptions.bodySubgraphIndex = 1, 2
    true = schema.BufferT()
    true.data = np.ones(1, np.uint8)
    model.operatorCodes = [code]
    main = model.subgraphs[0]
    main.tensors.append(_tensor(image.shape, _TYPES["float32"]))
    main.operators = [loop]
    condition, body = schema.SubGraphT(), schema.SubGraphT()
    for graph in (condition, body):
        graph.tensors, graph.operators = [_tensor(image.shape, _TYPES["float32"])], []
        graph.inputs = graph.outputs = [0]
    condition.tensors.append(_tensor((1,), schema.TensorType.BOOL, len(model.buffers)))
    condition.outputs = [1]
    model.buffers.append(true)
    model.subgraphs += [condition, body]
    return _packed(model)


def _tensor(shape: Sequence[int], kind: int, buffer: int = 0) -> Any:
    tensor = schema.TensorT()
    tensor.shape, tensor.type, tensor.buffer = list(shape), kind, buffer
    return tensor


def _packed(model: Any) -> bytes:
    builder = flatbuffers.Builder()
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())
