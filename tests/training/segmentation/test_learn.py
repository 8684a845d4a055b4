"""The step of a training that puts a network's weights of segmentation onto its card."""

import shutil

import pytest

from digitrec.recognition.model import Model
from digitrec.recognition.segmentation.weights import DEFAULT, PICTURE_FEATURES, STROKE_FEATURES
from digitrec.resources import model_path
from tests.samples import digit
from tests.training.makers import IMAGES, PEN
from training.data.datasets import Split
from training.segmentation import learn
from training.segmentation.card import write_weights
from training.segmentation.learn import learn_segmentation

PARTS = Split(IMAGES, PEN, IMAGES, PEN)
CHARACTERS = [digit(which).strokes for which in (4, 5, 7)]


@pytest.fixture
def sealed(tmp_path):
    copy = tmp_path / "m.keras"
    shutil.copy(model_path(), copy)
    return copy


def test_the_learned_weights_go_onto_the_card_and_into_the_model(sealed):
    before = Model.open(sealed).card
    card = learn_segmentation(sealed, PARTS, CHARACTERS, limit=300).card
    assert (card.segmentation.strokes.groups != before.segmentation.strokes.groups).any()
    assert card.fields["segmentation"]["strokes"] == card.segmentation.strokes.to_dict(
        STROKE_FEATURES
    )
    for name in before.fields.keys() - {"segmentation"}:
        assert card.fields[name] == before.fields[name]


def test_with_few_examples_the_weights_stay_as_they_were(sealed, capsys):
    before = Model.open(sealed).card.fields
    assert learn_segmentation(sealed, PARTS, CHARACTERS, limit=20).card.fields == before
    printed = capsys.readouterr().out
    assert "segmentation of drawings: too few examples" in printed
    assert "segmentation of pictures: too few examples" in printed


def test_pictures_are_learned_from_too_if_there_are_enough(sealed, monkeypatch):
    monkeypatch.setattr(learn, "MIN_EXAMPLES", 2)
    card = learn_segmentation(sealed, PARTS, CHARACTERS, limit=600).card
    learned = card.segmentation.picture.to_dict(PICTURE_FEATURES)
    assert learned != DEFAULT.picture.to_dict(PICTURE_FEATURES)
    assert card.fields["segmentation"]["picture"] == learned


def test_an_interrupt_leaves_the_card_as_it_was(sealed, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(learn, "learn", interrupted)
    before = sealed.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        learn_segmentation(sealed, PARTS, CHARACTERS, limit=300)
    assert sealed.read_bytes() == before


def test_one_kind_of_weights_is_written_without_touching_the_other(sealed):
    before = Model.open(sealed).card.fields["segmentation"]
    other = DEFAULT.picture._replace(cuts=DEFAULT.picture.cuts + 1)
    card = write_weights(sealed, picture=other).card
    assert (card.segmentation.picture.cuts == other.cuts).all()
    assert card.fields["segmentation"]["strokes"] == before["strokes"]
