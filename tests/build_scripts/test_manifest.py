import hashlib
import json
import shutil
import subprocess

import pytest

from build_scripts.console import BuildError
from build_scripts.contents.commit import Commit
from build_scripts.contents.components import FOLDER, INDEX, OURS, Component, index_text
from build_scripts.contents.model import BUNDLED_MODEL
from build_scripts.manifest import bill_of_materials, manifest, packages
from build_scripts.platforms import packages_folder
from digitrec.resources import model_path
from digitrec.version import __version__

COMMIT = Commit("ac57cca1b2c3")
DATE = 1_800_000_000


@pytest.fixture
def contents(tmp_path):
    """A bundle's folder of contents, with a library, our model, and their list."""
    made = tmp_path / "_internal"
    (made / BUNDLED_MODEL).parent.mkdir(parents=True)
    shutil.copy(model_path(), made / BUNDLED_MODEL)
    (made / "digitrec" / "resources" / "build.json").write_text(COMMIT.stamp())
    (made / "libz.so.1").write_bytes(b"\x7fELF")
    found = [
        Component(OURS, __version__, "pkg:generic/digitrec", "MIT", (), (BUNDLED_MODEL,)),
        Component("zlib1g", "1.2", "pkg:deb/debian/zlib1g@1.2", "Zlib", (), ("libz.so.1",)),
    ]
    (made / FOLDER).mkdir()
    (made / FOLDER / INDEX).write_text(index_text(found))
    return made


def test_the_bill_names_every_part_with_its_files_hashes_and_the_model(contents):
    bill = bill_of_materials(contents, COMMIT, DATE)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["timestamp"] == "2027-01-15T08:00:00Z"
    assert bill["metadata"]["component"]["version"] == __version__
    stated = {one["name"]: one["value"] for one in bill["metadata"]["component"]["properties"]}
    assert stated["digitrec:commit"] == COMMIT.name
    zlib, model = bill["components"]
    (file,) = zlib["components"]
    assert file["name"] == "libz.so.1"
    assert file["hashes"][0]["content"] == hashlib.sha256(b"\x7fELF").hexdigest()
    sha256 = hashlib.sha256(model_path().read_bytes()).hexdigest()
    assert model["hashes"] == [{"alg": "SHA-256", "content": sha256}]
    assert bill["dependencies"][0]["dependsOn"] == [zlib["bom-ref"], model["bom-ref"]]


def test_the_same_bundle_gives_the_same_bill_and_another_one_a_new_serial_number(contents):
    once = bill_of_materials(contents, COMMIT, DATE)
    assert bill_of_materials(contents, COMMIT, DATE) == once
    (contents / "libz.so.1").write_bytes(b"\x7fELF 2")
    assert bill_of_materials(contents, COMMIT, DATE)["serialNumber"] != once["serialNumber"]


def test_a_file_without_a_component_and_a_missing_one_are_refused(contents):
    (contents / "stray.so").touch()
    with pytest.raises(BuildError, match=r"in no component: \['stray\.so'\]"):
        bill_of_materials(contents, COMMIT, DATE)
    (contents / "stray.so").unlink()
    (contents / "libz.so.1").unlink()
    with pytest.raises(BuildError, match=r"missing: \['libz\.so\.1'\]"):
        bill_of_materials(contents, COMMIT, DATE)


def test_the_checksums_are_those_of_this_versions_packages(contents, tmp_path):
    dist = tmp_path / "dist"
    handed_out = packages_folder(dist)
    handed_out.mkdir(parents=True)
    with pytest.raises(BuildError, match=r"build\.py package"):
        manifest(dist, contents, COMMIT, DATE)
    assert not list(handed_out.iterdir())
    for name in (f"digitrec-{__version__}-linux-x86_64.tar.xz", f"digitrec_{__version__}_a.deb",
                 f"digitrec-{__version__}-x.tar.xz.part", "digitrec-0.0.1-x.zip"):  # fmt: skip
        (handed_out / name).write_text(name)
    bill, sums = manifest(dist, contents, COMMIT, DATE)
    assert json.loads(bill.read_text("utf-8"))["components"]
    names = [line.split("  ")[1] for line in sums.read_text().splitlines()]
    assert names == [path.name for path in packages(dist)]
    assert len(names) == 3
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--strict", sums.name], cwd=handed_out, check=True)
