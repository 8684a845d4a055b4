"""ttk's widgets in each theme and at other scales."""

from tkinter import ttk

import pytest

from digitrec.storage.settings import Settings, save_settings
from digitrec.ui.widgets import theme
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def opened(places):
    people = []

    def open_it(name, scale=1.0):
        save_settings(places.settings, Settings(theme=name))
        person = Person(places, scale)
        people.append(person)
        person.wait_until_ready()
        return person

    yield open_it
    for person in people:
        person.close()


def theme_of(person):
    return person.root.tk.call("ttk::style", "theme", "use")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_pictures_and_borders_are_scaled(opened, name):
    person = opened(name, 1.5)
    switch = ttk.Checkbutton(person.root, style="Switch.TCheckbutton")
    assert switch.winfo_reqwidth() >= 1.5 * 46
    assert person.parts.toolbar.buttons["undo"].winfo_reqheight() >= 1.5 * 26
    assert theme_of(person) == f"sun-valley-{name}"
    person.window.apply_theme("dark" if name == "light" else "light")
    assert theme_of(person) != f"sun-valley-{name}"
    assert ttk.Checkbutton(person.root, style="Switch.TCheckbutton").winfo_reqwidth() >= 1.5 * 46
    assert not person.root.tk.call("info", "commands", "::_source_all")


def luminance(colour):
    def linear(value):
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_all_text_and_edges_have_high_contrast():
    colours = theme.CONTRAST
    for name in ("text", "quiet", "hint", "accent", "alarm", "ink", "border"):
        assert contrast(getattr(colours, name), colours.ground) >= 7, name
    for palette in (theme.LIGHT, theme.DARK):
        for name in ("text", "quiet", "hint", "alarm", "accent"):
            assert contrast(getattr(palette, name), palette.ground) >= 4, name


def test_high_contrast_is_taken_up_at_once_and_at_the_next_start(opened, places):
    person = opened("contrast")
    assert person.window.look.palette.name == "contrast"
    assert theme_of(person) == "digitrec-contrast"
    assert str(person.window.area["background"]) == "#000000"
    person.close()
    again = Person(places)
    try:
        assert again.window.look.palette.name == "contrast"  # from the first paint on
    finally:
        again.close()
