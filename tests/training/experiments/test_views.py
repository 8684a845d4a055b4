import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions
from digitrec.resources import model_path
from tests.samples import digit
from training.data.datasets import PenDigits
from training.experiments import views
from training.experiments.views import CHOICES, LOST, main, row

PEN_DIGITS = PenDigits(
    tuple(digit(which).strokes for which in range(10)),
    np.arange(10, dtype=np.uint8),
    np.full(10, 5),
)
CROSSES = [(((0.0, 0.0), (9.0, 9.0)), ((0.0, 9.0), (9.0, 0.0)), ((4.5, 0.0), (4.5, 9.0)))] * 3


@pytest.mark.parametrize("views", CHOICES.values(), ids=CHOICES)
def test_digits_are_read_and_crosses_rejected_in_every_view(views):
    wrong, loss, *rejected = row(Model.open(model_path()), views, PEN_DIGITS, CROSSES)
    assert wrong <= 0.1
    assert loss < 0.5
    assert rejected == [1] * len(LOST)


def test_a_row_for_each_choice_has_the_means_over_the_models(monkeypatch, capsys):
    def read(_, drawings, choice):
        asked.append(len(choice))
        n = len(drawings)
        sure = np.full((n, 10), 0.01)
        sure[:, 3] = 0.91
        return Predictions(sure, np.full(n, 0.5), np.zeros(n), np.linspace(0, 0.5, n))

    asked: list[int] = []
    monkeypatch.setattr(views, "_read", read)
    monkeypatch.setattr(views, "data_folder", lambda given: given)
    monkeypatch.setattr(views, "load_pen_digits", lambda _: PEN_DIGITS)
    monkeypatch.setattr(views, "load_non_digits", lambda _: {"Greek": CROSSES})
    assert main([str(model_path()), str(model_path()), "--data", "somewhere"]) == 0
    head, _, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("| | misread | loss | rejected at 0.5% |")
    assert rows[0].startswith("| the usual pen | 90.00% | ")
    assert len(rows) == len(CHOICES)
    assert asked[:4] == [1] * 4
    assert asked[-1] == 4
