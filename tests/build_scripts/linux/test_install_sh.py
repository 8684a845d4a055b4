"""install.sh: adds the program to a user's menu, and removes it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts.package import linux_extras

ROOT = Path(__file__).resolve().parents[3]
ICONS = ROOT / "app" / "digitrec" / "resources" / "icons"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="menus of freedesktop.org")


@pytest.fixture
def place(tmp_path):
    """The unpacked archive, in a folder whose name has every character that must be quoted."""
    folder = tmp_path / 'a "b" $c `d` \\e 50% ö'
    for name, path in linux_extras(ROOT).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / name)
    shutil.copytree(ICONS, folder / "_internal" / "digitrec" / "resources" / "icons")
    (folder / "digitrec").write_text("#!/bin/sh\n")
    return folder


def install(place, home, *words, **more):
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), **more}
    return subprocess.run(
        ["sh", place / "install.sh", *words], env=environment, capture_output=True, text=True
    )


def command_of(entry):
    """The program of a desktop entry, as the Desktop Entry Specification undoes its quoting."""
    (value,) = re.findall(r"^Exec=(.*)$", entry.read_text("utf-8"), re.MULTILINE)
    string = re.sub(r"\\\\(.)", lambda match: match[1], value.replace("\\\\", "\0"))
    string = string.replace("\0", "\\").removesuffix(" %F")  # the pictures that it opens
    assert string[0] == string[-1] == '"'
    return re.sub(r'\\(["`$\\])', r"\1", string[1:-1]).replace("%%", "%")


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_it_is_added_to_the_menu_from_any_folder_and_removed_without_a_trace(place, tmp_path):
    home = tmp_path / "home"
    (home / ".local" / "share" / "icons").mkdir(parents=True)
    (home / ".local" / "share" / "icons" / "mine.png").touch()
    before = files(home)
    done = install(place, home)
    assert done.returncode == 0, done.stderr
    share = home / ".local" / "share"
    entry = share / "applications" / "org.digitrec.Digitrec.desktop"
    assert command_of(entry) == str(place / "digitrec")
    for size, name in (("64x64", "digitrec-64.png"), ("256x256", "digitrec.png")):
        icon = share / "icons" / "hicolor" / size / "apps" / "digitrec.png"
        assert icon.read_bytes() == (ICONS / name).read_bytes()
    assert install(place, home).returncode == 0
    assert install(place, home, "--uninstall").returncode == 0
    assert files(home) == before
    assert install(place, home, "--uninstall").returncode == 0


def test_it_follows_xdg_data_home(place, tmp_path):
    share = tmp_path / "elsewhere"
    assert install(place, tmp_path / "home", XDG_DATA_HOME=str(share)).returncode == 0
    assert (share / "applications" / "org.digitrec.Digitrec.desktop").is_file()
    assert not (tmp_path / "home").exists()


def test_resources_of_an_older_version_in_the_same_folder_are_removed(place, tmp_path):
    old = place / "_internal" / "app" / "resources" / "icons" / "digitrec.png"
    old.parent.mkdir(parents=True)
    old.touch()
    assert install(place, tmp_path / "home").returncode == 0
    assert sorted(path.name for path in (place / "_internal").iterdir()) == ["digitrec"]


def test_another_argument_is_refused_and_nothing_happens(place, tmp_path):
    done = install(place, tmp_path / "home", "--help")
    assert done.returncode == 2
    assert done.stderr == "usage: install.sh [--uninstall]\n"
    assert not (tmp_path / "home").exists()


def test_without_a_home_it_says_so(place, tmp_path):
    done = subprocess.run(
        ["sh", place / "install.sh"], env={"PATH": os.environ["PATH"]}, capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode != 0
    assert "HOME: is not set" in done.stderr
