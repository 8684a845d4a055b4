"""What a person does with the installed program: reads files, draws in the window, removes it."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from build_scripts.console import BuildError, Console
from build_scripts.measure import drive
from build_scripts.measure.traced_program import TracedProgram
from build_scripts.wine import screenshots
from build_scripts.wine.prefix import Wine
from digitrec.recognition.ink import Ink
from digitrec.ui.geometry.saved import SavedGeometry, save_geometry

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "C:\\users\\person\\AppData\\Local\\Programs\\Digitrec"
DATA = "C:\\users\\person\\AppData\\Local\\Digitrec"
HOME = "C:\\home"
ENTRY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Digitrec"
DESKTOP = r"HKCU\Control Panel\Desktop"
DIFFERENCE = 1e-5
"""Most that a probability may differ from Linux: other kernels add in another order."""

BETWEEN = 0.04
"""Seconds between two pointer events. Windows merges those that a busy program has not yet taken,
and a build machine under Wine is busy."""

DRAWN = 10
DRAWINGS = 400
"""Drawings in the window, and in the file that `predict` reads, enough for worker processes."""

Answer = dict[str, Any]


class Installed:
    """The installed program.

    Args:
        wine: that it is installed in.
        console: for figures.
    """

    def __init__(self, wine: Wine, console: Console) -> None:
        self._wine = wine
        self._console = console
        self._program = f"{FOLDER}\\digitrec.com"

    def install(self, setup: str) -> None:
        """Runs the installer, and checks the entry in the list of programs.

        Raises:
            BuildError: if it fails or leaves no entry.
        """
        self._wine.check(setup, "/S", seconds=120)
        for name in ("DisplayVersion", "EstimatedSize", "Publisher"):
            if name not in self._wine.check("reg", "query", ENTRY, seconds=60):
                raise BuildError(f"the installer's entry has no {name}")

    def self_test(self) -> None:
        """Runs the program's self-test.

        Raises:
            BuildError: if it fails.
        """
        report = json.loads(self._wine.check(self._program, "--self-test", "--json", seconds=180))
        versions = ", ".join(f"{name} {number}" for name, number in report["versions"].items())
        self._console.say(f"  self-test passed: {versions}")

    def predict(self, folder: Path) -> None:
        """Has the same files read here and there, and compares all probabilities.

        Args:
            folder: with files to read, on drive C.

        Raises:
            BuildError: if an answer differs.
        """
        place = "C:\\" + folder.relative_to(self._wine.drive).as_posix().replace("/", "\\")
        begun = time.monotonic()
        output = self._wine.check(self._program, "predict", "--json", place, seconds=300)
        seconds = time.monotonic() - begun
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "app")}
        here = subprocess.run(
            [sys.executable, "-m", "digitrec", "predict", "--json", folder],
            capture_output=True, text=True, check=True, env=environment,
        )  # fmt: skip
        most, count = compared(answers(output), answers(here.stdout))
        if most > DIFFERENCE:
            raise BuildError(f"a probability differs from Linux by {most:.1e}")
        self._console.say(
            f"  {count} drawings and pictures in {seconds:.1f} s, equal to Linux to {most:.1e}"
        )

    def open_window(self, theme: str = "light", language: str = "en") -> TracedProgram:
        r"""Starts the program with an empty history, and its files in `C:\home`.

        Args:
            theme: as in the settings.
            language: as in the settings.
        """
        home = self._wine.path(HOME)
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        settings = f'theme = "{theme}"\nlanguage = "{language}"\n'
        (home / "settings.toml").write_text(settings, encoding="ascii")
        save_geometry(str(home), SavedGeometry(theme, language=language))  # for the first paint
        command = self._wine.command(self._program)
        # For env, behind chroot: the folder that TracedProgram gives is one of this system.
        at = command.index("/src") + 1
        command[at:at] = [f"DIGITREC_HOME={HOME}"]
        return TracedProgram(command, self._wine.environment(), home)

    def take_screenshots(self, inks: Sequence[Ink], folder: Path) -> None:
        """Takes a screenshot of every look and page.

        Args:
            inks: drawings for the history; the last one stays in the window.
            folder: for the pictures.

        Raises:
            BuildError: if the window does not open.
        """
        folder.mkdir(parents=True, exist_ok=True)
        rng = random.Random(2)  # noqa: S311 (not for secrets)
        count = 0
        for look in screenshots.LOOKS:
            self.scale(look.scale)
            with self.open_window(look.theme, look.language) as window:
                canvas = window.expect("window")["canvas"]
                window.expect("model")
                screenshots.wait_until_still(self._wine.display)
                for ink in inks:
                    drive.draw(window, canvas, ink, rng, BETWEEN)
                window.do(["key ctrl+z"])  # which takes back that the window was cleared
                count += screenshots.take(window, look, self._wine.display, folder)
        self.scale(100)
        self._console.say(f"  {count} screenshots, to look at")

    def scale(self, percent: int) -> None:
        """Sets the display's scale for the programs that are started from now on."""
        dpi = str(96 * percent // 100)
        self._wine.check("reg", "add", DESKTOP, "/v", "LogPixels", "/t", "REG_DWORD", "/d", dpi,
                         "/f", seconds=60)  # fmt: skip
        self._wine.close()  # Windows too reads it when a person signs in

    def draw(self, inks: Sequence[Ink]) -> None:
        """Draws into the window with the pointer.

        Raises:
            BuildError: if more than one drawing in ten is read as another digit, or the window
                does not open.
        """
        rng = random.Random(1)  # noqa: S311 (not for secrets)
        with self.open_window() as program:
            canvas = tuple(program.expect("window")["canvas"])
            program.expect("model")
            screenshots.wait_until_still(self._wine.display)
            drawn = [drive.draw(program, canvas, ink, rng, BETWEEN) for ink in inks]
        read = sum(one.text == one.label for one in drawn)
        self._console.say(f"  {read} of {len(drawn)} digits drawn in the window read as such")
        if read < len(drawn) - 1:
            texts = ", ".join(f"{one.label} as {one.text or 'nothing'}" for one in drawn)
            raise BuildError(f"the window reads worse than one wrong digit in ten: {texts}")

    def upgrade(self, setup: str) -> None:
        """Installs over the open window, which the installer asks to close.

        Raises:
            BuildError: if the window stays open, or the program does not work afterwards.
        """
        with self.open_window() as program:
            program.expect("window")
            self._wine.check(setup, "/S", seconds=120)
            wait(lambda: program.process.poll() is not None, "the open window stays open")
        self._wine.check(self._program, "--version", seconds=60)

    def uninstall(self, with_data: bool) -> None:
        """Uninstalls, with or without the drawings and settings.

        Raises:
            BuildError: if something stays that should go, or the other way round.
        """
        words = ("/S", "/DATA") if with_data else ("/S",)
        self._wine.check(f"{FOLDER}\\uninstall-digitrec.exe", *words, seconds=120)
        wait(lambda: not self._wine.path(FOLDER).exists(), f"{FOLDER} is still there")
        left = (self._wine.path(DATA) / "history.sqlite3").exists()
        if left == with_data:
            raise BuildError("the history is still there" if left else "the history is gone")

    def keep_a_drawing(self) -> None:
        """Puts an empty history where the program keeps it."""
        self._wine.path(DATA).mkdir(parents=True, exist_ok=True)
        (self._wine.path(DATA) / "history.sqlite3").touch()


def answers(output: str) -> list[Answer]:
    """The answers that `predict --json` has printed."""
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def compared(some: Sequence[Answer], others: Sequence[Answer]) -> tuple[float, int]:
    """The greatest difference between two probabilities, and the number of answers.

    Raises:
        BuildError: if the answers are not of the same digits.
    """
    if [one.get("text") for one in some] != [one.get("text") for one in others] or not some:
        raise BuildError("Windows and Linux read different digits")
    pairs = [
        (there, here)
        for one, other in zip(some, others, strict=True)
        for digit, same in zip(one.get("digits", ()), other.get("digits", ()), strict=True)
        for there, here in zip(digit["probabilities"], same["probabilities"], strict=True)
    ]
    if not pairs:
        raise BuildError("there are no probabilities to compare")
    return max(abs(there - here) for there, here in pairs), len(some)


def wait(done: Callable[[], bool], otherwise: str, seconds: float = 60) -> None:
    """Waits until something holds.

    Raises:
        BuildError: with the given text, if that takes longer.
    """
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise BuildError(otherwise)
        time.sleep(0.1)


def write_inputs(folder: Path, inks: Sequence[Ink]) -> None:
    """Writes files to read: ink, more of it than one process takes, and pictures."""
    from PIL import Image

    from digitrec.recognition.raster import render

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines = [ink.to_json() for ink in inks]
    (folder / "ink.jsonl").write_text("\n".join(lines[:20]) + "\n", encoding="utf-8")
    many = (lines * (DRAWINGS // len(lines) + 1))[:DRAWINGS]
    (folder / "many.jsonl").write_text("\n".join(many) + "\n", encoding="utf-8")
    for number, ink in enumerate(inks[:3]):
        picture = Image.fromarray((255 - 255 * render(ink.strokes)).astype("uint8"))
        picture.resize((140, 140)).save(folder / f"größe {number} ✎.png")
