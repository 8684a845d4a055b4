"""The window's scale, from the desktop's own setting on a real X display."""

import ctypes
import sys
import tkinter

import pytest

from digitrec.ui.geometry.scale import scale_of
from digitrec.ui.widgets import theme
from tests.ui.person import Person

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xft.dpi is of X11")

LEAST = theme.LEAST_WIDTH, theme.LEAST_HEIGHT
RESOURCE_MANAGER, STRING, REPLACE = 23, 31, 0


@pytest.fixture
def resources(display):
    """Sets the display's resources, as xrdb does; without them again afterwards."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XChangeProperty.argtypes = [
        ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_int,
        ctypes.c_int, ctypes.c_char_p, ctypes.c_int,
    ]  # fmt: skip
    for call in (x11.XSync, x11.XCloseDisplay):
        call.argtypes = [ctypes.c_void_p, ctypes.c_int][: 2 if call is x11.XSync else 1]
    opened = x11.XOpenDisplay(None)

    def put(text):
        data, root = text.encode(), x11.XDefaultRootWindow(opened)
        x11.XChangeProperty(opened, root, RESOURCE_MANAGER, STRING, 8, REPLACE, data, len(data))
        x11.XSync(opened, 0)

    yield put
    put("")
    x11.XCloseDisplay(opened)


@pytest.mark.parametrize(
    ("dpi", "scale"),
    [(48, 0.75), (72, 0.75), (96, 1.0), (120, 1.25), (144, 1.5), ("none", 1.0), (10**6, 1.0)],
)
def test_the_scale_is_that_of_the_desktops_text(resources, dpi, scale):
    resources(f"*foreground:\tblack\nXft.dpi:\t{dpi}\n")
    root = tkinter.Tk()
    root.tk.call("tk", "scaling", 96 / 72)
    try:
        assert scale_of(root, LEAST) == scale
        if dpi in (48, 120, 144):
            assert float(root.tk.call("tk", "scaling")) == pytest.approx(dpi / 72, rel=0.01)
            assert root.winfo_fpixels("72p") == pytest.approx(dpi, rel=0.01)
    finally:
        root.tk.call("tk", "scaling", 96 / 72)
        root.destroy()


def test_the_window_fits_a_screen_that_is_too_small_for_its_scale(resources):
    resources("Xft.dpi:\t288\n")
    root = tkinter.Tk()
    try:
        scale = scale_of(root, LEAST)
        assert 1.0 <= scale < 3.0
        assert LEAST[0] * scale <= root.winfo_screenwidth()
        assert LEAST[1] * scale <= root.winfo_screenheight()
        assert scale_of(root, (100, 80)) == 3.0
    finally:
        root.tk.call("tk", "scaling", 96 / 72)
        root.destroy()


def test_letters_and_buttons_have_their_size_in_the_scaled_window(resources, places):
    resources("Xft.dpi:\t144\n")
    person = Person(places)
    try:
        person.wait_until_ready()
        look = person.window.look
        assert look.scale == 1.5
        assert (person.root.winfo_width(), person.root.winfo_height()) == (1200, 960)
        size = person.root.tk.call("font", "actual", look.font(13), "-size")
        assert round(size * person.root.winfo_fpixels("1p")) == look.px(13)
        slider = person.parts.toolbar.slider
        assert slider.winfo_reqheight() == pytest.approx(1.5 * person.root.winfo_pixels(20), abs=6)
    finally:
        person.root.tk.call("tk", "scaling", 96 / 72)
        person.close()
