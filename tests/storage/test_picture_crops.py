"""The corrected lines of pictures in the history: kept, exported, deleted, recovered."""

import base64
import io
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digitrec.recognition.ink import Ink
from digitrec.storage.drawing import DamagedRowError
from digitrec.storage.errors import StorageError
from digitrec.storage.history import History
from digitrec.storage.journal import Journal
from digitrec.storage.picture_crop import PictureCrop
from digitrec.storage.picture_crops import PictureCrops
from digitrec.storage.recovery import recover
from tests.storage.drawings import BEGIN, drawing
from tests.storage.journals import PATIENCE, Troubles

PNG = b"\x89PNG\r\n\x1a\nsecret pixels"
CROP = PictureCrop(PNG, "12.50", "12.60", (3.0, 4.0, 90.0, 40.0), "bill.pdf", 2, "abc123", BEGIN)


def crops_in(path: Path) -> list[PictureCrop]:
    with PictureCrops(path) as pictures:
        return [replace(crop, key=None) for crop in pictures.all(pytest.fail)]


def test_a_crop_comes_back_as_it_was_kept(path: Path) -> None:
    with PictureCrops(path) as pictures:
        (key,) = pictures.replace([], [CROP])
        assert pictures.get(key) == replace(CROP, key=key)
        assert pictures.get(99) is None


def test_the_journal_keeps_the_last_correction_of_a_picture_only(
    path: Path, troubles: Troubles
) -> None:
    journal = Journal(path, troubles)
    other = replace(CROP, label="7")
    journal.keep_crops(1, lambda: [CROP, other])
    journal.keep_crops(2, lambda: [other])
    journal.keep_crops(1, lambda: [replace(CROP, label="12.80")])
    assert journal.close(PATIENCE)
    assert sorted(crop.label for crop in crops_in(path)) == ["12.80", "7"]


def test_a_correction_that_was_taken_back_is_deleted(path: Path, troubles: Troubles) -> None:
    journal = Journal(path, troubles)
    journal.keep(1, drawing())
    journal.keep_crops(2, lambda: [CROP])
    kept = []
    journal.when_kept(1, kept.append)
    journal.keep_crops(2, lambda: ())
    assert journal.close(PATIENCE)
    assert crops_in(path) == []
    assert troubles.messages == []


def test_the_export_has_the_crop_as_a_line_that_is_ink_without_strokes(
    history: History, path: Path
) -> None:
    history.keep(drawing("4"))
    with PictureCrops(path) as pictures:
        pictures.replace([], [CROP])
    stream = io.StringIO()
    assert history.export(stream) == 2
    line = stream.getvalue().splitlines()[-1]
    ink, fields = Ink.from_json(line), json.loads(line)
    assert (ink.id, ink.label, ink.strokes) == ("picture-1", "12.50", ())
    assert fields["corrected"] == "12.50"
    assert base64.b64decode(fields["picture"].pop("png")) == PNG
    assert fields["picture"] == {
        "created": BEGIN.isoformat(timespec="microseconds"),
        "text": "12.60",
        "box": [3.0, 4.0, 90.0, 40.0],
        "source": "bill.pdf",
        "page": 2,
        "model": "abc123",
    }


def test_deleting_everything_leaves_no_crop_on_the_disk(history: History, path: Path) -> None:
    with PictureCrops(path) as pictures:
        pictures.replace([], [CROP])
    history.delete_all()
    assert crops_in(path) == []
    for file in path.parent.iterdir():
        assert b"secret pixels" not in file.read_bytes()


def test_old_crops_go_with_old_drawings(history: History, path: Path) -> None:
    with PictureCrops(path) as pictures:
        pictures.replace([], [CROP, replace(CROP, created=BEGIN + timedelta(days=2))])
    history.delete_before(BEGIN + timedelta(days=1))
    assert [crop.created for crop in crops_in(path)] == [BEGIN + timedelta(days=2)]


@pytest.mark.parametrize(
    ("column", "value"),
    [("png", b"GIF89a"), ("label", b"7"), ("box", "[1, 2]"), ("box", "[1, 2, 3, NaN]"), ("page", 0),
     ("box", "[" * 9999), ("created", "yesterday"), ("source", None)],
)  # fmt: skip
def test_a_damaged_crop_is_named_and_hides_no_other(path: Path, column: str, value: object) -> None:
    with pytest.raises(DamagedRowError):
        PictureCrop.from_row({**CROP.to_row(), "key": 1, column: value})
    if value is None:
        return  # the file takes no such row
    with PictureCrops(path) as pictures:
        pictures.replace([], [CROP, CROP])
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(f"UPDATE crops SET {column} = ? WHERE key = 1", (value,))  # noqa: S608
        damage: list[StorageError] = []
        assert [crop.key for crop in pictures.all(damage.append)] == [2]
        assert "history delete picture-1" in str(damage[0])
        assert pictures.delete([1]) == 1


def test_the_crops_of_a_damaged_history_go_into_the_new_one(path: Path) -> None:
    with PictureCrops(path) as pictures, History(path) as history:
        pictures.replace([], [CROP, replace(CROP, page=3)])
        for number in range(300):
            history.keep(drawing(second=number, x=1_000_000.0 + number))
    content = path.read_bytes()
    page = content.index(b"1000150.0") // 4096 * 4096
    path.write_bytes(content[:page] + b"\xaa" * 4096 + content[page + 4096 :])
    assert recover(path) is not None
    assert [crop.page for crop in crops_in(path)] == [2, 3]
