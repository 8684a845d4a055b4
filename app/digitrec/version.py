"""The version, and of which commit the frozen program was made, which the build notes."""

from __future__ import annotations

__version__ = "0.1.0"

STAMP = "build.json"
"""Name among the bundled files: `{"commit": "ac57cca1b2c3", "changed": false}`."""


def commit() -> str | None:
    """Such as `ac57cca1b2c3`, or `ac57cca1b2c3, with changes`; None where it is not known."""
    import json

    from digitrec.resources import resource

    try:
        stamp = json.loads(resource(STAMP).read_text(encoding="utf-8"))
        name, changed = stamp["commit"], stamp["changed"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return f"{name}, with changes" if name and changed else name or None


def version() -> str:
    """The version, and the commit where it is known: `0.1.0 (ac57cca1b2c3)`."""
    known = commit()
    return f"{__version__} ({known})" if known else __version__
