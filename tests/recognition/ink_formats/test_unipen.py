"""UNIPEN, by what its definition and collections in it contain."""

import pytest

from digitrec.recognition.ink import InkError
from digitrec.recognition.ink_formats.unipen import read_unipen

SEVEN_AND_ELEVEN = """\
.VERSION 1.0
.COORD X Y T
.HIERARCHY WORD DIGIT
.SEGMENT WORD 0-2 ? "711"
.SEGMENT DIGIT 0 ? "7"
.PEN_DOWN
 10 50 0
 20 50 1
 15 30 2
.PEN_UP
.SEGMENT DIGIT 1 OK "1"
.PEN_DOWN
 30 50 3
 30 30 4
.PEN_UP
.SEGMENT DIGIT 2 OK "1"
.PEN_DOWN
 40 50 5
 40 30 6
.PEN_UP
.DT 100
"""


def test_segments_of_the_commonest_kind_are_drawings_with_y_downwards():
    seven, one, other = read_unipen(SEVEN_AND_ELEVEN)
    assert [ink.label for ink in (seven, one, other)] == ["7", "1", "1"]
    assert seven.strokes == (((10, -50), (20, -50), (15, -30)),)
    assert other.strokes == (((40, -50), (40, -30)),)


def test_a_segment_without_numbers_has_the_strokes_that_follow_it():
    text = '.SEGMENT DIGIT\n.PEN_DOWN\n1 2\n3 4\n.PEN_UP\n.PEN_DOWN\n5 6\n.SEGMENT DIGIT ? ? "1"\n'
    text += ".PEN_DOWN\n7 8\n"
    first, second = read_unipen(text)
    assert (len(first.strokes), first.label) == (2, None)
    assert (second.strokes, second.label) == ((((7, -8),),), "1")


def test_where_the_pen_was_lifted_is_a_component_but_no_stroke():
    text = ".PEN_DOWN\n1 1\n.PEN_UP\n2 2\n.PEN_DOWN\n3 3\n.PEN_UP\n"
    (whole,) = read_unipen(text)
    assert whole.strokes == (((1, -1),), ((3, -3),))
    (last,) = read_unipen(text + '.SEGMENT DIGIT 2 ? "1"\n')
    assert last.strokes == (((3, -3),),)


def test_a_tablet_that_counts_finer_downwards_gives_no_flat_digits():
    scale = ".X_POINTS_PER_INCH 100\n.Y_POINTS_PER_INCH 200\n"
    (ink,) = read_unipen(scale + ".COORD T Y X\n.PEN_DOWN\n0 20 10\n")
    assert ink.strokes == (((10, -10),),)


@pytest.mark.parametrize("line", ["1 two", "5", '.SEGMENT DIGIT 0-99999999 ? "1"', ".COORD A B"])
def test_a_line_of_another_format_is_named(line):
    (error,) = read_unipen(f".PEN_DOWN\n{line}\n")
    assert isinstance(error, InkError)
    assert str(error).startswith("line 2 is not UNIPEN")
