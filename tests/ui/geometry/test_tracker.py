"""Which size and place of the window are kept; the window manager's part is played here."""

import pytest

from digitrec.storage.settings import Settings, load_settings, save_settings
from digitrec.ui.geometry import screen, tracker
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def manager(monkeypatch):
    """A window manager that maximises: whether the window is, and how often that was asked."""
    state = {"maximized": False, "asked": 0}

    def maximize(_):
        state["maximized"] = True
        state["asked"] += 1

    monkeypatch.setattr(screen, "maximize", maximize)
    monkeypatch.setattr(tracker, "is_maximized", lambda _: state["maximized"])
    return state


def test_a_maximised_window_comes_back_so_and_knows_its_size_before(places, manager):
    person = Person(places)
    person.wait_until_ready()
    person.root.geometry("800x600+20+30")
    person.wait(lambda: person.parts.geometry_tracker.normal == "800x600+20+30")
    manager["maximized"] = True
    person.root.geometry("1280x1024+0+0")
    person.wait(lambda: person.root.winfo_width() == 1280)
    settled = []
    person.root.after(tracker.SETTLED + 100, settled.append, True)
    person.wait(lambda: settled)
    person.close()
    settings, _ = load_settings(places.settings)
    assert (settings.window, settings.maximized) == ("800x600+20+30", True)
    manager["maximized"] = False
    again = Person(places)
    try:
        assert manager["asked"] == 1
        again.wait_until_ready()
    finally:
        again.close()
    settings, _ = load_settings(places.settings)
    assert (settings.window, settings.maximized) == ("800x600+20+30", True)


def test_one_that_is_maximised_at_once_at_its_first_start_knows_its_usual_size(person, manager):
    person.wait_until_ready()
    usual = person.root.geometry()
    manager["maximized"] = True
    person.root.geometry("1280x1024+0+0")
    person.wait(lambda: person.root.winfo_width() == 1280)
    assert person.parts.geometry_tracker.now == (usual, True)


def test_the_settings_maximise_it_too(places, manager):
    save_settings(places.settings, Settings(window="800x600+20+30", maximized=True))
    person = Person(places)
    try:
        person.wait_until_ready()
        assert manager["asked"] == 1
    finally:
        person.close()


def test_one_that_is_no_longer_maximised_opens_as_it_was_before(places, manager):
    person = Person(places)
    person.wait_until_ready()
    person.root.geometry("800x600+20+30")
    person.wait(lambda: person.root.winfo_width() == 800)
    person.close()
    again = Person(places)
    try:
        again.wait_until_ready()
        assert manager["asked"] == 0
        assert again.root.geometry() == "800x600+20+30"
    finally:
        again.close()


def test_a_place_that_tk_does_not_know_is_left_to_the_window_manager(person, monkeypatch):
    person.wait_until_ready()
    person.root.geometry("800x600+0+0")
    person.wait(lambda: person.root.winfo_width() == 800)
    assert person.parts.geometry_tracker.now == ("800x600+0+0", False)
    monkeypatch.setattr(person.root, "winfo_rootx", lambda: 261)
    assert person.parts.geometry_tracker.now == ("800x600", False)
