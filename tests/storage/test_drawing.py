import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given

from digitrec.recognition.reading import SPACE, Mark, Reading
from digitrec.storage.drawing import DamagedRowError, Drawing
from tests.storage.drawings import digit, drawing, drawings


@given(drawings)
def test_a_row_gives_the_same_drawing_again(one: Drawing) -> None:
    assert Drawing.from_row({**one.to_row(), "key": 5}) == replace(one, key=5)


def test_rows_sort_by_time_whatever_the_time_zone() -> None:
    east = timezone(timedelta(hours=9))
    earlier = replace(drawing(), created=datetime(2026, 1, 1, 8, 0, tzinfo=east))
    later = replace(drawing(), created=datetime(2025, 12, 31, 23, 0, 0, 1, tzinfo=UTC))

    assert earlier.to_row()["created"] < later.to_row()["created"]


def test_what_it_shows_is_as_corrected_or_as_read_without_doubt() -> None:
    seven = drawing("7")
    doubted = replace(seven, reading=replace(seven.reading, digits=(digit(rejected=True),)))

    assert seven.label == "7"
    assert replace(seven, corrected="1").label == "1"
    assert doubted.label is None
    assert replace(doubted, corrected="1").label == "1"


def test_marks_and_the_turn_of_a_picture_are_kept() -> None:
    marks = (Mark(".", 0.75, (1.0, 2.0, 3.0, 4.0), 1, 0, (3,)), Mark(SPACE, 1.0, (5, 6, 7, 8), 2))
    one = replace(drawing(), reading=Reading((digit(),) * 3, marks=marks, turn=90))
    row = one.to_row()

    assert row["text"] == one.reading.text
    assert Drawing.from_row({**row, "key": 5}).reading == one.reading


@pytest.mark.parametrize("damage", [{"mark": "x"}, {"at": -1}, {"confidence": 2}, {"box": [1]}])
def test_a_row_with_a_mark_that_is_none_is_damaged(damage: dict[str, Any]) -> None:
    reading = Reading((digit(),), marks=(Mark(".", 0.75, (1.0, 2.0, 3.0, 4.0), 1),))
    row = replace(drawing(), reading=reading).to_row()
    kept = json.loads(row["reading"])
    kept["marks"][0] |= damage

    with pytest.raises(DamagedRowError):
        Drawing.from_row({**row, "reading": json.dumps(kept), "key": 5})


def test_lines_and_strays_and_how_sure_the_digits_are_told_apart_are_kept() -> None:
    reading = Reading(
        (digit(), digit(), digit()), lines=(2, 1), segmentation_confidence=0.75, strays=(4, 7)
    )
    one = replace(drawing(), reading=reading)

    assert Drawing.from_row({**one.to_row(), "key": 5}).reading == reading
