"""Reading on the workers of a real scheduler, whatever breaks there.

`tests/bulk/cluster.py` says what runs where.
"""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bulk.cluster import Cluster, children, cluster, make_certificates, wait_until
from tests.cli.program import ROOT, digitrec
from tests.samples import digit

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux"),
    pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificates"),
]

DRAWINGS, EACH = 1536, 64
PATIENCE = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s"}
PARTS = DRAWINGS // EACH


@pytest.fixture(scope="module")
def ink(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Drawings that differ, and a line that is broken."""
    file = tmp_path_factory.mktemp("ink") / "ink.jsonl"
    lines = [digit(at % 10, 100 + at, 50 + at % 7).to_json() for at in range(DRAWINGS - 1)]
    file.write_text("\n".join([*lines, "broken"]))
    return file


@pytest.fixture(scope="module")
def wanted(ink: Path) -> bytes:
    return digitrec(ink.parent, "predict", "--json", ink).stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster with three workers."""
    with cluster(tmp_path_factory.mktemp("cluster")) as made:
        made.add("a", "b", "c")
        yield made


class Reading:
    """`predict --cluster`, at work."""

    def __init__(self, made: Cluster, ink: Path, out: Path, **settings: str) -> None:
        words = ["predict", "--cluster", made.url, "--out", str(out), "--part-size", str(EACH)]
        self.out = out
        self.program = subprocess.Popen(
            made.command(*words, str(ink)),
            env=made.environment() | settings,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )

    def wait_for_parts(self, count: int) -> None:
        def are_there() -> bool:
            return self.program.poll() is not None or len(self.parts()) >= count

        wait_until(are_there)
        assert self.program.poll() is None, self.end()

    def parts(self) -> list[Path]:
        return sorted(self.out.glob("part-*"))

    def noted(self) -> bool:
        """Whether the manifest names a part; it may lag behind those that are there."""
        return bool(json.loads((self.out / "manifest.json").read_bytes())["parts"])

    def answers(self) -> bytes:
        return b"".join(part.read_bytes() for part in self.parts())

    def end(self) -> tuple[int, str]:
        """The exit status, and what was said."""
        said = self.program.communicate(timeout=120)[1]
        return self.program.returncode, said.decode()


def test_the_answers_are_those_of_one_machine_whatever_is_lost_on_the_way(
    made: Cluster, ink: Path, wanted: bytes, tmp_path: Path
) -> None:
    first = Reading(made, ink, tmp_path / "out")
    first.wait_for_parts(2)
    made.kill_worker("a")
    first.wait_for_parts(5)
    made.kill("b")
    first.wait_for_parts(8)
    wait_until(first.noted)
    first.program.kill()
    first.end()
    before = {part: part.stat().st_mtime_ns for part in first.parts()}

    again = Reading(made, ink, tmp_path / "out")
    again.wait_for_parts(len(before) + 2)
    for process in children(made.process("a"), "--worker"):
        os.kill(process, signal.SIGKILL)
    again.wait_for_parts(len(before) + 5)
    made.cut("c")
    assert again.end() == (1, "")  # one line is broken

    assert len(again.parts()) == PARTS
    assert again.answers() == wanted
    # What the manifest had was not read again; it may lag behind the parts.
    assert [part for part, time in before.items() if part.stat().st_mtime_ns == time]


def test_a_client_with_a_certificate_of_another_authority_is_refused(
    made: Cluster, ink: Path, tmp_path: Path
) -> None:
    strange = make_certificates(tmp_path / "strange")
    status, said = Reading(made, ink, tmp_path / "out", **strange, **PATIENCE).end()
    assert status == 1
    assert "the scheduler can't be reached" in said


def test_nothing_is_read_if_a_worker_has_another_version(
    made: Cluster, ink: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "app" / "digitrec", tmp_path / "other" / "digitrec")
    version = tmp_path / "other" / "digitrec" / "version.py"
    version.write_text(version.read_text().replace('__version__ = "', '__version__ = "9.'))
    made.add("d", source=tmp_path / "other")
    status, said = Reading(made, ink, tmp_path / "out").end()
    assert status == 1
    assert "a worker can't read" in said
    assert "has version 9." in said
    assert not list((tmp_path / "out").glob("part-*"))
