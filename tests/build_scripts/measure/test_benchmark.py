import pytest

from build_scripts.console import BuildError
from build_scripts.contents.model import read_sealed_model
from build_scripts.measure import benchmark
from build_scripts.measure.benchmark import compare, figures, measure_pointer
from build_scripts.measure.budgets import BUDGETS, check, from_card
from build_scripts.measure.startup import StartTimes
from digitrec.resources import model_path

OURS = [
    StartTimes(0.3, 0.2, 60_000_000),
    StartTimes(0.2, 0.4, 60_000_000),
    StartTimes(9.0, 0.3, 60_000_000),
]
BARE = [StartTimes(0.2, None, 20_000_000)] * 3
GOOD = {
    "window": 1.1,
    "ready": 0.2,
    "pen": 2,
    "reading": 5,
    "memory": 65e6,
    "download": 23e6,
    "pen_digits": 0.995,
    "mnist": 0.998,
    "calibration": 0.005,
    "non_digits": 0.97,
}


def test_medians_are_compared_as_ratios():
    lines = compare(OURS, BARE)
    assert lines[0].endswith("× 1.50")
    assert "0.300 s after the window" in lines[1]
    assert lines[2].endswith("× 3.00")


def test_the_figures_with_a_budget_are_the_medians():
    assert figures(OURS, BARE) == {
        "window": pytest.approx(1.5),
        "ready": pytest.approx(0.3),
        "memory": 60_000_000,
    }
    assert figures(BARE, BARE).keys() == {"window", "memory"}


def test_figures_that_are_good_enough_are_within_budget():
    met, exceeded = check(GOOD)
    assert exceeded == []
    assert len(met) == len(BUDGETS)
    assert "memory with the window open: 65 ≤ 66 MB" in met
    assert "digits of unseen writers: 99.5 ≥ 99.4%" in met


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("window", 1.21, "1.21 > 1.2"),
        ("pen", 3.1, "3.1 > 3 ms"),
        ("download", 28.1e6, "28.1 > 28 MB"),
        ("mnist", 0.9968, "99.68 < 99.7%"),
        ("calibration", 0.007, "0.007 > 0.006"),
    ],
)
def test_one_that_is_not_is_named_with_its_limit(name, value, said):
    met, exceeded = check(GOOD | {name: value})
    assert len(met) == len(BUDGETS) - 1
    assert [line.endswith(said) for line in exceeded] == [True]


def test_what_was_not_measured_counts_as_exceeded():
    met, exceeded = check({name: value for name, value in GOOD.items() if name != "reading"})
    assert len(met) == len(BUDGETS) - 1
    assert exceeded == [f"{BUDGETS['reading'].what}: not measured"]


def test_the_cards_figures_are_found_where_training_writes_them():
    measured = read_sealed_model(model_path()).card["measured"]
    found = from_card(measured)
    assert found.keys() == {"pen_digits", "mnist", "calibration", "non_digits"}
    assert found["pen_digits"] == measured["pen_held_out"]["accuracy"]
    assert from_card({}) == {}


def test_a_run_with_unread_drawings_is_an_error(monkeypatch, tmp_path):
    def drawn(not_read, errors=()):
        found = {"not_read": not_read, "errors": list(errors)}
        return found | {"pen": {"p99": 2.0}, "readings": {"p99": None}}

    (tmp_path / "1").mkdir()
    monkeypatch.setattr(benchmark, "drive", lambda *_: drawn(0))
    assert measure_pointer(tmp_path, {}, tmp_path / "1") == {"pen": 2.0}
    for number, found in enumerate((drawn(2), drawn(0, ["lost"])), 2):
        (tmp_path / str(number)).mkdir()
        monkeypatch.setattr(benchmark, "drive", lambda *_, found=found: found)
        with pytest.raises(BuildError, match="were not read"):
            measure_pointer(tmp_path, {}, tmp_path / str(number))


def test_without_a_program_or_tensorflow_it_says_what_to_do(monkeypatch, tmp_path, capsys):
    assert benchmark.main(["--dist", str(tmp_path)]) == 1
    assert "build it first: build.py" in capsys.readouterr().out
    monkeypatch.setattr(benchmark.importlib.util, "find_spec", lambda name: None)
    assert benchmark.main(["--tensorflow", "--dist", str(tmp_path)]) == 1
    assert "pip install .[train]" in capsys.readouterr().out
