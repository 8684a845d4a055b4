"""What the bundle excludes, and why. The spec applies it, and a test checks the result.

The bundle keeps what the program imports. PyInstaller would also follow imports in branches that
this program never takes; those lead to the modules below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

CODECS = ("Bmp", "Gif", "Jpeg", "Png", "Tiff", "WebP")
"""Pillow's readers that stay: those of `digitrec.recognition.picture.formats`, but for AVIF's,
whose decoder takes 1.8 MB of the download."""

MODULES: Mapping[str, str] = {
    # The network is run, not trained.
    "tensorflow": "training only; 1.1 GB on disk",
    "keras": "training only",
    "h5py": "the weights are hashed, never read",
    "training": "ours, for developers",
    "build_scripts": "ours, for developers",
    "tests": "ours, for developers",
    # Clusters, tables and object stores are for those who install the package by pip.
    "digitrec.cluster": "needs Dask",
    "dask": "the extra `cluster`",
    "distributed": "the extra `cluster`",
    "fsspec": "the extra `cluster`",
    "pyarrow": "the extra `cluster`; 150 MB on disk",
    # The server needs the extra web; the bundle has a window instead.
    "digitrec.web": "the server; needs the extra web",
    "digitrec.text.page_words": "the page's words",
    "starlette": "for the server",
    "uvicorn": "for the server",
    "anyio": "for the server",
    "digitrec.recognition.numpy_runtime": "for where LiteRT has no build",
    # LiteRT: the interpreter and the CPU kernels stay; what makes or converts graphs does not.
    "ai_edge_litert.aot": "compiles ahead of time for other chips",
    "ai_edge_litert.tools": "converts models",
    "ai_edge_litert.schema_py_generated": "writes graphs",
    "ai_edge_litert.compiled_model": "a second way to run a graph, on accelerators",
    "ai_edge_litert_sdk_intel": "drivers for one vendor's accelerator",
    "openvino": "drivers for one vendor's accelerator",
    "flatbuffers": "writes graphs",
    "google": "protocol buffers, for the converters",
    "ml_dtypes": "number formats for accelerators",
    "tqdm": "a progress bar of LiteRT's tools",
    # NumPy: arrays. numpy.linalg stays because numpy itself imports it.
    "numpy.distutils": "builds extensions",
    "numpy.f2py": "wraps Fortran",
    "numpy.fft": "never called",
    "numpy.polynomial": "never called",
    "numpy.random": "never called; the program is deterministic",
    "numpy.testing": "for tests",
    "numpy._core._add_newdocs": "docstrings; see hooks/without_numpys_docs.py",
    "numpy._core._add_newdocs_scalars": "docstrings",
    "numpy._typing": "for type checkers; see hooks/without_numpys_types.py",
    "numpy._core.tests": "for tests",
    "numpy._core._multiarray_tests": "for tests",
    "numpy.lib.tests": "for tests",
    "numpy.linalg.tests": "for tests",
    "numpy._pyinstaller": "for freezing",
    # Pictures: six of Pillow's codecs (see CODECS), and decoders of HEIC and PDF; no text, colour
    # profiles or other toolkits.
    "PIL.AvifImagePlugin": "a rare format",
    "PIL._avif": "a rare format; 4.9 MB with its library, 1.8 MB packed",
    "pypdfium2_cli": "a program for the terminal",
    "PIL.ImageCms": "colour profiles; digits are read in grey",
    "PIL._imagingcms": "colour profiles; digits are read in grey",
    "PIL.ImageFont": "draws text",
    "PIL._imagingft": "draws text; 3 MB with FreeType and HarfBuzz",
    "PIL.ImageMath": "never called",
    "PIL._imagingmath": "never called",
    "PIL.ImageMorph": "never called",
    "PIL._imagingmorph": "never called",
    "PIL.ImageQt": "for another toolkit",
    "PIL.ImageShow": "starts other programs to show images",
    # Python: networking, testing, documentation, building and terminals.
    "ssl": "the program opens no connection",
    "_ssl": "the program opens no connection",
    "_hashlib": "OpenSSL's hashes, 4.6 MB; Python has its own SHA-256",
    "ftplib": "the program opens no connection",
    "http": "the program opens no connection",
    "urllib.request": "the program opens no connection; NumPy would, for data with an address",
    "smtplib": "the program opens no connection",
    "asyncio": "threads are used instead",
    "concurrent": "threads are used instead",
    "multiprocessing": "threads are used instead",
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
    "defusedxml": "reads image metadata, which the program ignores",
    "olefile": "reads formats that the program doesn't",
    "xml": "reads image metadata, which the program ignores",
    "yaml": "prints how NumPy was built, where the builder has it",
    "_yaml": "never called",
    "xmlrpc": "the program opens no connection",
    "turtle": "a toy over tkinter",
    "_pydecimal": "replaces the compiled decimal, which is there",
    "_aix_support": "for another system",
    "_bootsubprocess": "builds",
    "py_compile": "builds",
    "typing_extensions": "for type checkers; NumPy imports it on older Pythons only",
    "idlelib": "an editor",
}
"""Module or package → why it is excluded."""

FILES: Mapping[str, str] = {
    "*/tests/*": "for tests",
    "*.pyi": "for type checkers",
    "*.dist-info/*": "package metadata, which only installers read",
    "ai_edge_litert/*LiteRtWebGpuAccelerator*": "runs graphs on a graphics card; 19 MB",
    "ai_edge_litert/*LiteRt.*": "the accelerators' runtime; the interpreter has its own; 8 MB",
    "ai_edge_litert/vendors/*": "plugins for vendors' accelerators; 4.5 MB",
    "ai_edge_litert/tools/*": "converts models; 8 MB",
    "ai_edge_litert/*_converter*": "converts models",
    "ai_edge_litert/*calibration*": "quantises models",
    "ai_edge_litert/*genai_ops*": "operators of language models",
    "tkinterdnd2/tkdnd/osx-x64*": "for Intel Macs, on which LiteRT doesn't run",
    "tkinterdnd2/*.lib": "for compiling other programs",
    "digitrec/resources/icons/*.icns": "for the build",
    "digitrec/resources/icons/*.svg": "for the build",
    "digitrec/resources/locale/*.po": "the sources of the compiled catalogues",
    "digitrec/resources/locale/*.pot": "the sources of the compiled catalogues",
    "_tcl_data/tzdata/*": "time zones; no Tcl code here needs them",
    "_tcl_data/msgs/*": "names of months and days; no Tcl code here needs them",
    "_tcl_data/opt0.4/*": "a Tcl package that nothing here uses",
    "_tcl_data/http1.0/*": "the program opens no connection",
    "_tcl_data/tcl8/*": "Tcl packages that nothing here uses, in Debian's folders",
    "_tcl_data/tclAppInit.c": "source code for embedding Tcl",
    "_tk_data/tkAppInit.c": "source code for embedding Tk",
    "*/py.typed": "for type checkers",
    "tcl8/*": "Tcl packages that nothing here uses, and msgcat: see ui.widgets.dialogs",
    "_tk_data/demos/*": "demonstrations",
    "_tk_data/images/*": "Tcl's own logos",
}
"""Pattern of a path in the bundle → why it is excluded."""


def is_excluded(path: str) -> bool:
    """Whether `FILES` excludes this file.

    Args:
        path: relative to the bundle's contents folder, with either kind of slash.
    """
    path = path.replace("\\", "/")
    return any(fnmatchcase(path, pattern) for pattern in FILES)


def forbidden_modules(names: Iterable[str]) -> list[str]:
    """Those of the given module names that `MODULES` excludes, sorted."""
    return sorted(name for name in names if _ancestors(name) & MODULES.keys())


def forbidden_files(paths: Iterable[str]) -> list[str]:
    """Those of the given paths, relative to the contents folder, that must not exist, sorted.

    Compiled modules are files, so they are looked up by their module names as well.
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
