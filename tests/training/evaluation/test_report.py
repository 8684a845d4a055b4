import json
import re
import xml.etree.ElementTree as ET
from dataclasses import asdict

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed (pip install .[train])")

from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions
from digitrec.resources import model_path
from tests.samples import digit
from tests.training.makers import IMAGES
from training.data.datasets import PenDigits
from training.data.inventory import DataSet
from training.evaluation import robustness
from training.evaluation.figures import Figures, RealFigures, TaughtFigures
from training.evaluation.reader import Reader
from training.evaluation.report import plots
from training.evaluation.report.files import write_report
from training.evaluation.report.page import most_confident_mistakes
from training.evaluation.results import Evaluation, ReadDigits, ReadPenDigits
from training.evaluation.robustness import measure_robustness
from training.evaluation.whole_numbers import (
    DRAWINGS_PER_NUMBER,
    DRAWINGS_PER_PHOTOGRAPH,
    measure_numbers,
    measure_photographs,
)


@pytest.fixture(scope="module")
def pen():
    """The ten hand-made digits, by two people."""
    strokes = tuple(digit(which).strokes for which in range(10))
    return PenDigits(strokes, np.arange(10, dtype=np.uint8), np.arange(10) % 2 + 1)


@pytest.fixture(scope="module")
def reader():
    return Reader(Model.open(model_path()))


@pytest.fixture(scope="module")
def evaluation(reader, pen):
    images = pen.render()
    wrong_label = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 1], np.uint8)  # the nine
    rejection_score = np.linspace(0, 1, 20)
    predictions = reader.read(images)
    return Evaluation(
        ReadDigits(images, wrong_label, predictions, 0.5),
        ReadDigits(images, pen.labels, predictions, 0.5),
        ReadPenDigits(images, pen.labels, predictions, 0.5, pen),
        measure_numbers(reader.model, pen, 10 * DRAWINGS_PER_NUMBER),
        measure_photographs(reader.model, IMAGES, 3 * DRAWINGS_PER_PHOTOGRAPH),
        {"Greek": rejection_score, "Korean": rejection_score},
        rejection_score,
        0.25,
        0.5,
        taught=(
            TaughtFigures(0, 90, 0.97, 0.004, 0.01, 0.9),
            TaughtFigures(1, 90, 0.99, 0.003, 0.01, 0.95),
        ),
        real=(RealFigures("cheque amounts", 20, 0.7, 0.2, 0.05, {"wrong": 0.3, "several": 0.0}),),
        data=(DataSet("mnist.npz", "MNIST (LeCun, Cortes, Burges)", 1, 11.5, "ab" * 32),),
        own=ReadPenDigits(images, wrong_label, predictions, 0.5, pen),
    )


@pytest.fixture(scope="module")
def robust(reader, pen):
    return measure_robustness(reader, pen)


def test_the_report_has_all_figures_as_json(tmp_path, reader, evaluation, robust):
    machine, page = write_report(tmp_path / "new" / "report", reader, evaluation, robust)
    fields = json.loads(machine.read_text("utf-8"))
    assert fields["measured"]["mnist_test"]["accuracy"] == pytest.approx(0.9)
    assert fields["confusion"]["mnist_test"][1][9] == 1
    assert np.trace(fields["confusion"]["pen_held_out"]) == 10
    assert sum(one["drawings"] for one in fields["reliability"]["pen_held_out"]) == 10
    assert Figures.from_dict(fields["measured"]) == evaluation.figures()
    assert fields["model"]["sha256"] == reader.model.sha256
    assert 0 < fields["speed"]["network_share"] < 1
    assert fields["measured"]["numbers"]["drawings"] == 10
    assert fields["measured"]["pages"]["drawings"] == 3
    unseen, most = (
        fields["measured"]["non_digits_held_out"],
        evaluation.pen_held_out.rejection_score,
    )
    assert unseen["untold"] == 0.25
    assert unseen["rejected"] == 0.5
    scores = evaluation.non_digits["Greek"]
    assert unseen["rejected_at_1_percent_lost"] == np.mean(scores > most.max())  # loses none of ten
    assert fields["robustness"] == json.loads(json.dumps(asdict(robust)))
    assert [one["name"] for one in fields["data"]] == ["mnist.npz"]
    assert fields["date"]
    assert sorted(path.name for path in page.parent.iterdir()) == ["report.html", "report.json"]


@pytest.fixture(scope="module")
def text(tmp_path_factory, reader, evaluation, robust):
    _, page = write_report(tmp_path_factory.mktemp("report"), reader, evaluation, robust)
    return page.read_text("utf-8")


def test_the_page_needs_no_other_file(text):
    assert not re.search(r"""(src|href)=["'](?!#|data:)""", text)
    figures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(figures) == 9
    for figure in figures:
        ET.fromstring(figure)  # noqa: S314  # our own


def test_every_figure_has_a_sentence_that_says_how_to_read_it(text):
    shown = re.findall(r"<figure>(.*?)</figure>", text, re.DOTALL)
    drawn = [one for one in shown if "<svg" in one]
    assert len(drawn) == 9
    assert all(re.match(r'<h3>[^<]+</h3><p class="how">[^<]+\.</p><svg', one) for one in drawn)
    tables = re.findall(r'(.{40})<div class="wide"><table>', text)
    assert len(tables) == 6
    assert all(one.endswith(".</p>") for one in tables)


def test_the_page_shows_mistakes_what_was_read_and_with_what(text, reader):
    assert "1 → 9" in text
    assert "All were read correctly." in text
    assert "Held-out writers who teach" in text
    assert reader.model.sha256 in text
    assert "MNIST (LeCun, Cortes, Burges)" in text
    assert "numpy " in text


def test_what_people_made_comes_before_what_a_program_made(text):
    titles = re.findall(r"<h2>([^<]+)</h2>", text)
    assert titles[:2] == ["Your own digits", "Pictures of real paper"]
    assert titles.index("Single digits") < titles.index(
        "Made by a program: rare forms, other pens, other sizes"
    )


def test_a_persons_misread_digits_are_shown(text):
    own = text[text.index("Your own digits") : text.index("Pictures of real paper")]
    assert "9 of 10 are read correctly" in own
    assert "1 → 9" in own
    assert own.count("<img") == 1


def test_the_plots_have_the_colours_of_the_page(text):
    for figure in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
        assert "var(--ink)" in figure
        assert plots.INK not in figure
        assert plots.ACCENT not in figure


def test_a_report_in_an_impossible_place_is_an_error(tmp_path, reader, evaluation, robust):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OSError, match="file"):
        write_report(tmp_path / "file", reader, evaluation, robust)
    assert (tmp_path / "file").read_text() == "mine"


def test_the_most_confident_mistake_comes_first():
    rows = np.full((4, 10), 0.01)
    rows[[0, 1, 2, 3], [5, 5, 5, 5]] = (0.5, 0.9, 0.7, 0.8)
    labels = np.array([1, 1, 5, 1], np.uint8)
    predictions = Predictions(rows, rows[:, 0], rows[:, 1], rows[:, 0])
    digits = ReadDigits(np.zeros((4, 28, 28), np.float32), labels, predictions, 1.0)
    assert most_confident_mistakes(digits) == [1, 3, 0]
    assert most_confident_mistakes(digits, 2) == [1, 3]


def test_digits_of_all_sizes_and_widths_are_read(robust):
    for points in asdict(robust).values():
        assert [point["drawings"] for point in points] == [10] * len(points)
        assert np.mean([point["accuracy"] for point in points]) > 0.9
        assert all(point["interval"][0] <= point["accuracy"] for point in points)


def test_a_picture_of_a_digit_has_the_size_and_the_line_that_were_asked_for():
    bar = (((3.0, 5.0), (3.0, 25.0)),)
    picture = robustness.picture_of(bar, 100, 10)
    rows, columns = np.flatnonzero(picture.max(axis=1)), np.flatnonzero(picture.max(axis=0))
    assert np.ptp(rows) + 1 == pytest.approx(100, abs=2)
    assert np.ptp(columns) + 1 == pytest.approx(10, abs=2)
    assert picture.max() == 1


def test_points_come_to_whole_pixels():
    lines = robustness.on_pixels((((0.0, 0.0), (3.3, 7.7)),), 10)
    assert lines == (((0.0, 0.0), (4.0, 10.0)),)


def test_other_processes_draw_the_same(pen, monkeypatch):
    alone = list(robustness._rendered(pen.strokes, (1.2, 3.0), robustness.render))
    monkeypatch.setattr(robustness, "_FEW", 5)
    together = list(robustness._rendered(pen.strokes, (1.2, 3.0), robustness.render))
    assert np.array_equal(alone, together)
