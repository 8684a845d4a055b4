"""Networks that go from one sealed archive to another."""

import shutil
import zipfile

import numpy as np

from digitrec.recognition.model import Model
from digitrec.recognition.picture.line_features import HEIGHT
from digitrec.recognition.sealed.archive import CARD
from digitrec.recognition.sealed.card import to_json
from digitrec.recognition.sealed.further import LINES, graph_member, weights_member
from digitrec.resources import model_path
from training.sealing.further import copy_further
from training.sealing.seal import write_archive


def without_lines(path):
    """The committed model without its line network, still sealed."""
    model = Model.open(model_path())
    gone = {graph_member(LINES), weights_member(LINES)}
    with zipfile.ZipFile(model_path()) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if name not in gone}
    fields = {name: value for name, value in model.card.fields.items() if name != LINES}
    fields["sealed"] = {k: v for k, v in fields["sealed"].items() if k not in gone}
    write_archive(path, members | {CARD: to_json(fields)})
    return path


def test_the_line_network_is_copied_with_its_calibration_and_the_seal_holds(tmp_path):
    path = without_lines(tmp_path / "m.keras")
    assert Model.open(path).lines is None
    assert copy_further(model_path(), path, LINES)
    old, new = Model.open(model_path()), Model.open(path)
    assert new.card.fields[LINES] == old.card.fields[LINES]
    line = np.random.default_rng(0).normal(0, 1, (HEIGHT, 90)).astype(np.float32)
    assert np.array_equal(new.lines.run(line), old.lines.run(line))


def test_where_there_is_none_nothing_is_copied(tmp_path):
    path = without_lines(tmp_path / "m.keras")
    other = shutil.copy(path, tmp_path / "other.keras")
    before = path.read_bytes()
    assert not copy_further(other, path, LINES)
    assert path.read_bytes() == before
