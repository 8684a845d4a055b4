import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from build_scripts.linux import elf

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="ELF files are Linux's"),
    pytest.mark.skipif(not shutil.which("objdump"), reason="no objdump (Debian: binutils)"),
]
COMPILED = next((Path(np.__file__).parent / "_core").glob("_multiarray_umath.*.so"))


def paths(file):
    said = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True)
    return re.findall(r"(?:RPATH|RUNPATH)\s+(\S+)", said.stdout)


def test_the_needs_of_a_file_are_its_libraries_and_the_newest_glibc_symbols():
    needs = elf.needs(COMPILED)
    assert "libc.so.6" in needs.libraries
    assert (2, 2) < needs.glibc < (2, 40)  # wheels of today are built for 2.27 or 2.28
    assert not elf.is_elf(Path(__file__))


def test_a_folder_needs_what_its_most_demanding_file_needs(tmp_path, monkeypatch):
    asked = {"a.so": (2, 9), "b.so": (2, 36), "c.so": (2, 4)}
    for name in asked:
        shutil.copy(COMPILED, tmp_path / name)
    (tmp_path / "text.so").write_text("no library")
    (tmp_path / "link.so").symlink_to("b.so")
    monkeypatch.setattr(elf, "needs", lambda path: elf.Needs(frozenset(), asked[path.name]))
    assert elf.glibc_needed(tmp_path) == ((2, 36), ["b.so"])
    assert elf.glibc_line(tmp_path).startswith("runs with glibc 2.36 or later; a release")
    monkeypatch.setattr(elf, "needs", lambda path: elf.Needs(frozenset(), (2, 35)))
    assert elf.glibc_line(tmp_path) == "runs with glibc 2.35 or later"


def test_bundled_libraries_are_missing_only_for_the_program_outside_the_contents_folder(
    tmp_path, monkeypatch
):
    inner = tmp_path / "_internal"
    inner.mkdir()
    for path in (tmp_path / "digitrec", inner / "libz.so.1", inner / "a.so"):
        shutil.copy(COMPILED, path)
    needed = frozenset({"libz.so.1", "libX11.so.6"})
    monkeypatch.setattr(elf, "needs", lambda path: elf.Needs(needed, (0,)))
    assert elf.missing_libraries([inner / "a.so"], tmp_path) == {"libX11.so.6"}
    assert elf.missing_libraries(elf.elf_files(tmp_path), tmp_path) == needed


def test_the_builders_search_paths_are_removed_and_relative_ones_stay(tmp_path):
    own, foreign = tmp_path / "own.so", tmp_path / "foreign.so"
    content = COMPILED.read_bytes()
    assert b"$ORIGIN/" in content
    own.write_bytes(content)
    foreign.write_bytes(content.replace(b"$ORIGIN/", b"/folder/"))
    assert paths(own)
    assert paths(foreign)
    elf.remove_search_paths(own)
    elf.remove_search_paths(foreign)
    assert own.read_bytes() == content
    assert paths(foreign) == []
    assert elf.needs(foreign) == elf.needs(own)
    assert subprocess.run(["ldd", foreign], capture_output=True).returncode == 0
