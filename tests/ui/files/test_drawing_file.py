import io
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from digitrec.ui.canvas.curve import smooth
from digitrec.ui.files.drawing_file import (
    DENSITY,
    MARGIN,
    MOST_PIXELS,
    Crop,
    crop_drawing,
    svg,
    write_png,
)
from tests.samples import digit

NAMES = {"svg": "http://www.w3.org/2000/svg"}


def png(crop, scale=1.0):
    stream = io.BytesIO()
    write_png(crop, stream, scale)
    return Image.open(stream)


def ink_box(image, darker_than):
    ys, xs = np.nonzero(np.asarray(image) < darker_than)
    return xs.min(), ys.min(), xs.max() + 1, ys.max() + 1


def test_a_picture_is_black_on_white_with_a_margin_and_as_large_in_print_as_on_the_screen():
    image = png(crop_drawing((((300.0, 200.0), (340.0, 200.0)),), 12))
    assert image.mode == "L"
    assert image.size == (DENSITY * (40 + 12 + 2 * MARGIN), DENSITY * (12 + 2 * MARGIN))
    assert image.getextrema() == (0, 255)
    assert ink_box(image, 128) == (
        DENSITY * MARGIN, DENSITY * MARGIN, DENSITY * (MARGIN + 52), DENSITY * (MARGIN + 12),
    )  # fmt: skip
    assert image.info["dpi"][0] == pytest.approx(96 * DENSITY, abs=0.1)


def test_with_twice_the_screen_pixels_a_picture_has_twice_as_many_and_the_same_size_in_print():
    strokes = digit(3).strokes
    doubled = tuple(tuple((2 * x, 2 * y) for x, y in stroke) for stroke in strokes)
    one, two = png(crop_drawing(strokes, 10)), png(crop_drawing(doubled, 10, 2.0), 2.0)
    for side in (0, 1):
        assert two.size[side] / two.info["dpi"][0] == pytest.approx(
            one.size[side] / one.info["dpi"][0], rel=0.01
        )
    assert two.size[0] == pytest.approx(2 * one.size[0], abs=2)
    halved = np.asarray(two.resize(one.size, Image.Resampling.BOX), int)
    assert abs(halved - np.asarray(one)).mean() < 1.5


def test_a_picture_of_a_huge_drawing_area_stays_small_enough_to_be_opened():
    image = png(crop_drawing((((0.0, 0.0), (9000.0, 5000.0)),), 12))
    assert 0.95 * MOST_PIXELS < image.width * image.height < 1.01 * MOST_PIXELS
    assert image.width / image.height == pytest.approx(9044 / 5044, rel=0.01)


def test_svg_has_a_path_for_each_stroke_in_the_pens_width_with_round_ends_and_joins():
    crop = crop_drawing(digit(7).strokes, 14)
    root = ElementTree.fromstring(svg(crop, "a <7> & more"))  # noqa: S314 (ours)
    assert root.findtext("svg:title", namespaces=NAMES) == "a <7> & more"
    width, height = float(root.get("width")), float(root.get("height"))
    assert [float(side) for side in root.get("viewBox").split()] == [0, 0, width, height]
    (group,) = root.findall("svg:g", NAMES)
    assert group.get("stroke-width") == "14"
    assert (group.get("stroke-linecap"), group.get("stroke-linejoin")) == ("round", "round")
    assert len(group.findall("svg:path", NAMES)) == len(digit(7).strokes) == 2


@pytest.mark.parametrize("which", range(10))
def test_the_curves_of_svg_are_those_on_the_screen(which):
    crop = crop_drawing(digit(which).strokes, 14)
    root = ElementTree.fromstring(svg(crop, ""))  # noqa: S314
    for path, stroke in zip(root.iter(f"{{{NAMES['svg']}}}path"), crop.strokes, strict=True):
        drawn = np.array(walk(path.get("d")))
        shown = np.array(smooth(stroke)).reshape(-1, 2)
        apart = np.hypot(*(shown[:, None] - drawn[None]).transpose(2, 0, 1)).min(axis=1)
        assert apart.max() < 0.5  # pixels; `walk` takes twenty steps a piece


def walk(path):
    """Points along a path of M, L and Q, as SVG 1.1 defines them (8.3)."""
    words = path.replace("M", " M ").replace("L", " L ").replace("Q", " Q ").split()
    places, at = [], 0
    while at < len(words):
        corners = [tuple(map(float, word.split(","))) for word in words[at + 1 : at + 3]
                   if "," in word][: 2 if words[at] == "Q" else 1]  # fmt: skip
        at += 1 + len(corners)
        if places:
            start, end = np.array(places[-1]), np.array(corners[-1])
            by = np.array(corners[0]) if len(corners) == 2 else (start + end) / 2
            places += [
                tuple((1 - t) ** 2 * start + 2 * t * (1 - t) * by + t * t * end)
                for t in np.linspace(0.05, 1, 20)
            ]
        else:
            places.append(corners[0])
    return places


def test_a_dot_is_a_dot_in_both_and_a_short_stroke_a_line():
    dot = crop_drawing((((5.0, 5.0),),), 12)
    image = png(dot)
    assert image.size == (DENSITY * (12 + 2 * MARGIN),) * 2
    assert np.asarray(255 - np.asarray(image, int)).sum() / 255 == pytest.approx(
        np.pi * (6 * DENSITY) ** 2, rel=0.02
    )
    assert 'd="M22,22h.01"' in svg(dot, "")
    assert 'd="M22,22L32.25,22"' in svg(crop_drawing((((5.0, 5.0), (15.25, 5.0)),), 12), "")


@pytest.mark.parametrize(
    ("value", "written"),
    [(12.0, "12"), (100.0, "100"), (0.5, "0.5"), (1234.567, "1234.57"), (1e-9, "0")],
)
def test_numbers_are_written_short(value, written):
    crop = Crop((((value, value),),), value, value, value)
    text = svg(crop, "")
    assert f'viewBox="0 0 {written} {written}"' in text
    assert f'stroke-width="{written}"' in text
    assert f'd="M{written},{written}h' in text
