import pytest

from digitrec.recognition.segmentation.stray_marks import find_marks
from tests.samples import arc, digit, line, number

DOT = ((0.0, 0.0), (1.0, 0.5))


def at(x, y, stroke=DOT):
    return tuple((x + px, y + py) for px, py in stroke)


def marks(*strokes):
    return [mark.stroke for mark in find_marks(strokes)[0]]


def plain(*strokes):
    return [mark.stroke for mark in find_marks(strokes)[0] if mark.plain]


@pytest.mark.parametrize("which", range(10))
def test_no_stroke_of_a_digit_is_a_mark(which):
    assert marks(*digit(which).strokes) == []


@pytest.mark.parametrize("which", range(10))
def test_a_dot_far_beside_a_digit_belongs_to_nothing(which):
    strokes = digit(which).strokes
    assert plain(*strokes, at(200, 60)) == [len(strokes)]
    assert plain(at(-90, 20), *strokes) == [0]


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_size_and_place_make_no_difference(scale):
    strokes = [*digit(5).strokes, at(180, 90), at(52, -40), at(100, 60, line((0, 0), (20, 9)))]
    found, height = find_marks(strokes)
    scaled = [[(scale * (7 + x), scale * (y - 3)) for x, y in stroke] for stroke in strokes]
    again, other = find_marks(scaled)
    assert [(each.stroke, each.plain) for each in again] == [
        (each.stroke, each.plain) for each in found
    ]
    assert [each.stroke for each in found] == [2, 3, 4]
    assert other == pytest.approx(scale * height)


def test_the_networks_are_asked_about_a_dot_above_or_inside_a_digit():
    stem = line((50, 0), (50, 100))
    for dot, strokes in ((at(52, -50), [stem]), (at(50, 60), digit(0).strokes)):
        assert marks(*strokes, dot) == [len(strokes)]
        assert plain(*strokes, dot) == []
    assert find_marks([*digit(0).strokes, at(50, 60)])[0][0].inside


def test_a_small_stroke_near_another_of_the_digit_is_no_mark():
    stem = line((50, 0), (50, 100))
    chain = [line((x, 0), (x + 20, 0)) for x in (55, 80, 105, 130)]
    assert marks(stem, *chain) == []
    assert marks(stem, *chain[1:]) == [1, 2, 3]


def test_a_large_stroke_is_no_mark_however_far_it_is():
    assert marks(*digit(0).strokes, line((400, 40), (400, 80))) == []
    assert marks(*digit(0).strokes, arc(400, 40, 12, 12, 0, 360)) == [1]


def test_many_small_strokes_are_no_accident():
    dots = [at(200 + 20 * index, 60) for index in range(16)]
    assert len(marks(*number("47").strokes, *(at(600, 20 * y) for y in range(16)))) == 16
    assert marks(*digit(0).strokes, *dots, at(200, 90)) == []


def test_a_drawing_of_points_has_no_marks():
    assert marks(((1.0, 1.0),), ((50.0, 1.0),)) == []
