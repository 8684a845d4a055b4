"""Ink in formats other than one drawing a line, folders and lists, and tables as answers."""

import csv
import io
import json
from pathlib import Path

import pytest

from digitrec.bulk.input.ink_stream import read_stream
from digitrec.bulk.input.lines import sniff
from digitrec.cli.main import main
from digitrec.recognition.ink import InkError
from digitrec.recognition.ink_formats import documents
from digitrec.recognition.ink_formats.encoding import as_utf8
from tests.cli.program import digitrec, objects, png_of
from tests.recognition.ink_formats.test_unipen import SEVEN_AND_ELEVEN
from tests.samples import digit

Capture = pytest.CaptureFixture[str]
FOUR = digit(4).to_dict()
LINE = json.dumps(FOUR).encode()


def predict(home: Path, *words: str) -> list[tuple[str, str]]:
    """The sources and texts, or errors, that `predict --json` answers with."""
    done = digitrec(home, "predict", "--json", *words)
    assert done.stderr == b""
    return [(one["source"], one.get("text", one.get("error"))) for one in objects(done.stdout)]


def test_every_format_of_ink_is_read_whatever_its_name(home: Path) -> None:
    trace = ", ".join(f"{x} {y}" for x, y in digit(7).strokes[0])
    files = {
        "one.json": json.dumps(FOUR, indent=2).encode(),
        "list.json": json.dumps([FOUR, FOUR]).encode(),
        "utf16.jsonl": (LINE + b"\n" + LINE).decode().encode("utf-16"),
        "ink.inkml": f"\ufeff<ink><trace>{trace}</trace></ink>".encode(),
        "words.unp": SEVEN_AND_ELEVEN.encode(),
        "no ending": json.dumps([FOUR], indent=1).encode("utf-16-le"),
        "picture": png_of(3),
    }
    for name, content in files.items():
        (home / name).write_bytes(content)

    assert predict(home, "--digits", "1", *files) == [
        ("one.json", "4"), ("list.json", "4"), ("list.json", "4"),
        ("utf16.jsonl", "4"), ("utf16.jsonl", "4"), ("ink.inkml", "7"),
        *[("words.unp", text) for text in "711"], ("no ending", "4"), ("picture", "3"),
    ]  # fmt: skip


def found(content: bytes) -> list[str]:
    """Where drawings are found, with what is wrong with them."""
    stream = as_utf8(io.BufferedReader(io.BytesIO(content)))  # type: ignore[arg-type]
    form, blank_lines = sniff(stream)
    places = []
    for one in read_stream(stream, form, blank_lines):
        if one is not None:
            try:
                one.ink()
                places.append(one.place)
            except InkError as error:
                places.append(f"{one.place}: {error}")
    return places


def test_drawings_are_named_by_their_lines_or_by_their_numbers_in_a_document() -> None:
    indented = json.dumps(FOUR, indent=1).encode()
    assert found(LINE + b"\n\n" + LINE) == ["line 1", "line 3"]
    assert found(b"\n\n" + LINE) == ["line 3"]
    assert found(indented) == ["drawing 1"]
    assert found(indented + b"\n" + indented) == ["drawing 1", "drawing 2"]
    assert found(b"[" + LINE + b",\n" + LINE + b"]") == ["drawing 1", "drawing 2"]
    strokes = json.dumps(FOUR["strokes"]).encode()
    assert found(strokes + b"\n" + strokes) == ["line 1", "line 2"]
    assert found(strokes) == ["drawing 1"]


def test_a_broken_line_costs_itself_and_a_broken_document_is_one_error() -> None:
    cut = LINE[:50]
    (error, good) = found(cut + b"\n" + LINE)
    assert error.startswith("line 1: not JSON")
    assert good == "line 2"
    assert found(cut)[0].startswith("line 1: not JSON")
    document = json.dumps([FOUR] * 3, indent=1).encode()
    *good, error = found(document[: len(document) // 2])
    assert good == ["drawing 1"]
    assert error.startswith("drawing 2: not JSON: ")


def test_a_document_that_is_too_large_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitrec.bulk.input.ink_stream.LARGEST_DOCUMENT", 1 << 20)
    line = b'  "x": 1,\n'
    (error,) = found(b"{\n" + line * ((1 << 20) // len(line) + 1))
    assert error == ": not one drawing a line, and larger than 1 MiB"
    assert documents.LARGEST_DOCUMENT >= 1 << 20


def test_a_table_has_a_row_for_each_drawing_and_each_error(home: Path, capfd: Capture) -> None:
    name = 'a "b",=1.png'
    (home / name).write_bytes(png_of(7))
    (home / "x.jsonl").write_bytes(LINE + b"\n{}\n")

    assert main(["predict", "--csv", name, "x.jsonl", "none.png"]) == 1
    out, err = capfd.readouterr()
    header, seven, four, wrong, missing = csv.reader(io.StringIO(out))
    assert header == ["source", "id", "text", "confidence", "rejected", "error"]
    assert (seven[0], seven[1:3], seven[4:]) == (name, ["", "7"], ["false", ""])
    assert 0.5 < float(seven[3]) <= 1
    assert four[:3] == ["x.jsonl", "sample-4", "4"]
    assert wrong == ["x.jsonl", "", "", "", "", 'line 2: "strokes" is missing']
    assert missing == ["none.png", "", "", "", "", "no such file"]
    assert err == ""


def test_a_table_and_json_at_once_are_a_wrong_usage(home: Path) -> None:
    with pytest.raises(SystemExit) as end:
        main(["predict", "--csv", "--json", "a.png"])
    assert end.value.code == 2


def test_folders_patterns_and_lists_are_read_and_what_is_wrong_is_named(
    home: Path, capfd: Capture
) -> None:
    for name in ("scans/a.PNG", "scans/more/b.png"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(png_of(7))
    (home / "list.txt").write_text("scans/a.PNG\nnone.png\n")

    assert main(["predict", "-r", "scans", "scans/*.PNG", "@list.txt", "*.gif", "@none"]) == 1
    out, err = capfd.readouterr()
    assert [line.split(": ")[0] for line in out.splitlines()] == [
        "scans/a.PNG", "scans/more/b.png", "scans/a.PNG", "scans/a.PNG",
    ]  # fmt: skip
    assert err.splitlines() == [
        "digitrec: none.png: no such file",
        "digitrec: *.gif: no file matches this pattern",
        "digitrec: @none: no such file",
    ]


@pytest.mark.skipif(not hasattr(__import__("os"), "mkfifo"), reason="such names need Unix")
def test_a_name_that_would_forge_an_answer_is_shown_escaped(home: Path, capfd: Capture) -> None:
    name = "x\n7.png: 7 (100.0%)\x1b[2J\u202e.png"
    (home / name).write_bytes(png_of(7))
    (home / "ink.jsonl").write_text(json.dumps({**FOUR, "id": "a\x1b[31m\nb: 1"}))

    assert main(["predict", name, "ink.jsonl", "none\n\r.png"]) == 1
    out, err = capfd.readouterr()
    shown, ink = out.splitlines()
    assert shown.startswith(r"x\n7.png: 7 (100.0%)\x1b[2J\u202e.png: 7 (")
    assert ink.startswith(r"ink.jsonl, a\x1b[31m\nb: 1: 4 (")
    assert err == "digitrec: none\\n\\r.png: no such file\n"
    assert main(["predict", "--csv", name]) == 0
    _, (source, *_) = csv.reader(capfd.readouterr().out.splitlines())
    assert source == r"x\n7.png: 7 (100.0%)\x1b[2J\u202e.png"


def test_a_hand_is_taught_ink_of_any_format(home: Path, capfd: Capture) -> None:
    (home / "mine.json").write_text(json.dumps([{**FOUR, "label": 4}, FOUR | {"label": "44"}]))
    (home / "words.unp").write_text(SEVEN_AND_ELEVEN)

    assert main(["hand", "teach", "mine.json", "words.unp"]) == 1
    out, err = capfd.readouterr()
    assert out == "4 examples (2 of 1, 1 of 4, 1 of 7) taught to the hand default\n"
    assert err.startswith("digitrec: mine.json: drawing 2: \"label\" is '44'")
