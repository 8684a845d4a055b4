"""The boxes of the digits of a picture, in the real window."""

import pytest
from PIL import Image, ImageDraw

from digitrec.ui.picture.caption import HEIGHT as CAPTION_HEIGHT
from tests.samples import digit
from tests.samples import number as ink_of
from tests.ui.canvas.marks import click, letters, note, outlines
from tests.ui.pages import settle

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def picture(tmp_path):
    image = Image.new("L", (900, 420), 236)
    draw = ImageDraw.Draw(image)
    for stroke in ink_of("5836", gap=30).strokes:
        draw.line([(120 + 1.4 * x, 90 + 1.6 * y) for x, y in stroke], fill=40, width=9)
    path = tmp_path / "number.png"
    image.save(path)
    return path


def open_it(person, path):
    person.wait_until_ready()
    person.parts.exchange.open_picture(path)
    person.wait(lambda: person.big == "5836")


def framed(person):
    """For each frame, whether it surrounds its digit, and closely."""
    area = person.window.area
    _, _, width, height = area.bounds
    height -= person.window.look.px(CAPTION_HEIGHT)
    scale = min(width / 900, height / 420)
    border = (area.winfo_width() - width) / 2
    left, top = border + (width - 900 * scale) / 2, border + (height - 420 * scale) / 2
    digits = [digit(int(which), x=at * 120).box for at, which in enumerate("5836")]
    for (x0, y0, _, _, x1, y1, *_), box in zip(outlines(person), digits, strict=True):
        ink = (
            left + (120 + 1.4 * box[0]) * scale, top + (90 + 1.6 * box[1]) * scale,
            left + (120 + 1.4 * box[2]) * scale, top + (90 + 1.6 * box[3]) * scale,
        )  # fmt: skip
        yield max(abs(x0 - ink[0]), abs(x1 - ink[2])) < 18
        yield max(abs(y0 - ink[1]), abs(y1 - ink[3])) < 18
        yield x0 < ink[0] and y0 < ink[1] and x1 > ink[2] and y1 > ink[3]


def test_the_digits_of_a_picture_are_framed_at_any_size_of_the_window(person, picture):
    open_it(person, picture)
    assert letters(person) == "5836"
    assert all(framed(person))
    before = outlines(person)
    person.root.geometry("1000x800")
    person.wait(lambda: outlines(person) != before)
    settle(person)
    assert all(framed(person))
    person.press("<Escape>")
    assert outlines(person) == []
    person.press("<Control-z>")
    assert all(framed(person))


def test_a_digit_of_a_picture_is_clicked_and_corrected(person, picture):
    open_it(person, picture)
    x0, y0, _, _, x1, y1, *_ = outlines(person)[2]
    click(person, (x0 + x1) / 2, (y0 + y1) / 2)
    assert note(person) == ["Digit 3 of 4"]
    person.press("<Key-9>")
    assert person.big == "5896"
    assert letters(person) == "5896"
    assert note(person) == ["Digit 4 of 4"]
    click(person, 30, 30)  # outside all digits: no dot, which would replace the picture
    assert "Least certain" in note(person)[0]
    assert person.big == "5896"
    person.press("<Left>")
    person.press("<j>")
    assert len(outlines(person)) == 3
    person.press("<Control-z>")
    assert person.big == "5896"


def test_a_mark_of_a_picture_is_clicked_and_corrected(person, tmp_path):
    image = Image.new("L", (900, 420), 236)
    draw = ImageDraw.Draw(image)
    for which, left in zip("5836", (120, 270, 450, 600), strict=True):
        for stroke in digit(int(which)).strokes:
            draw.line([(left + 1.2 * x, 90 + 1.6 * y) for x, y in stroke], fill=40, width=9)
    draw.ellipse((418, 232, 430, 244), fill=40)
    image.save(tmp_path / "amount.png")
    person.wait_until_ready()
    person.parts.exchange.open_picture(tmp_path / "amount.png")
    person.wait(lambda: person.big == "58.36")
    assert sorted(letters(person)) == sorted("5836.")
    x0, y0, _, _, x1, y1, *_ = outlines(person)[2]
    click(person, (x0 + x1) / 2, (y0 + y1) / 2)
    assert person.window.desk.session.selection.mark == 0
    person.press("<comma>")
    assert person.big == "58,36"
    assert sorted(letters(person)) == sorted("5836,")


def test_a_single_digit_of_a_picture_is_framed_and_a_stroke_on_it_begins_a_drawing(
    person, tmp_path
):
    image = Image.new("L", (300, 400), 236)
    for stroke in digit(3).strokes:
        ImageDraw.Draw(image).line([(80 + x, 100 + 1.5 * y) for x, y in stroke], 40, 9)
    image.save(tmp_path / "three.png")
    person.wait_until_ready()
    person.parts.exchange.open_picture(tmp_path / "three.png")
    person.wait(lambda: person.big == "3")
    assert letters(person) == "3"
    for live in (True, False):
        assert len(outlines(person)) == 1
        person.window.desk.live = live
        person.draw(digit(1), release=False)
        person.wait(lambda live=live: person.big == ("1" if live else "3"))
        assert outlines(person) == []
        person.press("<Control-z>")
        person.wait(lambda: person.big == "3")
    person.draw(digit(1))
    assert person.big == "1"
    assert outlines(person) == []
