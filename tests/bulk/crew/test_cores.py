import os

import pytest

from digitrec.bulk.crew import crew
from digitrec.bulk.crew.cores import available_cores, cgroup_quota
from digitrec.cli.main import main


def make_groups(root, membership, quotas):
    """A file system with these control groups."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text(membership)
    for group, content in quotas.items():
        folder = root / "sys/fs/cgroup" / group
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cpu.max").write_text(content)


@pytest.mark.parametrize(
    ("membership", "quotas", "cores"),
    [
        ("0::/\n", {"": "200000 100000\n"}, 2),
        ("0::/\n", {"": "max 100000\n"}, None),
        ("0::/a/b\n", {"a/b": "max 100000\n", "a": "150000 100000\n"}, 1.5),
        ("0::/a/b\n", {"a/b": "50000 100000\n", "a": "150000 100000\n"}, 0.5),
        ("0::/a\n", {"b": "100000 100000\n"}, None),
        ("1:cpu:/a\n", {"a": "100000 100000\n"}, None),
        ("0::/\n", {"": "broken"}, None),
        ("0::/\n", {"": "100 0"}, None),
        ("", {}, None),
    ],
)
def test_the_least_quota_of_the_group_and_those_around_it_holds(
    tmp_path, membership, quotas, cores
):
    make_groups(tmp_path, membership, quotas)

    assert cgroup_quota(tmp_path) == cores


def test_a_system_without_control_groups_has_no_quota(tmp_path):
    assert cgroup_quota(tmp_path) is None


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system has no affinity")
def test_the_affinity_holds():
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        assert available_cores() == 1
    finally:
        os.sched_setaffinity(0, before)


def test_all_cores_read(monkeypatch, tmp_path):
    asked = []

    class Pool:
        def __init__(self, workers, start, works_here=True):
            asked.append(workers)

        def run_in_order(self, jobs, here):
            yield from ()

        def close(self):
            pass

    monkeypatch.setattr(crew, "available_cores", lambda: 64)
    monkeypatch.setattr(crew, "WorkerPool", Pool)

    assert main(["predict", str(tmp_path / "a.png")]) == 0
    assert asked == [63]  # and this process
