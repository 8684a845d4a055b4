import sys
import tkinter

import pytest

from digitrec.ui.widgets.windows_frame import darken_title_bar, take_pen_at_once

windows = pytest.mark.skipif(sys.platform != "win32", reason="only Windows asks")


@pytest.fixture
def root(display):
    root = tkinter.Tk()
    root.update()
    yield root
    root.destroy()


@windows
@pytest.mark.gui
def test_windows_takes_the_colour_of_the_title_bar_and_lets_the_pen_draw_at_once(root):
    assert darken_title_bar(root, True)
    assert darken_title_bar(root, False)
    assert take_pen_at_once(root)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked")
@pytest.mark.gui
def test_elsewhere_nothing_is_asked(root):
    assert not darken_title_bar(root, True)
    assert not take_pen_at_once(root)
