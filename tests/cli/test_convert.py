"""`convert`: ink from one format to another."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from digitrec.cli.main import main
from digitrec.recognition.ink import Ink
from tests.cli.ink_files import write_ten
from tests.recognition.ink_formats.test_unipen import SEVEN_AND_ELEVEN
from tests.samples import digit

Capture = pytest.CaptureFixture[str]


def test_ink_comes_back_from_inkml_as_it_was(home: Path, capfd: Capture) -> None:
    write_ten(home / "ten.jsonl")
    assert main(["convert", "ten.jsonl", "ten.inkml"]) == 0
    assert main(["convert", "ten.inkml", "again.jsonl"]) == 0
    assert capfd.readouterr().out == (
        "10 drawings exported to ten.inkml\n10 drawings exported to again.jsonl\n"
    )
    lines = [
        [Ink.from_json(line) for line in (home / name).read_text().splitlines()]
        for name in ("ten.jsonl", "again.jsonl")
    ]
    assert lines[0] == lines[1]


def test_one_drawing_becomes_svg(home: Path) -> None:
    (home / "four.json").write_text(digit(4).to_json())
    assert main(["convert", "four.json", "four.svg"]) == 0
    root = ElementTree.parse(home / "four.svg").getroot()  # noqa: S314 (ours)
    lines = root.findall(".//{http://www.w3.org/2000/svg}polyline")
    assert len(lines) == len(digit(4).strokes)
    first = [tuple(map(float, point.split(","))) for point in lines[0].get("points", "").split()]
    assert first == [pytest.approx(point, rel=1e-6) for point in digit(4).strokes[0]]
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "4"


def test_several_files_of_other_formats_become_ink_lines(home: Path) -> None:
    (home / "words.unp").write_text(SEVEN_AND_ELEVEN)
    (home / "four.json").write_text(digit(4).to_json())
    assert main(["convert", "four.json", "*.unp", "all.jsonl"]) == 0
    lines = [Ink.from_json(line) for line in (home / "all.jsonl").read_text().splitlines()]
    assert [ink.label for ink in lines] == ["4", "7", "1", "1"]


def test_what_cannot_be_converted_is_named_and_the_rest_is_written(
    home: Path, capfd: Capture
) -> None:
    (home / "a.jsonl").write_text(f"{digit(1).to_json()}\n{{}}\n")
    assert main(["convert", "a.jsonl", "none.json", "b.inkml"]) == 1
    assert (home / "b.inkml").read_text().count("<trace>") == len(digit(1).strokes)
    assert capfd.readouterr().err.splitlines() == [
        'digitrec: a.jsonl: line 2: "strokes" is missing',
        "digitrec: none.json: no such file",
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["a.jsonl", "a.png"], "has to end with one of .inkml, .jsonl, .svg"),
        (["a.jsonl", "b.inkml"], "already exists"),
        (["a.jsonl", "a.jsonl", "--force"], "at the same time"),
        (["two.jsonl", "two.svg"], "there are 2"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_changes(
    words: list[str], says: str, home: Path, capfd: Capture
) -> None:
    line = digit(1).to_json() + "\n"
    for name, content in (("a.jsonl", line), ("two.jsonl", 2 * line), ("b.inkml", "mine")):
        (home / name).write_text(content)
    assert main(["convert", *words]) == 1
    assert says in capfd.readouterr().err
    assert (home / "a.jsonl").read_text() == line
    assert (home / "b.inkml").read_text() == "mine"
    assert not (home / "two.svg").exists()
