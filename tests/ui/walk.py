"""Looks at all that a window shows: its words, and whether they have the room that they need."""

import tkinter
from itertools import combinations

TEXTUAL = (
    "Label", "TLabel", "Button", "TButton", "TCheckbutton", "TRadiobutton", "Menubutton",
    "TMenubutton",
)  # fmt: skip


def widgets(top):
    """The window and all that is mapped in it; other windows are looked at on their own."""
    yield top
    for child in top.winfo_children():
        if not isinstance(child, tkinter.Toplevel) and (child.winfo_ismapped() or is_menu(child)):
            yield from widgets(child)


def is_menu(widget):
    return widget.winfo_class() == "Menu"


def texts(top):
    """Every text in the window: its title, its widgets', its menus' and its canvases'."""
    yield top.title()
    for widget in widgets(top):
        if widget.winfo_class() in TEXTUAL:
            yield str(widget["text"])
        elif is_menu(widget):
            yield from (widget.entrycget(n, "label") for n in entries(widget))
        elif isinstance(widget, tkinter.Canvas):
            yield from (widget.itemcget(item, "text") for item in written(widget))


def entries(menu):
    """The places of a menu's entries that have a label."""
    return [n for n in range(menu.index("end") + 1) if menu.type(n) != "separator"]


def written(canvas):
    """The texts on a canvas that are shown and not empty."""
    return [
        item
        for item in canvas.find_all()
        if canvas.type(item) == "text"
        and canvas.itemcget(item, "state") != "hidden"
        and canvas.itemcget(item, "text").strip()
    ]


def misfits(top):
    """What is cut off or lies over something else, a line each."""
    for widget in widgets(top):
        if widget is not top and not is_menu(widget):
            yield from _cut_off(widget)
        if isinstance(widget, tkinter.Canvas):
            yield from _on_canvas(widget)
        yield from _overlaps(widget)


def _cut_off(widget):
    parent = widget.master
    x, y, width, height = _place(widget)
    scrolls = isinstance(parent, tkinter.Canvas) and bool(parent["scrollregion"])
    low = not scrolls and y + height > parent.winfo_height()
    if x < 0 or y < 0 or x + width > parent.winfo_width() or low:
        yield f"{_name(widget)} reaches out of its parent"
    if not isinstance(widget, tkinter.Canvas) and widget.winfo_class() != "TScrollbar":
        wanted = widget.winfo_reqwidth(), widget.winfo_reqheight()
        if widget.winfo_class() == "Frame":  # its children say what they need
            wanted = 0, 0
        if width < wanted[0] or height < wanted[1]:
            yield f"{_name(widget)} has {width}x{height} and needs {wanted[0]}x{wanted[1]}"


def _overlaps(parent):
    shown = [
        child
        for child in parent.winfo_children()
        if child.winfo_ismapped() and not isinstance(child, tkinter.Toplevel)
    ]
    for one, other in combinations(shown, 2):
        if _cross(_box(one), _box(other)):
            yield f"{_name(one)} lies over {_name(other)}"


def _on_canvas(canvas):
    left, top = canvas.canvasx(0), canvas.canvasy(0)
    right, bottom = left + canvas.winfo_width(), top + canvas.winfo_height()
    scrolls = bool(canvas["scrollregion"])
    boxes = [(canvas.itemcget(item, "text"), canvas.bbox(item)) for item in written(canvas)]
    for text, box in boxes:
        x0, y0, x1, y1 = _without_air(box)
        if x0 < left or x1 > right or (not scrolls and (y0 < top or y1 > bottom)):
            yield f"{text!r} reaches out of its canvas"
    for (one, a), (other, b) in combinations(boxes, 2):
        if _cross(_without_air(a), _without_air(b)):
            yield f"{one!r} lies over {other!r}"


def _without_air(box):
    """A text's box without what its line has above and below the letters."""
    x0, y0, x1, y1 = box
    air = round((y1 - y0) * 0.1)
    return x0 + 1, y0 + air, x1 - 1, y1 - air


def _cross(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _place(widget):
    return widget.winfo_x(), widget.winfo_y(), widget.winfo_width(), widget.winfo_height()


def _box(widget):
    x, y, width, height = _place(widget)
    return x, y, x + width, y + height


def _name(widget):
    text = str(widget["text"]) if widget.winfo_class() in TEXTUAL else ""
    return f"{widget.winfo_class()} {text[:60]!r}"
