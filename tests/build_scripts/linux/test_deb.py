import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from build_scripts.console import BuildError
from build_scripts.contents.components import FOLDER, INDEX, OURS, Component, index_text
from build_scripts.linux import deb, elf
from digitrec.cli.parser import make_parser
from digitrec.ui.files.exchange import SUFFIXES
from digitrec.version import __version__

ROOT = Path(__file__).resolve().parents[3]
DATE = 1_800_000_000
MEDIA_TYPES = {
    "image/png": {".png"},
    "image/jpeg": {".jpg", ".jpeg"},
    "image/bmp": {".bmp"},
    "image/gif": {".gif"},
    "image/webp": {".webp"},
    "image/tiff": {".tif", ".tiff"},
    "image/heic": {".heic"},
    "image/heif": {".heif"},
    "application/pdf": {".pdf"},
}
"""As freedesktop.org's shared-mime-info has them."""
TOOLS = ("dpkg-deb", "objdump")
pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason="dpkg-deb and objdump make it (Debian: binutils)"
)


@pytest.fixture
def program(tmp_path):
    """A bundle with a library of the desktop and one of its own, and a program that runs."""
    folder = tmp_path / "dist" / "digitrec"
    contents = folder / "_internal"
    for name in ("a", "font", "libX11"):
        (contents / FOLDER / name).mkdir(parents=True)
        (contents / FOLDER / name / "copyright").write_text(f"of {name}")
    shutil.copy("/bin/true", folder / "digitrec")
    (contents / "a.so").write_text("a library")
    (contents / "desktop").mkdir()
    (contents / "desktop" / "05-libX11.so.6").write_text("the desktop's")
    found = [
        Component(OURS, __version__, "pkg:generic/digitrec", "MIT", (), ()),
        Component("a", "1", "pkg:pypi/a@1", "Zlib", (), ("a.so",)),
        Component("font", "1", "pkg:generic/font", "OFL", (), ()),  # without a file of its own
        Component("libX11", "1", "pkg:deb/x", "X11", (), ("desktop/05-libX11.so.6",)),
    ]
    (contents / FOLDER / INDEX).write_text(index_text(found))
    return folder


def made(program, tmp_path, name="a.deb"):
    deb.make_deb(program, tmp_path / name, ROOT, DATE, tmp_path / "work")
    return tmp_path / name


def said(*words):
    return subprocess.run(["dpkg-deb", *words], capture_output=True, text=True, check=True).stdout


def unpacked(package, folder):
    said("--raw-extract", package, folder)
    return folder


def test_the_same_program_gives_the_same_bytes(program, tmp_path):
    once = made(program, tmp_path).read_bytes()
    for path in program.rglob("*"):
        path.touch()
        path.chmod(0o777)
    mask = os.umask(0o077)
    try:
        assert made(program, tmp_path, "b.deb").read_bytes() == once
    finally:
        os.umask(mask)


def test_the_control_file_has_name_version_and_dependencies(program, tmp_path):
    package = made(program, tmp_path)
    field = {name: said("--field", package, name).strip() for name in ("Version", "Depends")}
    assert field["Version"] == __version__
    assert field["Depends"].startswith("libc6 (>= 2.")
    assert said("--field", package, "Package").strip() == "digitrec"


def test_debians_desktop_libraries_replace_ours(program, tmp_path):
    inner = unpacked(made(program, tmp_path), tmp_path / "raw") / deb.HOME / "_internal"
    assert (inner / "a.so").is_file()
    assert not (inner / "desktop").exists()
    assert sorted(path.name for path in (inner / FOLDER).iterdir() if path.is_dir()) == [
        "a",
        "font",
    ]
    assert "libX11" not in (inner / FOLDER / INDEX).read_text("utf-8")
    assert "pkg:generic/font" in (inner / FOLDER / INDEX).read_text("utf-8")
    assert (program / "_internal" / "desktop").is_dir()


def test_menu_entry_man_page_icons_and_licences_are_in_it(program, tmp_path):
    raw = unpacked(made(program, tmp_path), tmp_path / "raw")
    share = raw / "usr" / "share"
    assert (raw / "usr" / "bin" / "digitrec").resolve() == (raw / deb.HOME / "digitrec").resolve()
    entry = (share / "applications" / "org.digitrec.Digitrec.desktop").read_text("utf-8")
    assert "Exec=digitrec %F\n" in entry
    about = ElementTree.parse(share / "metainfo" / "org.digitrec.Digitrec.metainfo.xml")  # noqa: S314
    release = about.find("releases/release")
    assert release.attrib == {"version": __version__, "date": "2027-01-15"}
    manual = gzip.decompress((share / "man" / "man1" / "digitrec.1.gz").read_bytes()).decode()
    assert f"Digitrec {__version__}" in manual
    assert not re.search("@[A-Z]+@", manual)
    for size, name in deb.ICONS.items():
        icon = f"digitrec{Path(name).suffix}"
        assert (share / "icons" / "hicolor" / size / "apps" / icon).stat().st_size > 500
    terms = (share / "doc" / "digitrec" / "copyright").read_text("utf-8")
    assert terms.startswith("Format: https://www.debian.org/doc/packaging-manuals/copyright-format")
    assert "Files: usr/lib/digitrec/_internal/a.so" in terms
    assert "libX11" not in terms


def test_file_managers_offer_the_program_for_every_kind_of_picture_that_it_reads():
    folder = ROOT / "installer" / "linux"
    entry = (folder / "org.digitrec.Digitrec.desktop").read_text("utf-8")
    (kinds,) = re.findall(r"^MimeType=(.*);$", entry, re.MULTILINE)
    endings = set().union(*(MEDIA_TYPES[kind] for kind in kinds.split(";")))
    assert endings == set(SUFFIXES) - {".avif"}  # which the bundle has no decoder for
    about = ElementTree.parse(folder / "org.digitrec.Digitrec.metainfo.xml")  # noqa: S314
    named = [kind.text for kind in about.findall("provides/mediatype")]
    assert named == kinds.split(";")


def test_its_checksums_match_its_files(program, tmp_path):
    raw = unpacked(made(program, tmp_path), tmp_path / "raw")
    sums = raw / "DEBIAN" / "md5sums"
    subprocess.run(["md5sum", "--check", "--strict", "--quiet", sums], cwd=raw, check=True)
    assert f"{deb.HOME.as_posix()}/digitrec" in sums.read_text()


def test_the_man_page_names_every_command_and_option():
    manual = (ROOT / "installer" / "linux" / "digitrec.1").read_text("utf-8").replace("\\", "")
    for word in words_of(make_parser()):
        assert word in manual, word


def words_of(parser):
    """Commands and long options, of the commands' own as well."""
    for action in parser._actions:
        yield from (word for word in action.option_strings if word.startswith("--"))
        if isinstance(action.choices, dict):
            for name, inner in action.choices.items():
                yield name
                yield from words_of(inner)


def test_a_library_without_a_package_is_named(program, tmp_path, monkeypatch):
    monkeypatch.setattr(elf, "missing_libraries", lambda *_: {"libnone.so.1"})
    with pytest.raises(BuildError, match=r"no package on this machine has libnone\.so\.1"):
        made(program, tmp_path)


def test_if_dpkg_deb_fails_the_reason_is_shown(program, tmp_path):
    with pytest.raises(BuildError, match=r"dpkg-deb failed: .*no folder"):
        made(program, tmp_path, "no folder/a.deb")


def test_without_dpkg_deb_there_is_a_reason(monkeypatch):
    assert deb.why_unavailable() is None
    monkeypatch.setenv("PATH", "")
    assert "dpkg-deb, which makes it, is missing" in deb.why_unavailable()
