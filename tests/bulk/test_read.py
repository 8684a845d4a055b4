"""`digitrec.read` and `digitrec.read_shard`, as other programs call them."""

import csv
import gzip
import io
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import digitrec
from tests.cli.program import png_of
from tests.samples import digit, number

pytestmark = pytest.mark.slow


def array_of(figure):
    return np.asarray(Image.open(io.BytesIO(png_of(figure))))


def ink_lines(count):
    return [digit(at % 10).to_json().encode() for at in range(count)]


def test_ink_files_bytes_and_arrays_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(png_of(1))
    grey = array_of(4)
    drawings = [digit(3), tmp_path / "1.png", str(tmp_path / "1.png"), png_of(2), number("47"),
                grey, grey / 255.0, grey > 127, np.stack([grey] * 3, -1), digit(8)]  # fmt: skip
    readings = list(digitrec.read(drawings))
    assert [reading.text for reading in readings] == ["3", "1", "1", "2", "47", *"44448"]
    assert all(isinstance(reading, digitrec.Reading) for reading in readings)


def test_what_cannot_be_read_says_why_and_the_others_are_read() -> None:
    one, two, three = digitrec.read([b"not a picture", Path("missing.png"), digit(6)])
    assert (one.text, one.rejected) == ("", True)
    assert "picture" in str(one.reason)
    assert two.reason == "no such file"
    assert three.text == "6"


def test_a_drawing_of_another_kind_is_a_type_error() -> None:
    for wrong in (7, np.zeros((2, 2, 2), np.uint8), np.zeros((2, 2), np.int32)):
        with pytest.raises(TypeError):
            list(digitrec.read([wrong]))  # type: ignore[list-item]


@pytest.mark.parametrize(
    "one",
    [
        "1.png",
        Path("1.png"),
        b"\x89PNG",
        bytearray(b"\x89PNG"),
        digit(3),
        np.zeros((28, 28), np.uint8),
        np.zeros((28, 28, 3), np.uint8),
    ],
    ids=lambda one: f"{type(one).__name__}{getattr(one, 'shape', '')}",
)
def test_one_drawing_where_a_list_belongs_is_an_error_at_once(one: object) -> None:
    with pytest.raises(TypeError, match=r"read\(\[drawing\]\)"):
        digitrec.read(one)  # type: ignore[arg-type]


def test_an_array_of_pictures_is_read_picture_by_picture() -> None:
    pictures = np.stack([array_of(4), array_of(7)])
    assert [reading.text for reading in digitrec.read(pictures)] == ["4", "7"]


def test_no_more_is_taken_in_advance_than_a_few_hundred() -> None:
    taken = itertools.count()
    readings = digitrec.read((digit(next(taken) % 10) for _ in itertools.repeat(None)), cores=1)
    assert [reading.text for reading in itertools.islice(readings, 12)] == [*"012345678901"]
    assert next(taken) < 600


def test_a_shard_gives_the_lines_of_predict_packed_or_not(tmp_path: Path) -> None:
    lines = [*ink_lines(40), b"broken"]
    (tmp_path / "ink.jsonl").write_bytes(b"\n".join(lines))
    (tmp_path / "ink.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines)))
    for name in ("ink.jsonl", "ink.jsonl.gz"):
        report = digitrec.read_shard(tmp_path / name, tmp_path / "answers.jsonl.gz")
        assert report == (41, 1)
        content = gzip.decompress((tmp_path / "answers.jsonl.gz").read_bytes())
        answers = [json.loads(line) for line in content.splitlines()]
        assert [one.get("text") for one in answers] == [*"0123456789" * 4, None]
        assert answers[-1]["error"].startswith("line 41: not JSON")


def test_a_shard_read_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "ink.jsonl").write_bytes(b"\n".join(ink_lines(40)))
    for name in ("one.csv", "two.csv", "one.csv"):
        digitrec.read_shard(tmp_path / "ink.jsonl", tmp_path / name)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    (heading, first, *_) = csv.reader((tmp_path / "one.csv").read_text().splitlines())
    assert (heading[2:5], first[2], first[4]) == (["text", "confidence", "rejected"], "0", "false")


def test_a_shard_that_cannot_be_read_to_its_end_leaves_the_target_as_it_was(tmp_path: Path) -> None:
    packed = gzip.compress(b"\n".join(ink_lines(300)))
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "answers.jsonl").write_text("before")
    for source, error in (("missing.jsonl", FileNotFoundError), ("cut.jsonl.gz", OSError)):
        with pytest.raises(error):
            digitrec.read_shard(tmp_path / source, tmp_path / "answers.jsonl")
    assert (tmp_path / "answers.jsonl").read_text() == "before"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["answers.jsonl", "cut.jsonl.gz"]


def test_an_empty_shard_has_no_answers(tmp_path: Path) -> None:
    (tmp_path / "ink.jsonl").touch()
    assert digitrec.read_shard(tmp_path / "ink.jsonl", tmp_path / "answers.jsonl") == (0, 0)
    assert (tmp_path / "answers.jsonl").read_bytes() == b""


def test_a_target_with_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(digitrec.AnswersError, match="has to end with"):
        digitrec.read_shard(tmp_path / "ink.jsonl", tmp_path / "answers.txt")


def test_tables_of_ink_and_of_pictures_are_read_into_tables(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    strokes = [[[list(point) for point in stroke] for stroke in digit(at).strokes] for at in (3, 4)]
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "6.png").write_bytes(png_of(6))
    images = [{"bytes": png_of(5), "path": None}, {"bytes": None, "path": "pictures/6.png"}, None,
              {"bytes": b"broken", "path": "x.png"}]  # fmt: skip
    tables = {
        "lists": {"id": ["a", "b", "c"], "strokes": [*strokes, None]},
        "texts": {"strokes": [json.dumps(one) for one in strokes]},
        "images": {"id": [1, 2, 3, 4], "image": images, "label": [5, 6, 7, 8]},
        "files": {"image": [png_of(7)]},
    }
    found = {}
    for name, columns in tables.items():
        parquet.write_table(pyarrow.table(columns), tmp_path / f"{name}.parquet")
        digitrec.read_shard(tmp_path / f"{name}.parquet", tmp_path / "answers.parquet")
        found[name] = parquet.read_table(tmp_path / "answers.parquet").to_pylist()
    texts = {name: [row["text"] for row in rows] for name, rows in found.items()}
    assert texts == {"lists": ["3", "4", None], "texts": ["3", "4"],
                     "images": ["5", "6", None, None], "files": ["7"]}  # fmt: skip
    assert [row["id"] for row in found["images"]] == ["1", "2", "3", "4"]
    assert found["images"][2]["error"] == "row 3: is empty"
    assert list(found["files"][0]) == ["source", "id", "text", "confidence", "rejected", "error"]


def test_addresses_are_read_and_written(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    (tmp_path / "ink.jsonl").write_bytes(ink_lines(1)[0])
    store = fsspec.filesystem("memory")
    store.pipe_file("/in/ink.jsonl", b"\n".join(ink_lines(5)))
    assert digitrec.read_shard("memory://in/ink.jsonl", "memory://out/a.jsonl") == (5, 0)
    answers = store.cat_file("/out/a.jsonl").splitlines()
    assert [json.loads(line)["text"] for line in answers] == [*"01234"]
    with pytest.raises(FileNotFoundError):
        digitrec.read_shard("memory://in/none.jsonl", "memory://out/b.jsonl")
    assert not store.exists("/out/b.jsonl")
