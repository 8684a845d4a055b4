"""The runtime of the graphs: LiteRT, or NumPy where LiteRT has no build."""

from __future__ import annotations

import importlib.util
from typing import Any

from digitrec.recognition.sealed.litert import open_interpreter


def has_litert() -> bool:
    """Whether LiteRT is installed."""
    return importlib.util.find_spec("ai_edge_litert") is not None


def interpreter_of(content: bytes) -> Any:
    """What runs a graph: LiteRT's interpreter, or one with the same methods.

    Args:
        content: of the graph's file.

    Raises:
        ValueError, RuntimeError: if it can't be run, or LiteRT can't be loaded.
    """
    if has_litert():
        return open_interpreter(content)
    from digitrec.recognition.numpy_runtime.interpreter import Interpreter as NumpyInterpreter

    return NumpyInterpreter(content)


def runtime_name() -> str:
    """What runs the graphs here: "LiteRT" or "NumPy"."""
    return "LiteRT" if has_litert() else "NumPy"
