import hashlib
import json
import zipfile

import pytest

from digitrec.recognition.model import Model
from digitrec.recognition.sealed.archive import ModelError, unseal
from digitrec.resources import model_path
from digitrec.web import export, pyodide, wheel
from digitrec.web.export import ExportError, export_site
from digitrec.web.page import page_files
from digitrec.web.pyodide import PyodideError, pyodide_files

LOCK = json.dumps({"packages": {name: {} for name in ("numpy", "pillow", "other")}}).encode()


@pytest.fixture
def any_pyodide(monkeypatch):
    """Files in Pyodide's place, and what gives them."""
    files = {"pyodide.mjs": b"script", "pyodide-lock.json": LOCK}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    monkeypatch.setattr(pyodide, "_SHA256", hashes)
    monkeypatch.setattr(pyodide, "_fetch", lambda address: files[address.rpartition("/")[2]])
    return files


def test_the_site_is_the_page_with_a_recogniser(any_pyodide, tmp_path):
    size = export_site(tmp_path / "site")
    written = {
        path.relative_to(tmp_path / "site").as_posix(): path.read_bytes()
        for path in (tmp_path / "site").rglob("*")
        if path.is_file()
    }
    assert sum(map(len, written.values())) == size
    assert written.keys() > page_files("browser").keys()
    assert b'data-reader="browser"' in written["index.html"]
    kept = json.loads(written["pyodide/pyodide-lock.json"])["packages"]
    assert sorted(kept) == ["numpy", "pillow"]


def test_the_service_worker_keeps_every_file_and_changes_with_each(any_pyodide, monkeypatch):
    files = export.site_files()
    worker = files["service-worker.js"].decode()
    names = json.loads(worker.partition("const FILES = ")[2].partition(";")[0])
    assert set(names) == files.keys() - {"service-worker.js", ".nojekyll"} | {"./"}
    monkeypatch.setattr(wheel, "make_wheel", lambda: b"another")
    assert export.site_files()["service-worker.js"].decode() != worker


def test_the_wheel_reads_like_the_program_without_the_weights(tmp_path):
    (tmp_path / wheel.NAME).write_bytes(wheel.make_wheel())
    with zipfile.ZipFile(tmp_path / wheel.NAME) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path)
    assert not [name for name in names if "/ui/" in name or "/cli/" in name or "server" in name]
    small = tmp_path / "digitrec" / "resources" / "my_model.keras"
    assert small.stat().st_size < 0.6 * model_path().stat().st_size
    whole = unseal(model_path())
    assert unseal(small, weights=False)[2:] == whole[2:]
    with pytest.raises(ModelError, match="not a Keras model"):
        Model.open(small)
    assert wheel.make_wheel() == wheel.make_wheel()


def test_another_file_of_pyodide_is_refused(any_pyodide, tmp_path):
    any_pyodide["pyodide.mjs"] = b"something else"
    with pytest.raises(PyodideError, match=r"pyodide\.mjs: not the file of Pyodide"):
        pyodide_files()
    with pytest.raises(PyodideError, match="No such file"):
        pyodide_files(tmp_path)


def test_a_folder_with_something_else_in_it_is_left_alone(any_pyodide, tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ExportError, match="not empty"):
        export_site(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
