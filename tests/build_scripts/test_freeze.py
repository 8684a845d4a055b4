"""Moving what was frozen to its place, which may be on another file system."""

import errno
import os
from pathlib import Path

import pytest

from build_scripts.freeze import move


@pytest.fixture
def program(tmp_path):
    """A folder with a link in it, as a bundle of macOS has them."""
    folder = tmp_path / "stage" / "digitrec"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "program").write_text("new")
    (folder / "inner" / "program").chmod(0o755)
    (folder / "link").symlink_to("inner")
    return folder


@pytest.fixture(params=["the same file system", "another file system"])
def dist(request, tmp_path, monkeypatch):
    made = tmp_path / "dist"
    (made / "digitrec").mkdir(parents=True)
    (made / "digitrec" / "old").write_text("old")
    if request.param == "another file system":
        rename = os.replace

        def across(source, target):
            if (Path(source).parent == made) != (Path(target).parent == made):
                raise OSError(errno.EXDEV, "Invalid cross-device link")
            rename(source, target)

        monkeypatch.setattr(Path, "replace", across)
    return made


def test_a_program_is_moved_with_its_links_and_modes_and_replaces_the_old_one(program, dist):
    target = dist / "digitrec"
    move(program, target)
    assert not program.exists()
    assert sorted(path.name for path in target.iterdir()) == ["inner", "link"]
    assert (target / "link").is_symlink()
    assert (target / "inner" / "program").stat().st_mode & 0o777 == 0o755
    assert [path.name for path in dist.iterdir()] == ["digitrec"]


def test_a_single_file_is_moved_too(dist, tmp_path):
    made = tmp_path / "digitrec-onefile"
    made.write_text("new")
    move(made, dist / made.name)
    assert (dist / made.name).read_text() == "new"
    assert not made.exists()
