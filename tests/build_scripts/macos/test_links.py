"""What a macOS bundle links, with tkdnd's library, which its package has on every system."""

from pathlib import Path

import pytest
import tkinterdnd2

from build_scripts.macos import links

pytest.importorskip("macholib")
(LIBRARY,) = Path(tkinterdnd2.__file__).parent.glob("tkdnd/osx-arm64/*.dylib")


def library(path, old=b"", new=b""):
    """A copy of tkdnd's library in which a path that it links is replaced by one as long."""
    content = LIBRARY.read_bytes()
    assert old in content
    assert len(old) == len(new)
    path.write_bytes(content.replace(old, new))


def test_the_links_of_a_library_are_read_from_it():
    assert "/usr/lib/libSystem.B.dylib" in links.links_of(LIBRARY)


def test_only_programs_and_libraries_are_looked_at(tmp_path):
    (tmp_path / "a.dylib").write_text("no library")
    (tmp_path / "to.dylib").symlink_to(LIBRARY)
    assert not links.is_macho(tmp_path / "a.dylib")
    assert links.unaccounted(tmp_path) == []


def test_what_only_the_builder_has_is_named(tmp_path):
    library(tmp_path / "one.dylib")
    library(tmp_path / "two.dylib", b"/usr/lib/libSystem.B.dylib", b"/opt/brew/libSystem.dylib\0")
    assert links.unaccounted(tmp_path) == ["two.dylib links /opt/brew/libSystem.dylib"]


def test_what_is_in_the_bundle_is_accounted_for(tmp_path):
    library(tmp_path / "two.dylib", b"/usr/lib/libSystem.B.dylib", b"@rpath/libSystem.B.dylib\0\0")
    assert links.unaccounted(tmp_path) == ["two.dylib links @rpath/libSystem.B.dylib"]
    (tmp_path / "libSystem.B.dylib").touch()
    assert links.unaccounted(tmp_path) == []
