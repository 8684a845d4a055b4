"""What the window's marks show on the screen, and clicks on them."""

from digitrec.ui.canvas.plain_ink import TAG as PLAIN_INK
from digitrec.ui.picture.caption import TAG as CAPTION
from tests.samples import digit


def marks(person):
    """The letters of the marks that are shown, with where they stand, from left to right."""
    area = person.window.area
    shown = [
        (area.coords(item), area.itemcget(item, "text"))
        for item in area.find_all()
        if area.type(item) == "text"
        and area.itemcget(item, "state") != "hidden"
        and len(area.itemcget(item, "text")) == 1
        and CAPTION not in area.gettags(item)
    ]
    return sorted(shown)


def letters(person):
    return "".join(letter for _, letter in marks(person))


def outlines(person):
    """The corners of the lines or frames that are shown, from left to right."""
    area = person.window.area
    return sorted(
        area.coords(item)
        for item in area.find_all()
        if area.type(item) == "line"
        and area.itemcget(item, "state") != "hidden"
        and PLAIN_INK not in area.gettags(item)
    )


def colours(person):
    area = person.window.area
    return {
        area.itemcget(item, "text"): area.itemcget(item, "fill")
        for item in area.find_all()
        if area.type(item) == "text" and area.itemcget(item, "state") != "hidden"
    }


def click(person, x, y, by=0):
    area = person.window.area
    x, y = round(x), round(y)
    area.event_generate("<Motion>", x=x, y=y)
    area.event_generate("<ButtonPress-1>", x=x, y=y)
    for step in range(1, by + 1):
        area.event_generate("<B1-Motion>", x=x + step, y=y + step, state=0x100)
    area.event_generate("<ButtonRelease-1>", x=x + by, y=y + by)
    person.root.update()


def click_mark(person, place):
    (x, y), _ = marks(person)[place]
    click(person, x, y - 5)


def draw_number(person):
    for at, which in enumerate((4, 2, 7)):
        person.draw(digit(which, x=75 * at - 60, scale=0.6))
    person.wait(lambda: person.big == "427")


def note(person):
    return [text for text in person.panel if "Least certain" in text or text.startswith("Digit ")]
