import gzip

import numpy as np
import pytest

from training.data.datasets import (
    HELD_OUT_ALPHABETS,
    HELD_OUT_IMAGES,
    HELD_OUT_WRITERS,
    DataError,
    data_folder,
    load_characters,
    load_mnist,
    load_non_digits,
    load_pen_digits,
    load_split,
    outlier_drawings,
    to_float,
)
from training.data.omniglot import LOOK_LIKE_DIGITS


def test_the_data_sets_have_the_sizes_that_their_publishers_state(real_data):
    train, test = load_mnist(real_data)
    assert (len(train), len(test)) == (60_000, 10_000)
    pen = load_pen_digits(real_data)
    assert len(pen) == 7_494
    assert sum(len(strokes) for strokes in pen.strokes) == 9_433
    assert set(pen.writers) == set(range(1, 31))
    assert all(247 <= (pen.writers == writer).sum() <= 250 for writer in range(1, 31))
    characters = load_characters(real_data)
    assert {
        alphabet: sum(len(one.drawings) for one in characters if one.alphabet == alphabet)
        for alphabet in ("Balinese", "Early_Aramaic", "Greek", "Korean", "Latin")
    } == {"Balinese": 480, "Early_Aramaic": 440, "Greek": 480, "Korean": 800, "Latin": 520}
    assert len(characters) == 136
    like = load_non_digits(real_data, like_digits=True)
    assert {name: len(drawings) for name, drawings in like.items()} == {
        name: 20 * len(numbers) for name, numbers in LOOK_LIKE_DIGITS.items()
    }


def test_characters_that_look_like_digits_are_kept_apart(data):
    non_digits, like = load_non_digits(data), load_non_digits(data, like_digits=True)
    for one in load_characters(data):
        kept, other = (like, non_digits) if one.looks_like_a_digit else (non_digits, like)
        assert set(one.drawings) <= set(kept[one.alphabet])
        assert not set(one.drawings) & set(other.get(one.alphabet, ()))
    assert any(one.looks_like_a_digit for one in load_characters(data))


def test_nothing_is_trained_against_a_held_out_alphabet(data):
    non_digits = load_non_digits(data)
    against = outlier_drawings(non_digits)
    held = {drawing for name in HELD_OUT_ALPHABETS for drawing in non_digits[name]}
    assert held
    assert not held & set(against)
    assert len(held) + len(against) == sum(map(len, non_digits.values()))


def test_no_held_out_writer_or_image_is_trained_on(data):
    train, _ = load_mnist(data)
    split = load_split(data)
    held_out = min(HELD_OUT_IMAGES, len(train) // 2)
    assert set(split.held_out_pen.writers) == HELD_OUT_WRITERS
    assert not set(split.pen.writers) & HELD_OUT_WRITERS
    assert len(split.pen) + len(split.held_out_pen) == len(load_pen_digits(data))
    assert len(split.held_out_images) == held_out
    assert len(split.images) == len(train) - held_out
    assert (split.held_out_images.x == train.x[-held_out:]).all()


def test_a_limit_holds_for_what_is_trained_on_alone(data):
    split = load_split(data)
    limited = split.limited(200)
    assert (len(limited.images), len(limited.pen)) == (200, 200)
    assert (limited.images.x == split.images.x[:200]).all()
    assert set(limited.pen.strokes) <= set(split.pen.strokes)
    assert limited.held_out_pen is split.held_out_pen
    assert limited.held_out_images is split.held_out_images
    assert split.limited(None) is split


def test_rendered_pen_digits_look_like_mnist(real_data):
    pen = load_pen_digits(real_data)
    images = pen.of(np.arange(len(pen)) % 25 == 0).render()
    mnist = to_float(load_mnist(real_data)[0].x[:2000])
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
