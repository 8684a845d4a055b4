import pytest

from training.data.unipen import Segment, UnipenError, read_segments

TEXT = """\
.INCLUDE        somewhere.doc
.HIERARCHY      DIGIT

.SEGMENT DIGIT    0 ? "8"
.COMMENT 8 12  224
.PEN_DOWN
 267  333
 266  342
.PEN_UP
.PEN_DOWN
 10  20
.PEN_UP
.DT 100
.SEGMENT DIGIT    1 ? "1"
.COMMENT 1 3  7
.PEN_DOWN
 5  6
.PEN_UP
"""


def test_segments_have_strokes_with_y_downwards_a_label_and_a_writer():
    assert list(read_segments(TEXT)) == [
        Segment((((267.0, -333.0), (266.0, -342.0)), ((10.0, -20.0),)), "8", 12),
        Segment((((5.0, -6.0),),), "1", 3),
    ]


def test_a_point_before_any_stroke_is_refused_with_its_line():
    with pytest.raises(UnipenError, match="line 2 is not UNIPEN: '5 6'"):
        list(read_segments('.SEGMENT DIGIT 0 ? "8"\n5 6\n'))


def test_a_point_that_is_no_number_is_refused_with_its_line():
    with pytest.raises(UnipenError, match="line 3"):
        list(read_segments('.SEGMENT DIGIT 0 ? "8"\n.PEN_DOWN\n5 six\n'))


def test_an_empty_text_has_no_segments():
    assert list(read_segments("")) == []
