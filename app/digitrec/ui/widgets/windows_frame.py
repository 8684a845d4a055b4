"""What only Windows asks of a window: the colour of its title bar, and how it takes a pen.

Tk knows nothing of either. Every function does nothing on other systems, and where Windows is too
old for it.
"""

from __future__ import annotations

import sys
import tkinter
from contextlib import suppress

_DARK = 20
_DARK_BEFORE_2004 = 19
"""DWMWA_USE_IMMERSIVE_DARK_MODE of DwmSetWindowAttribute, in dwmapi.h, and what it was before
version 2004 of Windows 10."""

_TABLET_SERVICE = "MicrosoftTabletPenServiceProperty"
_NO_PRESS_AND_HOLD = 0x00000001
_NO_TAP_FEEDBACK = 0x00000008
_NO_BARREL_FEEDBACK = 0x00000010
_NO_FLICKS = 0x00010000
"""Of WM_TABLET_QUERYSYSTEMGESTURESTATUS, in tpcshrd.h."""


def darken_title_bar(window: tkinter.Tk | tkinter.Toplevel, dark: bool) -> bool:
    """Makes a window's title bar dark or light; gives whether Windows has done it."""
    if sys.platform != "win32":
        return False
    import ctypes

    with suppress(OSError, AttributeError, ValueError, tkinter.TclError):
        frame = ctypes.c_void_p(int(window.wm_frame(), 16))
        value = ctypes.c_int(dark)
        for attribute in (_DARK, _DARK_BEFORE_2004):
            size = ctypes.sizeof(value)
            set_attribute = ctypes.windll.dwmapi.DwmSetWindowAttribute
            if set_attribute(frame, attribute, ctypes.byref(value), size) == 0:
                return True
    return False


def take_pen_at_once(widget: tkinter.Misc) -> bool:
    """Has pen and finger draw at once; gives whether Windows has agreed.

    Otherwise Windows waits for whether a press becomes a right click, draws a ring around it, and
    takes quick strokes for gestures.
    """
    if sys.platform != "win32":
        return False
    import ctypes

    with suppress(OSError, AttributeError, tkinter.TclError):
        flags = _NO_PRESS_AND_HOLD | _NO_TAP_FEEDBACK | _NO_BARREL_FEEDBACK | _NO_FLICKS
        set_property = ctypes.windll.user32.SetPropW
        set_property.argtypes = [ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_void_p]
        return bool(set_property(widget.winfo_id(), _TABLET_SERVICE, flags))
    return False
