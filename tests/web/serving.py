"""Starts `digitrec serve` as a process of its own."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def server_process() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a server that ends with the block, and its process."""
    path = os.pathsep.join([str(ROOT / "app"), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, "-m", "digitrec", "serve", "--port", "0", "--no-open"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path},
    )
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert found, "the server printed no address"
        yield found[0], process
    finally:
        process.terminate()
        process.wait(20)


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The address of a server that ends with the block."""
    with server_process() as (address, _):
        yield address
