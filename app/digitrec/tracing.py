"""Trace lines: with `DIGITREC_TRACE` set, events and their times as JSON on standard error."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False  # typing and json would cost the first paint some milliseconds
if TYPE_CHECKING:
    from typing import TextIO

_IMPORTED = time.perf_counter()


def _age_when_imported() -> float:
    """Seconds from the start of the process to the import of this module.

    Linux gives the start in clock ticks since boot (proc(5), field 22 of /proc/self/stat), Windows
    in GetProcessTimes. Elsewhere the few milliseconds before this import are not counted.
    """
    try:
        if sys.platform == "linux":
            with open("/proc/self/stat", "rb") as stat:  # noqa: PTH123 (pathlib costs 5 ms of start)
                fields = stat.read().rpartition(b")")[2].split()
            return time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / os.sysconf(
                "SC_CLK_TCK"
            )
        if sys.platform == "win32":
            import ctypes

            times = [ctypes.c_uint64() for _ in range(4)]
            kernel32 = ctypes.windll.kernel32
            kernel32.GetProcessTimes(
                ctypes.c_void_p(kernel32.GetCurrentProcess()), *map(ctypes.byref, times)
            )
            # FILETIME counts tenths of a microsecond since 1601.
            return time.time() - (times[0].value / 1e7 - 11_644_473_600)
    except (OSError, ValueError, IndexError, AttributeError):
        pass
    return 0.0


def seconds() -> float:
    """Seconds since the process began."""
    return _AGE + time.perf_counter() - _IMPORTED


def _open() -> TextIO | None:
    if not os.environ.get("DIGITREC_TRACE") or sys.stderr is None:
        return None
    try:  # a descriptor of its own, so that muting a library's standard error loses no line
        return os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8", buffering=1)
    except (OSError, ValueError):
        return sys.stderr


def emit(event: str, **fields: object) -> None:
    """Writes one trace line, if tracing is on."""
    if STREAM is not None:
        import json

        line = {"event": event, "seconds": round(seconds(), 6), **fields}
        STREAM.write(json.dumps(line) + "\n")
        STREAM.flush()


STREAM = _open()
_AGE = _age_when_imported() if STREAM is not None else 0.0
