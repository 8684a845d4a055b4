"""The choice of the window's language: as set by the person, else the system's."""

from __future__ import annotations

import os
import sys

from digitrec.resources import has_language, languages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""In gettext's order; the first that is set decides."""

_LONGEST_NAME = 85
"""Of a locale on Windows, in characters with the end (LOCALE_NAME_MAX_LENGTH in winnls.h)."""

_MAC_LIBRARY = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
_UTF_8 = 0x08000100  # kCFStringEncodingUTF8


def choose_language(
    chosen: str, environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> str:
    """The language to use, one that there is; English if none fits.

    Args:
        chosen: the setting: a language's code, or "system".
        environ: the environment's variables.
        platform: as in `sys.platform`.
    """
    if has_language(chosen):
        return chosen
    try:
        wanted = _wanted(environ, platform)
    except (OSError, AttributeError, ValueError):  # a system without that call
        wanted = []
    return first_of(wanted)


def first_of(wanted: Iterable[str]) -> str:
    """The first language that there is, among locales such as `de_AT.UTF-8`.

    Of a locale's own parts the most are used: for `pt_BR`, a translation `pt_BR` before `pt`.
    """
    for name in wanted:
        code = name.partition(".")[0].partition("@")[0].replace("-", "_")
        first, *others = code.split("_")
        parts = [first.lower(), *others]
        for count in range(len(parts), 0, -1):
            language = "_".join(parts[:count])
            if has_language(language):
                return language
    return "en"


def language_names() -> dict[str, str]:
    """Each language's code and its own name for itself, which is in its catalogue."""
    from digitrec.text import catalogue, words

    names = {
        code: "English" if code == "en" else catalogue.translated("English", code)
        for code in languages()
        if code != catalogue.language
    }
    names[catalogue.language] = words.LANGUAGE_NAME
    known = {code: name for code, name in names.items() if name}  # without broken catalogues
    return dict(sorted(known.items(), key=lambda one: one[1].casefold()))


def _wanted(environ: Mapping[str, str], platform: str) -> list[str]:
    if platform == "win32":
        return _of_windows()
    named = next(filter(None, map(environ.get, _VARIABLES)), "")
    if platform == "darwin" and not named:  # started from the Finder, which sets none of them
        return _of_mac()
    return named.split(":")


def _of_windows() -> list[str]:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    name = ctypes.create_unicode_buffer(_LONGEST_NAME)
    kernel.LCIDToLocaleName(kernel.GetUserDefaultUILanguage(), name, _LONGEST_NAME, 0)
    return [name.value]


def _of_mac() -> list[str]:
    """The person's languages, the preferred one first (Apple: "CFLocaleCopyPreferredLanguages")."""
    import ctypes

    library = ctypes.CDLL(_MAC_LIBRARY)
    library.CFLocaleCopyPreferredLanguages.restype = ctypes.c_void_p
    library.CFArrayGetCount.argtypes = [ctypes.c_void_p]
    library.CFArrayGetCount.restype = ctypes.c_long
    library.CFArrayGetValueAtIndex.argtypes = [ctypes.c_void_p, ctypes.c_long]
    library.CFArrayGetValueAtIndex.restype = ctypes.c_void_p
    library.CFStringGetCString.argtypes = [
        ctypes.c_void_p, ctypes.c_char_p, ctypes.c_long, ctypes.c_uint32,
    ]  # fmt: skip
    library.CFStringGetCString.restype = ctypes.c_bool
    library.CFRelease.argtypes = [ctypes.c_void_p]
    array = library.CFLocaleCopyPreferredLanguages()
    if not array:
        return []
    found = []
    room = ctypes.create_string_buffer(100)
    for at in range(library.CFArrayGetCount(array)):
        name = library.CFArrayGetValueAtIndex(array, at)
        if library.CFStringGetCString(name, room, len(room), _UTF_8):
            found.append(room.value.decode())
    library.CFRelease(array)
    return found
