import numpy as np
import pytest
from PIL import Image

from digitrec.recognition.model import Model
from digitrec.recognition.raster import render
from digitrec.resources import model_path
from tests.samples import digit
from training.data.datasets import DataError
from training.data.own_pictures import load_pictures


def painted(path, label, size=90, dark_on_light=True):
    path.parent.mkdir(parents=True, exist_ok=True)
    ink = Image.fromarray(np.uint8(255 * render(digit(label).strokes))).resize((size, size))
    pixels = np.asarray(ink)
    Image.fromarray(255 - pixels if dark_on_light else pixels).save(path)


def test_a_folder_for_each_digit_becomes_images_with_labels(tmp_path):
    painted(tmp_path / "7" / "a.png", 7)
    painted(tmp_path / "7" / "b.jpg", 7, 300)
    painted(tmp_path / "0" / "a.png", 0, dark_on_light=False)
    (tmp_path / "notes").mkdir()
    images = load_pictures(tmp_path)
    assert images.y.tolist() == [0, 7, 7]
    assert images.x.shape == (3, 28, 28)
    assert images.x.dtype == np.uint8
    read = Model.open(model_path()).run(images.x.astype(np.float32) / 255).argmax(axis=1)
    assert read.tolist() == [0, 7, 7]


def test_a_folder_without_pictures_says_how_it_should_look(tmp_path):
    with pytest.raises(DataError, match="a folder for each digit"):
        load_pictures(tmp_path)


def test_a_file_that_is_no_picture_and_a_blank_one_are_named(tmp_path):
    (tmp_path / "3").mkdir()
    (tmp_path / "3" / "a.png").write_text("three")
    with pytest.raises(DataError, match=r"a\.png can't be read"):
        load_pictures(tmp_path)
    Image.new("L", (40, 40), 255).save(tmp_path / "3" / "a.png")
    with pytest.raises(DataError, match=r"a\.png is blank"):
        load_pictures(tmp_path)
