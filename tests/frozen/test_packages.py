"""What comes with the program: checksums, a bill of materials, licences. Always the same bytes."""

import hashlib
import json
import os
import sys

import pytest

from build_scripts import platforms
from build_scripts.contents.bundled_model import bundled_copy
from build_scripts.linux import elf
from build_scripts.manifest import SUMS
from digitrec.resources import model_path


@pytest.mark.skipif("DIGITREC_FROZEN" in os.environ, reason="there are no packages")
def test_the_packages_come_with_checksums_a_bill_of_materials_and_licences(built, program):
    folder = platforms.packages_folder(built)
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    assert sums.keys() == {path.name for path in folder.iterdir()} - {SUMS}
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    (bill,) = folder.glob("*.cdx.json")
    parts = {part["name"]: part for part in json.loads(bill.read_text("utf-8"))["components"]}
    assert {"numpy", "pillow", "ai-edge-litert", "sv_ttk", "Python"} <= {*parts}
    texts = platforms.contents_folder(program) / "licences"
    assert "Permission is hereby granted" in (texts / "Digitrec" / "LICENSE").read_text("utf-8")
    for name in ("numpy", "pillow", "ai-edge-litert", "pyinstaller"):
        assert any((texts / name).iterdir()), name


@pytest.mark.skipif(sys.platform != "linux", reason="the C library of Linux")
def test_nothing_needs_a_newer_c_library_than_this_machine_has(program):
    newest, files = elf.glibc_needed(program.parent)
    ours = tuple(map(int, os.confstr("CS_GNU_LIBC_VERSION").split()[1].split(".")))
    assert (2, 17) < newest <= ours, files
    if ours <= elf.RELEASE_GLIBC:
        assert newest <= elf.RELEASE_GLIBC


@pytest.mark.skipif("DIGITREC_FROZEN" in os.environ, reason="its source is unknown")
def test_the_same_commit_gives_the_same_bytes_in_another_folder_at_another_time(
    built, built_with_own_model, tmp_path
):
    """All but the model's. Equal folders give equal packages: see test_package.py, test_deb.py."""
    dists = built, built_with_own_model / "dist"
    once, again = (files_of(dist / "digitrec") for dist in dists)
    differ = [name for name in {**once, **again} if once.get(name) != again.get(name)]
    assert {name.rpartition("/")[2] for name in differ} == {"my_model.keras"}
    content, _ = once[differ[0]]
    copy = bundled_copy(model_path(), tmp_path / "my_model.keras")
    assert content == hashlib.sha256(copy.read_bytes()).hexdigest()
    assert "digitrec" in once


def files_of(folder):
    """Path → hash of the content, and whether the file is executable."""
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            os.access(path, os.X_OK),
        )
        for path in folder.rglob("*")
        if path.is_file()
    }
