"""What `predict` says about input that cannot be read."""

import os
import sys
from pathlib import Path

import pytest

from digitrec.bulk.input.lines import LONGEST_LINE
from tests.cli.program import INK_LINE, check_schema, digitrec, objects, png_of

BROKEN_LINES = {
    b'{"id": "nan", "strokes": [[[NaN, 1]]]}': "finite",
    b'{"id": "infinite", "strokes": [[[1, -Infinity]]]}': "finite",
    b'{"id": "huge", "strokes": [[[1, 1e999]]]}': "finite",
    b'{"id": "types", "strokes": [[["1", true]]]}': "a text where a number belongs",
    b'{"id": "none"}': '"strokes" is missing',
    b'{"id": 7, "strokes": {}}': "not an object",
    b'{"id": true, "strokes": []}': '"id"',
    b'{"id": {"a": 1}, "strokes": []}': '"id"',
    b"not JSON": "not JSON",
    b'{"id": "cut", "strokes": [[[1,': "not JSON",
    b'{"id": "bytes\xff", "strokes": []}': "UTF-8",
    b"[1, 2]": "not a list of 2",
    b"null": "not null",
    b"[" * 100_000: "nested",
    b'{"id": "digits", "strokes": [[[1' + b"0" * 5_000 + b", 1]]]}": "thousands of digits",
}
BROKEN_IDS = ["nan", "infinite", "huge", "types", "none", 7] + [None] * 9


def test_each_broken_ink_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    content = b"\n \r\n".join([INK_LINE.strip(), *BROKEN_LINES, INK_LINE])
    (tmp_path / "some.jsonl").write_bytes(content)

    done = digitrec(tmp_path, "predict", "some.jsonl", "--json")

    assert (done.returncode, done.stderr) == (1, b"")
    first, *errors, last = objects(done.stdout)
    check_schema(first)
    check_schema(last)
    assert [error["id"] for error in errors] == BROKEN_IDS
    for index, (error, words) in enumerate(zip(errors, BROKEN_LINES.values(), strict=True)):
        assert list(error) == ["id", "source", "error"]
        assert error["error"].startswith(f"line {3 + 2 * index}: ")
        assert words in error["error"]


def test_each_broken_file_is_named_on_standard_error_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    (tmp_path / "7.png").write_bytes(png_of(7))
    (tmp_path / "cut.png").write_bytes(png_of(7)[:100])
    (tmp_path / "text.png").write_text("I'm not an image")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.jsonl").mkdir()
    for name in ("empty.png", "empty.jsonl"):
        (tmp_path / name).touch()
    (tmp_path / "blank.jsonl").write_text("\n  \n\t\n")
    (tmp_path / "picture.jsonl").write_bytes(png_of(7))
    (tmp_path / "one.jsonl").write_bytes(INK_LINE + b'{"id": "a", "strokes": 1}\n')
    wrong = [
        "cut.png",
        "text.png",
        "folder",
        "folder.jsonl",
        "empty.png",
        "empty.jsonl",
        "blank.jsonl",
    ]
    wrong += ["picture.jsonl", "one.jsonl", "missing.png", "missing.jsonl", "-"]

    done = digitrec(tmp_path, "predict", "7.png", *wrong, "7.png", PYTHONIOENCODING="ascii")

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    answers = done.stdout.decode().splitlines()
    assert [answer.rpartition("(")[0] for answer in answers] == [
        "7.png: 7 ",
        "one.jsonl, sample-7: 7 ",
        "7.png: 7 ",
    ]
    assert answers[0].endswith("%)")
    complaints = done.stderr.decode().splitlines()
    named = list(dict.fromkeys(line.split(": ")[1] for line in complaints))
    assert named == wrong
    assert all(line.startswith("digitrec: ") for line in complaints)
    message = dict(line.removeprefix("digitrec: ").split(": ", 1) for line in complaints)
    assert message["one.jsonl"].startswith("line 2: ")
    assert message["missing.png"] == message["missing.jsonl"] == "no such file"
    assert message["folder"] == message["folder.jsonl"] == "a folder without pictures or ink"
    assert message["picture.jsonl"] == "is not ink"
    assert message["empty.png"] == message["empty.jsonl"] == message["-"] == "is empty"
    assert message["blank.jsonl"] == "contains no drawing"
    assert "png, jpg, bmp" in message["text.png"]


def test_broken_files_are_objects_with_json(tmp_path: Path) -> None:
    done = digitrec(tmp_path, "predict", "none.png", "none.jsonl", "--json")

    assert (done.returncode, done.stderr) == (1, b"")
    assert objects(done.stdout) == [
        {"id": None, "source": "none.png", "error": "no such file"},
        {"id": None, "source": "none.jsonl", "error": "no such file"},
    ]


@pytest.mark.parametrize("count", ["0", "-1", "two", "1.5", "٣", "", "9" * 5000])
def test_what_is_not_a_number_of_digits_is_a_wrong_usage(tmp_path: Path, count: str) -> None:
    done = digitrec(tmp_path, "predict", "n.jsonl", f"--digits={count}")

    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("count", ["251", "999999999"])
def test_more_digits_than_any_input_can_have_are_an_error_for_each_input(
    tmp_path: Path, count: str
) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(png_of(7))
    (tmp_path / "c.jsonl").write_bytes(INK_LINE * 2)

    done = digitrec(tmp_path, "predict", "a.png", "b.png", "c.jsonl", "--digits", count)

    message = f"{count} digits were asked for, but at most 250 can be read"
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == [
        f"digitrec: a.png: {message}",
        f"digitrec: b.png: {message}",
        f"digitrec: c.jsonl: line 1: {message}",
        f"digitrec: c.jsonl: line 2: {message}",
    ]


@pytest.mark.slow
def test_a_line_too_long_for_any_drawing_costs_only_itself(tmp_path: Path) -> None:
    with (tmp_path / "long.jsonl").open("wb") as stream:
        stream.write(b'{"id": "' + b"x" * (2 * LONGEST_LINE + 5) + b'"}\n' + INK_LINE)
        stream.write(b"y" * (LONGEST_LINE + 1))

    done = digitrec(tmp_path, "predict", "long.jsonl", "--json")

    long, good, end = objects(done.stdout)
    assert long["error"] == "line 1: longer than 16 MiB"
    assert good["text"] == "7"
    assert end["error"] == "line 3: longer than 16 MiB"


def test_a_picture_with_the_byte_order_mark_of_ink_is_not_ink(tmp_path: Path) -> None:
    done = digitrec(tmp_path, "predict", "-", "--json", stdin=b"\xef\xbb\xbf<svg/>")

    assert "png, jpg, bmp" in objects(done.stdout)[0]["error"]


def test_lines_are_counted_from_the_first_however_many_are_blank(tmp_path: Path) -> None:
    done = digitrec(tmp_path, "predict", "-", "--json", stdin=b"\n" * 50_000 + b"{}")

    assert objects(done.stdout)[0]["error"].startswith("line 50001: ")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_a_name_that_is_not_text_is_written_in_ascii(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\xe4.jsonl")
    (tmp_path / name).write_bytes(INK_LINE + b"x")

    done = digitrec(tmp_path, "predict", name, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    as_json = digitrec(tmp_path, "predict", name, "--json")

    assert done.stdout.startswith(b"\\udcff\\udce4.jsonl, sample-7: 7 (")
    assert done.stderr.startswith(b"digitrec: \\udcff\\udce4.jsonl: line 2: ")
    assert objects(as_json.stdout)[0]["source"] == name


def test_predict_without_an_input_is_a_wrong_usage(tmp_path: Path) -> None:
    assert digitrec(tmp_path, "predict").returncode == 2
