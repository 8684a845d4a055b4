import os
import subprocess
import sys
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


@pytest.mark.skipif(os.name != "posix", reason="Windows asks the system, not the environment")
def test_an_account_without_any_home_gets_a_folder_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import pwd

    def unknown(user: int) -> None:
        raise KeyError(user)

    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)

    places = find_places({})

    assert places.history.is_absolute()
    assert places.history.parent.name == f"digitrec-{os.getuid()}"


def test_platformdirs_is_loaded_only_when_it_is_asked() -> None:
    program = "import sys, digitrec.storage.places; print('platformdirs' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )

    assert answer.stdout.strip() == "False", answer.stderr
