"""LiteRT: loads it, says what to install where that fails, and silences it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

from digitrec.recognition.message import Message

_PROTECT = 0x00000002  # HANDLE_FLAG_PROTECT_FROM_CLOSE, winbase.h


def open_interpreter(content: bytes) -> Any:
    """An interpreter of LiteRT on one thread.

    Args:
        content: of the graph's file.

    Raises:
        RuntimeError: if LiteRT can't be loaded; its `Message` says what to install.
        ValueError, RuntimeError: if it can't take the graph.
    """
    try:
        from ai_edge_litert.interpreter import Interpreter
    except ImportError as error:
        raise RuntimeError(why_unavailable(error)) from error
    return Interpreter(model_content=content, num_threads=1)


def why_unavailable(error: ImportError, system: str = sys.platform) -> Message:
    """Why LiteRT can't be loaded, and what to install.

    Args:
        error: what Python said.
        system: as in `sys.platform`.
    """
    if system == "win32" and error.name != "ai_edge_litert":
        # The package is there, and one of the libraries that its own library imports is not.
        return Message(
            "LiteRT can't be loaded ({reason}). Install the latest Microsoft Visual C++ "
            "Redistributable for x64 (vc_redist.x64.exe) from Microsoft, and start Digitrec again.",
            reason=error,
        )
    return Message(
        "LiteRT can't be loaded ({reason}). Install it again: {command}",
        reason=error,
        command="python -m pip install --force-reinstall ai-edge-litert",
    )


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keeps LiteRT's messages off standard error: its C++ code has no switch for them."""
    try:
        kept = os.dup(2)
    except OSError:  # a windowed program without standard error
        yield
        return
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
        sink = os.open(os.devnull, os.O_WRONLY)
        _replace_standard_error(sink)
        os.close(sink)
        yield
    finally:
        _replace_standard_error(kept)
        os.close(kept)


def _replace_standard_error(descriptor: int) -> None:
    """Makes standard error a copy of another descriptor.

    On Windows its old handle stays open, which costs a few bytes. Tcl keeps the handle that it has
    seen first and closes it at its end, and until then another file could have got that number.
    """
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        handle = ctypes.c_void_p(msvcrt.get_osfhandle(2))
        set_information = ctypes.windll.kernel32.SetHandleInformation
        set_information(handle, _PROTECT, _PROTECT)
        os.dup2(descriptor, 2)
        set_information(handle, _PROTECT, 0)
    else:
        os.dup2(descriptor, 2)
