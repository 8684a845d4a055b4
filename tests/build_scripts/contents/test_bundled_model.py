"""The bundle's copy of the model."""

import hashlib
import zipfile

import pytest

from build_scripts.console import BuildError
from build_scripts.contents.bundled_model import COMMENT, bundled_copy
from build_scripts.contents.model import read_sealed_model
from digitrec.recognition.sealed.archive import TRAJECTORY_WEIGHTS, WHOLE, unseal
from digitrec.recognition.sealed.further import LINES, further_graph, graph_member, weights_member
from digitrec.resources import model_path
from tests.torture.full_disk import POSIX, files_limited_to


@pytest.fixture
def copy(tmp_path):
    return bundled_copy(model_path(), tmp_path / "folder" / "my_model.keras")


def test_it_lacks_only_weights_that_the_program_never_reads(copy):
    with zipfile.ZipFile(copy) as archive, zipfile.ZipFile(model_path()) as whole:
        left_out = set(whole.namelist()) - set(archive.namelist())
        assert weights_member(LINES) in left_out
        assert all(name.endswith(".weights.h5") for name in left_out)
        assert {TRAJECTORY_WEIGHTS, "model.weights.h5", graph_member(LINES)} <= set(
            archive.namelist()
        )


def test_it_is_told_by_the_archive_that_it_was_made_from(copy):
    given = unseal(copy)
    digest = hashlib.sha256(model_path().read_bytes()).hexdigest()
    assert given.sha256 == digest
    assert further_graph(copy, given.card, LINES) == further_graph(model_path(), given.card, LINES)
    model = read_sealed_model(copy)
    assert model.whole == digest
    assert model.sha256 == hashlib.sha256(copy.read_bytes()).hexdigest()
    assert COMMENT.encode() == WHOLE


def test_a_copy_of_a_copy_is_the_same_bytes(copy, tmp_path):
    again = bundled_copy(copy, tmp_path / "again.keras")
    assert again.read_bytes() == copy.read_bytes()


def test_other_members_are_missed_in_a_copy(copy, tmp_path):
    for left_out in (graph_member(LINES), TRAJECTORY_WEIGHTS):
        target = tmp_path / "less.keras"
        with zipfile.ZipFile(copy) as archive, zipfile.ZipFile(target, "w") as less:
            less.comment = archive.comment
            for entry in archive.infolist():
                if entry.filename != left_out:
                    less.writestr(entry, archive.read(entry))
        with pytest.raises(BuildError, match="card can't be used|changed"):
            read_sealed_model(target)


@POSIX
def test_a_copy_that_cannot_be_finished_leaves_the_last_one_as_it_was(copy, tmp_path):
    whole, content = copy, copy.read_bytes()
    for model in (model_path(), copy):  # the second has nothing to leave out
        target = tmp_path / "again" / "my_model.keras"
        bundled_copy(whole, target)
        with files_limited_to(1_000_000), pytest.raises(OSError, match="too large"):
            bundled_copy(model, target)
        assert list(target.parent.iterdir()) == [target]
        assert target.read_bytes() == content
