"""`hand`: teach, show, forget and export."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from digitrec.cli.main import main
from digitrec.recognition.ink import Ink
from digitrec.storage.hands import DEFAULT_HAND
from tests.cli.ink_files import hands_in, labelled, write, write_ten
from tests.cli.program import COMMAND, digitrec, environment
from tests.samples import digit
from tests.storage.hands.examples import execute

Capture = pytest.CaptureFixture[str]


# Show


def test_hands_are_shown_an_object_a_line(taught: Path, capfd: Capture) -> None:
    file = write(taught / "a.jsonl", [labelled(2), labelled(3, "?")])
    assert main(["hand", "teach", file, "--name", "Anna"]) == 0
    capfd.readouterr()

    assert main(["hand", "show", "--json"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == (
        '{"name": "default", "examples": {"0": 1, "1": 1, "2": 1, "3": 1, "4": 1, '
        '"5": 1, "6": 1, "7": 1, "8": 1, "9": 1}, "other": 0}'
    )
    assert json.loads(lines[1]) == {
        "name": "Anna",
        "examples": {str(number): int(number == 2) for number in range(10)},
        "other": 1,
    }
    assert main(["hand", "show"]) == 0
    assert capfd.readouterr().out.splitlines()[1] == "Anna: 2 examples (1 of 2, 1 of no digit)"


def test_without_a_hand_nothing_is_shown(home: Path, capfd: Capture) -> None:
    for words in (["--json"], []):
        assert main(["hand", "show", *words]) == 0
        assert capfd.readouterr() == ("", "")


# Forget


def test_forgetting_has_to_be_confirmed(taught: Path) -> None:
    done = digitrec(taught, "hand", "forget", stdin=b"y\n")

    assert (done.returncode, done.stdout) == (1, b"")
    what = "the hand default: 10 examples (1 of each digit)"
    assert done.stderr.decode() == f"digitrec: --yes is needed to forget {what}\n"
    assert len(hands_in(taught)[DEFAULT_HAND]) == 10


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals on Windows")
@pytest.mark.parametrize(("answer", "left"), [(b"y\n", 0), (b"n\n", 10)])
def test_a_person_at_a_terminal_is_asked(taught: Path, answer: bytes, left: int) -> None:
    import pty

    person, terminal = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "hand", "forget"],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(taught),
    ) as program:
        os.write(person, answer)
        _, stderr = program.communicate(timeout=30)
    os.close(person)
    os.close(terminal)

    assert stderr.startswith(b"Forget the hand default: 10 examples (1 of each digit)? [y/N] ")
    assert program.returncode == (1 if left else 0)
    assert len(hands_in(taught).get(DEFAULT_HAND, [])) == left


def test_a_forgotten_hand_leaves_the_others(taught: Path, capfd: Capture) -> None:
    file = write(taught / "a.jsonl", [labelled(2)])
    assert main(["hand", "teach", file, "--name", "Anna"]) == 0
    capfd.readouterr()

    assert main(["hand", "forget", "--yes"]) == 0
    assert capfd.readouterr().out == "10 examples of the hand default forgotten\n"
    assert hands_in(taught) == {"Anna": [2]}
    assert main(["hand", "forget", "--name", "Anna", "--yes"]) == 0
    assert capfd.readouterr().out == "1 example of the hand Anna forgotten\n"
    assert main(["hand", "forget", "--yes"]) == 0
    assert hands_in(taught) == {}


def test_single_examples_are_forgotten_by_their_ids(taught: Path, capfd: Capture) -> None:
    assert main(["hand", "export", "-"]) == 0
    ids = {ink.label: ink.id for ink in map(Ink.from_json, capfd.readouterr().out.splitlines())}

    assert main(["hand", "forget", f"{ids['0']}", f"{ids['4']}", "99"]) == 1
    assert capfd.readouterr() == (
        "2 examples forgotten\n", "digitrec: there is no example 99\n"
    )  # fmt: skip
    assert hands_in(taught) == {DEFAULT_HAND: [1, 2, 3, 5, 6, 7, 8, 9]}


# Export


def test_an_exported_hand_can_be_taught_again(taught: Path, capfd: Capture) -> None:
    assert main(["hand", "export", "mine.jsonl"]) == 0
    assert capfd.readouterr().out == "10 examples exported to mine.jsonl\n"
    inks = [Ink.from_json(line) for line in Path("mine.jsonl").read_text("utf-8").splitlines()]
    assert [ink.label for ink in inks] == list("0123456789")
    assert [ink.strokes for ink in inks] == [digit(number).strokes for number in range(10)]

    assert main(["hand", "teach", "mine.jsonl"]) == 0
    assert capfd.readouterr().out.startswith("0 examples taught")
    assert main(["hand", "teach", "mine.jsonl", "--name", "Anna"]) == 0
    assert hands_in(taught)["Anna"] == list(range(10))


def test_a_file_is_replaced_only_by_force_and_whole(taught: Path, capfd: Capture) -> None:
    Path("mine.jsonl").write_text("mine")
    assert main(["hand", "export", "mine.jsonl"]) == 1
    assert "already exists; use --force" in capfd.readouterr().err
    assert Path("mine.jsonl").read_text() == "mine"

    assert main(["hand", "export", "mine.jsonl", "--force"]) == 0
    assert len(Path("mine.jsonl").read_text().splitlines()) == 10
    assert main(["hand", "export", "none/mine.jsonl"]) == 1
    assert "none/mine.jsonl: can't be written" in capfd.readouterr().err


# Trouble


@pytest.mark.parametrize("name", ["", "a" * 41, "a\nb", "\x1b"])
@pytest.mark.parametrize("words", [["hand", "teach", "a.jsonl"], ["hand", "forget", "--yes"]])
def test_a_name_that_cannot_be_one_is_a_wrong_usage(
    home: Path, words: list[str], name: str, capfd: Capture
) -> None:
    with pytest.raises(SystemExit) as end:
        main([*words, "--name", name])

    assert end.value.code == 2
    assert "is not a name of 1 to 40 characters" in capfd.readouterr().err


def test_a_damaged_example_is_named_and_hides_no_other(taught: Path, capfd: Capture) -> None:
    execute(taught / "history.sqlite3", "UPDATE examples SET strokes = '[[' WHERE key = 3")

    assert main(["hand", "show", "--json"]) == 1
    out, err = capfd.readouterr()
    assert json.loads(out)["examples"] == {str(at): int(at != 2) for at in range(10)}
    assert "Example 3 of the hand default" in err
    assert main(["hand", "export", "-"]) == 1
    assert len(capfd.readouterr().out.splitlines()) == 9
    assert main(["hand", "forget", "3"]) == 0
    assert main(["hand", "show"]) == 0


@pytest.mark.parametrize(
    "words", [["teach", "ten.jsonl"], ["show"], ["forget", "--yes"], ["export", "f"]]
)
def test_a_broken_history_is_named_and_left_alone(
    home: Path, words: list[str], capfd: Capture
) -> None:
    write_ten(home / "ten.jsonl")
    (home / "history.sqlite3").write_bytes(b"not a database " * 99)

    assert main(["hand", *words]) == 1
    assert f"digitrec: The history {home / 'history.sqlite3'} is dam" in capfd.readouterr().err
    assert (home / "history.sqlite3").read_bytes() == b"not a database " * 99
    assert not (home / "f").exists()


@pytest.mark.parametrize("words", [["show"], ["forget", "--yes"], ["export", "-"]])
def test_commands_that_read_no_drawing_load_no_numpy(home: Path, words: list[str]) -> None:
    program = (
        "import sys\nfrom digitrec.cli.main import main\n"
        f"main({['hand', *words]!r})\nsys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, env=environment(home))

    assert done.returncode == 0
