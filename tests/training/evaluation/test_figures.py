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
