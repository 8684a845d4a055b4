"""Ink as JSON in the shapes that other programs write."""

import json

import pytest

from digitrec.recognition.ink import InkError
from digitrec.recognition.ink_formats.json_shapes import drawings_in, ink_from_json
from tests.samples import digit

STROKES = digit(4).strokes
POINTS = [[[x, y] for x, y in stroke] for stroke in STROKES]
COLUMNS = [[[x for x, _ in stroke], [y for _, y in stroke]] for stroke in STROKES]
AS_OBJECTS = [[{"x": x, "y": y, "time": 5} for x, y in stroke] for stroke in STROKES]

SHAPES = {
    "with times": {"strokes": [[[*point, 17] for point in stroke] for stroke in POINTS]},
    "with times and pressures": {
        "strokes": [[[*point, 17, None] for point in stroke] for stroke in POINTS]
    },
    "points as objects": {"strokes": AS_OBJECTS},
    "Quick, Draw!": {"word": "four", "key_id": "5", "recognized": True, "drawing": COLUMNS},
    "Quick, Draw! raw": {"drawing": [[*rows, list(range(len(rows[0])))] for rows in COLUMNS]},
    "drawing of points": {"drawing": POINTS},
    "columns as strokes": {"strokes": COLUMNS},
    "signature pad": [{"penColor": "black", "points": stroke} for stroke in AS_OBJECTS],
    "columns by name": {"strokes": [{"x": xs, "y": ys} for xs, ys in COLUMNS]},
    "bare strokes": POINTS,
    "bare columns": COLUMNS,
    "bare strokes of objects": AS_OBJECTS,
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_holds_the_same_strokes(shape):
    assert ink_from_json(json.dumps(shape)).strokes == STROKES
    assert [one.strokes for one in drawings_in(json.dumps(shape, indent=2))] == [STROKES]
    assert [one.strokes for one in drawings_in(json.dumps([shape, shape]))] == [STROKES] * 2


@pytest.mark.parametrize("stroke", [POINTS[0], AS_OBJECTS[0], {"points": POINTS[0]}])
def test_one_stroke_alone_is_a_drawing(stroke):
    assert ink_from_json(json.dumps(stroke)).strokes == STROKES[:1]


def test_the_points_of_a_short_stroke_are_not_taken_for_columns():
    line = '{"strokes": [[[1, 2, 5], [3, 4, 6]], [[7, 8, 9], [1, 2, 3]]]}'
    assert ink_from_json(line).strokes == (((1, 2), (3, 4)), ((7, 8), (1, 2)))


def test_labels_may_be_numbers_and_quick_draw_has_other_names_for_them():
    assert ink_from_json('{"strokes": [], "label": 7}').label == "7"
    read = ink_from_json('{"drawing": [[[1, 2], [3, 4]]], "word": "seven", "key_id": "5"}')
    assert (read.id, read.label) == ("5", "seven")


def test_values_one_after_another_are_drawings_and_a_wrong_one_costs_only_itself():
    text = json.dumps(SHAPES["with times"], indent=1) + '\n{"strokes": 3}\n{"strokes": []}'
    first, wrong, last = drawings_in(text)
    assert first.strokes == STROKES
    assert isinstance(wrong, InkError)
    assert last.strokes == ()
    assert list(drawings_in("[]")) == []


@pytest.mark.parametrize("text", ['[{"strokes": []}, {"strokes": [[[1, 2', "[" * 100_000, "[[1, 2"])
def test_what_is_not_json_is_one_error_at_the_end(text):
    *_, last = drawings_in(text)
    assert isinstance(last, InkError)
    assert str(last).startswith("not ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[1, 2]", "an object, not a list of 2"),
        ('{"drawing": 3}', "a list of strokes"),
        ('{"strokes": [{"x": [1, 2], "y": [1]}]}', "2 x and 1 y"),
        (json.dumps([SHAPES["with times"]]), "a list of drawings"),
        ("null", "not null"),
    ],
)
def test_what_holds_no_drawing_is_named(text, says):
    with pytest.raises(InkError, match=says):
        ink_from_json(text)
