import pytest

from digitrec.ui.keyboard.events import Repeats, held, us_key


@pytest.mark.parametrize(
    ("keycode", "keysym", "key"),
    [
        (52, 0x6D1, "z"),  # Russian ya
        (25, 0x6C3, "w"),  # Russian tse
        (39, 0x6A6, "s"),  # Ukrainian i
        (52, 0x7E6, "z"),  # Greek zeta
        (52, 0x5C6, "z"),  # Arabic hamza on yeh
        (26, 0xCF7, "e"),  # Hebrew qoph
        (25, 0x27, "w"),  # the apostrophe on a Hebrew keyboard
        (52, 0x7E, "z"),  # with Shift on an Arabic one
        (59, 0x6C2, "comma"),
        (57, 0x100092A, "n"),  # a Devanagari letter
        (11, 0x10006F2, "2"),  # Persian
        (12, 0x1000969, "3"),  # Hindi
        (13, 0x1000664, "4"),  # Arabic
        (52, 0x77, None),  # w, where a French keyboard has it
        (29, 0x7A, None),  # z on a German one
        (24, 0x27, None),  # the apostrophe of Dvorak
        (11, 0xE9, None),  # e with an acute accent, French
        (39, 0x1000219, None),  # s with a comma below, Romanian
        (99, 0x6D1, None),
        (9, 0xFF1B, None),  # Escape
    ],
)
def test_a_key_of_another_script_is_known_by_its_place(keycode, keysym, key):
    assert us_key("x11", keycode, keysym) == key


def test_windows_names_the_places_by_their_letters():
    assert us_key("win32", ord("Z"), 0x6D1) == "z"
    assert us_key("win32", 0xBC, 0x6C2) == "comma"
    assert us_key("win32", ord("Z"), 0x7A) is None


@pytest.mark.parametrize(
    ("system", "state", "expected"),
    [
        ("x11", 0x12, (False, False)),  # Caps Lock and Num Lock
        ("x11", 0x2004, (True, False)),  # the second of two layouts
        ("x11", 0x8, (False, True)),
        ("x11", 0x40, (False, True)),
        ("win32", 0x20004, (True, True)),  # AltGr
        ("win32", 0x8, (False, False)),  # Num Lock
        ("aqua", 0x8, (True, False)),
        ("aqua", 0x10, (False, True)),
    ],
)
def test_modifiers_are_told_from_locks(system, state, expected):
    assert held(system, state) == expected


@pytest.mark.parametrize("releases", [True, False], ids=["X11 without XKB", "others"])
def test_only_the_first_press_of_a_held_key_is_not_a_repeat(releases):
    repeats, found = Repeats(), []
    for time in (1000, 1660, 1700, 1740):
        if releases and time > 1000:
            repeats.release(16, time)
        found.append(repeats.press(16, time))
    repeats.release(16, 1760)
    assert found == [False, True, True, True]
    assert not repeats.press(16, 1800)


def test_another_key_and_a_release_that_was_never_seen_are_no_repeats():
    repeats = Repeats()
    assert not repeats.press(16, 1000)
    assert not repeats.press(17, 1010)
    assert not repeats.press(16, 3000)


def test_events_without_a_time_are_no_repeats():
    repeats = Repeats()
    assert [repeats.press(16, 0) for _ in range(3)] == [False] * 3
