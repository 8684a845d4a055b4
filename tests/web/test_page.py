import gzip
import os
from pathlib import Path

import pytest

from digitrec.recognition.ink import Ink
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from digitrec.web.export import export_site
from tests.web.chromium import IS_HERE, REASON, run
from tests.web.unseen_digits import read_by_page, read_by_predict, unseen_digits
from training.data.datasets import DataError

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not IS_HERE, reason=REASON)]


@pytest.fixture(scope="module")
def page(server):
    return run(server, "page.mjs")


def test_the_page_does_what_the_window_does(page):
    failed = {name: line["error"] for name, line in page.items() if line["error"]}
    assert not failed, "\n\n".join(f"{name}\n{error}" for name, error in failed.items())


def test_ink_is_read_the_same_through_the_page_and_by_python(page):
    (found,) = [line["result"] for name, line in page.items() if "by Python" in name]
    reading = Recognizer.open(model_path()).read(Ink.from_json(found["body"]))
    for one, other in zip(found["answer"]["digits"], reading.digits, strict=True):
        assert one["probabilities"] == pytest.approx(other.probabilities, abs=1e-4)


def test_digits_of_people_never_seen_are_read_as_predict_reads_them(server):
    try:
        drawings = unseen_digits(3)
    except DataError as error:
        pytest.skip(str(error))
    found = [one["text"] for one in read_by_page(server, drawings)]
    assert found == read_by_predict(drawings)


def test_what_the_page_exports_is_ink(page):
    (line,) = [line["result"] for name, line in page.items() if "exported" in name]
    assert Recognizer.open(model_path()).read(Ink.from_dict(line)).text == "4"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of a site, with Pyodide from the folder that DIGITREC_PYODIDE names."""
    pyodide = os.environ.get("DIGITREC_PYODIDE")
    if not pyodide:
        pytest.skip("DIGITREC_PYODIDE names no folder with Pyodide")
    folder = tmp_path_factory.mktemp("site")
    export_site(folder, Path(pyodide))
    return folder


def test_the_site_reads_without_a_server_what_python_reads(site):
    (line,) = run(str(site), "site.mjs").values()
    assert line["error"] is None, line["error"]
    reading = Recognizer.open(model_path()).read(Ink.from_dict(line["result"]["line"]))
    for one, other in zip(line["result"]["answer"]["digits"], reading.digits, strict=True):
        assert one["probabilities"] == pytest.approx(other.probabilities, abs=1e-4)


def test_the_site_is_within_its_size(site):
    packed = [len(gzip.compress(path.read_bytes())) for path in site.rglob("*") if path.is_file()]
    assert sum(packed) < 12_000_000
