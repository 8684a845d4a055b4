"""Memory of the threads."""

from __future__ import annotations

import contextlib
import sys

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h


def share_heap() -> None:
    """Has new threads share the heaps that there are, which takes a megabyte less.

    The GNU C library gives each thread a heap of its own, so that none waits for another. Here
    Python's lock lets one thread at a time allocate anyway. Other systems are left as they are.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
