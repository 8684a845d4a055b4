"""What macOS reads: Info.plist and the entitlements, as property lists."""

import plistlib

import pytest

from build_scripts.macos import signing
from build_scripts.macos.info_plist import info_plist
from digitrec.resources import resource
from digitrec.ui.files.exchange import SUFFIXES

KINDS = {
    "public.png": {".png"},
    "public.jpeg": {".jpg", ".jpeg"},
    "com.microsoft.bmp": {".bmp"},
    "com.compuserve.gif": {".gif"},
    "org.webmproject.webp": {".webp"},
    "public.tiff": {".tif", ".tiff"},
    "public.heic": {".heic", ".heif"},
    "com.adobe.pdf": {".pdf"},
}
"""Apple's type identifiers, and their usual file name endings."""


def plist(number="0.1.0"):
    """The property list, written and read again as macOS does."""
    return plistlib.loads(plistlib.dumps(info_plist(number)))


@pytest.mark.parametrize(("number", "numbers"), [("0.1.0", "0.1.0"), ("1.2.3rc1", "1.2.3")])
def test_the_version_has_three_numbers(number, numbers):
    assert plist(number)["CFBundleShortVersionString"] == numbers
    assert plist(number)["CFBundleVersion"] == numbers


def test_the_finder_offers_the_program_for_its_formats_but_not_as_the_default():
    types = plist()["CFBundleDocumentTypes"]
    named = [kind for one in types for kind in one["LSItemContentTypes"]]
    read = set(SUFFIXES) - {".avif"}  # which the bundle has no decoder for
    assert set().union(*(KINDS[kind] for kind in named)) == read
    assert {(one["CFBundleTypeRole"], one["LSHandlerRank"]) for one in types} == {
        ("Viewer", "Alternate")
    }


def test_macos_knows_the_languages_of_the_program():
    translated = {path.name for path in resource("locale").iterdir() if path.is_dir()}
    assert set(plist()["CFBundleLocalizations"]) == {"en", *translated}


def test_the_hardened_runtime_permits_one_thing():
    with signing.ENTITLEMENTS.open("rb") as stream:
        rights = plistlib.load(stream)
    assert rights == {"com.apple.security.cs.allow-unsigned-executable-memory": True}
