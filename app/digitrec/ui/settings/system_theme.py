"""The system's theme."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

from digitrec.environment import original_environment

PATIENCE = 1.0
"""Seconds that the desktop's settings get for their answer. They usually take 0.02."""

_LONGEST = 1000


def system_theme() -> str:
    """The system's theme, "light" or "dark"; light if it can't be known.

    On Linux this starts a program, for up to a second.
    """
    if sys.platform == "linux":
        return "dark" if "-dark" in _desktop_theme() else "light"
    import darkdetect

    return "dark" if darkdetect.isDark() else "light"


def _desktop_theme() -> str:
    """The colour scheme of the desktop, or else the name of its GTK theme, in small letters.

    The two keys are those that `darkdetect` asks for too; but it waits for the answer for ever.
    """
    deadline = time.monotonic() + PATIENCE
    for key in ("color-scheme", "gtk-theme"):
        found = answer(deadline, "gsettings", "get", "org.gnome.desktop.interface", key)
        if found:
            return found.lower()
    return ""


def answer(deadline: float, *command: str) -> str:
    """What a program prints until the deadline, when it is stopped; empty if it isn't there."""
    # A file rather than a pipe, which a child of the program could keep open for ever.
    with tempfile.TemporaryFile() as printed:
        try:
            subprocess.run(
                command,
                env=original_environment(),
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.DEVNULL,
                timeout=max(0.0, deadline - time.monotonic()),
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        printed.seek(0)
        return printed.read(_LONGEST).decode(errors="replace").strip()
