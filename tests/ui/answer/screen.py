"""What the answer shows on the screen: its rows, its bars and the small picture."""

import numpy as np
from PIL import ImageGrab

from digitrec.text import words


def grab(person, widget):
    """The widget's pixels, as they are on the screen: height, width, RGB."""
    person.root.update()
    x, y = widget.winfo_rootx(), widget.winfo_rooty()
    area = (x, y, x + widget.winfo_width(), y + widget.winfo_height())
    return np.asarray(ImageGrab.grab(area).convert("RGB")).astype(int)


def picture(person):
    """The small picture, as the 28×28 that it shows."""
    view = person.parts.network_view
    grey = grab(person, view)[1:-1, 1:-1, 0]
    zoom = len(grey) // 28
    assert grey.shape == (28 * zoom, 28 * zoom)
    return grey[zoom // 2 :: zoom, zoom // 2 :: zoom] / 255


def row_y(person, row):
    """The middle of a row: 0 to 9, or 10 for "Not a digit"."""
    panel = person.window.panel
    label = str(row) if row < 10 else words.NONE_OF_THESE
    items = [item for item in panel.find_all() if panel.type(item) == "text"]
    return panel.coords([item for item in items if panel.itemcget(item, "text") == label][-1])[1]


def percent(person, digit):
    """The text at the end of a digit's row."""
    panel, y = person.window.panel, row_y(person, digit)
    (text,) = [
        panel.itemcget(item, "text")
        for item in panel.find_all()
        if panel.type(item) == "text"
        and panel.itemcget(item, "anchor") == "e"
        and panel.coords(item)[1] == y
        and panel.itemcget(item, "text").endswith("%")
    ]
    return text


def bar(person, digit):
    """Width of a digit's bar, as a share of the longest that it can be."""
    panel, y = person.window.panel, row_y(person, digit)
    boxes = [
        (panel.itemcget(item, "fill"), panel.coords(item))
        for item in panel.find_all()
        if panel.type(item) == "rectangle" and panel.itemcget(item, "state") != "hidden"
    ]
    widths = {
        fill: right - left for fill, (left, top, right, bottom) in boxes if top <= y <= bottom
    }
    palette = person.window.look.palette
    return widths.get(palette.accent, 0) / widths[palette.track]


def click_row(person, row):
    """Clicks on a row of the answer."""
    panel, y = person.window.panel, round(row_y(person, row))
    panel.event_generate("<Motion>", x=40, y=y)
    panel.event_generate("<ButtonRelease-1>", x=40, y=y)
    person.root.update()
