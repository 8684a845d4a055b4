"""InkML, by the examples of its specification and by what this program writes."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.recognition.ink import Ink, InkError
from digitrec.recognition.ink_formats.inkml import NAMESPACE, read_inkml, write_inkml
from tests.samples import digit


def read(body, root=f'ink xmlns="{NAMESPACE}"'):
    return list(read_inkml(f"<{root}>{body}</ink>".encode()))


def strokes(body):
    (ink,) = read(body)
    return ink.strokes


def test_the_specifications_example_of_differences_is_decoded():
    trace = "1125 18432,'23'43,\"7\"-8,3-5,7 -3,6 2,6 8,3 6,2 4,3 6,3-6"
    assert strokes(f"<trace>{trace}</trace>") == (
        ((1125, 18432), (1148, 18475), (1178, 18510), (1211, 18540), (1251, 18567), (1297, 18596),
         (1349, 18633), (1404, 18676), (1461, 18723), (1521, 18776), (1584, 18823)),
    )  # fmt: skip


def test_channels_are_found_by_their_names_and_y_may_go_upwards():
    form = (
        '<traceFormat><channel name="T"/><channel name="Y" orientation="-ve"/><channel name="X"/>'
        "</traceFormat>"
    )
    assert strokes(form + "<trace>0 10 1, 5 20 2 T</trace>") == (((1, -10), (2, -20)),)


def test_what_is_not_new_may_be_left_out():
    assert strokes("<trace>1 2, * 5, ? 6, '1 *</trace>") == (((1, 2), (1, 5), (1, 6), (2, 6)),)


def test_lifted_pens_leave_no_stroke_and_continuations_go_on():
    body = (
        '<trace continuation="begin">1 2</trace><trace continuation="end">3 4</trace>'
        '<trace type="penUp">9 9</trace><trace>5 6</trace>'
    )
    assert strokes(body) == (((1, 2), (3, 4)), ((5, 6),))


def test_each_group_is_a_drawing_with_its_label_and_loose_traces_are_another():
    body = (
        '<annotation type="truth">12</annotation><trace>0 0, 1 1</trace>'
        '<traceGroup xml:id="a"><annotation type="truth">7</annotation><trace>1 1, 2 2</trace>'
        '<traceGroup><annotation type="truth">not of all</annotation><trace>3 3</trace>'
        "</traceGroup></traceGroup><traceGroup><trace>4 4</trace></traceGroup>"
    )
    loose, first, second = read(body)
    assert (loose.label, loose.strokes) == ("12", (((0, 0), (1, 1)),))
    assert (first.id, first.label, len(first.strokes)) == ("a", "7", 2)
    assert (second.id, second.label) == (None, None)


def test_a_document_without_a_namespace_or_in_utf_16_is_read():
    (ink,) = read("<trace>1 2, 3 4</trace>", "ink")
    document = '<?xml version="1.0" encoding="UTF-16"?><ink><trace>1 2, 3 4</trace></ink>'
    assert list(read_inkml(document.encode("utf-16"))) == [ink]
    assert list(read_inkml(document.encode())) == [ink]  # made UTF-8 of on the way


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (b"<ink><trace>1 2", "not InkML"),
        (b"<svg/>", "it is <svg>"),
        (b"<ink><trace>1, 2</trace></ink>", "is not a point"),
        (b'<!DOCTYPE ink [<!ENTITY a "b">]><ink><trace>&a;</trace></ink>', "entities"),
        (b'<ink><traceFormat><channel name="F"/></traceFormat><trace>1</trace></ink>', "X and Y"),
    ],
)
def test_what_cannot_be_read_is_one_error(document, says):
    (error,) = read_inkml(document)
    assert isinstance(error, InkError)
    assert says in str(error)


texts = st.none() | st.text(st.characters(codec="utf-8"), max_size=20)
numbers = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
lines = st.lists(st.lists(st.tuples(numbers, numbers), min_size=1).map(tuple), min_size=1)


@given(lines.map(tuple), texts)
def test_what_is_written_is_read_again(drawn, label):
    stream = io.StringIO()
    assert write_inkml(stream, [Ink(drawn, "1", label), digit(7)]) == 2
    first, second = read_inkml(stream.getvalue().encode())
    assert first.strokes == drawn
    assert second == replace(digit(7), id=second.id)
