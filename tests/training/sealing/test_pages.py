import shutil

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from digitrec.recognition.model import Model, ModelError  # noqa: E402
from digitrec.recognition.picture.opened_picture import Picture  # noqa: E402
from digitrec.recognition.sealed.further import PAGES, graph_member  # noqa: E402
from digitrec.resources import model_path  # noqa: E402
from tests.recognition.sealed.archives import rewritten  # noqa: E402
from training.network.pages.architecture import page_network  # noqa: E402
from training.sealing.pages import seal_pages  # noqa: E402
from training.sealing.seal import SealError  # noqa: E402


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / "m.keras"
    shutil.copy(model_path(), path)
    keras.utils.set_random_seed(1)
    network = page_network()
    seal_pages(path, network)
    return path, network


def test_a_sealed_page_network_finds_lines_and_the_archive_stays_below_4_mb(sealed):
    path, network = sealed
    model = Model.open(path)
    assert model.pages is not None
    assert model.pages is model.pages
    assert isinstance(model.pages.find_lines(Picture(np.zeros((40, 90), np.uint8))), list)
    assert model.card.fields[PAGES]["parameters"] == network.count_params()
    assert path.stat().st_size < 4_000_000


def test_a_changed_graph_of_it_breaks_the_seal_when_it_is_needed(sealed, tmp_path):
    member = graph_member(PAGES)

    def change(name, old):
        return old[:-1] + bytes([old[-1] ^ 1]) if name == member else old

    model = Model.open(rewritten(tmp_path / "m.keras", change, sealed[0]))
    with pytest.raises(ModelError, match="the seal is broken"):
        _ = model.pages


def test_another_network_is_refused(tmp_path):
    path = tmp_path / "m.keras"
    shutil.copy(model_path(), path)
    with pytest.raises(SealError, match="not a page network"):
        seal_pages(path, page_network(0.5))
