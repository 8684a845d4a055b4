import hashlib

import pytest

from build_scripts.console import BuildError
from build_scripts.upkeep import release
from digitrec.version import __version__

NAMES = [
    f"digitrec-{__version__}-linux-x86_64.tar.xz",
    f"digitrec-{__version__}-macos-arm64.dmg",
    f"digitrec-{__version__}-windows-x86_64.zip",
]


@pytest.fixture
def folder(tmp_path):
    packages = tmp_path / "packages"
    packages.mkdir()
    for name in NAMES:
        (packages / name).write_text(name)
    return packages


def test_sums_are_written_as_sha256sum_reads_them(folder, tmp_path, capsys):
    arguments = [f"v{__version__}", str(folder), "--notes", str(tmp_path / "notes.md")]
    assert release.main(arguments) == 0
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    assert lines == [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}" for name in NAMES]
    assert "train, seal, draw" in (tmp_path / "notes.md").read_text("utf-8")
    assert release.main(arguments) == 0  # the sums are not summed


def test_another_tag_is_refused(folder, tmp_path, capsys):
    assert release.main(["v9.9", str(folder), "--notes", str(tmp_path / "n")]) == 1
    assert f"the tag is v9.9, but the version is {__version__}" in capsys.readouterr().err


def test_a_package_of_another_version_is_refused(folder):
    (folder / "digitrec-0.0.1-linux-x86_64.tar.xz").write_text("old")
    with pytest.raises(BuildError, match=r"0\.0\.1.*does not have version"):
        release.sums(folder)


def test_a_missing_system_is_named(folder):
    (folder / NAMES[1]).unlink()
    with pytest.raises(BuildError, match="no package for macos"):
        release.sums(folder)


def test_the_notes_are_the_changelogs_section_about_this_version():
    changes = "# Changelog\n\n## 0.2.0\n\n- new\n\n## 0.1.0 (unreleased)\n\n- old\n"
    assert release.notes(changes, "0.2.0") == "- new\n"
    assert release.notes(changes, "0.1.0") == "- old\n"
    with pytest.raises(BuildError, match="says nothing about version 0"):
        release.notes(changes, "0.1")
