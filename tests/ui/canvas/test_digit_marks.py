"""The marks of a number's digits on the paper, in the real window."""

import pytest
from PIL import Image, ImageDraw

from digitrec.storage.history import History
from digitrec.storage.settings import Settings, save_settings
from digitrec.text import words
from tests.samples import digit
from tests.samples import number as ink_of
from tests.ui.pages import settle
from tests.ui.person import Person
from tests.ui.pseudo import Pseudo, unmarked
from tests.ui.tongue import speaking
from tests.ui.walk import misfits, texts

pytestmark = pytest.mark.usefixtures("display")


def marks(person):
    """The letters of the marks that are shown, with where they stand, from left to right."""
    area = person.window.area
    shown = [
        (area.coords(item), area.itemcget(item, "text"))
        for item in area.find_all()
        if area.type(item) == "text"
        and area.itemcget(item, "state") != "hidden"
        and len(area.itemcget(item, "text")) == 1
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
        and "hard-ink" not in area.gettags(item)
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


@pytest.fixture
def number(person):
    """A person who has drawn 427."""
    person.wait_until_ready()
    draw_number(person)
    return person


def draw_number(person):
    for at, which in enumerate((4, 2, 7)):
        person.draw(digit(which, x=75 * at - 60, scale=0.6))
    person.wait(lambda: person.big == "427")


def note(person):
    return [text for text in person.panel if "Least sure" in text or text.startswith("Digit ")]


def test_each_digit_of_a_number_has_its_reading_above_and_a_line_below(number):
    assert letters(number) == "427"
    strokes = number.window.area.strokes
    for (left, y, right, _), ((x, top), _), own in zip(
        outlines(number), marks(number), (strokes[:2], strokes[2:3], strokes[3:]), strict=True
    ):
        points = [point for stroke in own for point in stroke]
        assert left <= min(px for px, _ in points) < x < max(px for px, _ in points) <= right
        assert top < min(py for _, py in points)
        assert y > max(py for _, py in points)
    palette = number.window.look.palette
    assert set(colours(number).values()) == {palette.quiet}


def test_one_digit_has_no_marks_and_undo_and_clear_take_them_away(person):
    person.wait_until_ready()
    person.draw(digit(7))
    assert letters(person) == ""
    assert outlines(person) == []
    person.draw(digit(1, x=110))
    person.wait(lambda: letters(person) == "71")
    person.press("<Control-z>")
    assert letters(person) == ""
    person.press("<Control-y>")
    assert letters(person) == "71"
    person.press("<Escape>")
    assert letters(person) == ""
    assert outlines(person) == []


def test_items_are_used_again(number):
    area = number.window.area
    before = area.find_all()
    number.press("<Control-z>")
    number.press("<Control-y>")
    click_mark(number, 1)
    assert area.find_all() == before


def test_a_click_on_a_mark_selects_the_digit_and_draws_nothing(number):
    area, palette = number.window.area, number.window.look.palette
    strokes = area.strokes
    assert "Least sure" in note(number)[0]
    click_mark(number, 1)
    assert area["cursor"] == "hand2"
    assert area.strokes == strokes
    assert note(number) == ["Digit 2 of 3"]
    assert colours(number)["2"] == palette.accent
    assert colours(number)["4"] == palette.quiet
    assert number.window.panel._verdict.bars[2] > 0.9
    left, y, right, _ = outlines(number)[0]
    click(number, (left + right) / 2, y)  # its line does as well
    assert note(number) == ["Digit 1 of 3"]
    assert number.window.panel._verdict.bars[4] > 0.9
    click(number, (left + right) / 2, y)  # the same again ends it
    assert "Least sure" in note(number)[0]
    assert area.strokes == strokes


def test_a_pen_that_moves_on_from_a_mark_draws_from_its_first_point_on(number):
    area = number.window.area
    count = len(area.strokes)
    (x, y), _ = marks(number)[0]
    click(number, x, y - 5, by=30)
    assert len(area.strokes) == count + 1
    stroke = area.strokes[-1]
    assert stroke[0] == (round(x), round(y - 5))
    assert stroke[-1] == (round(x) + 30, round(y - 5) + 30)


def test_while_the_pen_is_down_no_mark_moves(number):
    before = outlines(number), marks(number)
    number.draw(digit(1, x=160, y=40, scale=0.6), release=False)
    number.wait(lambda: number.big != "427")
    assert (outlines(number), marks(number)) == before
    number.window.area.event_generate("<ButtonRelease-1>", x=387, y=237)
    number.wait(lambda: len(marks(number)) == 4)


def test_selecting_writes_nothing_into_the_history(number, monkeypatch):
    kept = []
    monkeypatch.setattr(number.window.desk.session, "keep", lambda: kept.append(True))
    click_mark(number, 1)
    number.press("<Right>")
    assert note(number) == ["Digit 3 of 3"]
    assert kept == []


def test_a_click_elsewhere_is_a_dot_as_ever(number):
    count = len(number.window.area.strokes)
    click(number, 300, 350)
    assert len(number.window.area.strokes) == count + 1


def test_the_arrow_keys_select_and_a_digit_key_corrects_that_digit(number, places):
    number.press("<Left>")
    assert note(number) == ["Digit 3 of 3"]
    number.press("<Key-1>")
    assert number.big == "421"
    assert letters(number) == "421"
    assert note(number) == ["Digit 3 of 3"]
    number.press("<Key-1>")
    assert number.big == "427"
    number.press("<Key-1>")
    number.press("<Right>")
    assert "Least sure" in note(number)[0]
    number.close()
    with History(places.history) as history:
        assert [(kept.reading.text, kept.corrected) for kept in history] == [("427", "421")]


def test_the_arrow_keys_of_the_slider_move_the_slider_alone(number):
    slider = number.parts.toolbar.slider
    slider.focus_force()
    before = slider.get()
    slider.event_generate("<Right>")
    number.root.update()
    assert slider.get() > before
    assert "Least sure" in note(number)[0]


def test_proof_reading_goes_from_digit_to_digit(number):
    number.press("<Right>")
    for key in ("<Key-9>", "<n>", "<Key-7>"):
        number.press(key)
    assert number.big == "9?7"
    assert letters(number) == "9?7"
    number.press("<Left>")
    number.press("<Left>")
    assert colours(number)["?"] == number.window.look.palette.alarm


def test_a_click_in_the_bars_corrects_the_selected_digit(number):
    click_mark(number, 0)
    panel = number.window.panel
    _, y = panel.coords(panel._labels[9])
    panel.event_generate("<ButtonRelease-1>", x=60, y=round(y))
    number.root.update()
    assert number.big == "927"


def test_join_and_split_by_key_and_undo(number, places):
    click_mark(number, 0)
    number.press("<j>")
    assert len(marks(number)) == 2
    assert note(number) == ["Digit 1 of 2"]
    number.press("<s>")
    assert len(marks(number)) == 3
    number.press("<Control-z>")
    number.press("<Control-z>")
    assert letters(number) == "427"
    number.press("<Control-y>")
    assert len(marks(number)) == 2
    number.close()
    with History(places.history) as history:
        (kept,) = history
    assert [digit.strokes for digit in kept.reading.digits] == [(0, 1, 2), (3, 4)]


def test_the_mouse_alone_joins_and_splits(number):
    click_mark(number, 0)
    click_word(number, words.JOIN)
    assert len(marks(number)) == 2
    click_word(number, words.SPLIT)
    assert len(marks(number)) == 3
    click_mark(number, 0)  # the selected one
    assert words.JOIN not in list(texts(number.root))


def click_word(person, word):
    panel = person.window.panel
    (item,) = [
        one
        for one in panel.find_all()
        if panel.type(one) == "text"
        and panel.itemcget(one, "text") == word
        and panel.itemcget(one, "state") != "hidden"
    ]
    left, top, right, bottom = panel.bbox(item)
    x, y = (left + right) // 2, (top + bottom) // 2
    panel.event_generate("<Motion>", x=x, y=y)
    person.root.update()
    assert panel["cursor"] == "hand2"
    panel.event_generate("<ButtonPress-1>", x=x, y=y)
    panel.event_generate("<ButtonRelease-1>", x=x, y=y)
    person.root.update()


def test_what_cannot_be_done_is_said(number):
    number.press("<j>")
    assert number.window.status["text"] == words.NOTHING_SELECTED
    click_mark(number, 1)  # the two, of one stroke
    assert words.SPLIT not in list(texts(number.root))
    number.press("<s>")
    assert number.window.status["text"] == words.CANNOT_SPLIT
    assert letters(number) == "427"


def test_the_small_picture_is_of_the_selected_digit(number):
    number.press("<w>")
    view = number.parts.network_view
    number.wait(lambda: view._grey is not None)
    shown = set()
    for place in range(3):
        before = view._grey
        click_mark(number, place)
        if place != 2:  # the least sure may be the one that was shown
            number.wait(lambda before=before: view._grey != before)
        shown.add(view._grey)
    number.wait(lambda: view._grey is not None)
    assert len(shown) >= 2


def test_a_stroke_ends_the_selection_where_the_digits_change(number):
    click_mark(number, 1)
    number.draw(digit(1, x=230, scale=0.7))
    number.wait(lambda: number.big == "4271")
    assert "Least sure" in note(number)[0]
    assert number.window.look.palette.accent not in colours(number).values()


def test_marks_take_on_the_theme(number):
    click_mark(number, 1)
    number.window.apply_theme("dark")
    number.root.update()
    palette = number.window.look.palette
    assert colours(number) == {"4": palette.quiet, "2": palette.accent, "7": palette.quiet}


def test_with_the_answer_hidden_marks_are_hidden_until_it_is_asked_for(places):
    save_settings(places.settings, Settings(live=False, final=False))
    person = Person(places)
    try:
        person.wait_until_ready()
        for at, which in ((0, 4), (90, 7)):
            person.draw(digit(which, x=at, scale=0.7))
        assert letters(person) == ""
        person.press("<Return>")
        assert letters(person) == "47"
        click_mark(person, 1)
        assert person.big == "47"
        assert letters(person) == "47"
        person.draw(digit(1, x=180, scale=0.7))
        assert letters(person) == ""
    finally:
        person.close()


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
    person.parts.exchange.open(path)
    person.wait(lambda: person.big == "5836")


def framed(person):
    """Of each frame, whether the ink of the picture in it keeps clear of it, and fills it."""
    area = person.window.area
    _, _, width, height = area.room
    scale = min(width / 900, height / 420)
    left, top = (area.winfo_width() - 900 * scale) / 2, (area.winfo_height() - 420 * scale) / 2
    digits = [digit(int(which), x=at * 120).box for at, which in enumerate("5836")]
    for (x0, y0, _, _, x1, y1, *_), box in zip(outlines(person), digits, strict=True):
        ink = (
            left + (120 + 1.4 * box[0]) * scale, top + (90 + 1.6 * box[1]) * scale,
            left + (120 + 1.4 * box[2]) * scale, top + (90 + 1.6 * box[3]) * scale,
        )  # fmt: skip
        yield max(abs(x0 - ink[0]), abs(x1 - ink[2])) < 14
        yield max(abs(y0 - ink[1]), abs(y1 - ink[3])) < 16
        yield x0 < ink[0] and y0 < ink[1] and x1 > ink[2] and y1 > ink[3]


def test_the_digits_of_a_picture_are_framed_where_they_are_and_follow_its_size(person, picture):
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
    click(person, 30, 30)  # beside all digits: no dot, which would end the picture
    assert "Least sure" in note(person)[0]
    assert person.big == "5896"
    person.press("<Left>")
    person.press("<j>")
    assert len(outlines(person)) == 3
    person.press("<Control-z>")
    assert person.big == "5896"


def test_one_digit_of_a_picture_is_framed_too_and_a_stroke_on_it_begins_a_drawing(person, tmp_path):
    image = Image.new("L", (300, 400), 236)
    for stroke in digit(3).strokes:
        ImageDraw.Draw(image).line([(80 + x, 100 + 1.5 * y) for x, y in stroke], 40, 9)
    image.save(tmp_path / "three.png")
    person.wait_until_ready()
    person.parts.exchange.open(tmp_path / "three.png")
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


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_with_words_twice_as_long_and_scaled_nothing_lies_over_anything(places, scale):
    with speaking(Pseudo()):
        person = Person(places, scale)
        try:
            person.wait_until_ready()
            root = person.root
            root.geometry("{}x{}".format(*root.minsize()))
            person.wait(lambda: root.winfo_width() == root.minsize()[0])
            draw_number(person)
            for key in ("<Right>", "<Key-9>", "<Left>", "<j>"):
                person.press(key)
                settle(person)
                assert list(misfits(root)) == []
            assert unmarked(texts(root), {str(places.settings.parent)}) == []
            person.press("<Right>")
            person.press("<Right>")
            person.press("<s>")
            settle(person)
            assert list(misfits(root)) == []
            assert unmarked(texts(root), {str(places.settings.parent)}) == []
        finally:
            person.close()
