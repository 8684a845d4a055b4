import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.recognition.ink import MAX_POINTS, MAX_STROKES, Ink, InkError
from tests.samples import digit

coordinates = st.floats(-1e6, 1e6)
strokes = st.lists(
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=8).map(tuple), max_size=5
).map(tuple)


@given(strokes, st.none() | st.text(), st.none() | st.text())
def test_a_line_of_ink_comes_back_as_it_was_written(drawn, name, label):
    ink = Ink(drawn, name, label)
    assert Ink.from_json(ink.to_json()) == ink


def test_id_and_label_may_be_missing():
    assert Ink.from_json('{"strokes": [[[1, 2.5]]]}') == Ink((((1.0, 2.5),),))


def test_strokes_without_points_are_left_out():
    assert Ink.from_json('{"strokes": [[], [[1, 2]], []]}').strokes == (((1.0, 2.0),),)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[1]", "an object, not a list"),
        ("null", "not null"),
        ("{}", '"strokes" is missing'),
        ('{"strokes": 3}', "a list of strokes, not a number"),
        ('{"strokes": [3]}', "stroke 1 is a list"),
        ('{"strokes": [[[1, 2]], [[1, 2], [3]]]}', "point 2 of stroke 2 is a pair"),
        ('{"strokes": [[[1]]]}', "a pair [x, y], not a list of 1"),
        ('{"strokes": [[{"x": 1}]]}', "a pair [x, y], not an object"),
        ('{"strokes": [[[1, 2, 3], [1, null, 3]]]}', "point 2 of stroke 1 holds null"),
        ('{"strokes": [[{"x": 1, "y": "2"}]]}', "holds a text where a number belongs"),
        ('{"strokes": [[[1, "2"]]]}', "holds a text where a number belongs"),
        ('{"strokes": [[[1, null]]]}', "holds null"),
        ('{"strokes": [[[true, 1]]]}', "holds true or false"),
        ('{"strokes": [[[NaN, 1]]]}', "not finite"),
        ('{"strokes": [[[1, 2], [3, NaN], [4, 5]]]}', "not finite"),
        ('{"strokes": [[[1, -Infinity]]]}', "not finite"),
        ('{"strokes": [[[1e999, 1]]]}', "not finite"),
        ('{"strokes": [[[1e200, 1]]]}', "too large"),
        ('{"strokes": [[[1' + "0" * 400 + ", 1]]]}", "too large"),
        ('{"strokes": [[[1' + "0" * 5000 + ", 1]]]}", "thousands of digits"),
        ('{"strokes": ' + "[" * 100_000, "not"),
        ('{"id": [], "strokes": []}', '"id" is a text, not a list'),
        ('{"id": true, "strokes": []}', '"id" is a text'),
        ('{"label": 4.5, "strokes": []}', '"label" is a text, not a number'),
        ('{"label": true, "strokes": []}', '"label" is a text, not true or false'),
        (b'{"strokes": [], "id": "\xff"}', "not UTF-8"),
    ],
)
def test_what_is_not_ink_is_refused_with_the_place(line, says):
    with pytest.raises(InkError) as refused:
        Ink.from_json(line)
    assert says in str(refused.value)


def test_a_drawing_of_too_many_points_is_refused():
    stroke = [[0, 0]] * (MAX_POINTS + 1)
    with pytest.raises(InkError, match="more than 100,000 points"):
        Ink.from_json(json.dumps({"strokes": [stroke]}))


def test_a_drawing_of_too_many_strokes_is_refused():
    with pytest.raises(InkError, match="more than 5,000 strokes"):
        Ink.from_json(json.dumps({"strokes": [[[0, 0]]] * (MAX_STROKES + 1)}))


@given(strokes)
def test_the_box_holds_every_point_and_touches_them(drawn):
    box = Ink(drawn).box
    points = [point for stroke in drawn for point in stroke]
    if not points:
        assert box is None
        return
    x0, y0, x1, y1 = box
    assert all(x0 <= x <= x1 and y0 <= y <= y1 for x, y in points)
    assert {x0, x1} <= {x for x, _ in points}
    assert {y0, y1} <= {y for _, y in points}


def test_picked_strokes_keep_the_name():
    picked = digit(4).pick((1,))
    assert picked.strokes == digit(4).strokes[1:]
    assert picked.id == "sample-4"
    assert math.isclose(picked.box[0], 60)
