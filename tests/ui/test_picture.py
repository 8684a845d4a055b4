import io

import pytest
from PIL import Image

from app.recognition.page import PictureError
from app.recognition.reading import Digit, Reading
from app.ui.picture import open_picture, path_in
from tests.recognition.test_page import drawing, saved


class Reader:
    def read_picture(self, picture, digits=None):
        height, width = picture.shape
        box = (0.0, 0.0, float(width), float(height))
        return Reading((Digit(3, 0.9, False, (0.01,) * 3 + (0.9,) + (0.01,) * 6, box),))


def test_a_picture_is_read_and_can_be_fitted_into_a_box():
    picture = open_picture(saved(drawing(size=(600, 300)), "PNG"), "three.png", Reader())
    assert picture.reading.digits[0].box == (0, 0, 600, 300)
    (seen,) = picture.seen
    assert len(seen) == 28 * 28
    assert max(seen) > 200
    shown = Image.open(io.BytesIO(picture.fitted(200, 200, "#ffffff", "#000000")))
    assert shown.size == (200, 100)
    assert shown.getpixel((0, 0)) == (255, 255, 255)


def test_what_is_no_picture_is_refused_in_words():
    with pytest.raises(PictureError, match="not a picture"):
        open_picture(io.BytesIO(b"text"), "x", None)


def test_a_copied_path_or_address_names_a_file(tmp_path):
    path = tmp_path / "a b.png"
    path.write_bytes(b"")
    assert path_in(str(path)) == path
    assert path_in(f'"{path}"\n') == path
    assert path_in(path.as_uri() + "\r\n") == path
    assert path_in("no such file") is None
    assert path_in("") is None
    assert path_in("x\0y") is None
