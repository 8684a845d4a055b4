import _tkinter
import json
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from build_scripts.console import BuildError
from build_scripts.contents.components import FOLDER, INDEX, OURS, components, read
from build_scripts.contents.licences import rows
from build_scripts.contents.model import BUNDLED_MODEL
from build_scripts.linux.libraries import needed_by

pytestmark = pytest.mark.slow  # each looks through all installed packages
ROOT = Path(__file__).resolve().parents[3]
NUMPY = Path(np.__file__).parent


def entries(tmp_path):
    (tmp_path / "base_library.zip").touch()
    elsewhere = tmp_path.parent / "somebody's.keras"
    compiled = next((NUMPY / "_core").glob("_multiarray_umath.*"))
    return [
        ("digitrec.cli", str(ROOT / "app" / "digitrec" / "cli" / "__init__.py"), "PYMODULE"),
        ("json", json.__file__, "PYMODULE-2"),
        ("numpy", np.__file__, "PYMODULE"),
        (f"numpy/_core/{compiled.name}", str(compiled), "EXTENSION"),
        ("numpy.libs", "somewhere/else", "SYMLINK"),
        ("base_library.zip", str(tmp_path / "base_library.zip"), "DATA"),
        (BUNDLED_MODEL, str(elsewhere), "DATA"),
    ]


def by_name(tmp_path, more=()):
    found, texts = components([*entries(tmp_path), *more], ROOT, tmp_path)
    return {one.name: one for one in found}, texts


def test_components_have_their_version_licence_and_texts(tmp_path):
    found, texts = by_name(tmp_path)
    assert next(iter(found)) == OURS
    assert {OURS, "numpy", "pyinstaller"} < set(found)
    assert found["numpy"].version == version("numpy")
    assert found["numpy"].purl == f"pkg:pypi/numpy@{version('numpy')}"
    assert "BSD-3-Clause" in found["numpy"].licence
    assert [file.startswith("numpy/_core/") for file in found["numpy"].files] == [True]
    assert f"{FOLDER}/numpy/LICENSE.txt" in found["numpy"].texts
    assert "OpenBLAS" in texts[f"{FOLDER}/numpy/LICENSE.txt"].read_text("utf-8")
    assert all(path.is_file() for path in texts.values())


def test_a_users_own_model_is_not_a_foreign_component(tmp_path):
    found, _ = by_name(tmp_path)
    assert found[OURS].files == (BUNDLED_MODEL,)
    assert "somebody's.keras" not in found


@pytest.mark.skipif(sys.base_prefix == "/usr", reason="Debian's Python is Debian's")
def test_the_packed_standard_library_belongs_to_python(tmp_path):
    found, _ = by_name(tmp_path)
    assert found["Python"].files == ("base_library.zip",)
    assert f"{FOLDER}/Python/LICENSE.txt" in found["Python"].texts


@pytest.mark.skipif(shutil.which("dpkg") is None, reason="asks dpkg whose a library is")
def test_system_libraries_belong_to_their_debian_packages(tmp_path):
    path = needed_by(_tkinter.__file__)["libX11.so.6"]
    found, texts = by_name(tmp_path, [("desktop/05-libX11.so.6", path, "BINARY")])
    assert found["libx11-6"].files == ("desktop/05-libX11.so.6",)
    assert found["libx11-6"].purl.startswith("pkg:deb/debian/libx11-6@")
    assert "X.Org" in texts[f"{FOLDER}/libx11-6/copyright"].read_text("utf-8")


def test_a_file_of_unknown_origin_is_a_component_too(tmp_path):
    (tmp_path.parent / "libstray.so").touch()
    found, _ = by_name(tmp_path, [("a/lib.so", str(tmp_path.parent / "libstray.so"), "BINARY")])
    assert found["libstray.so"].files == ("a/lib.so",)
    assert found["libstray.so"].texts == ()


def test_the_folder_of_licences_has_a_list_for_programs_and_one_for_people(tmp_path):
    placed = {place: Path(path) for place, path, _ in rows(entries(tmp_path), ROOT, tmp_path)}
    for place, path in placed.items():
        target = tmp_path / "bundle" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    found = read(tmp_path / "bundle")
    assert {one.name for one in found} >= {OURS, "numpy", "pyinstaller"}
    assert all((tmp_path / "bundle" / text).is_file() for one in found for text in one.texts)
    readme = placed[f"{FOLDER}/README.txt"].read_text("utf-8")
    assert f"numpy {version('numpy')}: BSD-3-Clause" in readme
    assert "ssl: the program opens no connection" in placed[f"{FOLDER}/excluded.txt"].read_text()


def test_a_bundle_without_its_list_is_refused(tmp_path):
    with pytest.raises(BuildError, match="freeze the program again"):
        read(tmp_path)
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / INDEX).write_text('[{"name": "x"}]')
    with pytest.raises(BuildError, match="freeze the program again"):
        read(tmp_path)
