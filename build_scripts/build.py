"""Builds the program that is handed out: `python build_scripts/build.py`.

Steps: check (the machine and the model), freeze (PyInstaller), smoke (the frozen program's
self-test), package (one file to hand out). All by default; any of them alone.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __package__ in (None, ""):  # run as a script: its own folder is on the path, the tree is not
    sys.path[0] = str(ROOT)

from build_scripts.check import check  # noqa: E402
from build_scripts.console import BuildError, Console  # noqa: E402

STEPS = ("check", "freeze", "smoke", "package")


def main(argv: list[str] | None = None) -> int:
    """Runs the steps asked for; gives the exit status."""
    options = _parser().parse_args(argv)
    steps = [step for step in STEPS if step in (options.steps or STEPS)]
    with Console(options.work / "build.log") as console:
        begun = time.monotonic()
        try:
            build(steps, options, console)
        except BuildError as error:
            console.say(f"build.py: {error}\n(the log: {console.log})")
            return 1
        except KeyboardInterrupt:
            console.say("build.py: stopped")
            return 130
        except Exception as error:
            console.note(traceback.format_exc())
            reason = f"{type(error).__name__}: {error}"
            console.say(f"build.py: {reason}\n(where it happened: {console.log})")
            return 1
        console.say(f"{', '.join(steps)}: done in {time.monotonic() - begun:.0f} s")
    return 0


def build(steps: list[str], options: argparse.Namespace, console: Console) -> None:
    """Does the given steps in their order.

    Raises:
        BuildError: where one can't be done; none after it is tried.
    """
    if "check" in steps or "freeze" in steps:
        with console.step("check", "this machine, its packages and the model"):
            check(ROOT)
            from build_scripts.sealing import sealed_model  # needs the packages just checked

            model = sealed_model(options.model, options.work, ROOT, console)

    from app import __version__
    from build_scripts import freeze, platforms, smoke, summary
    from build_scripts.package import package, package_path

    dist: Path = options.dist
    program = platforms.program(dist, options.onefile)
    if "freeze" in steps:
        with console.step("freeze", "PyInstaller makes the program"):
            freeze.freeze(ROOT, model, dist, options.work, options.onefile, console)
    if "smoke" in steps:
        with console.step("smoke", f"{program} tests itself"):
            try:
                smoke.smoke(program, console)
            except BuildError as error:
                aside = freeze.set_aside(dist, options.work, options.onefile)
                raise BuildError(f"{error}\n{aside}") from error
    if "package" in steps and not options.onefile:
        if not program.is_file():
            raise BuildError(f"{program} is not there; freeze it first: build.py freeze")
        target = package_path(dist, __version__)
        with console.step("package", f"{target.name}"):
            package(dist, __version__, ROOT)
    if steps != ["check"]:
        packed = package_path(dist, __version__)
        shown = packed if packed.is_file() and not options.onefile else None
        for line in summary.summary(program, shown):
            console.say(line)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py", description="Builds the program: checks, freezes, tries and packs it."
    )
    parser.add_argument(
        "steps", nargs="*", choices=[*STEPS, []], metavar="STEP", help=f"{', '.join(STEPS)}; or all"
    )
    parser.add_argument(
        "--model",
        type=Path,
        default=ROOT / "app" / "resources" / "my_model.keras",
        help="another model, sealed or plain (sealing needs TensorFlow)",
    )
    parser.add_argument(
        "--onefile", action="store_true", help="one file that unpacks itself; starts slower"
    )
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where results go")
    parser.add_argument("--work", type=Path, default=ROOT / "build", help="where the rest goes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
