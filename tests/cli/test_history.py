import json
import os
import sqlite3
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digitrec.recognition.ink import Ink
from digitrec.storage.drawing import Drawing
from digitrec.storage.hands import Hands
from digitrec.storage.history import History
from digitrec.storage.picture_crop import PictureCrop
from digitrec.storage.picture_crops import PictureCrops
from tests.cli.program import COMMAND, digitrec, environment, objects
from tests.storage.drawings import BEGIN, drawing
from tests.storage.hands.examples import strokes


@pytest.fixture
def kept(tmp_path: Path) -> list[Drawing]:
    """Three drawings in the history: 7, 42 corrected to 47, and 1."""
    with History(tmp_path / "history.sqlite3") as history:
        drawings = [
            history.keep(drawing(text, second)) for second, text in enumerate(["7", "42", "1"])
        ]
        history.correct(2, "47")
    return drawings


def _left(home: Path) -> list[int | None]:
    with History(home / "history.sqlite3") as history:
        return [one.key for one in history]


def test_the_list_is_an_object_a_drawing_oldest_first(tmp_path: Path, kept: list[Drawing]) -> None:
    done = digitrec(tmp_path, "history", "list", "--json")

    assert (done.returncode, done.stderr) == (0, b"")
    lines = objects(done.stdout)
    assert list(lines[0]) == [
        "id", "source", "text", "confidence", "rejected", "digits", "marks", "created", "corrected"
    ]  # fmt: skip
    listed = [(one["id"], one["source"], one["text"], one["corrected"]) for one in lines]
    assert listed == [
        ("1", "history", "7", None),
        ("2", "history", "42", "47"),
        ("3", "history", "1", None),
    ]
    for second, (line, one) in enumerate(zip(lines, kept, strict=True)):
        assert line["digits"] == one.reading.to_dict()["digits"]
        assert datetime.fromisoformat(line["created"]) == BEGIN + timedelta(seconds=second)
        assert line["created"].endswith("+00:00")


def test_a_limit_shows_the_newest_oldest_first(tmp_path: Path, kept: list[Drawing]) -> None:
    def ids(limit: str) -> list[str]:
        done = digitrec(tmp_path, "history", "list", "--json", "--limit", limit)
        return [line["id"] for line in objects(done.stdout)]

    assert ids("2") == ["2", "3"]
    assert ids("9") == ["1", "2", "3"]
    assert digitrec(tmp_path, "history", "list", "--limit", "0").returncode == 2


def test_the_list_for_a_person_has_key_time_reading_and_correction(
    tmp_path: Path, kept: list[Drawing]
) -> None:
    done = digitrec(tmp_path, "history", "list", TZ="UTC")

    first, second, _ = done.stdout.decode().splitlines()
    assert first == "1  2026-11-22 19:00:00+00:00  7 (91.0%)"
    assert second.endswith("42 (82.8%), corrected to 47")


def test_an_empty_history_lists_and_exports_nothing(tmp_path: Path) -> None:
    for arguments in (["list"], ["list", "--json"], ["export"], ["export", "-"]):
        done = digitrec(tmp_path, "history", *arguments)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_the_export_goes_to_standard_output(tmp_path: Path, kept: list[Drawing]) -> None:
    done = digitrec(tmp_path, "history", "export")

    assert (done.returncode, done.stderr) == (0, b"")
    inks = [Ink.from_json(line) for line in done.stdout.splitlines()]
    assert [(ink.id, ink.label) for ink in inks] == [("1", "7"), ("2", "47"), ("3", "1")]
    assert [ink.strokes for ink in inks] == [one.ink.strokes for one in kept]


def test_what_is_exported_can_be_read_again(tmp_path: Path, kept: list[Drawing]) -> None:
    assert digitrec(tmp_path, "history", "export", "ink.jsonl").returncode == 0

    done = digitrec(tmp_path, "predict", "ink.jsonl", "--json")
    assert done.returncode == 0
    assert [line["id"] for line in objects(done.stdout)] == ["1", "2", "3"]


def test_an_exported_file_is_replaced_only_by_force(tmp_path: Path, kept: list[Drawing]) -> None:
    file = tmp_path / "ink.jsonl"
    file.write_text("mine")

    refused = digitrec(tmp_path, "history", "export", "ink.jsonl")
    assert refused.returncode == 1
    assert refused.stderr == b"digitrec: ink.jsonl: already exists; use --force to replace it\n"
    assert file.read_text() == "mine"

    forced = digitrec(tmp_path, "history", "export", "ink.jsonl", "--force")
    assert (forced.returncode, forced.stdout) == (0, b"3 drawings exported to ink.jsonl\n")
    assert len(file.read_text().splitlines()) == 3


def test_a_place_that_cannot_be_exported_to_is_named(tmp_path: Path, kept: list[Drawing]) -> None:
    for place in ("none/ink.jsonl", "."):
        done = digitrec(tmp_path, "history", "export", place, "--force")
        assert done.returncode == 1
        assert done.stderr.startswith(f"digitrec: {place}: ".encode())
        assert b"Traceback" not in done.stderr


def test_drawings_are_deleted_by_key_and_unknown_keys_named(
    tmp_path: Path, kept: list[Drawing]
) -> None:
    done = digitrec(tmp_path, "history", "delete", "1", "99", "seven", "3", "9" * 30)

    assert done.returncode == 1
    assert done.stdout == b"2 drawings deleted\n"
    assert done.stderr.decode().splitlines() == [
        f"digitrec: there is no drawing {key} in the history" for key in ("99", "seven", "9" * 30)
    ]
    assert _left(tmp_path) == [2]
    assert digitrec(tmp_path, "history", "delete", "2").stdout == b"1 drawing deleted\n"


def test_all_are_deleted_only_after_a_confirmation(tmp_path: Path, kept: list[Drawing]) -> None:
    for arguments in (["--all"], [], ["--all", "1"], ["--yes"]):
        refused = digitrec(tmp_path, "history", "delete", *arguments, stdin=b"y\n")
        assert refused.returncode == 1
        assert refused.stderr.startswith(b"digitrec: ")
        assert _left(tmp_path) == [1, 2, 3]

    done = digitrec(tmp_path, "history", "delete", "--all", "--yes")
    assert (done.returncode, done.stdout) == (0, b"3 drawings deleted\n")
    assert _left(tmp_path) == []


def test_the_export_has_the_taught_examples_and_deleting_all_deletes_them(
    tmp_path: Path, kept: list[Drawing]
) -> None:
    with Hands(tmp_path / "history.sqlite3") as hands:
        hands.add(strokes(9), 4, "Zoë")

        done = digitrec(tmp_path, "history", "export", "ink.jsonl")
        assert (done.returncode, done.stdout) == (0, b"4 drawings exported to ink.jsonl\n")
        last = objects((tmp_path / "ink.jsonl").read_bytes())[-1]
        assert (last["id"], last["label"], last["corrected"]) == ("example-1", "4", "4")
        assert digitrec(tmp_path, "history", "delete", "--all", "--yes").returncode == 0
        assert hands.names() == []


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals on Windows")
@pytest.mark.parametrize(
    ("answer", "left"),
    [(b"y\n", []), (b"Yes\n", []), (b"n\n", [1, 2, 3]), (b"\n", [1, 2, 3]), (b"\x04", [1, 2, 3])],
)
def test_a_person_at_a_terminal_is_asked(
    tmp_path: Path, kept: list[Drawing], answer: bytes, left: list[int]
) -> None:
    import pty

    person, terminal = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "history", "delete", "--all"],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
    ) as program:
        os.write(person, answer)
        _, stderr = program.communicate(timeout=30)
    os.close(person)
    os.close(terminal)

    assert stderr.startswith(b"Delete the entire history (3 drawings)? [y/N] ")
    assert program.returncode == (1 if left else 0)
    assert _left(tmp_path) == left


@pytest.mark.parametrize("arguments", [["list"], ["export"], ["delete", "1"], ["export", "f"]])
def test_a_broken_history_is_named_and_left_alone(tmp_path: Path, arguments: list[str]) -> None:
    path = tmp_path / "history.sqlite3"
    path.write_bytes(b"not a database " * 99)

    done = digitrec(tmp_path, "history", *arguments)

    assert done.returncode == 1
    assert done.stderr.startswith(f"digitrec: The history {path} is damaged".encode())
    assert b"Traceback" not in done.stderr
    assert path.read_bytes() == b"not a database " * 99
    assert not (tmp_path / "f").exists()


def test_a_home_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").touch()

    done = digitrec(tmp_path, "history", "list", DIGITREC_HOME=str(tmp_path / "home"))

    assert done.returncode == 1
    assert str(tmp_path / "home").encode() in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["list", "--json"], ["export"]])
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path, arguments: list[str]) -> None:
    with History(tmp_path / "history.sqlite3") as history:
        for second in range(600):
            history.keep(drawing("4711", second))
    with subprocess.Popen(
        [*COMMAND, "history", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        json.loads(program.stdout.readline())
        program.stdout.close()
        stderr = program.stderr.read()

    assert (stderr, program.returncode) == (b"", 141)


def test_a_damaged_drawing_is_named_and_hides_no_other(tmp_path: Path, kept: list[Drawing]) -> None:
    with sqlite3.connect(tmp_path / "history.sqlite3") as connection:
        connection.execute("UPDATE drawings SET reading = '[]' WHERE key = 2")
    connection.close()

    for words in (["list", "--json"], ["list", "--json", "--limit", "9"], ["export", "-"]):
        done = digitrec(tmp_path, "history", *words)
        assert done.returncode == 1
        assert [line["id"] for line in objects(done.stdout)] == ["1", "3"]
        assert b"Drawing 2 in the history" in done.stderr
        assert b"disk" not in done.stderr
    done = digitrec(tmp_path, "history", "export", str(tmp_path / "ink.jsonl"))
    assert done.returncode == 1
    assert len((tmp_path / "ink.jsonl").read_text("utf-8").splitlines()) == 2


def test_a_correction_of_a_picture_is_exported_and_deleted_by_its_name(
    tmp_path: Path, kept: list[Drawing]
) -> None:
    png = b"\x89PNG\r\n\x1a\n"
    crop = PictureCrop(png, "12", "17", (0, 0, 9, 9), "a.png", 1, "m", kept[0].created)
    with PictureCrops(tmp_path / "history.sqlite3") as pictures:
        pictures.replace([], [crop])
    assert b'"id":"picture-1"' in digitrec(tmp_path, "history", "export").stdout

    done = digitrec(tmp_path, "history", "delete", "picture-1", "picture-x")
    assert done.returncode == 1
    assert b"no drawing picture-x" in done.stderr
    assert b"picture-" not in digitrec(tmp_path, "history", "export").stdout
