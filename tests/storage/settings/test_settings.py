import tomllib
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given
from hypothesis import settings as configured
from hypothesis import strategies as st

from digitrec.storage.settings import Settings, load_settings, save_settings

CHOSEN = Settings(
    "dark",
    "de",
    live=False,
    pen_width=7.5,
    keep_history=False,
    hand="Zoë",
    learn_corrections=False,
    window="800x600+10+-20",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def _others(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file != path)


def test_a_missing_file_gives_the_defaults_and_no_notice(path: Path) -> None:
    assert load_settings(path) == (Settings(), None)
    assert not path.exists()


def test_what_is_saved_is_loaded(path: Path) -> None:
    save_settings(path, CHOSEN)

    assert load_settings(path) == (CHOSEN, None)


def test_saving_makes_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "settings.toml"
    save_settings(path, CHOSEN)

    assert load_settings(path) == (CHOSEN, None)


def test_nothing_else_is_left_in_the_folder(path: Path) -> None:
    save_settings(path, Settings())
    save_settings(path, CHOSEN)

    assert _others(path) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("theme", 'theme = "pink"'),
        ("theme", "theme = 3"),
        ("language", 'language = "xx"'),
        ("language", 'language = "../de"'),
        ("language", "language = 1"),
        ("live", "live = 1"),
        ("live", 'live = "true"'),
        ("final", "final = 0"),
        ("doubt", 'doubt = "always"'),
        ("doubt", "doubt = 1"),
        ("keep_days", "keep_days = -1"),
        ("keep_days", "keep_days = true"),
        ("keep_days", "keep_days = 1.5"),
        ("keep_history", "keep_history = 0.0"),
        ("pen_width", "pen_width = true"),
        ("pen_width", "pen_width = 3.9"),
        ("pen_width", "pen_width = 41"),
        ("pen_width", "pen_width = nan"),
        ("pen_width", "pen_width = inf"),
        ("pen_width", f"pen_width = 1{'0' * 400}"),
        ("pen_width", 'pen_width = "12"'),
        ("window", 'window = "large"'),
        ("window", 'window = "0x0+1+1"'),
        ("window", 'window = "300x300+1+1; exit"'),
        ("window", "window = [300, 300]"),
        ("hand", 'hand = ""'),
        ("hand", 'hand = "a\\nb"'),
        ("hand", f'hand = "{"a" * 41}"'),
        ("hand", "hand = 1"),
        ("learn_corrections", "learn_corrections = 1"),
    ],
)
def test_a_wrong_value_is_named_and_costs_only_itself(path: Path, name: str, text: str) -> None:
    rest = {key: value for key, value in asdict(CHOSEN).items() if key != name}
    before = text + "\n" + tomli_w.dumps(rest)
    path.write_text(before, encoding="utf-8")

    settings, notice = load_settings(path)

    assert settings == replace(CHOSEN, **{name: getattr(Settings(), name)})
    assert notice is not None
    assert name in notice
    assert str(path) in notice
    assert path.read_text(encoding="utf-8") == before


def test_several_wrong_values_are_all_named(path: Path) -> None:
    path.write_text('theme = 1\nlive = 2\nwindow = "x"\n')

    assert "value of theme, live and window is" in (load_settings(path)[1] or "")


def test_a_wrong_value_is_mended_by_saving(path: Path) -> None:
    save_settings(path, Settings())
    path.write_text(path.read_text().replace("live = true", "live = 1"))  # equal, to Python
    assert load_settings(path)[1] is not None
    save_settings(path, load_settings(path)[0])

    assert load_settings(path) == (Settings(), None)


@pytest.mark.parametrize("width", ["4", "40", "12.5"])
def test_whole_and_broken_pen_widths_within_bounds_are_right(path: Path, width: str) -> None:
    path.write_text(f"pen_width = {width}\n")

    settings, notice = load_settings(path)

    assert (settings.pen_width, notice) == (float(width), None)
    assert isinstance(settings.pen_width, float)


@pytest.mark.parametrize("window", ["", "300x400", "300x400+0+0", "1x1-5-5", "9x9+-7+12"])
def test_places_of_a_window_as_tk_writes_them_are_right(path: Path, window: str) -> None:
    save_settings(path, Settings(window=window))

    assert load_settings(path) == (Settings(window=window), None)


def test_a_byte_order_mark_does_no_harm(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbftheme = 'light'\r\n")

    assert load_settings(path) == (Settings(theme="light"), None)


_KEYS = st.text(st.characters(codec="utf-8"), max_size=8)
_VALUES = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8"), max_size=20)
    | st.datetimes()
    | st.dates()
    | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)
_SETTINGS = st.builds(
    Settings,
    theme=st.sampled_from(["system", "light", "dark"]),
    language=st.sampled_from(["system", "en", "de"]),
    live=st.booleans(),
    final=st.booleans(),
    doubt=st.sampled_from(["never", "seldom", "usual", "often"]),
    pen_width=st.floats(4, 40),
    keep_history=st.booleans(),
    keep_days=st.integers(0, 36_500),
    window=st.sampled_from(["", "300x300", "640x480+5+-5"]),
)


@configured(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(unknown=st.dictionaries(_KEYS, _VALUES, max_size=5), first=_SETTINGS, second=_SETTINGS)
def test_saving_keeps_every_key_that_it_does_not_know(
    path: Path, unknown: dict[str, Any], first: Settings, second: Settings
) -> None:
    unknown = {key: value for key, value in unknown.items() if key not in asdict(first)}
    path.write_bytes(tomli_w.dumps(unknown).encode())

    save_settings(path, first)
    save_settings(path, second)

    assert load_settings(path) == (second, None)
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {**unknown, **asdict(second)}
