import tkinter

import pytest

from digitrec.ui.widgets import theme
from digitrec.ui.widgets.scrolled_frame import ScrolledFrame


@pytest.fixture
def window(display):
    root = tkinter.Tk()
    made = tkinter.Toplevel(root)
    yield made
    root.destroy()


def filled(window, rows):
    frame = ScrolledFrame(window, theme.Look(theme.LIGHT, 1.0, "DejaVu Sans"))
    for row in range(rows):
        tkinter.Button(frame.body, text=f"row {row}", height=2).grid(row=row)
    frame.grid()
    frame.fit()
    window.update()
    return frame


def test_what_fits_on_the_screen_does_not_scroll(window):
    frame = filled(window, 3)
    assert not frame.scrolls
    assert frame.winfo_height() == frame.body.winfo_reqheight()


def test_what_is_too_high_scrolls_and_shows_the_control_that_has_the_focus(window):
    frame = filled(window, 80)
    assert frame.scrolls
    assert frame.winfo_height() < window.winfo_screenheight()
    last = frame.body.grid_slaves(row=79)[0]
    last.focus_force()
    window.update()
    below = last.winfo_rooty() + last.winfo_height()
    assert below <= frame.winfo_rooty() + frame.winfo_height()
