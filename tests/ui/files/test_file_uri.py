import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.ui.files.file_uri import path_of

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("file:///home/me/a%20b.png", "/home/me/a b.png"),
        ("file:///home/me/a b.png", "/home/me/a b.png"),
        ("FILE:///home/me/%C3%BCber.png", "/home/me/über.png"),
        ("file:///home/me/über.png", "/home/me/über.png"),
        ("file:///srv/%FF.png", "/srv/\udcff.png"),
        ("file://localhost/srv/a.png", "/srv/a.png"),
        ("file:/srv/a.png", "/srv/a.png"),
        ("file:///srv/a#1?.png", "/srv/a#1?.png"),
        ("file:///srv/100%25.png", "/srv/100%.png"),
        ("file://elsewhere/srv/a.png", None),
        ("file:a.png", None),
        ("file:", None),
        ("https://localhost/a.png", None),
        ("/srv/a.png", None),
        ("", None),
    ],
)
def test_an_address_on_linux_and_macos(address, path):
    assert path_of(address, windows=False) == path


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("file:///C:/Users/Me/a%20b.png", r"C:\Users\Me\a b.png"),
        ("file:///c|/a.png", r"c:\a.png"),
        ("file:C:/a.png", r"C:\a.png"),
        ("file://C:/a.png", r"C:\a.png"),
        ("file://localhost/C:/%C3%BC.png", r"C:\ü.png"),
        ("file://server/share/a%20b.png", r"\\server\share\a b.png"),
        ("file:////server/share/a.png", r"\\server\share\a.png"),
        ("file://///server/share/a.png", r"\\server\share\a.png"),
        ("file:///a.png", r"\a.png"),
        ("mailto:me", None),
        (r"C:\a.png", None),
    ],
)
def test_an_address_on_windows_has_drives_and_machines(address, path):
    assert path_of(address, windows=True) == path


names = st.text(
    st.characters(codec="utf-8", exclude_characters='/\\:|<>"?*', exclude_categories=("Cc",)),
    min_size=1,
)


@given(names)
def test_every_path_comes_back_from_its_own_address(name):
    there = PurePosixPath("/home") / name
    assert path_of(there.as_uri(), windows=False) == str(there)
    for start in ("C:/", "//server/share/"):
        place = PureWindowsPath(start) / name
        assert path_of(place.as_uri(), windows=True) == str(place)


def test_finding_a_file_imports_nothing_that_speaks_to_a_network():
    code = (
        "import sys; from digitrec.ui.files.clipboard import path_in; path_in('file:///nowhere')\n"
        "print(sorted({'http', 'email', 'urllib.request', 'socket', 'ssl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
