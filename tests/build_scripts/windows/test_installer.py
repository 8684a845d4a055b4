"""The installer for Windows, compiled with a stand-in program and run under Wine."""

import filecmp
import re
import shutil
import subprocess

import pytest

from build_scripts import package, platforms
from build_scripts.console import BuildError, Console
from build_scripts.windows import nsis
from digitrec.ui.files.exchange import SUFFIXES
from tests.build_scripts.windows import wine

pytestmark = pytest.mark.slow  # compiles installers, and runs them under Wine
compiles = pytest.mark.skipif(bool(nsis.why_unavailable()), reason=nsis.why_unavailable())
installs = pytest.mark.skipif(
    bool(nsis.why_unavailable() or wine.missing()), reason=nsis.why_unavailable() or wine.missing()
)
FOREIGN = "_internal/mine.txt"
STAND_IN = """
Unicode true
Target amd64-unicode
OutFile "{out}"
Name "Digitrec"
RequestExecutionLevel user
{way}
Section
  FileOpen $0 "$EXEDIR\\runs.txt" w
  FileClose $0
  Sleep 60000
SectionEnd
"""
WITH_A_WINDOW = """
Page directory
Function .onGUIInit
  FileOpen $0 "$EXEDIR\\runs.txt" w
  FileClose $0
FunctionEnd
Function .onUserAbort
  FileOpen $0 "$EXEDIR\\closed.txt" w
  FileClose $0
FunctionEnd
"""


def stand_in(target, way):
    script = target.with_suffix(".nsi")
    script.write_text(STAND_IN.format(out=target, way=way))
    subprocess.run([nsis.makensis(), "-V1", script], check=True)
    script.unlink()


def payload(folder, **files):
    """A program's folder with the files of every version, and the given ones."""
    usual = {"digitrec.exe": "program", "_internal/lib/größe $x.txt": "all"}
    for name, text in {**usual, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def same(one, other):
    names = [path.relative_to(one).as_posix() for path in one.rglob("*") if path.is_file()]
    match, *_ = filecmp.cmpfiles(one, other, names, shallow=False)
    return match == names != []


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folders and installers of an old version and of the new one."""
    folder = tmp_path_factory.mktemp("made")
    icon = "resources/icons/digitrec.png"  # the package was called app before
    old = payload(folder / "old", **{f"_internal/app/{icon}": "old", "_internal/lib/a.txt": "1"})
    new = payload(folder / "new", **{f"_internal/digitrec/{icon}": "", "_internal/lib/a.txt": "2"})
    nsis.make_installer(old, folder / "old.exe", "0.1.0")
    nsis.make_installer(new, folder / "new.exe", "0.2.0")
    return folder


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    with wine.windows(tmp_path_factory.mktemp("wine")) as made:
        yield made


@pytest.fixture
def windows(prefix):
    """Windows without Digitrec before and after the test."""
    assert not prefix.installed.exists()
    yield prefix
    if (prefix.installed / "uninstall-digitrec.exe").exists():
        prefix.uninstall()
    shutil.rmtree(prefix.installed, ignore_errors=True)
    shutil.rmtree(prefix.data, ignore_errors=True)


@installs
def test_what_was_packed_is_installed_and_removed_completely(windows, made):
    windows.run(made / "old.exe", "/S")
    assert same(made / "old", windows.installed)
    assert windows.shortcut.is_file()
    entry = windows.registered()
    assert entry["DisplayName"] == "Digitrec"
    assert entry["DisplayVersion"] == "0.1.0"
    assert entry["Publisher"] == "The Digitrec authors"
    assert entry["DisplayIcon"].endswith(r"\Programs\Digitrec\digitrec.exe")
    assert int(entry["EstimatedSize"], 16) == 1
    windows.uninstall()
    windows.wait(lambda: not windows.installed.exists())
    assert not windows.shortcut.exists()
    assert not windows.registered()


def test_the_explorer_offers_the_program_for_every_kind_of_picture_that_it_reads():
    script = nsis.SCRIPT.read_text("utf-8")
    offered = re.findall(r'\$\{do\} "(.*)"', script)
    assert offered == [ending for ending in SUFFIXES if ending != ".avif"]  # no decoder bundled


@installs
def test_open_with_starts_the_program_with_the_picture_until_it_is_uninstalled(windows, made):
    classes = r"HKCU\Software\Classes"
    command = rf"{classes}\Digitrec.Picture\shell\open\command"
    windows.run("reg", "add", rf"{classes}\.png\OpenWithProgids", "/v", "other", "/f")
    windows.run(made / "old.exe", "/S")
    windows.run(made / "new.exe", "/S")
    for key in (command, rf"{classes}\Applications\digitrec.exe\shell\open\command"):
        assert r'\Programs\Digitrec\digitrec.exe" "%1"' in windows.run("reg", "query", key)
    for ending in (".png", ".pdf"):
        key = rf"{classes}\{ending}\OpenWithProgids"
        assert "Digitrec.Picture" in windows.run("reg", "query", key)
    windows.uninstall()
    left = windows.run("reg", "query", classes, "/s")
    assert "igitrec" not in left
    assert "other" in left
    assert rf"{classes}\.pdf" not in left.replace("HKEY_CURRENT_USER", "HKCU")


@installs
def test_an_upgrade_removes_the_old_versions_files_and_no_others(windows, made):
    windows.run(made / "old.exe", "/S")
    (windows.installed / FOREIGN).write_text("mine")
    windows.run(made / "new.exe", "/S")
    assert same(made / "new", windows.installed)
    assert not (windows.installed / "_internal/app").exists()
    assert (windows.installed / FOREIGN).read_text() == "mine"
    assert windows.registered()["DisplayVersion"] == "0.2.0"
    windows.uninstall()
    kept = [path for path in windows.installed.rglob("*") if path.is_file()]
    assert kept == [windows.installed / FOREIGN]


@installs
def test_installing_into_another_folder_moves_the_program(windows, made, tmp_path):
    windows.run(made / "old.exe", "/S")
    chosen = tmp_path / "Eigene Bücher, двe" / "Ziffern ✎"
    windows.run(made / "new.exe", "/S", *windows.into(chosen))
    assert same(made / "new", chosen)
    assert not windows.installed.exists()
    windows.run(chosen / "uninstall-digitrec.exe", "/S")
    windows.wait(lambda: not chosen.exists())
    assert not windows.registered()


@installs
def test_an_upgrade_goes_into_the_old_versions_folder(windows, made, tmp_path):
    chosen = tmp_path / "größer & besser"
    windows.run(made / "old.exe", "/S", *windows.into(chosen))
    windows.run(made / "new.exe", "/S")
    assert same(made / "new", chosen)
    assert not (chosen / "_internal/app").exists()
    assert not windows.installed.exists()
    windows.run(chosen / "uninstall-digitrec.exe", "/S")
    windows.wait(lambda: not chosen.exists())


@installs
def test_a_folder_that_cannot_be_written_is_refused(windows, made):
    said = windows.run(made / "new.exe", "/S", *windows.into("/proc/digitrec"))
    assert "You can't write to this folder" in said
    assert not windows.registered()


@installs
@pytest.mark.parametrize("words", [(), ("/DATA",)], ids=["kept", "deleted"])
def test_drawings_and_settings_stay_unless_they_are_to_be_deleted(windows, made, words):
    windows.run(made / "old.exe", "/S")
    own = ("settings.toml", "history.sqlite3", "history.sqlite3-wal", "Logs/digitrec.log")
    for name in (*own, "diary.txt"):
        (windows.data / name).parent.mkdir(parents=True, exist_ok=True)
        (windows.data / name).write_text("own")
    windows.uninstall(*words)
    assert (windows.data / "diary.txt").is_file()
    kept = [name for name in own if (windows.data / name).exists()]
    assert kept == ([] if words else list(own))


@installs
def test_an_open_window_is_asked_to_close_and_then_replaced(windows, made, tmp_path):
    folder = payload(tmp_path / "running")
    stand_in(folder / "digitrec.exe", WITH_A_WINDOW)
    nsis.make_installer(folder, tmp_path / "running.exe", "0.1.0")
    windows.run(tmp_path / "running.exe", "/S")
    program = windows.start(windows.installed / "digitrec.exe")
    windows.wait((windows.installed / "runs.txt").exists)
    windows.run(made / "new.exe", "/S")
    assert program.wait(20) is not None
    assert (windows.installed / "closed.txt").exists()
    assert same(made / "new", windows.installed)


@installs
def test_a_program_that_does_not_close_is_left_alone_and_the_user_is_told(windows, made, tmp_path):
    folder = payload(tmp_path / "running")
    stand_in(folder / "digitrec.exe", "SilentInstall silent")
    (folder / "digitrec.exe").rename(folder / "digitrec.com")
    payload(folder)
    nsis.make_installer(folder, tmp_path / "running.exe", "0.1.0")
    windows.run(tmp_path / "running.exe", "/S")
    program = windows.start(windows.installed / "digitrec.com")
    try:
        windows.wait((windows.installed / "runs.txt").exists)
        said = windows.run(made / "new.exe", "/S")
        assert "still open" in said
        assert same(folder, windows.installed)
        assert windows.registered()["DisplayVersion"] == "0.1.0"
    finally:
        program.kill()
        program.wait()


@installs
@pytest.mark.parametrize(("language", "words"), [("en", "is too long"), ("de", "ist zu lang")])
def test_a_path_too_long_for_windows_is_refused(windows, made, language, words):
    far = "/D=C:\\" + "\\".join(["far" * 20] * 4)
    assert words in windows.run(made / "new.exe", "/S", far, language=language)
    assert not list((windows.local / "../../../../").glob("far*"))
    assert not windows.registered()


@pytest.fixture
def on_windows(monkeypatch):
    for name in ("LINUX", "WINDOWS", "MACOS"):
        monkeypatch.setattr(platforms, name, name == "WINDOWS")
    monkeypatch.setattr(platforms.platform, "machine", lambda: "AMD64")


def packed(tmp_path):
    """The names of the packages of a stand-in, and the log."""
    payload(tmp_path / "dist" / "digitrec")
    with Console(tmp_path / "log") as console:
        made = package.package(tmp_path / "dist", "0.1.0", tmp_path, tmp_path / "work", console)
    assert sorted(made) == sorted((tmp_path / "dist" / "packages").iterdir())
    return sorted(path.name for path in made), (tmp_path / "log").read_text("utf-8")


@compiles
def test_a_zip_and_an_installer_are_packed(tmp_path, on_windows):
    assert packed(tmp_path)[0] == [
        "digitrec-0.1.0-windows-x86_64-setup.exe",
        "digitrec-0.1.0-windows-x86_64.zip",
    ]
    assert (
        tmp_path / "dist" / "packages" / "digitrec-0.1.0-windows-x86_64-setup.exe"
    ).read_bytes()[:2] == b"MZ"


def test_without_nsis_there_is_a_zip_and_a_message_about_the_installer(
    tmp_path, on_windows, monkeypatch
):
    monkeypatch.setattr(nsis, "makensis", lambda: None)
    names, said = packed(tmp_path)
    assert names == ["digitrec-0.1.0-windows-x86_64.zip"]
    assert "no installer: makensis is missing; install NSIS 3" in said


@compiles
@pytest.mark.parametrize("name", ["a:b.txt", "end.", "A.TXT"])
def test_names_that_windows_does_not_allow_are_refused(tmp_path, name):
    folder = payload(tmp_path / "digitrec", **{"a.txt": "", name: ""})
    with pytest.raises(BuildError, match=f"(?i){re.escape(name)}"):
        nsis.make_installer(folder, tmp_path / "setup.exe")


@compiles
def test_a_folder_without_a_program_and_a_compiler_that_fails_make_no_installer(
    tmp_path, monkeypatch
):
    with pytest.raises(BuildError, match=r"has no digitrec\.exe"):
        nsis.make_installer(tmp_path, tmp_path / "setup.exe")
    monkeypatch.setattr(nsis, "ICON", tmp_path / "none.ico")
    with pytest.raises(BuildError, match=r"makensis failed: .*none\.ico"):
        nsis.make_installer(payload(tmp_path / "digitrec"), tmp_path / "setup.exe")
    assert not (tmp_path / "setup.exe").exists()


@compiles
def test_the_same_files_give_the_same_installer(made):
    once = (made / "new.exe").read_bytes()
    for path in (made / "new").rglob("*"):
        path.touch()
    nsis.make_installer(made / "new", made / "again.exe", "0.2.0")
    assert (made / "again.exe").read_bytes() == once
