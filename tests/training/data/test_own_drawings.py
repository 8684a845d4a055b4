import io
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from digitrec.recognition.ink import Ink
from digitrec.recognition.reading import Digit, Reading
from digitrec.storage.drawing import Drawing
from digitrec.storage.hands import Hands
from digitrec.storage.history import History
from tests.samples import digit, number
from training.data.datasets import HELD_OUT_WRITERS, DataError
from training.data.own_drawings import PERSON, load_history


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def line(ink: Ink, **fields: object) -> dict[str, object]:
    return {"id": "1", "strokes": ink.to_dict()["strokes"], **fields}


def read_as(text: str) -> Reading:
    return Reading(
        tuple(Digit(int(one), 0.9, False, (0.1,) * 10, (0.0, 0.0, 9.0, 9.0)) for one in text)
    )


@pytest.fixture
def file(tmp_path):
    return tmp_path / "own.jsonl"


def test_corrections_in_an_exported_history_are_labels(tmp_path, file):
    with History(tmp_path / "history.sqlite3") as history:
        for shown, read, corrected in ((3, "3", "3"), (7, "1", "7"), (8, "8", "?"), (5, "5", None)):
            ink = Ink(digit(shown).strokes)
            begun = datetime(2026, 11, 23, tzinfo=UTC)
            history.keep(Drawing(ink, read_as(read), "model", begun, corrected))
        exported = io.StringIO()
        history.export(exported)
    file.write_text(exported.getvalue(), "utf-8")
    own = load_history(file)
    assert own.digits.strokes == (digit(3).strokes, digit(7).strokes)
    assert own.digits.labels.tolist() == [3, 7]
    assert own.non_digits == (digit(8).strokes,)
    assert own.skipped == 1  # nobody labelled what the program read as 5


def test_taught_examples_in_an_exported_history_are_labels_and_count_once(tmp_path, file):
    begun = datetime(2026, 11, 23, tzinfo=UTC)
    with (
        History(tmp_path / "history.sqlite3") as history,
        Hands(tmp_path / "history.sqlite3") as hands,
        file.open("w", encoding="utf-8") as stream,
    ):
        for shown, corrected in ((7, "7"), (1, None)):
            history.keep(Drawing(Ink(digit(shown).strokes), read_as("1"), "m", begun, corrected))
        for shown, label in ((7, 7), (4, 4), (8, None)):
            hands.add(digit(shown).strokes, label, drawing=1 if shown == 7 else None)
        hands.add(digit(4).strokes, 4, "another hand")
        assert history.export(stream) == 4
    own = load_history(file)
    assert own.digits.strokes == (digit(7).strokes, digit(4).strokes)
    assert own.digits.labels.tolist() == [7, 4]
    assert own.non_digits == (digit(8).strokes,)
    assert own.skipped == 1


def test_an_exported_hand_is_labelled(tmp_path, file):
    with (
        Hands(tmp_path / "history.sqlite3") as hands,
        file.open("w", encoding="utf-8") as stream,
    ):
        hands.add(digit(4).strokes, 4)
        hands.add(digit(8).strokes, None)
        hands.export(stream)
    own = load_history(file)
    assert own.digits.strokes == (digit(4).strokes,)
    assert own.non_digits == (digit(8).strokes,)


def test_labels_by_a_person_count_and_the_programs_readings_do_not(file):
    own = load_history(
        written(
            file,
            line(digit(3), label="8", corrected="3"),
            line(digit(5), label="5", corrected=None),
            line(digit(6), label="6"),
            line(digit(7)),
        )
    )
    assert own.digits.strokes == (digit(3).strokes, digit(6).strokes)
    assert own.digits.labels.tolist() == [3, 6]
    assert own.skipped == 2


def test_what_is_not_a_single_digit_is_skipped(file):
    dot = Ink((((4.0, 5.0), (4.0, 5.0)), ((4.0, 5.0),)))
    own = load_history(
        written(
            file,
            line(digit(1), corrected="1"),
            line(number("42"), corrected="42"),
            line(digit(2), corrected="two"),
            line(digit(4), corrected="٤"),
            line(digit(5), label=""),
            line(dot, corrected="1"),
            line(Ink(), corrected="1"),
        )
    )
    assert own.digits.labels.tolist() == [1]
    assert (own.non_digits, own.skipped) == ((), 6)


@pytest.mark.parametrize("fields", [{"corrected": ""}, {"corrected": "?"}, {"label": "?"}])
def test_a_drawing_that_a_person_labels_as_not_a_digit_is_a_non_digit(file, fields):
    own = load_history(written(file, line(digit(8), **fields)))
    assert (len(own.digits), own.non_digits) == (0, (digit(8).strokes,))


def test_a_drawing_that_occurs_several_times_counts_once_with_its_last_label(file):
    own = load_history(
        written(
            file,
            line(digit(9), corrected=None),
            line(digit(9), corrected="4"),
            line(digit(9), corrected="9"),
            line(digit(9), corrected=None),
            line(digit(2), corrected=None),
            line(digit(2), corrected=None),
        )
    )
    assert own.digits.labels.tolist() == [9]
    assert own.skipped == 1


def test_the_person_is_one_new_writer_who_is_never_held_out(file):
    digits = load_history(written(file, *(line(digit(n), corrected=str(n)) for n in range(10))))
    assert digits.digits.writers.tolist() == [PERSON] * 10
    assert PERSON not in HELD_OUT_WRITERS
    assert digits.digits.of(digits.digits.labels > 7).labels.tolist() == [8, 9]
    assert digits.digits.render().shape == (10, 28, 28)
    assert (digits.digits.labels.dtype, digits.digits.writers.dtype) == (np.uint8, np.int64)


def test_an_editors_byte_order_mark_and_blank_lines_do_no_harm(file):
    text = json.dumps(line(digit(6), corrected="6"))
    file.write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n\r\n   \n")
    assert load_history(file).digits.labels.tolist() == [6]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (b'{"strokes": [[[1, 2]', "not JSON"),
        (b'{"id": "1", "text": "7", "created": "", "corrected": "7"}', '"strokes" is missing'),
        (b'{"strokes": [], "corrected": 7}', '"corrected" must be a text or null, not 7'),
        (b'{"strokes": [[[1, "\xff"]]]}', "not UTF-8 text"),
    ],
)
def test_a_broken_line_is_named_with_what_to_do(file, broken, why):
    good = json.dumps(line(digit(1), corrected="1")).encode()
    file.write_bytes(good + b"\n\n" + broken + b"\n" + good)
    with pytest.raises(DataError) as caught:
        load_history(file)
    assert str(caught.value).startswith(f"{file}, line 3: ")
    assert why in str(caught.value)
    assert "digitrec history export FILE.jsonl" in str(caught.value)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "it is empty"),
        ([line(digit(5), label="5", corrected=None)], "nobody has labelled its only drawing"),
        (
            [line(digit(5)), line(number("42"), corrected="42")],
            "nobody has labelled any of its 2 drawings",
        ),
    ],
)
def test_a_file_without_a_usable_drawing_says_why(file, lines, why):
    with pytest.raises(DataError, match=why) as caught:
        load_history(written(file, *lines))
    assert str(caught.value).startswith(f"{file}: ")
    assert "digit key" in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(DataError, match=r"can't be read .*digitrec history export") as caught:
            load_history(path)
        assert str(path) in str(caught.value)
