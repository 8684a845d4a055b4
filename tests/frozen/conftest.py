"""The frozen program, built once for all its tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from build_scripts import platforms
from tests.samples import digit

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


@pytest.fixture(scope="session")
def built_with_own_model(tmp_path_factory, display) -> Path:
    """A folder with `dist` and `work` of another build, whose model is a user's own, unsealed."""
    pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")
    from training.augmentation.variation import vary_ink
    from training.network.architectures import dense

    rng = np.random.default_rng(0)
    labels = np.tile(np.arange(10), 40)
    x = np.stack([vary_ink(digit(label).strokes, rng) for label in labels]).reshape(-1, 784)
    model = dense()
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, np.eye(10)[labels], epochs=15, batch_size=32, verbose=0)
    folder = tmp_path_factory.mktemp("anderswo")
    model.save(folder / "somebody's model.keras")
    done = build(folder, "check", "freeze", "smoke", "--model", folder / "somebody's model.keras")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "is not sealed; sealing a copy" in done.stdout
    return folder
