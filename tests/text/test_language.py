import ctypes
from types import SimpleNamespace

import pytest

from digitrec.text.language import choose_language, first_of


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANGUAGE": "fr:de_DE:en", "LANG": "en_GB.UTF-8"}, "de"),
        ({"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "de_DE@euro", "LANG": "en_US"}, "de"),
        ({"LC_ALL": "en_GB", "LC_MESSAGES": "de_DE"}, "en"),
        ({"LANG": "den_XX"}, "en"),
    ],
    ids=str,
)
def test_on_linux_the_first_variable_that_is_set_says(environ, language):
    assert choose_language("system", environ, "linux") == language


def test_what_was_chosen_holds_whatever_the_system_says():
    assert choose_language("en", {"LANG": "de_DE"}, "linux") == "en"
    assert choose_language("de", {"LANG": "en_GB"}, "linux") == "de"
    assert choose_language("nonsense", {"LANG": "de_DE"}, "linux") == "de"


@pytest.mark.parametrize(
    ("identifier", "language"),
    [(0x0407, "de"), (0x0C07, "de"), (0x0409, "en"), (0x040C, "en")],
    ids=["Germany", "Austria", "United States", "France"],
)
def test_on_windows_it_is_the_language_of_its_own_windows(monkeypatch, identifier, language):
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: identifier)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert choose_language("system", {"LANG": "fr_FR"}, "win32") == language


class _Function:
    """A function of a library, to which types can be given."""

    def __init__(self, call):
        self.call = call

    def __call__(self, *words):
        return self.call(*words)


def mac(names):
    """A CoreFoundation that prefers these languages."""

    def get(string, room, size, encoding):
        room.value = names[string].encode()
        return True

    return SimpleNamespace(
        CFLocaleCopyPreferredLanguages=_Function(lambda: 1 if names else None),
        CFArrayGetCount=_Function(lambda array: len(names)),
        CFArrayGetValueAtIndex=_Function(lambda array, at: at),
        CFStringGetCString=_Function(get),
        CFRelease=_Function(lambda array: None),
    )


@pytest.mark.parametrize(
    ("names", "language"),
    [(["de-DE", "en-GB"], "de"), (["fr-FR", "de-CH"], "de"), (["en-US", "de"], "en"), ([], "en")],
    ids=str,
)
def test_on_a_mac_it_is_the_first_of_the_preferred_languages(monkeypatch, names, language):
    monkeypatch.setattr(ctypes, "CDLL", lambda _: mac(names))
    assert choose_language("system", {}, "darwin") == language


def test_a_mac_without_the_library_speaks_english_and_a_terminal_says_its_own(monkeypatch):
    def missing(name):
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", missing)
    assert choose_language("system", {}, "darwin") == "en"
    assert choose_language("system", {"LANG": "de_DE.UTF-8"}, "darwin") == "de"


def test_the_first_language_that_there_is_is_taken():
    assert first_of(["pt", "de-CH", "en"]) == "de"
    assert first_of([]) == "en"
