"""What `predict` prints for images, ink and standard input."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.program import (
    COMMAND,
    INK_LINE,
    check_schema,
    digitrec,
    environment,
    objects,
    png_of,
)
from tests.samples import digit, number


def test_ten_digits_are_answered_in_order_and_to_the_schema(tmp_path: Path) -> None:
    lines = "".join(digit(value).to_json() + "\n" for value in range(10))
    (tmp_path / "ten.jsonl").write_text(lines, encoding="utf-8")

    done = digitrec(tmp_path, "predict", "ten.jsonl", "--json", "--digits", "1")

    assert (done.returncode, done.stderr) == (0, b"")
    answers = objects(done.stdout)
    for answer in answers:
        check_schema(answer)
    assert [answer["id"] for answer in answers] == [f"sample-{value}" for value in range(10)]
    assert {answer["source"] for answer in answers} == {"ten.jsonl"}
    assert "".join(answer["text"] for answer in answers) == "0123456789"


def test_images_ink_and_standard_input_are_answered_in_the_order_given(tmp_path: Path) -> None:
    (tmp_path / "größe 7.png").write_bytes(png_of(7))
    (tmp_path / "ink.NDJSON").write_bytes(INK_LINE)
    (tmp_path / "3").write_bytes(png_of(3))

    done = digitrec(
        tmp_path, "predict", "--json", "größe 7.png", "-", "ink.NDJSON", "3", stdin=png_of(2)
    )

    assert (done.returncode, done.stderr) == (0, b"")
    answers = objects(done.stdout)
    for answer in answers:
        check_schema(answer)
    assert [(one["id"], one["source"], one["text"]) for one in answers] == [
        (None, "größe 7.png", "7"),
        (None, "-", "2"),
        ("sample-7", "ink.NDJSON", "7"),
        (None, "3", "3"),
    ]
    assert done.stdout.isascii()


def test_standard_input_that_begins_with_an_object_is_ink(tmp_path: Path) -> None:
    ink = b"\xef\xbb\xbf\r\n\n  " + INK_LINE + b"{}\n"

    done = digitrec(tmp_path, "predict", "-", "--json", stdin=ink)

    good, bad = objects(done.stdout)
    check_schema(good)
    assert good["text"] == "7"
    assert bad["error"].startswith("line 4: ")


def test_an_empty_drawing_is_an_answer_not_an_error(tmp_path: Path) -> None:
    ink = b'{"id": "e", "strokes": []}\n'

    done = digitrec(tmp_path, "predict", "-", "--json", stdin=ink)
    plain = digitrec(tmp_path, "predict", "-", stdin=ink)

    assert (done.returncode, plain.returncode) == (0, 0)
    (answer,) = objects(done.stdout)
    check_schema(answer)
    assert (answer["text"], answer["rejected"], answer["digits"]) == ("", True, [])
    assert plain.stdout.startswith(b"-, e: nothing read: ")


@pytest.mark.slow
def test_how_many_digits_there_are_may_be_given(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl").write_text(number("47").to_json())

    def texts(count: str) -> list[str]:
        done = digitrec(tmp_path, "predict", "n.jsonl", "--json", "--digits", count)
        return [answer["text"] for answer in objects(done.stdout) if "text" in answer]

    assert len(texts("1")[0]) == 1
    assert texts("2") == texts("auto") == ["47"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_an_image_may_come_through_a_named_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(
        [*COMMAND, "predict", str(tmp_path / "pipe"), "--json"],
        stdout=subprocess.PIPE,
        env=environment(tmp_path),
    ) as program:
        (tmp_path / "pipe").write_bytes(png_of(7))
        assert program.stdout is not None
        (answer,) = objects(program.stdout.read())

    assert answer["text"] == "7"
