"""Whose trash it is: a page of the history in some process, which may have ended unforeseen."""

from __future__ import annotations

import os
import platform
import sys
from contextlib import suppress

_STILL_ACTIVE = 259  # of a process's exit code (learn.microsoft.com, GetExitCodeProcess)
_QUERY_LIMITED_INFORMATION = 0x1000


def new_owner() -> str:
    """A name for a page of this process: the process's number, a random part, the machine."""
    return f"{os.getpid()}-{os.urandom(8).hex()}-{platform.node()}"


def has_ended(owner: object) -> bool:
    """Whether the process of an owner has ended; False for one on another machine.

    Before, owners were random numbers. What those left behind is nobody's any more.
    """
    process, _, rest = str(owner).partition("-")  # a damaged row may have something else
    _, dash, machine = rest.partition("-")
    if not dash or not process.isdecimal() or len(process) > 18:
        return True
    return machine == platform.node() and not _is_running(int(process))


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(_QUERY_LIMITED_INFORMATION, False, process)
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == _STILL_ACTIVE
    with suppress(PermissionError):  # it runs, as somebody else
        try:
            os.kill(process, 0)
        except (ProcessLookupError, OverflowError):
            return False
    return True
