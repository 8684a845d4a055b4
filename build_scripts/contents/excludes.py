"""Contents: what the bundle leaves out, and why. The spec leaves it out; a test looks for it.

What stays is what the program imports. The modules below are those that PyInstaller would follow
an import to, in a branch that this program never takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

CODECS = ("Bmp", "Gif", "Jpeg", "Png", "Tiff", "WebP")
"""Pillow's readers that go in: the formats that `digitrec.recognition.picture.decoding` opens."""

MODULES: Mapping[str, str] = {
    # The network is run, not trained.
    "tensorflow": "training only; 1.1 GB on disk",
    "keras": "training only",
    "h5py": "the weights are hashed, never read",
    "training": "ours, for the developer",
    "build_scripts": "ours, for the developer",
    "tests": "ours, for the developer",
    # LiteRT: the interpreter and the graph's CPU kernels, nothing that makes or converts graphs.
    "ai_edge_litert.aot": "compiles ahead of time for other chips",
    "ai_edge_litert.tools": "converts models",
    "ai_edge_litert.schema_py_generated": "writes graphs",
    "ai_edge_litert.compiled_model": "a second way to run a graph, on accelerators",
    "ai_edge_litert_sdk_intel": "drivers of one maker's accelerator",
    "openvino": "drivers of one maker's accelerator",
    "flatbuffers": "writes graphs",
    "google": "protocol buffers, to read converters' descriptions",
    "ml_dtypes": "number formats of accelerators",
    "tqdm": "a progress bar of LiteRT's tools",
    # NumPy: arrays; linalg stays because numpy itself imports it.
    "numpy.distutils": "builds extensions",
    "numpy.f2py": "wraps Fortran",
    "numpy.fft": "never called",
    "numpy.polynomial": "never called",
    "numpy.random": "never called; the program is deterministic",
    "numpy.testing": "for tests",
    "numpy._core.tests": "for tests",
    "numpy._core._multiarray_tests": "for tests",
    "numpy.lib.tests": "for tests",
    "numpy.linalg.tests": "for tests",
    "numpy._pyinstaller": "for freezing",
    # Pillow: six codecs (see CODECS), no text, no colour profiles, no bridge to a toolkit.
    "PIL.AvifImagePlugin": "a format that the program does not read",
    "PIL._avif": "a format that the program does not read; 4.9 MB with its library",
    "PIL.ImageCms": "colour profiles; digits are read in grey",
    "PIL._imagingcms": "colour profiles; digits are read in grey",
    "PIL.ImageFont": "draws text",
    "PIL._imagingft": "draws text; 3 MB with FreeType and HarfBuzz",
    "PIL.ImageMath": "never called",
    "PIL._imagingmath": "never called",
    "PIL.ImageMorph": "never called",
    "PIL._imagingmorph": "never called",
    "PIL.ImageQt": "for another toolkit",
    "PIL.ImageShow": "starts other programs to show pictures",
    # Python: what opens connections, checks, documents, builds or prompts.
    "ssl": "the program opens no connection",
    "_ssl": "the program opens no connection",
    "_hashlib": "OpenSSL's hashes, 4.6 MB; Python has its own SHA-256",
    "ftplib": "the program opens no connection",
    "http": "the program opens no connection",
    "urllib.request": "the program opens no connection; NumPy would, for data with an address",
    "smtplib": "the program opens no connection",
    "asyncio": "threads do",
    "concurrent": "threads do",
    "multiprocessing": "threads do",
    "bz2": "zip members are deflated",
    "_bz2": "zip members are deflated",
    "lzma": "zip members are deflated",
    "_lzma": "zip members are deflated",
    "curses": "for terminals",
    "_curses": "for terminals",
    "readline": "for terminals",
    "doctest": "for tests",
    "unittest": "for tests",
    "_testcapi": "for tests",
    "_testinternalcapi": "for tests",
    "test": "for tests",
    "pdb": "for developers",
    "pydoc": "for developers",
    "pydoc_data": "for developers",
    "code": "for developers",
    "IPython": "for developers",
    "matplotlib": "for developers",
    "pytest": "for developers",
    "distutils": "builds",
    "ensurepip": "builds",
    "lib2to3": "builds",
    "pip": "builds",
    "pkg_resources": "builds",
    "setuptools": "builds",
    "wheel": "builds",
    "defusedxml": "reads metadata of pictures, which the program ignores",
    "olefile": "reads formats that the program does not",
    "xml": "reads metadata of pictures, which the program ignores",
    "xmlrpc": "the program opens no connection",
    "turtle": "a toy over tkinter",
    "_pydecimal": "stands in where the compiled decimal is missing",
    "_aix_support": "for another system",
    "_bootsubprocess": "builds",
    "py_compile": "builds",
    "typing_extensions": "for type checkers; NumPy asks for it in a branch for older Pythons",
    "idlelib": "an editor",
}
"""Module or package → why it is left out."""

FILES: Mapping[str, str] = {
    "*/tests/*": "for tests",
    "*.pyi": "for type checkers",
    "*.dist-info/*": "says of packages what only installers ask",
    "ai_edge_litert/*LiteRtWebGpuAccelerator*": "runs graphs on a graphics card; 19 MB",
    "ai_edge_litert/*LiteRt.*": "the accelerators' runtime; the interpreter has its own; 8 MB",
    "ai_edge_litert/vendors/*": "plugins for makers' accelerators; 4.5 MB",
    "ai_edge_litert/tools/*": "converts models; 8 MB",
    "ai_edge_litert/*_converter*": "converts models",
    "ai_edge_litert/*calibration*": "quantises models",
    "ai_edge_litert/*genai_ops*": "operators of language models",
    "tkinterdnd2/tkdnd/osx-x64*": "for Intel Macs, where LiteRT does not run",
    "tkinterdnd2/*.lib": "for the build of other programs",
    "digitrec/resources/icons/*.icns": "for the build",
    "digitrec/resources/icons/*.svg": "for the build",
    "digitrec/resources/locale/*.po": "what the catalogues are compiled from",
    "digitrec/resources/locale/*.pot": "what the catalogues are compiled from",
    "_tcl_data/tzdata/*": "clocks of other places; no Tcl code here asks",
    "_tcl_data/msgs/*": "names of months and days in other languages",
    "_tcl_data/opt0.4/*": "a package of Tcl that nothing here asks for",
    "_tcl_data/http1.0/*": "the program opens no connection",
    "_tcl_data/tcl8/*": "packages of Tcl that nothing here asks for, where Debian has them",
    "_tcl_data/tclAppInit.c": "for those who write another shell for Tcl",
    "_tk_data/tkAppInit.c": "for those who write another shell for Tk",
    "*/py.typed": "for type checkers",
    "tcl8/*": "packages of Tcl that nothing here asks for, and msgcat: see ui.widgets.dialogs",
    "_tk_data/demos/*": "demonstrations",
    "_tk_data/images/*": "Tcl's own logos",
    "_tk_data/msgs/[!d]*": "Tk's dialogs in languages that the window does not speak",
    "_tk_data/msgs/d[!e]*": "Tk's dialogs in languages that the window does not speak",
}
"""Pattern of a path in the bundle → why it is left out."""


def is_excluded(path: str) -> bool:
    """Whether `FILES` leaves out this file.

    Args:
        path: in the bundle, from its folder of contents on; either kind of slash.
    """
    path = path.replace("\\", "/")
    return any(fnmatchcase(path, pattern) for pattern in FILES)


def forbidden_modules(names: Iterable[str]) -> list[str]:
    """Those of the given module names that `MODULES` leaves out, sorted."""
    return sorted(name for name in names if _ancestors(name) & MODULES.keys())


def forbidden_files(paths: Iterable[str]) -> list[str]:
    """Those of the given paths, from the folder of contents on, that must not be there, sorted.

    Compiled modules lie as files, so they are looked up by their module names as well.
    """
    return sorted(
        path for path in paths if is_excluded(path) or forbidden_modules([_module_of(path)])
    )


def _module_of(path: str) -> str:
    """`numpy/random/_pcg64.cpython-311-x86_64-linux-gnu.so` is module `numpy.random._pcg64`."""
    folder, _, name = path.replace("\\", "/").rpartition("/")
    folder = "" if folder.endswith("lib-dynload") else folder
    return ".".join([*filter(None, folder.split("/")), name.split(".")[0]])


def _ancestors(name: str) -> set[str]:
    parts = name.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
