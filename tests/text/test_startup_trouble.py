"""What the terminal says where there can be no window."""

import subprocess
import sys

import pytest

from digitrec.text.startup_trouble import is_about_tk, no_screen
from tests.cli.program import environment

WITHOUT_TK = """
import sys
sys.modules["tkinter"] = None
from digitrec.__main__ import main
sys.argv = ["digitrec", *sys.argv[1:]]
sys.exit(main())
"""


def without_tk(home, *words):
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_TK, *words],
        env=environment(home), capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize("words", [(), (__file__,)], ids=["empty", "a picture"])
def test_without_tkinter_the_window_says_which_package_to_install(tmp_path, words):
    done = without_tk(tmp_path, *words)
    assert done.returncode == 1
    assert done.stderr.startswith("digitrec: can't open a window: this Python has no Tk (")
    assert "apt install python3-tk" in done.stderr
    assert "digitrec predict" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_tkinter_the_self_test_says_it_too_and_makes_its_other_checks(tmp_path):
    done = without_tk(tmp_path, "--self-test")
    assert done.returncode == 1
    assert "self-test failed: window: this Python has no Tk (" in done.stderr
    assert "apt install python3-tk" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith("ok     model")


def test_a_library_of_tk_that_is_missing_is_about_tk_and_other_modules_are_not():
    library = "libtk8.6.so: cannot open shared object file: No such file or directory"
    assert is_about_tk(ImportError(library, name="_tkinter"))
    assert is_about_tk(ImportError("No module named _tkinter, please install python3-tk"))
    assert not is_about_tk(ModuleNotFoundError("No module named 'numpy'", name="numpy"))


def test_on_wayland_the_missing_xwayland_is_named_and_no_desktop_asked_for(tmp_path):
    environ = {**environment(tmp_path), "WAYLAND_DISPLAY": "wayland-0"}
    environ.pop("DISPLAY", None)
    done = subprocess.run(
        [sys.executable, "-m", "digitrec"],
        env=environ, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("digitrec: can't open a window: no display")
    assert "apt install xwayland" in done.stderr
    assert "on a desktop" not in done.stderr
    environ.pop("WAYLAND_DISPLAY")
    assert "on a desktop" in no_screen(RuntimeError("no display"), environ)
