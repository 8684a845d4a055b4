"""The libraries of a Windows bundle, with tkdnd's, which its package has on every system."""

from pathlib import Path

import pytest
import tkinterdnd2

from build_scripts.console import BuildError
from build_scripts.windows import runtime

pytest.importorskip("pefile")
(DLL,) = Path(tkinterdnd2.__file__).parent.glob("tkdnd/win-x64/*.dll")


def library(path, **imports):
    """A copy of tkdnd's library in which imported names are replaced by others as long."""
    content = DLL.read_bytes()
    for name, other in imports.items():
        old, new = f"{name}.dll".encode(), f"{other}.dll".encode()
        assert old in content
        assert len(old) == len(new)
        content = content.replace(old, new)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def row(path):
    return (path.name, str(path), "BINARY")


def test_imports_are_read_from_the_file():
    assert runtime.imports_of(DLL) == {"kernel32.dll", "ole32.dll", "shell32.dll", "user32.dll"}


def test_what_is_no_program_is_refused(tmp_path):
    (tmp_path / "not.dll").write_text("MZ")
    with pytest.raises(BuildError, match=r"not\.dll is not a Windows program"):
        runtime.imports_of(tmp_path / "not.dll")


def test_a_runtime_that_a_library_imports_goes_into_the_bundle_with_what_it_imports(tmp_path):
    system = tmp_path / "System32"
    library(system / "VCRUNTIME140.dll")
    library(system / "MSVCP140.dll")
    library(system / "MSVCP140_2.dll")  # nothing imports it
    one = library(tmp_path / "one.dll", KERNEL32="MSVCP140")
    assert runtime.with_runtime([row(one)], system) == [row(one), row(system / "MSVCP140.dll")]


def test_the_runtimes_libraries_come_from_one_installation(tmp_path):
    installed = library(tmp_path / "System32" / "MSVCP140.dll")
    of_python = library(tmp_path / "Python" / "MSVCP140.dll")
    one = library(tmp_path / "one.dll", KERNEL32="MSVCP140")
    made = runtime.with_runtime([row(of_python), row(one)], installed.parent)
    assert made == [row(one), row(installed)]


def test_a_library_that_is_nowhere_stops_the_build(tmp_path):
    (tmp_path / "System32").mkdir()
    one = library(tmp_path / "one.dll", KERNEL32="MSVCP140")
    with pytest.raises(BuildError, match=r"lacks msvcp140\.dll, which one\.dll imports.*vc_redist"):
        runtime.with_runtime([row(one)], tmp_path / "System32")


def test_imports_of_a_bundle_are_accounted_for_or_named(tmp_path):
    library(tmp_path / "_internal" / "here.dll")
    library(tmp_path / "_internal" / "lib" / "one.dll", USER32="HERE00", KERNEL32="MSVCP140")
    (tmp_path / "_internal" / "here.dll").rename(tmp_path / "_internal" / "HERE00.dll")
    assert runtime.unaccounted(tmp_path) == ["_internal/lib/one.dll imports msvcp140.dll"]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("VCRUNTIME140_THREADS.dll", True),
        ("msvcp140.dll", True),
        ("msvcp140-a4c2229bdc2a2a63.dll", False),  # NumPy's own copy, under a name of its own
        ("msvcrt.dll", False),
    ],
)
def test_the_runtime_is_known_by_microsofts_names(name, is_one):
    assert runtime.is_runtime(Path(name)) is is_one


def test_the_runtime_is_a_component_with_a_licence(tmp_path):
    file = library(tmp_path / "MSVCP140.dll")
    found = runtime.of_entries([row(file), row(DLL)])
    assert found.files == (file,)
    assert found.version == ""  # tkdnd's library states none
    assert "distributable code" in runtime.TEXT.read_text("utf-8")
