"""What try.sh refuses before it changes anything; CI and try_linux.py run all of it."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts.linux import try_packages

TRY = Path(__file__).resolve().parents[3] / "installer" / "linux" / "try.sh"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs sh")
NAMES = ("digitrec_1_amd64.deb", "digitrec-1-linux-x86_64.tar.xz")
TOOLS = {
    "id": "echo 0",
    "sha256sum": 'exec /usr/bin/sha256sum "$@"',
    "mktemp": "echo REACHED >&2; exit 1",  # the first that changes anything
}


@pytest.fixture
def tried(tmp_path):
    """Runs try.sh with stand-ins as its only tools; returns its error message."""
    packages = tmp_path / "the packages"
    packages.mkdir()
    for name in NAMES:
        (packages / name).write_text(name)
    sums = [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n" for name in NAMES]
    (packages / "SHA256SUMS").write_text("".join(sums))

    def run(*words, **tools):
        (tmp_path / "bin").mkdir()
        for name, text in {**TOOLS, **tools}.items():
            (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{text}\n")
            (tmp_path / "bin" / name).chmod(0o755)
        environment = {"PATH": str(tmp_path / "bin")}
        done = subprocess.run(
            ["/bin/sh", TRY, *words], env=environment, capture_output=True, text=True
        )
        assert done.returncode != 0
        return done.stderr

    return run, packages


def test_it_starts_with_intact_packages(tried):
    run, packages = tried
    assert "REACHED" in run(packages)


def test_it_needs_a_folder(tried):
    run, _ = tried
    assert "is missing: the folder of packages" in run()


def test_it_needs_root(tried):
    run, packages = tried
    said = run(packages, id="echo 1000")
    assert "FAILED: checking the system and the packages: only root" in said
    assert "REACHED" not in said


def test_it_refuses_a_system_with_python(tried):
    run, packages = tried
    said = run(packages, python3="exit 0")
    assert "this system has Python: " in said
    assert "REACHED" not in said


@pytest.mark.parametrize("name", NAMES)
def test_it_needs_both_packages(tried, name):
    run, packages = tried
    (packages / name).unlink()
    assert "must have one .deb and one tar.xz" in run(packages)


def test_it_needs_exactly_one_of_each(tried):
    run, packages = tried
    (packages / "digitrec_2_amd64.deb").touch()
    assert "must have one .deb and one tar.xz" in run(packages)


def test_it_needs_matching_checksums(tried):
    run, packages = tried
    (packages / NAMES[0]).write_text("changed")
    said = run(packages)
    assert "the checksums do not match" in said
    assert "REACHED" not in said


def test_the_script_that_makes_a_system_names_what_is_missing(tmp_path, monkeypatch, capsys):
    def refused():
        assert try_packages.main(["--dist", str(tmp_path)]) == 1
        return capsys.readouterr().out

    monkeypatch.setattr(try_packages.os, "geteuid", lambda: 1000)
    assert "only root can make a system" in refused()
    monkeypatch.setattr(try_packages.os, "geteuid", lambda: 0)
    monkeypatch.setattr(try_packages.shutil, "which", lambda tool: None)
    assert "debootstrap, chroot, Xvfb, mount, umount is missing" in refused()
    monkeypatch.setattr(try_packages.shutil, "which", lambda tool: tool)
    assert "make the packages first: build.py" in refused()
