import numpy as np
import pytest

from digitrec.recognition.picture.line_features import HEIGHT, STEP, ink_channel, line_features


def page(paper, ink):
    colours = np.empty((30, 60, 3), np.uint8)
    colours[:] = paper
    colours[10:20, 20:24] = ink
    return colours


def contrast(channel):
    return abs(float(channel[15, 22]) - float(channel[0, 0]))


def test_a_grey_picture_keeps_its_brightness():
    grey = np.arange(200, dtype=np.uint8).reshape(10, 20)
    assert np.allclose(ink_channel(grey), grey / 255)
    assert np.allclose(ink_channel(np.stack([grey] * 3, axis=2)), grey / 255, atol=1e-5)


def test_red_ink_on_blue_paper_of_the_same_brightness_stands_out():
    colours = page((60, 112, 255), (220, 70, 60))
    brightness = colours @ np.array([0.299, 0.587, 0.114]) / 255
    assert contrast(brightness) < 0.01
    assert contrast(ink_channel(colours)) > 0.4


def test_dark_ink_stays_dark():
    channel = ink_channel(page((230, 220, 200), (30, 30, 120)))
    assert channel[15, 22] < channel[0, 0]


@pytest.mark.parametrize("size", [(20, 33), (48, 100), (300, 900), (1, 1), (48, 1)])
def test_a_line_of_any_size_gets_the_height_of_the_network_and_whole_frames(size):
    rng = np.random.default_rng(0)
    line = line_features(rng.random(size, np.float32))
    assert line.shape[0] == HEIGHT
    assert line.shape[1] % STEP == 0
    assert abs(line.shape[1] - size[1] * HEIGHT / size[0]) <= STEP
    assert line.dtype == np.float32
    assert np.isfinite(line).all()


def test_brightness_and_contrast_make_no_difference():
    channel = np.random.default_rng(1).random((48, 80), np.float32)
    assert np.allclose(line_features(channel), line_features(0.3 + 0.4 * channel), atol=1e-3)


def test_a_blank_line_is_not_stretched_to_noise():
    blank = np.full((48, 64), 0.7, np.float32)
    blank[::2] += 1e-4
    assert np.abs(line_features(blank)).max() < 0.01


def test_a_line_without_pixels_is_an_error():
    with pytest.raises(ValueError, match="without pixels"):
        line_features(np.zeros((0, 10), np.float32))
