"""Reads shards on the workers of a Dask scheduler. The only module that knows the engine.

A task is a shard. A worker is meant to be the only one of its machine, with one thread: it hands
the shard to a crew of processes of ours, one for each core. If a worker is lost, Dask gives its
shards to another (https://distributed.dask.org/en/stable/resilience.html). TLS is set up as for
Dask's own commands, in its configuration (https://distributed.dask.org/en/stable/tls.html).
"""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import logging
import os
import pickle
import threading
import uuid
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import dask
from distributed import Client, Security, WorkerPlugin, as_completed, get_worker

from digitrec.bulk.crew.crew import Crew
from digitrec.bulk.crew.taught_hand import TaughtHand
from digitrec.bulk.jobs import PictureJob
from digitrec.bulk.result import OutputLine
from digitrec.bulk.shards import ReadShards, Shard
from digitrec.recognition.model import Model
from digitrec.recognition.recognizer import Recognizer
from digitrec.version import version

IN_FLIGHT = 2
"""Shards for each worker: one to read, and one that is on its way meanwhile."""

IDLE_SECONDS = 60.0
"""After which a worker's crew ends; a client that was killed can't say that it needs none."""


class ClusterError(Exception):
    """A cluster can't be used. The message says why."""


@contextlib.contextmanager
def connected(url: str, model: Model, hand: TaughtHand | None) -> Iterator[ReadShards]:
    """A function that reads shards on all workers, in any order.

    Args:
        url: of the scheduler: `tls://HOST:PORT`, or `tcp://` on this machine.
        model: that reads; it is sent to the workers.
        hand: that the model reads with.

    Raises:
        ClusterError: if the address is refused, the scheduler can't be reached, a worker has
            another version, or, while shards are read, if the connection or too many workers are
            lost.
    """
    security = _security(url)
    reader = _Reader(version(), model.path.read_bytes(), hand)
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"}):
        try:
            # A lost worker is what it is for; the client would warn of each.
            logging.getLogger("distributed.client").setLevel(logging.ERROR)
            client = Client(url, security=security, name="digitrec", set_as_default=False)
        except Exception as error:  # of many kinds: time, TLS, names, Dask's own
            raise ClusterError(f"the scheduler can't be reached: {_reason(error)}") from error
        with client:
            try:
                client.register_plugin(reader, reader.name)
            except Exception as error:
                client.unregister_worker_plugin(reader.name)
                raise ClusterError(f"a worker can't read: {_reason(error)}") from error
            yield lambda shards: _read_all(client, reader.name, shards)


def _read_all(
    client: Client, reader: str, shards: Iterable[Shard]
) -> Iterator[tuple[Shard, list[OutputLine]]]:
    """Shards with their answers; a new one is sent for each that comes back."""
    sent: dict[Any, Shard] = {}
    todo = iter(shards)
    answered = as_completed(loop=client.loop)
    run = uuid.uuid4().hex
    while True:
        workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        while len(sent) < IN_FLIGHT * workers and (shard := next(todo, None)) is not None:
            key = f"digitrec-{run}-{shard.number}"
            future = client.submit(_read, reader, _packed(shard), key=key, pure=False)
            sent[future] = shard
            answered.add(future)
        if not sent:
            return
        future = next(answered)
        shard = sent.pop(future)
        try:
            lines = pickle.loads(future.result())  # noqa: S301 - from our own workers
        except Exception as error:
            raise ClusterError(f"shard {shard.number} is lost: {_reason(error)}") from error
        future.release()
        yield shard, lines


def _read(reader: str, shard: bytes) -> bytes:
    """The task: the answers for a shard, both pickled, so that the scheduler need not do it."""
    return cast(_Reader, get_worker().plugins[reader]).read(shard)


class _Reader(WorkerPlugin):  # type: ignore[misc]
    """What reads in a worker. Dask sends it to all workers, and to those that come later.

    Args:
        version: of the program that sends it.
        model: content of the model's file.
        hand: that the model reads with.
    """

    def __init__(self, version: str, model: bytes, hand: TaughtHand | None) -> None:
        self._version = version
        self._model = model
        self._hand = hand
        digest = hashlib.sha256(pickle.dumps((version, model, hand))).hexdigest()
        self.name = f"digitrec-{digest}"

    def setup(self, worker: Any) -> None:
        """Makes ready to read.

        Raises:
            ClusterError: if this worker has another version of the program.
        """
        self._lock = threading.Lock()
        self._crew: Crew | None = None
        self._timer: threading.Timer | None = None
        if version() != self._version:
            theirs, mine = self._version, version()
            raise ClusterError(f"{worker.address} has version {mine}, not {theirs}")
        # Dask's setting for its own data costs our processes time; they don't inherit it.
        os.environ.pop("MALLOC_TRIM_THRESHOLD_", None)
        self._file = Path(worker.local_directory, f"{self.name}.keras")
        self._file.write_bytes(self._model)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002
        """Ends the crew."""
        self._rest()

    def read(self, shard: bytes) -> bytes:
        """The answers for a shard, both pickled."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            jobs = pickle.loads(shard)  # noqa: S301 - from the client, which may run any code here
            lines = [line for some in self._working_crew().run(jobs) for line in some]
            self._timer = threading.Timer(IDLE_SECONDS, self._rest)
            self._timer.daemon = True
            self._timer.start()
        return pickle.dumps(lines)

    def _working_crew(self) -> Crew:
        """The crew. This process leaves the reading to it: it has to answer the scheduler."""
        if self._crew is None:
            self._crew = Crew(cache(self._open), self._hand, self._file, works_here=False)
        return self._crew

    def _open(self) -> Recognizer:
        recognizer = Recognizer.open(self._file)
        if self._hand is not None:
            recognizer.hand = self._hand.learn(recognizer.model)
        return recognizer

    def _rest(self) -> None:
        with self._lock:
            if self._crew is not None:
                self._crew.close()
                self._crew = None


def _packed(shard: Shard) -> bytes:
    """A shard's jobs for another machine, with the pictures that lie on this one."""
    jobs = [job.with_content() if isinstance(job, PictureJob) else job for job in shard.jobs]
    return pickle.dumps(jobs)


def _security(url: str) -> Security | None:
    """How to talk to a scheduler.

    Raises:
        ClusterError: if drawings would cross a network in the clear.
    """
    parts = urlsplit(url)
    if parts.scheme == "tls":
        return Security(require_encryption=True)
    if parts.scheme != "tcp":
        raise ClusterError("an address of a scheduler is tls://HOST:PORT")
    if not _is_loopback(parts.hostname or ""):
        raise ClusterError("tcp:// is not encrypted, and allowed on this machine only; use tls://")
    return None


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(error: BaseException) -> str:
    return f"{error}" or type(error).__name__
