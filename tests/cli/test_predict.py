import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from digitrec.cli.lines import LONGEST_LINE
from tests.cli.program import COMMAND, digitrec, environment, objects, picture_of
from tests.samples import digit, number

LINE = digit(7).to_json().encode() + b"\n"
KEYS = ["id", "source", "text", "confidence", "rejected", "digits"]
DIGIT_KEYS = ["digit", "confidence", "rejected", "probabilities", "box"]


def _png(value: int) -> bytes:
    stream = io.BytesIO()
    picture_of(value).save(stream, "PNG")
    return stream.getvalue()


def _check(answer: dict[str, Any]) -> None:
    """Holds an answer to the schema."""
    assert list(answer) == KEYS
    assert isinstance(answer["text"], str)
    assert 0 <= answer["confidence"] <= 1
    assert isinstance(answer["rejected"], bool)
    for one in answer["digits"]:
        assert list(one) == DIGIT_KEYS
        assert one["digit"] in range(10)
        assert len(one["probabilities"]) == 10
        assert sum(one["probabilities"]) == pytest.approx(1)
        assert one["confidence"] == max(one["probabilities"])
        x0, y0, x1, y1 = one["box"]
        assert x0 <= x1
        assert y0 <= y1


def test_ten_digits_are_answered_in_order_and_to_the_schema(tmp_path: Path) -> None:
    lines = "".join(digit(value).to_json() + "\n" for value in range(10))
    (tmp_path / "ten.jsonl").write_text(lines, encoding="utf-8")

    done = digitrec(tmp_path, "predict", "ten.jsonl", "--json", "--digits", "1")

    assert (done.returncode, done.stderr) == (0, b"")
    answers = objects(done.stdout)
    for answer in answers:
        _check(answer)
    assert [answer["id"] for answer in answers] == [f"sample-{value}" for value in range(10)]
    assert {answer["source"] for answer in answers} == {"ten.jsonl"}
    assert "".join(answer["text"] for answer in answers) == "0123456789"


def test_pictures_ink_and_standard_input_go_together_in_the_order_given(tmp_path: Path) -> None:
    (tmp_path / "größe 7.png").write_bytes(_png(7))
    (tmp_path / "ink.NDJSON").write_bytes(LINE)
    (tmp_path / "3").write_bytes(_png(3))

    done = digitrec(
        tmp_path, "predict", "--json", "größe 7.png", "-", "ink.NDJSON", "3", stdin=_png(2)
    )

    assert (done.returncode, done.stderr) == (0, b"")
    answers = objects(done.stdout)
    for answer in answers:
        _check(answer)
    assert [(one["id"], one["source"], one["text"]) for one in answers] == [
        (None, "größe 7.png", "7"),
        (None, "-", "2"),
        ("sample-7", "ink.NDJSON", "7"),
        (None, "3", "3"),
    ]
    assert done.stdout.isascii()


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
    content = b"\n \r\n".join([LINE.strip(), *BROKEN_LINES, LINE])
    (tmp_path / "some.jsonl").write_bytes(content)

    done = digitrec(tmp_path, "predict", "some.jsonl", "--json")

    assert (done.returncode, done.stderr) == (1, b"")
    first, *errors, last = objects(done.stdout)
    _check(first)
    _check(last)
    assert [error["id"] for error in errors] == BROKEN_IDS
    for index, (error, words) in enumerate(zip(errors, BROKEN_LINES.values(), strict=True)):
        assert list(error) == ["id", "source", "error"]
        assert error["error"].startswith(f"line {3 + 2 * index}: ")
        assert words in error["error"]


def test_each_broken_file_is_named_on_standard_error_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    (tmp_path / "7.png").write_bytes(_png(7))
    (tmp_path / "cut.png").write_bytes(_png(7)[:100])
    (tmp_path / "text.png").write_text("I'm no picture")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.jsonl").mkdir()
    for name in ("empty.png", "empty.jsonl"):
        (tmp_path / name).touch()
    (tmp_path / "blank.jsonl").write_text("\n  \n\t\n")
    (tmp_path / "picture.jsonl").write_bytes(_png(7))
    (tmp_path / "one.jsonl").write_bytes(LINE + b'{"id": "a", "strokes": 1}\n')
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
    assert answers[0].endswith(" %)")
    complaints = done.stderr.decode().splitlines()
    named = list(dict.fromkeys(line.split(": ")[1] for line in complaints))
    assert named == wrong
    assert all(line.startswith("digitrec: ") for line in complaints)
    told = dict(line.removeprefix("digitrec: ").split(": ", 1) for line in complaints)
    assert told["one.jsonl"].startswith("line 2: ")
    assert told["missing.png"] == told["missing.jsonl"] == "no such file"
    assert told["folder"] == told["folder.jsonl"] == "is a folder, not a file"
    assert told["empty.png"] == told["empty.jsonl"] == told["-"] == "is empty"
    assert told["blank.jsonl"] == "holds no drawing"
    assert "png, jpg, bmp" in told["text.png"]


def test_broken_files_are_objects_with_json(tmp_path: Path) -> None:
    done = digitrec(tmp_path, "predict", "none.png", "none.jsonl", "--json")

    assert (done.returncode, done.stderr) == (1, b"")
    assert objects(done.stdout) == [
        {"id": None, "source": "none.png", "error": "no such file"},
        {"id": None, "source": "none.jsonl", "error": "no such file"},
    ]


def test_standard_input_that_begins_with_an_object_is_ink(tmp_path: Path) -> None:
    ink = b"\xef\xbb\xbf\r\n\n  " + LINE + b"{}\n"

    done = digitrec(tmp_path, "predict", "-", "--json", stdin=ink)

    good, bad = objects(done.stdout)
    _check(good)
    assert good["text"] == "7"
    assert bad["error"].startswith("line 4: ")


def test_lines_are_counted_from_the_first_however_many_are_blank(tmp_path: Path) -> None:
    done = digitrec(tmp_path, "predict", "-", "--json", stdin=b"\n" * 50_000 + b"{}")

    assert objects(done.stdout)[0]["error"].startswith("line 50001: ")


def test_a_picture_with_the_byte_order_mark_of_ink_is_no_ink(tmp_path: Path) -> None:
    done = digitrec(tmp_path, "predict", "-", "--json", stdin=b"\xef\xbb\xbf<svg/>")

    assert "png, jpg, bmp" in objects(done.stdout)[0]["error"]


def test_an_empty_drawing_is_an_answer_not_an_error(tmp_path: Path) -> None:
    ink = b'{"id": "e", "strokes": []}\n'

    done = digitrec(tmp_path, "predict", "-", "--json", stdin=ink)
    plain = digitrec(tmp_path, "predict", "-", stdin=ink)

    assert (done.returncode, plain.returncode) == (0, 0)
    (answer,) = objects(done.stdout)
    _check(answer)
    assert (answer["text"], answer["rejected"], answer["digits"]) == ("", True, [])
    assert plain.stdout.startswith(b"-, e: nothing read: ")


@pytest.mark.slow
def test_how_many_digits_may_be_told(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl").write_text(number("47").to_json())

    def texts(count: str) -> list[str]:
        done = digitrec(tmp_path, "predict", "n.jsonl", "--json", "--digits", count)
        return [answer["text"] for answer in objects(done.stdout) if "text" in answer]

    assert len(texts("1")[0]) == 1
    assert texts("2") == texts("auto") == ["47"]
    too_many = digitrec(tmp_path, "predict", "n.jsonl", "--json", "--digits", "999999999")
    assert too_many.returncode == 1
    assert objects(too_many.stdout)[0]["error"].startswith("line 1: ")


@pytest.mark.parametrize("count", ["0", "-1", "two", "1.5", "٣", "", "9" * 5000])
def test_a_number_of_digits_that_is_none_is_refused(tmp_path: Path, count: str) -> None:
    done = digitrec(tmp_path, "predict", "n.jsonl", f"--digits={count}")

    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.mark.slow
def test_a_line_too_long_for_any_drawing_costs_only_itself(tmp_path: Path) -> None:
    with (tmp_path / "long.jsonl").open("wb") as stream:
        stream.write(b'{"id": "' + b"x" * (2 * LONGEST_LINE + 5) + b'"}\n' + LINE)
        stream.write(b"y" * (LONGEST_LINE + 1))

    done = digitrec(tmp_path, "predict", "long.jsonl", "--json")

    long, good, end = objects(done.stdout)
    assert long["error"] == "line 1: longer than 16 MiB"
    assert good["text"] == "7"
    assert end["error"] == "line 3: longer than 16 MiB"


def _talk(home: Path, *words: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*COMMAND, "predict", *words], stdin=pipe, stdout=pipe, stderr=pipe, env=environment(home)
    )


def test_each_answer_comes_before_the_next_line_is_given(tmp_path: Path) -> None:
    with _talk(tmp_path, "-", "--json") as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for name in "abc":
            line = json.dumps({"id": name, "strokes": [[[0, 0], [1, 9]]]})
            program.stdin.write(line.encode() + b"\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == name
        program.stdin.close()
        assert program.wait(30) == 0


@pytest.mark.slow
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_bytes(LINE * 3000)
    with _talk(tmp_path, str(tmp_path / "many.jsonl"), "--json") as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.readline()
        program.stdout.close()
        told = program.stderr.read()

    assert told == b""
    assert program.returncode == 141


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one program")
def test_an_interrupt_ends_it_quietly_with_status_130(tmp_path: Path) -> None:
    with _talk(tmp_path, "-", "--json") as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdin.write(LINE)
        program.stdin.flush()
        program.stdout.readline()
        program.send_signal(signal.SIGINT)
        told = program.stderr.read()

    assert told == b""
    assert program.returncode == 130


MANY = 3000
"""Lines that more than one process reads."""


def _children(parent: int) -> list[int]:
    """The processes that a process has begun."""
    task = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(word) for word in task.read_text().split()]


def _many(path: Path) -> None:
    lines = [
        b"broken"
        if at % 7 == 3
        else digit(at % 10).to_json().encode().replace(b"sample", b"%d" % at)
        for at in range(MANY)
    ]
    path.write_bytes(b"\n".join(lines))


def _check_many(answers: list[dict[str, Any]]) -> None:
    assert len(answers) == MANY
    for at, answer in enumerate(answers):
        if at % 7 == 3:
            assert answer["error"].startswith(f"line {at + 1}: ")
        else:
            assert (answer["id"], answer["text"]) == (f"{at}-{at % 10}", str(at % 10))


linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in /proc")


@pytest.mark.slow
def test_thousands_of_lines_are_answered_in_order(tmp_path: Path) -> None:
    _many(tmp_path / "many.jsonl")

    done = digitrec(tmp_path, "predict", "many.jsonl", "--json")

    assert (done.returncode, done.stderr) == (1, b"")
    _check_many(objects(done.stdout))


@pytest.mark.slow
@linux
def test_a_process_that_dies_costs_no_answer(tmp_path: Path) -> None:
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one processor: no other process is begun")
    _many(tmp_path / "many.jsonl")
    with _talk(tmp_path, str(tmp_path / "many.jsonl"), "--json") as program:
        assert program.stdout is not None
        first = program.stdout.readline()
        workers = _children(program.pid)
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        rest = program.stdout.read()

    assert workers
    _check_many(objects(first + rest))


@pytest.mark.slow
@linux
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_program(tmp_path: Path, sign: signal.Signals) -> None:
    _many(tmp_path / "many.jsonl")
    with _talk(tmp_path, str(tmp_path / "many.jsonl"), "--json") as program:
        assert program.stdout is not None
        program.stdout.readline()
        workers = _children(program.pid)
        program.send_signal(sign)
        told = program.communicate(timeout=60)[1]  # the answers too: a full pipe would hold it up

    assert program.returncode == (130 if sign == signal.SIGINT else -signal.SIGKILL)
    assert told == b""
    for worker in workers:
        deadline = time.monotonic() + 30
        while Path(f"/proc/{worker}/cmdline").exists() and time.monotonic() < deadline:
            if not Path(f"/proc/{worker}/cmdline").read_bytes():
                break  # ended, and nobody has asked for its status yet
            time.sleep(0.05)
        else:
            assert not Path(f"/proc/{worker}").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(LINE)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "predict", str(tmp_path / "a.jsonl")],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(tmp_path),
        )

    assert done.returncode == 1
    assert done.stderr == b"digitrec: the output can't be written (No space left on device)\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_a_name_that_is_no_text_is_written_in_ascii(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\xe4.jsonl")
    (tmp_path / name).write_bytes(LINE + b"x")

    done = digitrec(tmp_path, "predict", name, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    as_json = digitrec(tmp_path, "predict", name, "--json")

    assert done.stdout.startswith(b"\\udcff\\udce4.jsonl, sample-7: 7 (")
    assert done.stderr.startswith(b"digitrec: \\udcff\\udce4.jsonl: line 2: ")
    assert objects(as_json.stdout)[0]["source"] == name


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_picture_may_come_through_a_named_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(
        [*COMMAND, "predict", str(tmp_path / "pipe"), "--json"],
        stdout=subprocess.PIPE,
        env=environment(tmp_path),
    ) as program:
        (tmp_path / "pipe").write_bytes(_png(7))
        assert program.stdout is not None
        (answer,) = objects(program.stdout.read())

    assert answer["text"] == "7"


def test_predict_without_a_file_is_a_misuse(tmp_path: Path) -> None:
    assert digitrec(tmp_path, "predict").returncode == 2
