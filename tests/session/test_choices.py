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
