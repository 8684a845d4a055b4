"""`hand`: teach, show, forget and export."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from digitrec.cli.main import main
from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.resources import model_path
from digitrec.storage.hands import DEFAULT_HAND, Hands
from tests.cli.ink_files import labelled, write, write_ten
from tests.cli.program import COMMAND, digitrec, environment
from tests.recognition.sealed.archives import without_trajectory
from tests.samples import digit
from tests.storage.hand_examples import execute

Capture = pytest.CaptureFixture[str]


def _hands(home: Path) -> dict[str, list[int | None]]:
    """The digits that each hand was taught."""
    with Hands(home / "history.sqlite3") as hands:
        return {name: [one.digit for one in hands.examples(name)] for name in hands.names()}


@pytest.fixture
def taught(home: Path, capfd: Capture) -> Path:
    """The home, where the default hand has been taught each digit once."""
    assert main(["hand", "teach", write_ten(home / "ten.jsonl")]) == 0
    capfd.readouterr()
    return home


# Teach


def test_it_says_how_many_of_which_digit_were_taught(home: Path, capfd: Capture) -> None:
    file = write(home / "a.jsonl", [labelled(7), labelled(0), labelled(1, "7"), labelled(3, "?")])

    assert main(["hand", "teach", file]) == 0
    assert capfd.readouterr() == (
        "4 examples (1 of 0, 2 of 7, 1 of no digit) taught to the hand default\n", ""
    )  # fmt: skip
    assert _hands(home) == {DEFAULT_HAND: [7, 0, 7, None]}


def test_the_same_line_twice_counts_once_and_the_last_label_holds(
    home: Path, capfd: Capture
) -> None:
    file = write(home / "a.jsonl", [labelled(7), labelled(1), labelled(7)])
    assert main(["hand", "teach", file, file]) == 0
    out = capfd.readouterr().out
    assert out.startswith("2 examples (1 of 1, 1 of 7) taught to the hand default; 4 examples")

    assert main(["hand", "teach", file]) == 0
    assert capfd.readouterr().out.startswith("0 examples taught to the hand default; 3 examples")
    other = write(home / "b.jsonl", [labelled(7, "1")])
    assert main(["hand", "teach", other]) == 0
    assert capfd.readouterr().out == "1 example (1 of 1) taught to the hand default\n"
    assert _hands(home) == {DEFAULT_HAND: [1, 1]}


UNUSABLE = {
    json.dumps(digit(1).to_dict() | {"label": None}): '"label" is missing',
    labelled(1, "42"): "\"label\" is '42'; it must be one digit, or ? if it is none",
    labelled(1, ""): "\"label\" is ''; it must be",
    labelled(1, "٤"): "\"label\" is '٤'; it must be",
    '{"strokes": [[[1, 2], [3, 4]]], "label": 7}': '"label" is a text, not a number',
    '{"strokes": [[[1, 2], [1, 2]]], "label": "1"}': "nothing is drawn, or only a dot",
    '{"strokes": [], "label": "1"}': "nothing is drawn, or only a dot",
    '{"strokes": [[[1, null], [3, 4]]], "label": "1"}': "point 1 of stroke 1 holds null",
    "[" * 100_000: "nested too deeply",
    "not ink": "not JSON",
}


def test_lines_that_cannot_be_used_are_named_and_the_others_go_on(
    home: Path, capfd: Capture
) -> None:
    lines = [labelled(0), "", *UNUSABLE, labelled(9)]
    file = write(home / "a.jsonl", lines)

    assert main(["hand", "teach", file]) == 1
    out, err = capfd.readouterr()
    assert out == "2 examples (1 of 0, 1 of 9) taught to the hand default\n"
    assert len(err.splitlines()) == len(UNUSABLE)
    for number, (line, why) in enumerate(zip(err.splitlines(), UNUSABLE.values(), strict=True), 3):
        assert line.startswith(f"digitrec: {file}: line {number}: ")
        assert why in line
    assert _hands(home) == {DEFAULT_HAND: [0, 9]}


def test_files_that_cannot_be_used_are_named_and_the_others_go_on(
    home: Path, capfd: Capture
) -> None:
    (home / "empty.jsonl").touch()
    (home / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    file = write(home / "a.jsonl", [labelled(5)])

    words = ["none.jsonl", str(home), "empty.jsonl", "picture.png", file]
    assert main(["hand", "teach", *words]) == 1
    out, err = capfd.readouterr()
    assert out.startswith("1 example (1 of 5)")
    assert err.splitlines() == [
        "digitrec: none.jsonl: no such file",
        f"digitrec: {home}: is a folder, not a file",
        "digitrec: empty.jsonl: is empty",
        "digitrec: picture.png: is not ink; a hand is taught ink as JSON lines",
    ]


def test_another_hand_is_taught_by_its_name_from_standard_input(home: Path) -> None:
    done = digitrec(
        home, "hand", "teach", "-", "--name", "Zoë 2", stdin=labelled(4).encode(),
        DIGITREC_HOME=str(home),
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "1 example (1 of 4) taught to the hand Zoë 2\n"
    assert _hands(home) == {"Zoë 2": [4]}


@pytest.mark.parametrize("name", ["", "a" * 41, "a\nb", "\x1b"])
@pytest.mark.parametrize("words", [["hand", "teach", "a.jsonl"], ["hand", "forget", "--yes"]])
def test_a_name_that_cannot_be_one_is_a_wrong_usage(
    home: Path, words: list[str], name: str, capfd: Capture
) -> None:
    with pytest.raises(SystemExit) as end:
        main([*words, "--name", name])

    assert end.value.code == 2
    assert "is not a name of 1 to 40 characters" in capfd.readouterr().err


def test_the_networks_see_what_was_taught_at_once(taught: Path) -> None:
    model = Model.open(model_path()).sha256
    with Hands(taught / "history.sqlite3") as hands:
        assert len(hands.embeddings(DEFAULT_HAND, model)) == 10


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
    assert len(_hands(taught)[DEFAULT_HAND]) == 10


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
    assert len(_hands(taught).get(DEFAULT_HAND, [])) == left


def test_a_forgotten_hand_leaves_the_others(taught: Path, capfd: Capture) -> None:
    file = write(taught / "a.jsonl", [labelled(2)])
    assert main(["hand", "teach", file, "--name", "Anna"]) == 0
    capfd.readouterr()

    assert main(["hand", "forget", "--yes"]) == 0
    assert capfd.readouterr().out == "10 examples of the hand default forgotten\n"
    assert _hands(taught) == {"Anna": [2]}
    assert main(["hand", "forget", "--name", "Anna", "--yes"]) == 0
    assert capfd.readouterr().out == "1 example of the hand Anna forgotten\n"
    assert main(["hand", "forget", "--yes"]) == 0
    assert _hands(taught) == {}


def test_single_examples_are_forgotten_by_their_ids(taught: Path, capfd: Capture) -> None:
    assert main(["hand", "export", "-"]) == 0
    ids = {ink.label: ink.id for ink in map(Ink.from_json, capfd.readouterr().out.splitlines())}

    assert main(["hand", "forget", f"{ids['0']}", f"{ids['4']}", "99"]) == 1
    assert capfd.readouterr() == (
        "2 examples forgotten\n", "digitrec: there is no example 99\n"
    )  # fmt: skip
    assert _hands(taught) == {DEFAULT_HAND: [1, 2, 3, 5, 6, 7, 8, 9]}


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
    assert _hands(taught)["Anna"] == list(range(10))


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


def test_hands_are_kept_when_there_is_no_model(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    monkeypatch.setattr("digitrec.resources.model_path", lambda: home / "none.keras")

    assert main(["hand", "teach", write_ten(home / "ten.jsonl")]) == 1
    out, err = capfd.readouterr()
    assert out.startswith("10 examples")
    assert err.startswith(f"digitrec: {home / 'none.keras'}: ")
    assert len(_hands(home)[DEFAULT_HAND]) == 10


def test_a_model_of_pictures_alone_can_be_taught(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = without_trajectory(home / "my_model.keras")
    monkeypatch.setattr("digitrec.resources.model_path", lambda: model)

    assert main(["hand", "teach", write_ten(home / "ten.jsonl")]) == 0


@pytest.mark.parametrize("words", [["show"], ["forget", "--yes"], ["export", "-"]])
def test_commands_that_read_no_drawing_load_no_numpy(home: Path, words: list[str]) -> None:
    program = (
        "import sys\nfrom digitrec.cli.main import main\n"
        f"main({['hand', *words]!r})\nsys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, env=environment(home))

    assert done.returncode == 0
