import numpy as np
import pytest

from digitrec.recognition.picture.decoding import open_picture
from digitrec.recognition.recognizer import ReadingError
from tests.recognition.picture.inks import cutting_recognizer, on_paper
from tests.recognition.picture.sheets import lit, photographed, ruled, written

RECOGNIZER = cutting_recognizer()


def read(file, digits=None):
    return RECOGNIZER.read_picture(open_picture(file), digits)


@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize("paper", ["plain", "ruled", "squared"])
def test_a_photo_of_a_number_is_read(paper, light):
    ink = written("40725", (760, 300), tall=90)
    rules = None if paper == "plain" else ruled(ink.shape, 37, 2, 0.03, paper == "squared")
    reading = read(photographed(lit(ink, rules, light)))
    assert reading.text == "40725"
    lefts = [digit.box[0] for digit in reading.digits]
    assert lefts == sorted(lefts)


@pytest.mark.parametrize("tall", [24, 60, 300])
def test_digits_may_be_small_or_large(tall):
    ink = written("2043", (round(6 * tall), round(2 * tall)), tall=tall, pen=0.1)
    assert read(photographed(lit(ink), noise=0.01, blur=0.5)).text == "2043"


def test_several_lines_are_read_line_by_line():
    reading = read(photographed(lit(written("12\n345\n60", (600, 600), tall=90))))
    assert reading.text == "12\n345\n60"
    assert reading.lines == (2, 3, 2)


def test_digits_that_touch_are_cut():
    ink = written("2055", gap=-0.04, pen=0.08)
    reading = read(photographed(lit(ink), noise=0.01))
    assert reading.text == "2055"


def test_the_parts_of_a_broken_digit_are_joined():
    ink = written("350", gap=0.4)
    ink[:, 128:136] = 0  # through the three
    reading = read(photographed(lit(ink), noise=0.005))
    assert len(reading.digits) == 3
    assert reading.text.endswith("50")


def test_two_alike_that_stand_far_apart_are_two():
    """The network sees one surely in the two of them, squeezed into its box."""
    for gap in (0.5, 1.0):
        assert read(photographed(lit(written("22", (700, 260), gap=gap)))).text == "22"


def test_the_count_is_heeded():
    file = photographed(lit(written("4719")))
    ink = open_picture(file)
    for digits in (1, 2, 3, 4, 5):
        reading = RECOGNIZER.read_picture(ink, digits)
        assert len(reading.digits) == digits
    assert RECOGNIZER.read_picture(ink, 4).text == "4719"
    two = RECOGNIZER.read_picture(open_picture(photographed(lit(written("1\n2", (300, 400))))), 2)
    assert two.text == "1\n2"


def test_a_count_that_the_ink_cannot_have_is_refused():
    ink = np.zeros((60, 60), np.float32)
    ink[10:50, 30:32] = 1
    with pytest.raises(ReadingError, match="9 digits were asked for"):
        RECOGNIZER.read_picture(on_paper(ink), 9)


def test_what_else_a_picture_may_be_is_told():
    reading = read(photographed(lit(written("2055", gap=-0.04, pen=0.08)), noise=0.01))
    assert reading.segmentation_confidence < 1
    assert reading.alternatives
    assert all(text != reading.text for text, _ in reading.alternatives)


def test_thousands_of_specks_are_refused_in_words():
    specks = np.zeros((800, 800), np.float32)
    specks[::16, ::16] = specks[1::16, ::16] = specks[2::16, 1::16] = 1
    reading = RECOGNIZER.read_picture(on_paper(specks))
    assert (reading.digits, reading.rejected) == ((), True)
    assert reading.reason == "there are too many separate pieces of ink to be digits"
    assert len(RECOGNIZER.read_picture(on_paper(specks), 1).digits) == 1
