import os
import threading

import pytest

from digitrec.session import choices
from digitrec.session.choices import Choices
from digitrec.storage.settings import load_settings


def test_what_two_programs_choose_is_kept_side_by_side(tmp_path):
    path = tmp_path / "settings.toml"
    one, other = Choices(path), Choices(path)
    one.change(theme="dark", live=False)
    one.save()
    other.change(pen_width=20.0)
    other.save()
    kept, notice = load_settings(path)
    assert (kept.theme, kept.live, kept.pen_width, notice) == ("dark", False, 20.0, None)


@pytest.mark.skipif(os.name == "nt", reason="no folder can be locked on Windows")
def test_what_they_save_at_the_same_moment_is_kept_too(tmp_path, monkeypatch):
    path = tmp_path / "settings.toml"
    one, other = Choices(path), Choices(path)
    one.change(theme="dark")
    other.change(pen_width=20.0)
    second = threading.Thread(target=other.save)

    def slowly(*to):
        monkeypatch.undo()
        second.start()
        second.join(0.3)  # it waits, as this one has read and not yet written
        choices.save_settings(*to)

    monkeypatch.setattr(choices, "save_settings", slowly)
    one.save()
    second.join()
    kept, _ = load_settings(path)
    assert (kept.theme, kept.pen_width) == ("dark", 20.0)
