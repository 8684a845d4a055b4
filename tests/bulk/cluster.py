"""A Dask cluster for tests: a scheduler and workers with TLS, each in a network of its own.

Where network namespaces can't be made, all are processes on the loopback interface, and a link that
is cut is a worker that is stopped.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.cli.program import ROOT

PORT = 8786
SCHEDULER = "scheduler"
LOST_AFTER = "12s"  # of silence on a link; Dask takes no less than 11, and 30 by default


def make_certificates(folder: Path) -> dict[str, str]:
    """An authority and a certificate of it, as environment variables that Dask reads."""
    folder.mkdir(parents=True)
    for name, more in (("ca", []), ("host", ["-CA", "ca.crt", "-CAkey", "ca.key"])):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.crt", *more],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    settings = {f"{tls}CA_FILE": str(folder / "ca.crt")}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        settings[f"{tls}{role}__CERT"] = str(folder / "host.crt")
        settings[f"{tls}{role}__KEY"] = str(folder / "host.key")
    return settings


class Network:
    """Hosts that can be cut off: network namespaces, or all the same machine.

    Attributes:
        is_real: whether each host is a namespace of its own.
    """

    def __init__(self) -> None:
        self._prefix = f"digitrec-{os.getpid()}-"
        self._hosts: list[str] = []
        self.is_real = self._add(SCHEDULER)

    def _add(self, host: str) -> bool:
        try:
            made = self._ip("netns", "add", self._prefix + host).returncode == 0
        except OSError:
            return False
        if made:
            self._hosts.append(host)
            self._ip("-n", self._prefix + host, "link", "set", "lo", "up")
        return made

    def connect(self, host: str) -> str:
        """Makes a host with a link to the scheduler's; gives the scheduler's address there."""
        if not self.is_real:
            return "127.0.0.1"
        self._add(host)
        here, there = self._prefix + SCHEDULER, self._prefix + host
        number = len(self._hosts)
        made = ["link", "add", f"to-{number}", "type", "veth", "peer", "up0", "netns", there]
        for words in (
            ["-n", here, *made],
            ["-n", here, "addr", "add", f"10.90.{number}.1/24", "dev", f"to-{number}"],
            ["-n", there, "addr", "add", f"10.90.{number}.2/24", "dev", "up0"],
            ["-n", here, "link", "set", f"to-{number}", "up"],
            ["-n", there, "link", "set", "up0", "up"],
            ["-n", there, "route", "add", "default", "via", f"10.90.{number}.1"],
        ):
            assert self._ip(*words).returncode == 0, words
        return f"10.90.{number}.1"

    def on(self, host: str) -> list[str]:
        """What a command begins with to run on a host."""
        return ["ip", "netns", "exec", self._prefix + host] if self.is_real else []

    def cut(self, host: str) -> None:
        """Cuts a host's link: nothing is said any more, not even that it has ended."""
        self._ip("-n", self._prefix + host, "link", "set", "up0", "down")

    def close(self) -> None:
        for host in self._hosts:
            self._ip("netns", "del", self._prefix + host)

    @staticmethod
    def _ip(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["ip", *words], capture_output=True, check=False, timeout=30)


class Cluster:
    """A scheduler and workers by the names of their hosts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = make_certificates(folder / "tls") | {
            "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": LOST_AFTER,
            "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "20s",
        }
        self.url = f"tls://127.0.0.1:{PORT}"
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self.network = Network()

    def open(self) -> None:
        """Starts the scheduler."""
        everywhere = "0.0.0.0"  # noqa: S104 (in a network of its own)
        words = ["scheduler", "--protocol", "tls", "--host", everywhere, "--port", str(PORT)]
        self._start(SCHEDULER, words)
        self._wait_for(SCHEDULER, "Scheduler at:")

    def add(self, *hosts: str, source: Path = ROOT / "app") -> None:
        """Starts a worker on each of some hosts."""
        for host in hosts:
            address = self.network.connect(host)
            words = ["worker", f"tls://{address}:{PORT}", "--nworkers", "1", "--nthreads", "1",
                     "--local-directory", str(self.folder / host)]  # fmt: skip
            self._start(host, words, source)
        for host in hosts:
            self._wait_for(host, "Registered to:")

    def process(self, host: str) -> int:
        """The process that looks after a host's worker."""
        return self._processes[host].pid

    def kill(self, host: str) -> None:
        """Ends all of a host at once, as when its power fails."""
        with suppress(ProcessLookupError):
            os.killpg(self._processes[host].pid, signal.SIGKILL)

    def kill_worker(self, host: str) -> None:
        """Ends the worker of a host; what looks after it starts another."""
        (worker, *_) = children(self._processes[host].pid, "multiprocessing.spawn")
        os.kill(worker, signal.SIGKILL)

    def cut(self, host: str) -> None:
        """Cuts the link to a host."""
        if self.network.is_real:
            self.network.cut(host)
        else:
            for process in (*children(self._processes[host].pid), self._processes[host].pid):
                os.kill(process, signal.SIGSTOP)

    def close(self) -> None:
        for host in self._processes:
            self.kill(host)
        for process in self._processes.values():
            process.wait(30)
        self.network.close()

    def environment(self) -> dict[str, str]:
        """That of a client."""
        return dict(os.environ) | self.settings

    def command(self, *words: str) -> list[str]:
        """A command of the program, where it reaches the scheduler."""
        return [*self.network.on(SCHEDULER), sys.executable, "-m", "digitrec", *words]

    def _start(self, host: str, words: list[str], source: Path = ROOT / "app") -> None:
        (self.folder / f"{host}.log").touch()
        with (self.folder / f"{host}.log").open("ab") as log:
            self._processes[host] = subprocess.Popen(
                [*self.network.on(host), sys.executable, "-m", "dask", *words, "--no-dashboard"],
                env=self.environment() | {"PYTHONPATH": str(source)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait_for(self, host: str, said: str) -> None:
        log = self.folder / f"{host}.log"
        wait_until(lambda: said in log.read_text(errors="replace"), 60)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Waits for what another process does."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def children(process: int, named: str = "") -> list[int]:
    """All processes that a process has started, and those that they have."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        for word in (task / "children").read_text().split():
            command = Path(f"/proc/{word}/cmdline").read_bytes().decode(errors="replace")
            found += [int(word)] if named in command else []
            found += children(int(word), named)
    return found


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster without workers; all of it ends with the block."""
    made = Cluster(folder)
    try:
        made.open()
        yield made
    finally:
        made.close()
