import io
from dataclasses import replace

import pytest
from PIL import Image

from digitrec.recognition.picture.decoding import PictureError
from digitrec.recognition.reading import Digit, Mark, Reading
from digitrec.session.picture import OVERVIEW_SIDE, network_view_of, open_part, open_picture
from digitrec.session.regrouped_picture import resegmented
from tests.recognition.picture.test_decoding import drawing, saved


class Reader:
    def read_picture(self, picture, digits=None, marks=True):
        height, width = picture.pixels.shape[:2]
        box = (0.0, 0.0, float(width), float(height))
        return Reading((Digit(3, 0.9, False, (0.01,) * 3 + (0.9,) + (0.01,) * 6, box),))


def test_a_picture_is_read_and_kept_in_colour():
    image = drawing("RGB", (250, 240, 200), (20, 30, 160), size=(600, 300))
    picture = open_picture(saved(image, "PNG"), "three.png", Reader())
    assert picture.reading.digits[0].box == (0, 0, 600, 300)
    network_view = network_view_of(picture, picture.reading.digits[0])
    assert len(network_view) == 28 * 28
    assert max(network_view) > 200
    shown = picture.decode_overview()
    assert shown.size == (picture.width, picture.height) == (600, 300)
    assert shown.getpixel((0, 0)) == (250, 240, 200)


def test_what_is_no_picture_is_refused_in_words():
    with pytest.raises(PictureError, match="not a picture"):
        open_picture(io.BytesIO(b"text"), "x", None)


class Halver:
    """Reads a picture as so many digits, side by side; 2 where it isn't told."""

    def read_picture(self, picture, digits=None, marks=True):
        height, width = picture.pixels.shape[:2]
        count = digits or 2
        wide = width / count
        return Reading(
            tuple(
                Digit(at, 0.9, False, (0.1,) * 10, (at * wide, 0.0, (at + 1) * wide, float(height)))
                for at in range(count)
            )
        )


def test_digits_of_a_picture_are_joined_and_split_where_they_lie():
    reader = Halver()
    picture = open_picture(saved(drawing(size=(1200, 600)), "PNG"), "n.png", reader)
    one = resegmented(picture, 0, 2, 1, reader)
    assert one.reading.digits[0].box == pytest.approx((0, 0, 1200, 600), abs=3)
    three = resegmented(picture, 1, 1, 2, reader)
    boxes = [digit.box for digit in three.reading.digits]
    assert boxes[0] == picture.reading.digits[0].box
    assert boxes[1] == pytest.approx((600, 0, 900, 600), abs=3)
    assert boxes[2] == pytest.approx((900, 0, 1200, 600), abs=3)


def test_the_lines_of_a_picture_follow_what_is_joined_and_split():
    reader = Halver()
    picture = open_picture(saved(drawing(size=(600, 300)), "PNG"), "n.png", reader)
    four = resegmented(resegmented(picture, 0, 1, 2, reader), 2, 1, 2, reader)
    lined = picture._replace(reading=Reading(four.reading.digits, lines=(2, 2)))
    assert resegmented(lined, 2, 2, 1, reader).reading.lines == (2, 1)
    assert resegmented(lined, 0, 1, 2, reader).reading.lines == (3, 2)


def test_the_marks_of_a_picture_keep_their_places_among_digits_that_are_joined_and_split():
    reader = Halver()
    picture = open_picture(saved(drawing(size=(600, 300)), "PNG"), "n.png", reader)
    marks = tuple(Mark(".", 0.9, (0, 0, 1, 1), at) for at in (0, 1, 2))
    marked = picture._replace(reading=replace(picture.reading, marks=marks))
    joined = resegmented(marked, 0, 2, 1, reader).reading
    assert [mark.at for mark in joined.marks] == [0, 1]
    split = resegmented(marked, 0, 1, 2, reader).reading
    assert [mark.at for mark in split.marks] == [0, 2, 3]


def test_a_photos_digits_are_joined_and_split_by_the_real_reader():
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.resources import model_path
    from tests.recognition.picture.sheets import lit, photographed, written

    reader = Recognizer.open(model_path())
    file = photographed(lit(written("2055", gap=-0.04)), noise=0.01)
    picture = open_picture(file, "photo.jpg", reader)
    assert picture.reading.text == "2055"
    one = resegmented(picture, 2, 2, 1, reader)
    assert len(one.reading.digits) == 3
    assert one.reading.text.startswith("20")
    again = resegmented(one, 2, 1, 2, reader).reading.digits
    assert len(again) == 4  # what the parts of a digit that was cut are read as is open
    assert [digit.digit for digit in again[:3]] == [2, 0, 5]


def photographed(tmp_path, orientation):
    """A photograph of 6000 by 4500 pixels with a coloured corner, upright: red at the top left."""
    upright = Image.new("RGB", (6000, 4500), (240, 235, 220))
    upright.paste((200, 20, 20), (0, 0, 600, 900))
    undo = {3: 3, 6: 8, 8: 6}.get(orientation)
    turns = {
        3: Image.Transpose.ROTATE_180,
        6: Image.Transpose.ROTATE_270,
        8: Image.Transpose.ROTATE_90,
    }
    stored = upright if undo is None else upright.transpose(turns[undo])
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "photo.jpg", exif=exif)
    return tmp_path / "photo.jpg"


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_large_photo_is_kept_small_and_its_parts_come_sharp_from_the_file(tmp_path, orientation):
    file = photographed(tmp_path, orientation)
    picture = open_picture(file, "photo.jpg", None)
    assert (picture.width, picture.height) == (6000, 4500)
    overview = picture.decode_overview()
    assert max(overview.size) == OVERVIEW_SIDE
    part = open_part(picture, (500, 800, 900, 1000), 400)
    assert part.size == (400, 200)  # one pixel for each of the file's
    red, paper = part.getpixel((90, 90)), part.getpixel((300, 150))
    assert red[0] > 180 > 60 > red[1]
    assert min(paper) > 200
    file.write_bytes(file.read_bytes() + b"\0")
    assert open_part(picture, (500, 800, 900, 1000), 400) is None  # it may be another picture


class Turner:
    """Reads a digit at the top left of a picture that has to be turned."""

    def __init__(self, turn):
        self.turn = turn

    def read_picture(self, picture, digits=None, marks=True):
        digit = Digit(3, 0.9, False, (0.1,) * 10, (0.0, 0.0, 60.0, 90.0))
        return Reading((digit,), turn=self.turn)


@pytest.mark.parametrize(
    ("turn", "place"),
    [(90, (210, 0, 300, 60)), (180, (540, 210, 600, 300)), (270, (0, 540, 90, 600))],
)
def test_a_picture_that_has_to_be_turned_is_shown_upright(tmp_path, turn, place):
    image = Image.new("RGB", (600, 300), "white")
    image.paste((200, 20, 20), (0, 0, 60, 90))
    image.save(tmp_path / "turned.png")
    picture = open_picture(tmp_path / "turned.png", "turned.png", Turner(turn))
    size = (600, 300) if turn == 180 else (300, 600)
    assert (picture.width, picture.height) == picture.decode_overview().size == size
    (digit,) = picture.reading.digits
    assert picture.box(digit.box) == place
    assert picture.unturned_box(place) == digit.box
    part, moved = picture.part(digit.box)
    assert moved == (0, 0)
    assert part.pixels.shape[:2] == (90, 60)
    assert part.pixels[..., 1].max() < 60
    sharp = open_part(picture, place, 90)
    assert sharp.size == ((60, 90) if turn == 180 else (90, 60))
    assert sharp.getpixel((5, 5))[1] < 60
