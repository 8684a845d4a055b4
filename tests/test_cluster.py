"""Reading on the workers of a real scheduler, whatever breaks there.

`tests/cluster.py` says what runs where.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.program import digitrec
from tests.cluster import Cluster, children, cluster, make_certificates, wait_until
from tests.samples import digit

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux"),
    pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificates"),
]

DRAWINGS, EACH = 1536, 64
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


@pytest.fixture
def two(tmp_path: Path):
    """A cluster with two workers."""
    with cluster(tmp_path / "cluster") as made:
        made.add("a")
        made.add("b")
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

    def answers(self) -> bytes:
        return b"".join(part.read_bytes() for part in self.parts())

    def end(self) -> tuple[int, str]:
        """The exit status, and what was said."""
        said = self.program.communicate(timeout=120)[1]
        return self.program.returncode, said.decode()


def test_the_answers_are_those_of_one_machine_when_a_worker_and_then_a_node_is_lost(
    two: Cluster, ink: Path, wanted: bytes, tmp_path: Path
) -> None:
    reading = Reading(two, ink, tmp_path / "out")
    reading.wait_for_parts(2)
    two.kill_worker("a")
    reading.wait_for_parts(6)
    two.kill("b")
    assert reading.end() == (1, "")  # one line is broken
    assert len(reading.parts()) == PARTS
    assert reading.answers() == wanted


def test_the_answers_are_the_same_when_a_link_is_cut_and_the_client_is_killed(
    two: Cluster, ink: Path, wanted: bytes, tmp_path: Path
) -> None:
    first = Reading(two, ink, tmp_path / "out")
    first.wait_for_parts(2)
    first.program.send_signal(signal.SIGKILL)
    first.end()
    before = {part: part.stat().st_mtime_ns for part in first.parts()}
    again = Reading(two, ink, tmp_path / "out")
    again.wait_for_parts(len(before) + 2)
    two.cut("b")
    assert again.end() == (1, "")
    assert again.answers() == wanted
    kept = [part for part, time in before.items() if part.stat().st_mtime_ns == time]
    assert len(kept) >= len(before) - 1  # the last may not have been noted


def test_the_crew_of_a_worker_is_replaced_where_it_dies(
    two: Cluster, ink: Path, wanted: bytes, tmp_path: Path
) -> None:
    reading = Reading(two, ink, tmp_path / "out")
    reading.wait_for_parts(2)
    for host in "ab":
        for process in children(two.process(host), "--worker"):
            os.kill(process, signal.SIGKILL)
    assert reading.end() == (1, "")
    assert reading.answers() == wanted


def test_another_authority_and_another_version_are_refused(tmp_path: Path, ink: Path) -> None:
    with cluster(tmp_path / "cluster") as made:
        made.add("a")
        strange = make_certificates(tmp_path / "strange")
        refused = Reading(made, ink, tmp_path / "out", **strange).end()
        assert refused[0] == 1
        assert "the scheduler can't be reached" in refused[1]

        shutil.copytree("app/digitrec", tmp_path / "other" / "digitrec")
        version = tmp_path / "other" / "digitrec" / "version.py"
        version.write_text(version.read_text().replace('__version__ = "', '__version__ = "9.'))
        made.add("b", source=tmp_path / "other")
        status, said = Reading(made, ink, tmp_path / "out").end()
        assert status == 1
        assert "a worker can't read" in said
        assert "has version 9." in said
        assert not list((tmp_path / "out").glob("part-*"))
