import gzip

import numpy as np
import pytest

from training.data.datasets import (
    HELD_OUT_ALPHABETS,
    HELD_OUT_IMAGES,
    HELD_OUT_WRITERS,
    LOOK_LIKE_DIGITS,
    DataError,
    data_folder,
    load_characters,
    load_mnist,
    load_non_digits,
    load_pen_digits,
    outlier_drawings,
    split,
    to_float,
)


def test_the_data_sets_have_the_sizes_that_their_publishers_state(data):
    train, test = load_mnist(data)
    assert (len(train), len(test)) == (60_000, 10_000)
    pen = load_pen_digits(data)
    assert len(pen) == 7_494
    assert sum(len(strokes) for strokes in pen.strokes) == 9_433
    assert set(pen.writers) == set(range(1, 31))
    assert all(247 <= (pen.writers == writer).sum() <= 250 for writer in range(1, 31))
    characters = load_characters(data)
    assert {
        alphabet: sum(len(one.drawings) for one in characters if one.alphabet == alphabet)
        for alphabet in ("Balinese", "Early_Aramaic", "Greek", "Korean", "Latin")
    } == {"Balinese": 480, "Early_Aramaic": 440, "Greek": 480, "Korean": 800, "Latin": 520}
    assert len(characters) == 136


def test_characters_that_are_digits_to_any_eye_stay_apart(data):
    non_digits, like = load_non_digits(data), load_non_digits(data, like_digits=True)
    assert {name: len(drawings) for name, drawings in like.items()} == {
        name: 20 * len(numbers) for name, numbers in LOOK_LIKE_DIGITS.items()
    }
    assert sum(map(len, non_digits.values())) + sum(map(len, like.values())) == 2_720


def test_nothing_is_trained_against_a_held_out_alphabet(data):
    non_digits = load_non_digits(data)
    against = outlier_drawings(non_digits)
    held = {drawing for name in HELD_OUT_ALPHABETS for drawing in non_digits[name]}
    assert held
    assert not held & set(against)
    assert len(held) + len(against) == sum(map(len, non_digits.values()))


def test_no_held_out_writer_or_image_is_trained_on(data):
    train, _ = load_mnist(data)
    pen = load_pen_digits(data)
    parts = split(train, pen)
    assert set(parts.held_out_pen.writers) == HELD_OUT_WRITERS
    assert not set(parts.pen.writers) & HELD_OUT_WRITERS
    assert len(parts.pen) + len(parts.held_out_pen) == len(pen)
    assert len(parts.held_out_images) == HELD_OUT_IMAGES
    assert len(parts.images) == 60_000 - HELD_OUT_IMAGES
    assert (parts.held_out_images.x == train.x[-HELD_OUT_IMAGES:]).all()


def test_rendered_pen_digits_look_like_mnist(data):
    pen = load_pen_digits(data)
    images = pen.of(np.arange(len(pen)) % 25 == 0).render()
    mnist = to_float(load_mnist(data)[0].x[:2000])
    assert images.mean() == pytest.approx(mnist.mean(), rel=0.05)


def test_missing_data_is_named_with_what_to_do(tmp_path):
    for load in (load_mnist, load_pen_digits, load_non_digits):
        with pytest.raises(DataError, match="is missing.*python -m training fetch"):
            load(tmp_path)


def test_broken_data_is_named(tmp_path):
    (tmp_path / "mnist.npz").write_bytes(b"junk")
    (tmp_path / "pendigits-orig.tra.gz").write_bytes(
        gzip.compress(b".PEN_DOWN\n1 2\n"[:5] + b"\n1 2")
    )
    (tmp_path / "strokes_background_small1.zip").write_bytes(b"junk")
    for load in (load_mnist, load_pen_digits, load_non_digits):
        with pytest.raises(DataError, match="can't be read"):
            load(tmp_path)


def test_the_folder_is_the_one_given_then_the_one_named_then_the_caches(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITREC_DATA", str(tmp_path / "named"))
    assert data_folder(tmp_path / "given") == tmp_path / "given"
    assert data_folder(None) == tmp_path / "named"
    monkeypatch.delenv("DIGITREC_DATA")
    assert data_folder(None).parts[-2:] == ("digitrec", "data")
