"""As good as a full disk, for anybody: no file of this process may grow past a size (POSIX)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """Writing a file past `size` bytes fails during the block, in the middle of the writing."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
