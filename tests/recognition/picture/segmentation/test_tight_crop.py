import numpy as np
import pytest

from digitrec.recognition.picture.decoding import Picture
from digitrec.recognition.picture.segmentation.ink import find_ink
from digitrec.recognition.picture.segmentation.tight_crop import find_tones, is_light_paper
from tests.recognition.picture.inks import cutting_recognizer
from tests.recognition.picture.sheets import lit, written

RECOGNIZER = cutting_recognizer()


def cropped(which, pen=0.18, margin=0, tall=200):
    """Bold digits on a sheet that ends where their ink does: (h, w) from 0 to 1."""
    ink = written(str(which), (5 * tall, 2 * tall), tall=tall, pen=pen)
    rows, columns = (np.flatnonzero((ink > 0.5).any(axis=axis)) for axis in (1, 0))
    sheet = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.pad(sheet, margin)


def picture(brightness):
    return Picture(np.uint8(np.rint(brightness * 255)))


def opened(brightness):
    return find_ink(picture(brightness))[0]


@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize("noise", [0.0, 0.03])
def test_digits_that_fill_their_pictures_are_read(light, noise):
    """A closing would take the middle of a bold line for paper."""
    rng = np.random.default_rng(0)
    read = []
    for which in range(10):
        ink = cropped(which)
        page = 0.2 + 0.6 * (ink if light else 1 - ink) + rng.normal(0, noise, ink.shape)
        read.append(RECOGNIZER.read_picture(picture(page)).text)
    assert sum(text == str(which) for which, text in enumerate(read)) >= 9, read


@pytest.mark.parametrize("tall", [20, 200])
@pytest.mark.parametrize("light", [False, True])
def test_a_number_that_fills_its_picture_is_read(light, tall):
    ink = cropped("4025", pen=0.12, tall=tall)
    assert RECOGNIZER.read_picture(picture(ink if light else 1 - ink)).text == "4025"


@pytest.mark.parametrize("light", [False, True])
def test_the_tones_of_a_tight_crop_are_found(light):
    ink = cropped(8)
    tones = find_tones(0.2 + 0.6 * ink if light else 0.8 - 0.6 * ink)
    assert tones is not None
    assert tones.light == light
    assert tones.paper == pytest.approx(0.2 if light else 0.8, abs=0.02)


def test_bold_digits_with_a_small_margin_on_blotched_paper_are_read():
    """A closing as wide as such strokes need would take them for blotches."""
    read = []
    for which in range(10):
        ink = cropped(which, margin=10, tall=110)
        y, x = np.indices(ink.shape)
        grain = np.random.default_rng(which).normal(0, 0.02, ink.shape)
        paper = 0.75 + 0.05 * np.sin(x / 17 + which) * np.cos(y / 23)
        read.append(RECOGNIZER.read_picture(picture(paper - 0.4 * ink + grain)).text)
    assert sum(text == str(which) for which, text in enumerate(read)) >= 9, read


def test_a_picture_with_a_margin_is_not_a_tight_crop():
    assert find_tones(1 - cropped(8, margin=100)) is None
    assert find_tones(1 - cropped(8, margin=12, pen=0.03)) is None


def test_light_that_falls_off_is_not_ink():
    assert find_tones(np.tile(np.linspace(0, 1, 160, dtype=np.float32), (120, 1))) is None
    assert find_tones(lit(np.zeros((120, 160), np.float32))) is None


def test_a_shadow_that_covers_a_side_is_not_ink():
    page = lit(written("52", (160, 120), tall=60))
    page[:, 120:] *= 0.3
    assert find_tones(page) is None


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_a_blank_picture_has_no_two_tones(level):
    assert find_tones(np.full((100, 100), level, np.float32)) is None


def test_the_corners_decide_if_ink_crosses_most_of_the_border():
    bright = np.zeros((20, 20), bool)
    bright[[0, 0, -1, -1], [0, -1, 0, -1]] = True
    assert is_light_paper(bright)
    bright[0, 0] = bright[-1, -1] = False
    assert not is_light_paper(bright)
