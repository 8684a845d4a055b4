import ctypes
from types import SimpleNamespace

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from digitrec import resources
from digitrec.storage.settings import Settings, load_settings
from digitrec.text import words
from digitrec.text.language import choose_language, first_of, language_names
from tests.ui.tongue import speaking


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "nl_NL.UTF-8"}, "en"),
        ({"LANG": "../de"}, "en"),
        ({"LANG": "pt_BR.UTF-8"}, "pt"),
        ({"LANG": "zh_CN.GB18030"}, "zh"),
        ({"LANGUAGE": "nl:de_DE:en", "LANG": "en_GB.UTF-8"}, "de"),
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
    ("name", "language"),
    [("de-DE", "de"), ("de-AT", "de"), ("en-US", "en"), ("fr-FR", "fr"), ("nl-NL", "en")],
)
def test_on_windows_it_is_the_language_of_its_own_windows(monkeypatch, name, language):
    def locale_name(identifier, room, size, flags):
        assert (identifier, size, flags) == (1234, len(room), 0)
        room.value = name

    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: 1234, LCIDToLocaleName=locale_name)
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
    [
        (["de-DE", "en-GB"], "de"),
        (["nl-NL", "de-CH"], "de"),
        (["zh-Hans-CN"], "zh"),
        (["en-US", "de"], "en"),
        ([], "en"),
    ],
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
    assert first_of(["nl", "de-CH", "en"]) == "de"
    assert first_of([]) == "en"


def test_a_language_is_there_as_soon_as_its_catalogue_is(tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "FOLDER", str(tmp_path))
    assert not resources.has_language("eo")
    made = Catalog(locale="eo")
    made.add("English", "Esperanto")
    made.add("Undo", "Malfari")
    made.add(
        ("After {count} day", "After {count} days"), ("Post {count} tago", "Post {count} tagoj")
    )
    for code in ("eo", "eo_ZZ"):
        path = tmp_path / "locale" / code / "LC_MESSAGES" / "digitrec.mo"
        path.parent.mkdir(parents=True)
        with path.open("wb") as stream:
            write_mo(stream, made)
    assert resources.languages() == ["en", "eo", "eo_ZZ"]
    assert choose_language("system", {"LANG": "eo"}, "linux") == "eo"
    assert choose_language("system", {"LANG": "eo_ZZ.UTF-8"}, "linux") == "eo_ZZ"
    assert choose_language("system", {"LANG": "eo_XX.UTF-8"}, "linux") == "eo"
    assert choose_language("eo", {}, "linux") == "eo"
    assert language_names() == {"en": "English", "eo": "Esperanto", "eo_ZZ": "Esperanto"}
    with speaking("eo"):
        assert words.UNDO == "Malfari"
        assert words.DAYS.format(2) == "Post 2 tagoj"
    settings = tmp_path / "settings.toml"
    settings.write_text('language = "eo"')
    assert load_settings(settings) == (Settings(language="eo"), None)


def test_each_language_is_listed_under_its_own_name():
    assert language_names() == {
        "de": "Deutsch", "en": "English", "es": "Español", "fr": "Français", "it": "Italiano",
        "ja": "日本語", "pl": "Polski", "pt": "Português", "ru": "Русский", "tr": "Türkçe",
        "zh": "简体中文",
    }  # fmt: skip
    with speaking("ja"):
        assert language_names()["ja"] == "日本語"
        assert language_names()["en"] == "English"
