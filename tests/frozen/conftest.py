"""The frozen program, built once for all its tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts import platforms

ROOT = Path(__file__).resolve().parents[2]


def build(folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Runs build.py into a folder, with uncommitted changes."""
    return subprocess.run(
        [sys.executable, str(ROOT / "build_scripts" / "build.py"), *map(str, words), "--dirty",
         "--dist", str(folder / "dist"), "--work", str(folder / "work")],
        cwd=folder, capture_output=True, text=True, timeout=900,
    )  # fmt: skip


@pytest.fixture(scope="session")
def built(tmp_path_factory, display) -> Path:
    """The folder `dist` with program and packages; `DIGITREC_FROZEN` names a finished one."""
    if ready := os.environ.get("DIGITREC_FROZEN"):
        return Path(ready)
    folder = tmp_path_factory.mktemp("built here, où ça")
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "dist"


@pytest.fixture(scope="session")
def program(built) -> Path:
    """The frozen program."""
    return platforms.program(built, onefile=False)
