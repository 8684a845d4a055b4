"""digitrec.spec as each system runs it, with stand-ins that record what it asks for."""

from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from PyInstaller.utils.win32.winmanifest import create_application_manifest

from build_scripts import platforms
from build_scripts.contents import licences
from build_scripts.linux import libraries
from build_scripts.windows import runtime

ROOT = Path(__file__).resolve().parents[3]
SPEC = ROOT / "digitrec.spec"
MANIFEST = ROOT / "installer" / "windows" / "digitrec.manifest"

RUNTIME = ("VCRUNTIME140_THREADS.dll", "somewhere", "BINARY")


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Runs the spec as on a system; returns what it asked for, by kind."""

    def run(system, onefile=""):
        for name in ("LINUX", "WINDOWS", "MACOS"):
            monkeypatch.setattr(platforms, name, name == system)
        monkeypatch.setattr(platforms, "EXE", ".exe" if system == "WINDOWS" else "")
        monkeypatch.setattr(platforms, "CONSOLE", system == "LINUX")
        monkeypatch.setattr(platforms, "MACHINE", "arm64" if system == "MACOS" else None)
        monkeypatch.setattr(libraries, "move_desktop_libraries", lambda binaries, tk: binaries)
        monkeypatch.setattr(libraries, "strip", lambda binaries, folder: binaries)
        monkeypatch.setattr(runtime, "with_runtime", lambda binaries: [*binaries, RUNTIME])
        monkeypatch.setattr(licences, "rows", lambda entries, root, work: [])
        monkeypatch.setenv("DIGITREC_WORK", str(tmp_path))
        monkeypatch.setenv("DIGITREC_ONEFILE", onefile)
        asked = {}

        def stand_in(kind):
            def made(*parts, **options):
                one = SimpleNamespace(parts=parts, **options, pure=[], binaries=[], datas=[])
                one.scripts = []
                asked.setdefault(kind, []).append(one)
                return one

            return made

        kinds = ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")
        names = {kind: stand_in(kind) for kind in kinds}
        exec(  # noqa: S102 (as PyInstaller does)
            compile(SPEC.read_text("utf-8"), SPEC, "exec"), {**names, "SPECPATH": str(ROOT)}
        )
        return asked

    return run


def test_windows_gets_a_program_for_the_desktop_and_one_for_the_terminal_in_one_folder(run):
    asked = run("WINDOWS")
    desktop, terminal = asked["EXE"]
    assert (desktop.name, desktop.console) == ("digitrec", False)
    assert terminal.console is True
    (folder,) = asked["COLLECT"]
    assert desktop in folder.parts
    assert [("digitrec.com", terminal.name, "EXECUTABLE")] in folder.parts
    assert [RUNTIME] in folder.parts
    for one, name in ((desktop, "digitrec.exe"), (terminal, "digitrec.com")):
        assert Path(one.manifest) == MANIFEST
        assert Path(one.icon).name == "digitrec.ico"
        assert f"'OriginalFilename', '{name}'" in Path(one.version).read_text("utf-8")


@pytest.mark.parametrize("system", ["LINUX", "MACOS"])
def test_elsewhere_one_program_serves_both(run, system):
    asked = run(system)
    (program,) = asked["EXE"]
    assert program.manifest is None
    assert program.target_arch == ("arm64" if system == "MACOS" else None)
    assert program.console is (system == "LINUX")


def test_macos_gets_its_info_plist(run):
    (bundle,) = run("MACOS")["BUNDLE"]
    assert bundle.name == "Digitrec.app"
    assert bundle.bundle_identifier == "org.digitrec.Digitrec"
    assert bundle.info_plist["CFBundleDisplayName"] == "Digitrec"


def test_a_single_file_contains_everything(run):
    asked = run("WINDOWS", onefile="1")
    (program,) = asked["EXE"]
    assert (program.name, program.exclude_binaries) == ("digitrec-onefile", False)
    assert "COLLECT" not in asked


def test_the_manifest_declares_high_dpi_and_long_paths():
    made = create_application_manifest(MANIFEST.read_bytes())  # as PyInstaller puts it in
    parts = list(ElementTree.fromstring(made).iter())  # noqa: S314 (our own)
    declared = {one.tag.split("}")[1]: one for one in parts}
    assert declared["dpiAwareness"].text == "system"  # Windows resizes the window
    assert declared["dpiAware"].text == "true"
    assert declared["longPathAware"].text == "true"
    assert declared["requestedExecutionLevel"].get("level") == "asInvoker"
    assert "Microsoft.Windows.Common-Controls" in [one.get("name") for one in parts]


def test_the_console_program_is_tested_where_there_are_two(monkeypatch, tmp_path):
    program = tmp_path / "digitrec.exe"
    for windows in (False, True):
        monkeypatch.setattr(platforms, "WINDOWS", windows)
        assert platforms.console_program(program) == program
    (tmp_path / "digitrec.com").touch()
    assert platforms.console_program(program) == tmp_path / "digitrec.com"
