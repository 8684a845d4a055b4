"""What to do with a model that is ready: how to try it, install it and bundle it."""

from __future__ import annotations

from pathlib import Path

from digitrec.recognition.model import Model

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = ROOT / "app" / "digitrec" / "resources" / "my_model.keras"
"""The model that the program is installed and bundled with."""


def next_steps(model: Model) -> str:
    """Where a model is, its SHA-256, and the commands that come next, as lines of text."""
    path = _short(model.path)
    lines = [f"the model is {path}", f"  its SHA-256 is {model.sha256}"]
    if model.path.resolve() == BUNDLED:
        steps = {
            "try it": f"python -m training try {path}",
            "install it": "pip install .",
            "bundle it": "python build_scripts/build.py",
            "measure it": "python -m training evaluate",
        }
        note = (
            "An installed digitrec has a copy of the model of its own, and shows the old one until "
            "it is installed again: digitrec info names the file and its SHA-256"
        )
    else:
        steps = {
            "try it": f"python -m training try {path}",
            "bundle it": f"python build_scripts/build.py --model {path}",
            "measure it": f"python -m training evaluate {path}",
        }
        note = f"To install it with pip, copy it to {_short(BUNDLED)} first, then: pip install ."
    lines += [f"  {name + ':':<13} {command}" for name, command in steps.items()]
    return "\n".join([*lines, note])


def _short(path: Path) -> str:
    """The path as it can be typed in the project's folder, which the commands are for."""
    here = Path.cwd()
    resolved = path.resolve()
    return str(resolved.relative_to(here) if resolved.is_relative_to(here) else path)
