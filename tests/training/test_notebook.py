import re

import pytest

pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")
nbformat = pytest.importorskip("nbformat", reason="pip install .[notebook] is missing")

from nbclient.exceptions import CellExecutionError  # noqa: E402

from digitrec.recognition.model import Model  # noqa: E402
from training import notebook  # noqa: E402
from training.notebook import NOTEBOOKS, run  # noqa: E402

NOTEBOOK, OWN_DATA = NOTEBOOKS


def code(cells):
    return [cell for cell in cells if cell.cell_type == "code"]


def text_of(cell):
    """All that a cell printed, and the kinds of what it showed."""
    printed = "".join(one.get("text", "") for one in cell.outputs)
    return printed, {kind for one in cell.outputs for kind in one.get("data", {})}


@pytest.fixture
def committed():
    return nbformat.read(NOTEBOOK, as_version=4)


def test_it_is_committed_with_the_outputs_of_one_run(committed):
    nbformat.validate(committed)
    cells = code(committed.cells)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [one for cell in cells for one in cell.outputs]
    assert not [one for one in outputs if one.output_type == "error"]
    assert not [one for one in outputs if one.get("name") == "stderr"]
    printed = "".join(text_of(cell)[0] for cell in cells)
    assert not re.search(r"/(home|root|tmp|work|Users)/", printed)
    assert sum("image/png" in text_of(cell)[1] for cell in cells) >= 8


def test_it_runs_from_top_to_bottom(committed, data, tmp_path):
    model = NOTEBOOK.parent.parent / "app" / "digitrec" / "resources" / "my_model.keras"
    before = model.read_bytes(), NOTEBOOK.read_bytes()
    settings = {
        "DIGITREC_DATA": str(data),
        "DIGITREC_NOTEBOOK_EPOCHS": "1",
        "DIGITREC_NOTEBOOK_LIMIT": "600",
        "DIGITREC_NOTEBOOK_FOLDER": str(tmp_path),
    }
    done = run(NOTEBOOK, settings)
    cells, kept = code(done.cells), code(committed.cells)
    assert [cell.source for cell in cells] == [cell.source for cell in kept]
    assert [text_of(cell)[1] for cell in cells] == [text_of(cell)[1] for cell in kept]
    assert (tmp_path / "my_convolutional_model.keras").is_file()
    printed = "".join(text_of(cell)[0] for cell in cells)
    assert "they agree to 1e-4: True" in printed
    assert "train on 600 images" in printed
    assert (model.read_bytes(), NOTEBOOK.read_bytes()) == before


def test_own_data_goes_from_pictures_and_drawings_to_a_sealed_model(data, tmp_path):
    settings = {
        "DIGITREC_DATA": str(data),
        "DIGITREC_NOTEBOOK_EPOCHS": "1",
        "DIGITREC_NOTEBOOK_LIMIT": "100",
        "DIGITREC_NOTEBOOK_FOLDER": str(tmp_path),
    }
    done = run(OWN_DATA, settings)
    printed = "".join(text_of(cell)[0] for cell in code(done.cells))
    model = Model.open(tmp_path / "my_own_model.keras")
    assert f"SHA-256 {model.sha256}" in printed
    assert model.trajectory is not None
    assert model.lines is not None


def test_a_cell_that_fails_is_an_error_and_changes_nothing(tmp_path, monkeypatch, capsys):
    broken = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    path = tmp_path / "broken.ipynb"
    nbformat.write(broken, path)
    before = path.read_bytes()
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run(path, {})
    monkeypatch.setattr("sys.argv", ["notebook", str(path)])
    assert notebook.main() == 1
    assert "was not changed" in capsys.readouterr().err
    assert path.read_bytes() == before
