import copy
import json
from pathlib import Path

import numpy as np
import pytest

from digitrec.recognition.combination import Combination
from digitrec.recognition.sealed.card import FORMAT, Card, thresholds, to_json
from digitrec.recognition.segmentation.weights import DEFAULT, STROKE_FEATURES, Weights

OLD = (Path(__file__).parent / "card_format_1.json").read_bytes()


def fields(**others):
    card = {"format": FORMAT, "name": "mine", "thresholds": thresholds(1.5, 0.2, 0.7)}
    return {**card, "measured": {}, **others}


def same(some, others):
    return all((one == other).all() for one, other in zip(some, others, strict=True))


def test_a_card_of_format_1_is_read_as_before():
    card = Card.from_json(OLD)
    assert (card.name, card.temperature) == ("dense", 1.25)
    assert (card.rejection_threshold, card.rejection_threshold_in_pictures) == (0.1, 0.6)
    assert same(card.segmentation.strokes, DEFAULT.strokes)
    assert same(card.segmentation.picture, DEFAULT.picture)


def test_a_card_of_format_1_is_written_in_the_current_format():
    before, after = json.loads(OLD), Card.from_json(OLD).to_dict()
    assert after["format"] == FORMAT
    assert after["thresholds"] == {
        "temperature": 1.25, "rejection": 0.1, "rejection_in_pictures": 0.6,
    }  # fmt: skip
    assert after["segmentation"] == DEFAULT.to_dict()
    for name in before.keys() - {"format", "thresholds"}:
        assert after[name] == before[name]


def test_a_card_is_read_as_it_was_written():
    weights = DEFAULT.strokes._replace(cuts=DEFAULT.strokes.cuts + 0.5)
    written = fields(segmentation={"strokes": weights.to_dict(STROKE_FEATURES)})
    card = Card.from_json(to_json(written))
    assert card.to_dict() == written
    assert card.temperature == 1.5
    assert (card.rejection_threshold, card.rejection_threshold_in_pictures) == (0.2, 0.7)
    assert same(card.segmentation.strokes, weights)
    assert same(card.segmentation.picture, DEFAULT.picture)


def test_a_card_without_weights_has_the_defaults():
    for card in (Card.from_dict(fields()), Card.from_dict(fields(segmentation={}))):
        assert same(card.segmentation.strokes, DEFAULT.strokes)
        assert same(card.segmentation.picture, DEFAULT.picture)


def test_a_card_holds_the_weights_of_the_networks():
    assert Card.from_dict(fields()).combination == Combination()
    assert Card.from_json(OLD).combination == Combination()
    written = fields(combination={"picture": 0.5, "path": 0.75})
    assert Card.from_json(to_json(written)).combination == Combination(0.5, 0.75)


def test_the_order_of_the_weights_on_a_card_does_not_matter():
    named = DEFAULT.strokes.to_dict(STROKE_FEATURES)
    turned = {part: dict(reversed(named[part].items())) for part in named}
    assert same(Weights.from_dict(turned, STROKE_FEATURES), DEFAULT.strokes)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda groups: groups.pop("gap"), r"other features \(gap\)"),
        (lambda groups: groups.update(colour=1.0), r"other features \(colour\)"),
        (lambda groups: groups.update(gap=float("nan")), "not finite"),
        (lambda groups: groups.update(gap="wide"), "could not convert"),
    ],
)
def test_weights_for_other_features_are_refused_and_not_replaced(change, why):
    weights = copy.deepcopy(DEFAULT.to_dict())
    change(weights["picture"]["groups"])
    with pytest.raises(ValueError, match=why):
        Card.from_dict(fields(segmentation=weights))


@pytest.mark.parametrize(
    "others",
    [
        {"format": 99},
        {"format": None},
        {"thresholds": {}},
        {"thresholds": []},
        {"thresholds": thresholds(temperature=0)},
        {"thresholds": thresholds(rejection=2)},
        {"thresholds": thresholds(rejection=float("nan"))},
        {"thresholds": {"temperature": 1, "doubt": 0.5, "doubt_in_pictures": 0.5}},
        {"thresholds": {"temperature": "hot", "rejection": 0.5, "rejection_in_pictures": 0.5}},
        {"format": 1},
        {"segmentation": None},
        {"segmentation": {"strokes": {"groups": {}}}},
        {"segmentation": {"strokes": [1, 2]}},
        {"combination": None},
        {"combination": {"path": "much"}},
        {"combination": {"path": float("inf")}},
        {"combination": {"picture": 1e6}},
    ],
)
def test_a_card_that_makes_no_sense_is_refused(others):
    with pytest.raises((ValueError, KeyError, TypeError)):
        Card.from_dict(fields(**others))


@pytest.mark.parametrize("depth", [40, 900, 100_000])
def test_a_deeply_nested_card_is_refused_in_words(depth):
    text = '{"format": 2, "deep": ' + "[" * depth + "]" * depth + "}"
    with pytest.raises(ValueError, match="nested too deeply"):
        Card.from_json(text)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", b"\xff", "9" * 5000])
def test_what_is_not_a_json_object_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        Card.from_json(text)


def test_weights_are_numbers_of_the_precision_that_the_program_computes_with():
    assert Card.from_dict(fields()).segmentation.strokes.groups.dtype == np.float64
