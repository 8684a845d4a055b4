"""The runtime of the graphs: LiteRT, or NumPy where LiteRT has no build."""

from __future__ import annotations

import importlib.util
from typing import Any


def has_litert() -> bool:
    """Whether LiteRT is installed."""
    return importlib.util.find_spec("ai_edge_litert") is not None


def interpreter_of(content: bytes) -> Any:
    """What runs a graph: LiteRT's interpreter, or one with the same methods.

    Args:
        content: of the graph's file.

    Raises:
        ValueError, RuntimeError: if it can't be run.
    """
    if has_litert():
        from ai_edge_litert.interpreter import Interpreter

        return Interpreter(model_content=content, num_threads=1)
    from digitrec.recognition.numpy_runtime.interpreter import Interpreter as NumpyInterpreter

    return NumpyInterpreter(content)


def runtime_name() -> str:
    """What runs the graphs here: "LiteRT" or "NumPy"."""
    return "LiteRT" if has_litert() else "NumPy"
