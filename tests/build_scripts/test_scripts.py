"""The shell scripts: their syntax, and try.sh for macOS with stand-ins for its tools."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "installer").rglob("*.sh"))
TRY = ROOT / "installer" / "macos" / "try.sh"
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs sh")

PROGRAM = """#!/bin/sh
[ -n "$DIGITREC_HOME" ] && [ -z "$PYTHONPATH" ] || exit 9
case "$1" in
  --version) echo "digitrec 0.1.0" ;;
  predict) echo '{"text": "READ"}' ;;
esac
"""
HDIUTIL = """#!/bin/sh
case "$1" in
  attach) for last; do :; done; mkdir -p "$5"; cp -R "$(dirname "$last")/content/." "$5" ;;
  detach) for last; do :; done; rm -rf "$last"; touch "$DETACHED" ;;
esac
"""
PLUTIL = '#!/bin/sh\n[ "$1" = -lint ] || echo "0.1.0"\n'


@posix
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.parent.name + "/" + path.name)
def test_their_syntax_is_valid(path):
    done = subprocess.run(["sh", "-n", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def tried(tmp_path):
    """Runs try.sh with a disk image whose program reads the given digit; returns the result."""
    content = tmp_path / "packages" / "content"
    program = content / "Digitrec.app" / "Contents" / "MacOS" / "digitrec"
    program.parent.mkdir(parents=True)
    (content / "Applications").symlink_to("/Applications")
    (tmp_path / "packages" / "digitrec-0.1.0-macos-arm64.dmg").touch()
    tools = {"hdiutil": HDIUTIL, "plutil": PLUTIL, "codesign": "#!/bin/sh\n"}
    for name, text in tools.items():
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)

    def run(read="7", version="0.1.0"):
        text = PROGRAM.replace("READ", read).replace("0.1.0", version)
        program.write_text(text)
        program.chmod(0o755)
        environment = {
            "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "TMPDIR": str(tmp_path),
            "PYTHONPATH": "/builder",
            "DETACHED": str(tmp_path / "detached"),
        }
        done = subprocess.run(
            ["sh", TRY, tmp_path / "packages"], env=environment, capture_output=True, text=True
        )
        assert (tmp_path / "detached").exists()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "detached", "packages"]
        return done

    return run


@posix
def test_a_program_that_works_passes_and_leaves_nothing_behind(tried):
    done = tried()
    assert done.returncode == 0, done.stderr
    assert "digitrec-0.1.0-macos-arm64.dmg works" in done.stdout


@posix
@pytest.mark.parametrize("wrong", [{"read": "1"}, {"version": "0.2.0"}], ids=["digit", "version"])
def test_a_program_with_a_wrong_reading_or_version_fails(tried, wrong):
    assert tried(**wrong).returncode != 0


@pytest.mark.skipif(shutil.which("pwsh") is None, reason="PowerShell is not installed")
def test_powershell_can_parse_the_script_for_windows():
    script = ROOT / "installer" / "windows" / "try.ps1"
    read = "$errors = $null; [Management.Automation.Language.Parser]::ParseFile("
    read += f"'{script}', [ref]$null, [ref]$errors) | Out-Null; $errors; exit $errors.Count"
    done = subprocess.run(["pwsh", "-NoProfile", "-Command", read], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
