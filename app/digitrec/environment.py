"""The environment of the programs that this one starts: the one that it was started in itself."""

from __future__ import annotations

import os

from digitrec.resources import FROZEN

CHANGED = ("TCL_LIBRARY", "TK_LIBRARY")
"""Variables that PyInstaller sets for its own copy of Tk. Another program with Tk, such as a file
manager's script, would take that copy for its own and fail. What was there before stands in
variables called `…_ORIG`: `build_scripts/contents/hooks/keep_environment.py` keeps it."""


def original_environment() -> dict[str, str]:
    """The environment in which this program was started."""
    environ = dict(os.environ)
    if FROZEN:
        for name in CHANGED:
            original = environ.pop(f"{name}_ORIG", None)
            environ.pop(name, None)
            if original is not None:
                environ[name] = original
    return environ
