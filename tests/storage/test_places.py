import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from digitrec.storage.places import Places, find_places


def test_one_folder_holds_everything_when_it_is_named(tmp_path: Path) -> None:
    places = find_places({"DIGITREC_HOME": str(tmp_path)})

    assert places == Places(
        tmp_path / "settings.toml", tmp_path / "history.sqlite3", tmp_path / "logs"
    )


def test_the_folder_may_be_relative_or_begin_with_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME" if os.name == "posix" else "USERPROFILE", str(Path.cwd()))

    assert find_places({"DIGITREC_HOME": "a folder"}).logs == Path.cwd() / "a folder" / "logs"
    assert find_places({"DIGITREC_HOME": "~/kept"}).logs == Path.cwd() / "kept" / "logs"


def test_without_it_the_places_are_those_of_the_system() -> None:
    places = find_places({"DIGITREC_HOME": ""})

    assert places.settings.parent == platformdirs.user_config_path("Digitrec", appauthor=False)
    assert places.history.parent == platformdirs.user_data_path("Digitrec", appauthor=False)
    assert places.logs == platformdirs.user_log_path("Digitrec", appauthor=False)


def test_asking_makes_no_folder(tmp_path: Path) -> None:
    find_places({"DIGITREC_HOME": str(tmp_path / "new")})

    assert not (tmp_path / "new").exists()


def _places_without(*names: str) -> subprocess.CompletedProcess[str]:
    environ = {key: value for key, value in os.environ.items() if key not in names}
    program = "from digitrec.storage.places import find_places; print(find_places())"
    return subprocess.run(
        [sys.executable, "-c", program], check=False, env=environ, capture_output=True, text=True
    )


def test_there_are_places_with_no_home_set() -> None:
    answer = _places_without("HOME", "DIGITREC_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")

    assert answer.returncode == 0, answer.stderr
    assert "settings.toml" in answer.stdout


def test_platformdirs_is_loaded_only_when_it_is_asked() -> None:
    program = "import sys, digitrec.storage.places; print('platformdirs' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )

    assert answer.stdout.strip() == "False", answer.stderr


@pytest.fixture
def homeless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary directory of an account that has no home."""
    import pwd

    def unknown(user: int) -> None:
        raise KeyError(user)

    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


ours = pytest.mark.skipif(os.name != "posix", reason="Windows asks the system, not the environment")


@ours
def test_the_folder_without_a_home_is_private_and_the_same_at_every_start(homeless: Path) -> None:
    folder = find_places({}).history.parent

    assert folder == homeless / f"digitrec-{os.getuid()}"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert find_places({}).settings.parent == folder
    program = (
        "import tempfile, pwd\nfrom digitrec.storage import places\n"
        f"tempfile.tempdir = {str(homeless)!r}\n"
        "def unknown(user): raise KeyError(user)\n"
        "pwd.getpwuid = unknown\nprint(places.find_places({}).history.parent)"
    )
    environ = {key: value for key, value in os.environ.items() if key != "HOME"}
    answer = subprocess.run(
        [sys.executable, "-c", program], check=False, env=environ, capture_output=True, text=True
    )
    assert answer.stdout.strip() == str(folder), answer.stderr


def _taken_by_a_link(name: Path) -> None:
    theirs = name.parent / "theirs"
    theirs.mkdir()
    name.symlink_to(theirs)


def _taken_by_a_dangling_link(name: Path) -> None:
    name.symlink_to(name.parent / "later")


def _taken_by_a_file(name: Path) -> None:
    name.touch()


def _open_to_all(name: Path) -> None:
    name.mkdir()
    name.chmod(0o777)


def _of_somebody_else(name: Path) -> None:
    name.mkdir(mode=0o700)
    if os.getuid() != 0:
        pytest.skip("only the system's administrator can give a folder to somebody else")
    os.chown(name, 12345, 12345)


@ours
@pytest.mark.parametrize(
    "take",
    [
        _taken_by_a_link,
        _taken_by_a_dangling_link,
        _taken_by_a_file,
        _open_to_all,
        _of_somebody_else,
    ],
)
def test_a_name_that_others_could_have_taken_is_not_used(
    homeless: Path, take: Callable[[Path], None]
) -> None:
    name = homeless / f"digitrec-{os.getuid()}"
    take(name)
    folder = find_places({}).history.parent

    assert folder != name
    assert folder.parent == homeless
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert find_places({}).history.parent == folder  # for as long as the program runs
    assert not (homeless / "later").exists()


@ours
def test_a_folder_of_ones_own_that_others_can_only_look_into_is_closed(homeless: Path) -> None:
    name = homeless / f"digitrec-{os.getuid()}"
    name.mkdir()
    name.chmod(0o755)

    assert find_places({}).history.parent == name
    assert stat.S_IMODE(name.stat().st_mode) == 0o700
