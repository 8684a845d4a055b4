import os
import stat

import pytest

from digitrec.storage.places import Places
from digitrec.ui.errors.incident import record


@pytest.mark.skipif(os.name != "posix", reason="Windows has no permission bits")
@pytest.mark.parametrize("made_before", [False, True])
def test_the_log_is_the_owners(tmp_path, made_before):
    places = Places(tmp_path / "settings.toml", tmp_path / "history.sqlite3", tmp_path)
    if made_before:
        (tmp_path / "digitrec.log").touch()
        (tmp_path / "digitrec.log").chmod(0o664)
    error = RuntimeError("unforeseen")

    log = record(places, RuntimeError, error, None).log

    assert log is not None
    assert "unforeseen" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
