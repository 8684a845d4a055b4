import json
import subprocess

import pytest

from build_scripts.console import BuildError
from build_scripts.contents.commit import (
    MODEL,
    commit_of,
    is_of_commit,
    require_committed,
    require_same_commit,
)


def git(tree, *words):
    identity = ["-c", "user.name=A", "-c", "user.email=a@localhost"]
    subprocess.run(["git", "-C", tree, *identity, *words], check=True, capture_output=True)


@pytest.fixture
def tree(tmp_path):
    made = tmp_path / "ein Bäumchen"
    (made / MODEL).parent.mkdir(parents=True)
    for name in (MODEL, "app/a.py", "notes.txt"):
        (made / name).write_text("one")
    git(tmp_path, "init", "-q", made.name)
    git(made, "add", ".")
    git(made, "commit", "-q", "-m", "one")
    return made


def test_a_tree_as_committed_is_not_refused(tree):
    commit = commit_of(tree)
    assert len(commit.name) == 12
    assert commit.changed == ()
    assert json.loads(commit.stamp()) == {"commit": commit.name, "changed": False}
    require_committed(commit)


def test_changed_files_and_new_ones_that_would_be_bundled_are_refused_by_name(tree):
    (tree / "notes.txt").write_text("two")
    (tree / "app" / "ö new.py").write_text("two")
    (tree / "scratch.txt").write_text("of no matter")
    commit = commit_of(tree)
    assert commit.changed == ("app/ö new.py", "notes.txt")
    assert json.loads(commit.stamp())["changed"]
    with pytest.raises(BuildError, match=r"app/ö new\.py, notes\.txt\ncommit them.*--dirty"):
        require_committed(commit)


def test_staged_changes_and_deleted_files_count_too(tree):
    (tree / "notes.txt").write_text("two")
    git(tree, "add", "notes.txt")
    (tree / "app" / "a.py").unlink()
    assert commit_of(tree).changed == ("app/a.py", "notes.txt")


def test_of_many_changes_the_first_are_named_and_the_rest_counted(tree):
    for number in range(8):
        (tree / "app" / f"{number}.py").touch()
    with pytest.raises(BuildError, match=r"app/4\.py and 3 more"):
        require_committed(commit_of(tree))


def test_a_retrained_model_is_not_a_change_to_the_source(tree):
    (tree / MODEL).write_text("trained anew")
    assert commit_of(tree).changed == ()


def test_a_model_that_is_not_committed_is_told_from_the_commits(tree, tmp_path):
    assert is_of_commit(tree / MODEL, tree)
    other = tmp_path / "my_own.keras"
    other.write_text("one")
    assert is_of_commit(other, tree)
    other.write_text("trained anew")
    assert not is_of_commit(other, tree)
    assert is_of_commit(other, tmp_path)  # no clone: there is nothing to compare with


def test_an_unpacked_archive_has_no_commit_even_inside_another_clone(tree, tmp_path):
    inner = tree / "unpacked"
    inner.mkdir()
    for folder in (inner, tmp_path):
        commit = commit_of(folder)
        assert (commit.name, commit.changed) == (None, ())


def test_a_program_frozen_from_another_state_is_refused(tree, tmp_path):
    stamp = tmp_path / "_internal" / "digitrec" / "resources" / "build.json"
    stamp.parent.mkdir(parents=True)
    with pytest.raises(BuildError, match="freeze it again"):
        require_same_commit(commit_of(tree), tmp_path / "_internal")
    stamp.write_text(commit_of(tree).stamp())
    require_same_commit(commit_of(tree), tmp_path / "_internal")
    (tree / "notes.txt").write_text("two")
    with pytest.raises(BuildError, match="freeze it again"):
        require_same_commit(commit_of(tree), tmp_path / "_internal")
