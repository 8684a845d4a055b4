import dataclasses

import pytest

from digitrec.recognition.model import Model
from digitrec.resources import model_path
from training.evaluation.figures import Figures
from training.evaluation.summary import summary


@pytest.fixture(scope="module")
def measured():
    return Model.open(model_path()).card.fields["measured"]


def test_the_committed_card_is_read_and_written_as_it_is(measured):
    figures = Figures.from_dict(measured)
    assert figures.to_dict() == measured
    assert figures.numbers.count_given == measured["numbers"]["told"]
    assert figures.pen_held_out.worst_writer == min(figures.pen_held_out.by_writer.values())


def test_a_card_from_before_there_were_photographs_can_be_read(measured):
    older = {name: part for name, part in measured.items() if name != "pages"}
    figures = Figures.from_dict(older)
    assert figures.photographs is None
    assert figures.to_dict() == older
    assert "photographs" not in summary(figures)


@pytest.fixture
def with_path(measured):
    """A card's figures of a model with a trajectory network, whatever the committed card has."""
    pen = measured["pen_held_out"]
    names = ("picture", "path", "strokes_reversed", "order_reversed")
    figures = {
        f"pen_held_out_{name}": {**pen, "accuracy": 0.91 + at / 100, "worst_writer": 0.8 + at / 100}
        for at, name in enumerate(names)
    }
    figures["pen_held_out_path"]["calibration_error"] = None
    return {**measured, **figures}


def test_each_network_alone_and_digits_drawn_another_way_are_figures_of_their_own(with_path):
    figures = Figures.from_dict(with_path)
    assert figures.to_dict() == with_path
    assert figures.path.picture_alone.accuracy == 0.91
    assert figures.path.path_alone.calibration_error is None
    text = summary(figures)
    for line, share, worst in (
        ("by the picture alone", "91.00%", "80.00%"),
        ("by the path alone", "92.00%", "81.00%"),
        ("by both, strokes backwards", "93.00%", "82.00%"),
        ("by both, last stroke first", "94.00%", "83.00%"),
    ):
        (found,) = [each for each in text.splitlines() if each.startswith(line)]
        assert share in found
        assert found.endswith(f"worst writer {worst}")
        assert ("not calibrated" in found) == (line == "by the path alone")


def test_the_curve_by_taught_examples_is_written_and_read(measured):
    one = {"examples": 1, "drawings": 90, "accuracy": 0.91, "calibration_error": 0.004,
           "rejected": 0.02, "worst_writer": 0.83}  # fmt: skip
    taught = {**measured, "pen_held_out_taught": [one, {**one, "examples": 10}]}
    figures = Figures.from_dict(taught)
    assert figures.to_dict() == taught
    (line, _) = [each for each in summary(figures).splitlines() if each.startswith("taught")]
    assert line.startswith("taught, 1 of each digit")
    assert "91.00%" in line
    assert line.endswith("worst writer 83.00%")


def test_a_card_of_a_model_without_a_path_has_no_such_figures(with_path):
    older = {name: part for name, part in with_path.items() if "pen_held_out_" not in name}
    figures = Figures.from_dict(older)
    assert figures.path is None
    assert figures.to_dict() == older
    assert "alone" not in summary(figures)


def test_a_card_with_only_some_of_these_figures_is_refused(with_path):
    del with_path["pen_held_out_path"]
    with pytest.raises(KeyError, match="pen_held_out_path"):
        Figures.from_dict(with_path)


def test_figures_can_not_be_changed(measured):
    with pytest.raises(dataclasses.FrozenInstanceError):
        Figures.from_dict(measured).numbers.right = 1.0


def test_the_summary_has_a_line_for_each_set_and_names_the_worst_writer(measured):
    lines = summary(Figures.from_dict(measured)).splitlines()
    by_writer = measured["pen_held_out"]["by_writer"]
    assert f"(writer {min(by_writer, key=by_writer.get)})" in "".join(lines)
    for alphabet in measured["non_digits"]:
        assert any(line.startswith(f"non-digits: {alphabet.replace('_', ' ')}") for line in lines)
    assert sum("(never trained against)" in line for line in lines) == 1
