"""Info.plist: what macOS knows about Digitrec.app before it starts."""

from __future__ import annotations

from build_scripts.windows.version_resource import four_numbers
from digitrec.resources import resource

PICTURES = {
    "public.png": "PNG",
    "public.jpeg": "JPEG",
    "com.microsoft.bmp": "BMP",
    "com.compuserve.gif": "GIF",
    "org.webmproject.webp": "WebP",
    "public.tiff": "TIFF",
    "public.heic": "HEIC",
    "com.adobe.pdf": "PDF",
}
"""Documents that can be opened, by their type in macOS: those of `ui.files.exchange` that the
bundle can decode."""

OLDEST = "14.0"
"""The oldest macOS: the build takes NumPy's wheel for 14.0, pypdfium2's is for 13.0. LiteRT's wheel
says 12.0, but libraries in it 15.2, which macOS doesn't enforce; see installer/README.md."""


def languages() -> list[str]:
    """The languages of the window: English, and those that have a folder of translations."""
    translated = (path.name for path in resource("locale").iterdir() if path.is_dir())
    return ["en", *sorted(translated)]


def info_plist(version: str) -> dict[str, object]:
    """The entries that PyInstaller adds to its own Info.plist.

    Args:
        version: such as `0.1.0` or `1.2.3rc1`; macOS uses three numbers of it.
    """
    numbers = ".".join(map(str, four_numbers(version)[:3]))
    return {
        "CFBundleDevelopmentRegion": "en",
        "CFBundleDisplayName": "Digitrec",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": f"{name} picture",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",  # offered under "Open With", never the default
                "LSItemContentTypes": [kind],
            }
            for kind, name in PICTURES.items()
        ],
        "CFBundleLocalizations": languages(),  # also for the dialogs that macOS provides
        "CFBundleShortVersionString": numbers,
        "CFBundleVersion": numbers,
        "LSApplicationCategoryType": "public.app-category.education",
        "LSArchitecturePriority": ["arm64"],
        "LSMinimumSystemVersion": OLDEST,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "MIT licence",
        "NSRequiresAquaSystemAppearance": False,  # follows the system's dark mode
    }
