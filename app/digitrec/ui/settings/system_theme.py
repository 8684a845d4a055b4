"""The system's theme."""

from __future__ import annotations


def system_theme() -> str:
    """The system's theme, "light" or "dark"; on Linux this starts a program."""
    import darkdetect

    return "dark" if darkdetect.isDark() else "light"
