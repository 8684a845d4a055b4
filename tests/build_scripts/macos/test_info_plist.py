"""What macOS is told: Info.plist and the entitlements, as property lists."""

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
}
"""Apple's names of the kinds, and their usual endings."""


def told(number="0.1.0"):
    """What is written and read again, as macOS does."""
    return plistlib.loads(plistlib.dumps(info_plist(number)))


@pytest.mark.parametrize(("number", "numbers"), [("0.1.0", "0.1.0"), ("1.2.3rc1", "1.2.3")])
def test_the_version_is_the_one_version_in_three_numbers(number, numbers):
    assert told(number)["CFBundleShortVersionString"] == numbers
    assert told(number)["CFBundleVersion"] == numbers


def test_the_finder_offers_the_program_for_the_pictures_that_it_opens_and_takes_none_over():
    types = told()["CFBundleDocumentTypes"]
    named = [kind for one in types for kind in one["LSItemContentTypes"]]
    assert set().union(*(KINDS[kind] for kind in named)) == set(SUFFIXES)
    assert {(one["CFBundleTypeRole"], one["LSHandlerRank"]) for one in types} == {
        ("Viewer", "Alternate")
    }


def test_macos_speaks_the_languages_of_the_program():
    translated = {path.name for path in resource("locale").iterdir() if path.is_dir()}
    assert set(told()["CFBundleLocalizations"]) == {"en", *translated}


def test_the_hardened_runtime_allows_one_thing():
    with signing.ENTITLEMENTS.open("rb") as stream:
        rights = plistlib.load(stream)
    assert rights == {"com.apple.security.cs.allow-unsigned-executable-memory": True}
