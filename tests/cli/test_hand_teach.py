"""`hand teach`: ink lines with labels become examples."""

import json
from pathlib import Path

import pytest

from digitrec.cli.main import main
from digitrec.recognition.model import Model
from digitrec.resources import model_path
from digitrec.storage.hands import DEFAULT_HAND, Hands
from tests.cli.ink_files import hands_in, labelled, write, write_ten
from tests.cli.program import digitrec
from tests.recognition.sealed.archives import without_trajectory
from tests.samples import digit

Capture = pytest.CaptureFixture[str]


def test_it_says_how_many_of_which_digit_were_taught(home: Path, capfd: Capture) -> None:
    file = write(home / "a.jsonl", [labelled(7), labelled(0), labelled(1, "7"), labelled(3, "?")])

    assert main(["hand", "teach", file]) == 0
    assert capfd.readouterr() == (
        "4 examples (1 of 0, 2 of 7, 1 of no digit) taught to the hand default\n", ""
    )  # fmt: skip
    assert hands_in(home) == {DEFAULT_HAND: [7, 0, 7, None]}


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
    assert hands_in(home) == {DEFAULT_HAND: [1, 1]}


UNUSABLE = {
    json.dumps(digit(1).to_dict() | {"label": None}): '"label" is missing',
    labelled(1, "42"): "\"label\" is '42'; it must be one digit, or ? if it is none",
    labelled(1, ""): "\"label\" is ''; it must be",
    labelled(1, "٤"): "\"label\" is '٤'; it must be",
    '{"strokes": [[[1, 2], [3, 4]]], "label": 7.5}': '"label" is a text, not a number',
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
    assert hands_in(home) == {DEFAULT_HAND: [0, 9]}


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
        "digitrec: picture.png: is not ink",
    ]


def test_another_hand_is_taught_by_its_name_from_standard_input(home: Path) -> None:
    done = digitrec(
        home, "hand", "teach", "-", "--name", "Zoë 2", stdin=labelled(4).encode(),
        DIGITREC_HOME=str(home),
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "1 example (1 of 4) taught to the hand Zoë 2\n"
    assert hands_in(home) == {"Zoë 2": [4]}


def test_the_networks_see_what_was_taught_at_once(taught: Path) -> None:
    model = Model.open(model_path()).sha256
    with Hands(taught / "history.sqlite3") as hands:
        assert len(hands.embeddings(DEFAULT_HAND, model)) == 10


def test_hands_are_kept_when_there_is_no_model(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    monkeypatch.setattr("digitrec.resources.model_path", lambda: home / "none.keras")

    assert main(["hand", "teach", write_ten(home / "ten.jsonl")]) == 1
    out, err = capfd.readouterr()
    assert out.startswith("10 examples")
    assert err.startswith(f"digitrec: {home / 'none.keras'}: ")
    assert len(hands_in(home)[DEFAULT_HAND]) == 10


def test_a_model_of_pictures_alone_can_be_taught(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = without_trajectory(home / "my_model.keras")
    monkeypatch.setattr("digitrec.resources.model_path", lambda: model)

    assert main(["hand", "teach", write_ten(home / "ten.jsonl")]) == 0
