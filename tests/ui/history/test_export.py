import io
from dataclasses import replace

import numpy as np
from PIL import Image

from digitrec.recognition.ink import Ink
from digitrec.ui.history.export import PICTURE, save_png, write_arrays
from tests.samples import digit
from tests.storage.drawings import drawing


def test_single_digits_are_exported_as_mnist_has_them():
    kept = [drawing("1"), replace(drawing("7"), corrected="1"), drawing("4"), drawing("42")]
    kept.append(replace(drawing("3"), corrected="?"))
    stream = io.BytesIO()
    assert write_arrays(kept, stream) == 3
    stream.seek(0)
    with np.load(stream) as arrays:
        assert arrays["x"].shape == (3, 28, 28)
        assert arrays["x"].dtype == arrays["y"].dtype == np.uint8
        assert arrays["x"].max() == 255
        assert arrays["y"].tolist() == [1, 1, 4]


def test_no_drawings_are_exported_as_empty_arrays():
    stream = io.BytesIO()
    assert write_arrays([], stream) == 0
    stream.seek(0)
    with np.load(stream) as arrays:
        assert arrays["x"].shape == (0, 28, 28)


def test_a_picture_is_black_ink_on_white_and_read_as_what_was_drawn(tmp_path):
    from digitrec.recognition.picture.decoding import open_picture
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.resources import model_path

    recognizer = Recognizer.open(model_path())
    for which in range(10):
        path = tmp_path / f"{which}.png"
        save_png(replace(drawing(str(which)), ink=Ink(digit(which).strokes)), path)
        assert Image.open(path).size == (PICTURE, PICTURE)
        assert recognizer.read_picture(open_picture(path), 1).text == str(which)
    assert len(list(tmp_path.iterdir())) == 10  # and no half-written one beside them
