"""The scale of the window: how many screen pixels a logical pixel has."""

from __future__ import annotations

import tkinter

SMALLEST, LARGEST = 0.75, 3.0


def scale_of(root: tkinter.Tk, least: tuple[int, int]) -> float:
    """Screen pixels to a logical pixel: 1 at 96 dots per inch, in quarters, 0.75 to 3.

    On X11 this is the scale of the desktop's text (`Xft.dpi`), which Tk is told too: Tk 8.6 writes
    its letters in that scale, but knows only the size of the screen in millimetres. On a screen
    that is too small for the window in that scale, the window is smaller.

    macOS counts in points and doubles them itself, so that the scale is 1 there.

    Args:
        root: Tk's root window.
        least: the smallest width and height that the window can have, in logical pixels.
    """
    system = root.tk.call("tk", "windowingsystem")
    if system == "aqua":
        return 1.0
    dpi = _text_dpi() if system == "x11" else None
    if dpi is not None:
        root.tk.call("tk", "scaling", dpi / 72)
    wanted = float(root.tk.call("tk", "scaling")) * 72 / 96
    if dpi is None:  # millimetres alone, which a screen may have wrong, make nothing small
        wanted = max(wanted, 1.0)
    fitting = min(root.winfo_screenwidth() / least[0], root.winfo_screenheight() / least[1])
    return min(max(min(round(wanted * 4), int(fitting * 4)) / 4, SMALLEST), LARGEST)


def _text_dpi() -> float | None:
    """The resolution at which the X desktop wants its text; None if it says nothing of use.

    The same call as in libXft. Tk's option database has the value too, but gives it only to a
    program whose class is Xft.
    """
    import ctypes

    try:
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XGetDefault.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
        x11.XGetDefault.restype = ctypes.c_char_p
        x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
        display = x11.XOpenDisplay(None)
        if not display:
            return None
        value = x11.XGetDefault(display, b"Xft", b"dpi")
        x11.XCloseDisplay(display)
        dpi = float(value)
    except (
        OSError,
        AttributeError,
        TypeError,
        ValueError,
    ):  # no library, or no number
        return None
    return dpi if 30 <= dpi <= 1000 else None
