import io
import json
import sqlite3
from dataclasses import replace
from tkinter import filedialog

import numpy as np
import pytest
from PIL import Image

from digitrec.recognition.ink import Ink
from digitrec.text import words
from digitrec.ui.history.export import PICTURE, save_png, write_arrays
from tests.samples import digit
from tests.storage.drawings import drawing
from tests.torture.full_disk import POSIX, files_limited_to
from tests.ui.history.pages import fill


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
    assert len(list(tmp_path.iterdir())) == 10  # and no half-written one next to them


@pytest.mark.usefixtures("display")
def test_export_in_three_kinds(places, person, open_page, tmp_path, monkeypatch):
    fill(places, 3)
    page = open_page(3)
    ink, arrays, folder = tmp_path / "a.jsonl", tmp_path / "a.npz", tmp_path / "pictures"
    folder.mkdir()
    for target, export in ((ink, page.exporter.export_ink), (arrays, page.exporter.export_arrays)):
        monkeypatch.setattr(filedialog, "asksaveasfilename", lambda target=target, **_: str(target))
        export()
        person.wait(lambda target=target: str(target) in page.status)
    monkeypatch.setattr(filedialog, "askdirectory", lambda **_: str(folder))
    page.exporter.export_pictures()
    person.wait(lambda: str(folder) in page.status)
    lines = [json.loads(line) for line in ink.read_text("utf-8").splitlines()]
    assert [line["label"] for line in lines] == ["0", "1", "2"]
    with np.load(arrays) as found:
        assert found["y"].tolist() == [0, 1, 2]
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["digitrec-1-0.png", "digitrec-2-1.png", "digitrec-3-2.png"]
    picture = Image.open(folder / names[2])
    assert (picture.size, picture.mode) == ((280, 280), "L")
    assert picture.getextrema() == (0, 255)


@pytest.mark.usefixtures("display")
def test_an_export_that_cannot_be_written_says_why(
    places, person, open_page, tmp_path, monkeypatch
):
    fill(places, 1)
    page = open_page(1)
    target = tmp_path / "nowhere" / "a.jsonl"
    monkeypatch.setattr(filedialog, "asksaveasfilename", lambda **_: str(target))
    page.exporter.export_ink()
    person.wait(lambda: "Can't write" in page.status)


@POSIX
@pytest.mark.usefixtures("display")
def test_an_export_that_cannot_be_finished_leaves_the_last_one_as_it_was(
    places, person, open_page, tmp_path, monkeypatch
):
    fill(places, 100)
    page = open_page(100)
    folder = tmp_path / "exports"
    folder.mkdir()
    target = folder / "a.jsonl"
    target.write_text("the last one")
    monkeypatch.setattr(filedialog, "asksaveasfilename", lambda **_: str(target))
    with files_limited_to(33_000):  # enough for what SQLite needs to read
        page.exporter.export_ink()
        person.wait(lambda: "Can't write" in page.status)
    assert list(folder.iterdir()) == [target]
    assert target.read_text() == "the last one"


def test_a_damaged_drawing_does_not_keep_the_others_from_being_exported(
    places, person, open_page, tmp_path, monkeypatch
):
    fill(places, 3)
    with sqlite3.connect(places.history) as connection:
        connection.execute("UPDATE drawings SET ink = '[' WHERE key = 2")
    connection.close()
    page = open_page(3)
    target = tmp_path / "a.jsonl"
    monkeypatch.setattr(filedialog, "asksaveasfilename", lambda **_: str(target))
    page.exporter.export_ink()
    person.wait(lambda: str(target) in page.status)
    assert words.EXPORTED_WITHOUT.format(count=1) in page.status
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [line["label"] for line in lines] == ["0", "2"]


def test_an_export_that_closing_stops_leaves_no_half_a_file(
    places, person, open_page, tmp_path, monkeypatch
):
    fill(places, 20_000)
    page = open_page(20_000)
    target = tmp_path / "a.jsonl"
    monkeypatch.setattr(filedialog, "asksaveasfilename", lambda **_: str(target))
    page.exporter.export_ink()
    person.wait(lambda: "Exporting" in page.status)
    page.destroy()
    assert page.wait_until_done(20)
    assert [path.name for path in tmp_path.glob("*a.jsonl*")] == []
    assert [path.name for path in tmp_path.glob(".digitrec*")] == []
