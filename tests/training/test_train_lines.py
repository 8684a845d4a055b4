import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from tests.training.makers import IMAGES, PEN  # noqa: E402
from training import train_lines as training  # noqa: E402
from training.data.datasets import Split  # noqa: E402
from training.network.lines.architecture import LineRecipe, line_network  # noqa: E402
from training.network.lines.fit import TRAINED  # noqa: E402
from training.sealing.seal import SealError  # noqa: E402

RECIPE = LineRecipe(epochs=1, steps=1, batch_size=1, widths=((48, 1.0),))


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(training, "load_split", lambda folder: Split(IMAGES, PEN, IMAGES, PEN))
    monkeypatch.setattr(training, "load_non_digits", lambda folder: ())
    monkeypatch.setattr(training, "outlier_drawings", lambda drawings: ())
    monkeypatch.setattr(training, "line_network", lambda: line_network(0.25))
    monkeypatch.setattr(training, "_HELD_OUT_LINES", 0)


def test_it_begins_from_a_trained_network_and_gives_network_and_graph(tmp_path):
    start = tmp_path / "start.keras"
    trained = line_network(0.25)
    trained.save(start)
    run = tmp_path / "run"
    network, graph = training.train_lines(RECIPE, tmp_path, run, minutes=0, start=start)
    assert (network, graph) == (run / TRAINED, run / training.GRAPH)
    found = keras.models.load_model(network, compile=False)
    line = np.random.default_rng(0).normal(0, 1, (1, 48, 96, 1)).astype(np.float32)
    given, expected = (np.asarray(one(line, training=False)) for one in (found, trained))
    assert np.allclose(given, expected, atol=0.02)  # half precision
    assert graph.stat().st_size > 10_000


def test_a_network_of_another_form_is_refused_by_name(tmp_path):
    start = tmp_path / "start.keras"
    line_network(0.5).save(start)
    with pytest.raises(SealError, match="start.keras: it is not a line network"):
        training.train_lines(RECIPE, tmp_path, tmp_path / "run", start=start)
