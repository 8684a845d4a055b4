"""How long a program takes to start and show its window, and how much memory it needs."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from build_scripts.console import BuildError

PATIENCE = 60


@dataclass(frozen=True)
class StartTimes:
    """The figures of one start of a program.

    Attributes:
        window: seconds from the start of the process until its window is painted.
        model: seconds from then until it is ready to read; None for a program without a model.
        memory: bytes of memory at the peak; None if the system doesn't tell.
    """

    window: float
    model: float | None
    memory: int | None


def time_start(program: Path, awaited: str, environment: Mapping[str, str]) -> StartTimes:
    """Starts a program, waits for an event in its trace, and ends it.

    Raises:
        BuildError: if the event does not come.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(
        [program],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**environment, "DIGITREC_TRACE": "1"},
        text=True,
    )
    seen: dict[str, float] = {}
    try:
        assert process.stderr is not None  # noqa: S101 (it is a pipe)
        for line in process.stderr:
            if line.startswith("{"):
                seen[json.loads(line)["event"]] = time.perf_counter() - begun
            if awaited in seen or time.perf_counter() - begun > PATIENCE:
                break
        memory = _peak_memory(process.pid)
    finally:
        process.kill()
        process.communicate()
    if awaited not in seen or "window" not in seen:
        raise BuildError(f"there is no event {awaited!r} in the trace of {program}")
    ready = seen["model"] - seen["window"] if "model" in seen else None
    return StartTimes(seen["window"], ready, memory)


def _peak_memory(process: int) -> int | None:
    """Bytes of physical memory at the peak so far (proc(5), VmHWM)."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return None
    return int(status.split("VmHWM:")[1].split()[0]) * 1024
