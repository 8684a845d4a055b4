"""Whether the person has asked the system for less motion."""

from __future__ import annotations

import sys
import time

from digitrec.ui.settings.system_theme import PATIENCE, answer

_SPI_GETCLIENTAREAANIMATION = 0x1042


def prefers_less_motion() -> bool:
    """Whether things should jump rather than move; False if it can't be known.

    On Linux and macOS this starts a program, for up to a second.
    """
    if sys.platform == "win32":
        return not _windows_animates()
    deadline = time.monotonic() + PATIENCE
    if sys.platform == "darwin":
        where = "com.apple.universalaccess", "reduceMotion"
        return answer(deadline, "defaults", "read", *where) == "1"
    where = "org.gnome.desktop.interface", "enable-animations"
    return answer(deadline, "gsettings", "get", *where) == "false"


def _windows_animates() -> bool:
    import ctypes

    animates = ctypes.c_int(1)
    ctypes.windll.user32.SystemParametersInfoW(  # type: ignore[attr-defined,unused-ignore]
        _SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(animates), 0
    )
    return bool(animates.value)
