"""Builds, installs and uses the program as on Windows: under Wine, in a minimal Debian.

`sudo python build_scripts/try_windows.py` needs Debian packages and PyPI, nothing else. It
freezes the program with the official Python for Windows, makes the installer, takes Microsoft's C++
runtime away again, and then installs and uses the program. `--base` keeps the system, so that the
next run takes minutes less; `--tests` runs tests of the source under that Python instead.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from build_scripts import platforms
from build_scripts.console import BuildError, Console
from build_scripts.contents.summary import megabytes
from build_scripts.package import source_date
from build_scripts.windows import nsis, runtime
from build_scripts.wine import windows_python
from build_scripts.wine.prefix import Wine, bootstrap, is_complete, mounted

ROOT = Path(__file__).resolve().parents[2]

TOOLS = {
    "debootstrap": "debootstrap", "chroot": "coreutils", "mount": "mount", "Xvfb": "xvfb",
    "xdotool": "xdotool", "makensis": "nsis",
}  # fmt: skip
"""Program → Debian's package that has it."""

SCREENSHOTS = ROOT / "build" / "try_windows"
DIST = "C:\\dist"
PROGRAM = f"{DIST}\\digitrec"
SETUP = "C:\\digitrec-setup.exe"
DOWNLOADS = "downloads"
TESTS = ("tests/recognition", "tests/storage", "tests/cli", "tests/ui")


def main(argv: Sequence[str] | None = None) -> int:
    """Tries the program and returns the exit status."""
    parser = argparse.ArgumentParser(prog="try_windows.py", description=__doc__.partition("\n")[0])
    parser.add_argument("--base", type=Path, help="folder of the Debian system; made if missing")
    parser.add_argument(
        "--built", action="store_true", help="try the program that a former run has built there"
    )
    parser.add_argument("--mirror", help="Debian's; default: the one that apt uses here")
    parser.add_argument(
        "--tests", nargs="*", metavar="TEST",
        help=f"run these tests under Windows' Python instead; default: {' '.join(TESTS)}",
    )  # fmt: skip
    options = parser.parse_args(argv)
    with Console(ROOT / "build" / "try_windows.log") as console:
        try:
            _require_tools()
            with tempfile.TemporaryDirectory(prefix="digitrec-try-") as name:
                _try(options, options.base or Path(name, "system"), console)
        except BuildError as error:
            console.say(f"try_windows.py: {error}\n(log: {console.log})")
            return 1
    return 0


def _require_tools() -> None:
    if os.geteuid() != 0:
        raise BuildError("only root can make a system and enter it; run this with sudo")
    missing = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
    if missing:
        raise BuildError(f"something is missing; run: apt install {' '.join(missing)}")
    if importlib.util.find_spec("pefile") is None:
        raise BuildError(f"pefile is missing; run: {sys.executable} -m pip install .[test]")


def _try(options: argparse.Namespace, system: Path, console: Console) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # unmounts first
    if not is_complete(system):
        with console.step("system", "make a minimal Debian with Wine"):
            bootstrap(system, options.mirror, console)
    with mounted(system, ROOT, console), platforms.own_screen() as screen:
        wine = Wine(system, screen["DISPLAY"])
        try:
            _prepare(wine, console)
            if options.tests is not None:
                _run_tests(wine, options.tests or TESTS, console)
                return
            if not (options.built and wine.path(SETUP).is_file()):
                _build(wine, console)
                _pack(wine, console)
            windows_python.remove_runtime(wine, wine.system / DOWNLOADS)
            _use(wine, console)
        finally:
            wine.close()


def _prepare(wine: Wine, console: Console) -> None:
    """Makes drive C with Python on it; what an earlier run has made stays."""
    downloads = wine.system / DOWNLOADS
    if not (wine.drive / "windows").is_dir():
        with console.step("windows", "make drive C"):
            wine.run("wineboot", "-i", seconds=300)
            wine.check("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f",
                       seconds=60)  # fmt: skip
            windows_python.complete_c_library(wine)
    done = downloads / "installed"
    if not done.exists():
        with console.step("python", "install Python and packages for Windows"):
            windows_python.download(downloads, console)
            windows_python.install(wine, downloads, console)
            done.touch()
    version = wine.check(windows_python.PYTHON, "--version", seconds=60).strip()
    console.say(f"  {version}")


def _build(wine: Wine, console: Console) -> None:
    """Builds the program, with Microsoft's runtime in Windows as on a developer's machine."""
    windows_python.put_runtime(wine, wine.system / DOWNLOADS)
    with console.step("build", "check, freeze, self-test, pack and list under Wine"):
        more = {"SOURCE_DATE_EPOCH": str(source_date(ROOT)), "PYTHONUTF8": "1"}
        steps = ("check", "freeze", "smoke", "package", "manifest")
        words = ["Z:\\src\\build_scripts\\build.py", *steps, "--dist", DIST, "--work", "C:\\work"]
        output = wine.check(windows_python.PYTHON, *words, seconds=3000, more=more)
        for line in output.splitlines():
            console.say(f"  {line}")


def _pack(wine: Wine, console: Console) -> None:
    """Accounts for what the program's libraries import, and makes the installer.

    Raises:
        BuildError: if a library is missing.
    """
    folder = wine.path(PROGRAM)
    with console.step("pack", "check the libraries, and make the installer"):
        if missing := runtime.unaccounted(folder):
            raise BuildError(f"libraries are missing from the bundle: {'; '.join(missing)}")
        programs = [file for file in folder.rglob("*") if runtime.is_program(file)]
        console.say(f"  the imports of {len(programs)} programs and libraries are accounted for")
        setup = wine.path(SETUP)
        nsis.make_installer(folder, setup)
        console.say(f"  {setup.name}: {megabytes(setup.stat().st_size)}")


def _use(wine: Wine, console: Console) -> None:
    from build_scripts.measure.drive import read_ink
    from build_scripts.wine.installed import DRAWN, Installed, write_inputs

    ink = wine.system / "ink.jsonl"
    ink.write_text(_digits(), encoding="utf-8")
    inks = read_ink(ink, None)
    program = Installed(wine, console)
    with console.step("install", "install without Microsoft's runtime in Windows, and use it"):
        program.install(SETUP)
        program.self_test()
        write_inputs(wine.path("C:\\inputs"), inks)
        program.predict(wine.path("C:\\inputs"))
        program.draw(inks[:DRAWN])
    with console.step("look", f"take screenshots into {SCREENSHOTS}"):
        program.take_screenshots(inks[-3:], SCREENSHOTS)
    with console.step("upgrade", "install over an open window"):
        program.upgrade(SETUP)
    with console.step("uninstall", "uninstall without and with the data"):
        program.keep_a_drawing()
        program.uninstall(with_data=False)
        program.install(SETUP)
        program.uninstall(with_data=True)


def _digits() -> str:
    """Ink lines of the ten digits."""
    from tests.samples import digit

    return "".join(digit(value).to_json() + "\n" for value in range(10))


def _run_tests(wine: Wine, tests: Sequence[str], console: Console) -> None:
    windows_python.put_runtime(wine, wine.system / DOWNLOADS)
    words = ["-m", "pytest", "-p", "no:cacheprovider", "-n", "0", "-q", "--rootdir", "Z:\\src"]
    words += ["-c", "Z:\\src\\pyproject.toml", "--basetemp", "C:\\t"]
    words += [f"Z:\\src\\{test}".replace("/", "\\") for test in tests]
    more = {"PYTHONDONTWRITEBYTECODE": "1"}
    with console.step("tests", f"run {' '.join(tests)} under Windows' Python"):
        done = wine.run(windows_python.PYTHON, *words, seconds=3600, more=more)
        text = done.stdout.decode("utf-8", "replace")
        console.note(text)
        console.say("  " + (text.strip().splitlines() or ["no output"])[-1])
        if done.returncode != 0:
            raise BuildError("tests fail under Windows' Python")


if __name__ == "__main__":
    sys.exit(main())
