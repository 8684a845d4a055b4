"""The choice of the window's language: as set by the person, else the system's."""

from __future__ import annotations

import os
import sys

from digitrec.constants import LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""In gettext's order; the first that is set decides."""

_WINDOWS = {0x07: "de", 0x09: "en"}
"""Primary languages, the low ten bits of a LANGID (Windows' header winnt.h)."""

_MAC_LIBRARY = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
_UTF_8 = 0x08000100  # kCFStringEncodingUTF8


def choose_language(
    chosen: str, environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> str:
    """The language to use, one of `LANGUAGES`.

    Args:
        chosen: the setting: one of them, or "system".
        environ: the environment's variables.
        platform: as in `sys.platform`.
    """
    if chosen in LANGUAGES:
        return chosen
    try:
        wanted = _wanted(environ, platform)
    except (OSError, AttributeError, ValueError):  # a system without that call
        wanted = []
    return first_of(wanted)


def first_of(wanted: Iterable[str]) -> str:
    """The first language that has a translation, among locales such as `de_AT.UTF-8`."""
    for name in wanted:
        language = name.replace("-", "_").partition("_")[0].partition(".")[0].lower()
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


def _wanted(environ: Mapping[str, str], platform: str) -> list[str]:
    if platform == "win32":
        return _of_windows()
    named = next(filter(None, map(environ.get, _VARIABLES)), "")
    if platform == "darwin" and not named:  # started from the Finder, which sets none of them
        return _of_mac()
    return named.split(":")


def _of_windows() -> list[str]:
    import ctypes

    identifier: int = ctypes.windll.kernel32.GetUserDefaultUILanguage()  # type: ignore[attr-defined,unused-ignore]
    return [_WINDOWS.get(identifier & 0x3FF, "")]


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
