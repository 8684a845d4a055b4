"""The number of processor cores that this program may use."""

from __future__ import annotations

import math
import os
from pathlib import Path


def available_cores() -> int:
    """Cores that this process may use, by its affinity and its control group; at least 1."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    quota = cgroup_quota()
    return cores if quota is None else max(1, min(cores, math.ceil(quota)))


def cgroup_quota(root: Path = Path("/")) -> float | None:
    """Cores that the control group's quota allows, as in a container; None without a quota.

    The least `cpu.max` of the group and the groups around it holds (Linux kernel,
    Documentation/admin-guide/cgroup-v2.rst).

    Args:
        root: of the file system.
    """
    try:
        membership = (root / "proc/self/cgroup").read_text("utf-8")
    except (OSError, ValueError):
        return None
    groups = [line.removeprefix("0::/") for line in membership.splitlines() if line[:4] == "0::/"]
    folders = [folder for group in groups for folder in (Path(group), *Path(group).parents)]
    quotas = [_quota(root / "sys/fs/cgroup" / folder / "cpu.max") for folder in folders]
    return min((quota for quota in quotas if quota is not None), default=None)


def _quota(file: Path) -> float | None:
    """Of a file such as `150000 100000`, microseconds in each period; `max` is no quota."""
    try:
        quota, period = file.read_text("utf-8").split()
        return int(quota) / int(period)
    except (OSError, ValueError, ZeroDivisionError):
        return None
