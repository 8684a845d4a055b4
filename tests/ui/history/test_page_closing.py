"""What becomes of a page that is closed: of its thread, of itself and of what was asked for."""

import gc
import threading
import weakref

import pytest

from digitrec.text import words
from tests.samples import digit
from tests.ui.history.pages import click, fill, held, in_trash, kept_keys

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def short_wait(monkeypatch):
    monkeypatch.setattr("digitrec.storage.database.BUSY_SECONDS", 0.3)


def threads():
    return [thread for thread in threading.enumerate() if thread.name == "background"]


def test_pages_that_were_closed_leave_no_thread_and_nothing_in_memory(places, person, open_page):
    fill(places, 20)
    person.wait_until_ready()
    before = len(threads())
    gone = []
    for _ in range(4):
        page = open_page(20)
        gone.append(weakref.ref(page))
        gone.append(weakref.ref(page.thumbnail_grid))
        page.destroy()
        del page
    person.wait(lambda: len(threads()) == before)
    person.wait(lambda: not any(reference() for reference in gone))


def test_the_page_is_released_on_tks_thread_without_a_word(
    places, person, open_page, monkeypatch, capsys
):
    fill(places, 20)
    unraisable = []
    monkeypatch.setattr("sys.unraisablehook", unraisable.append)
    for _ in range(3):
        open_page(20).destroy()
        person.root.update()
    gc.collect()
    assert unraisable == []


def test_a_delete_that_waits_for_another_program_is_done_after_closing(places, person, open_page):
    fill(places, 5)
    page = open_page(5)
    with held(places):
        click(page, 0)
        page.event_generate("<Delete>")
        page.destroy()
        person.root.update()
        assert kept_keys(places) == [1, 2, 3, 4, 5]
    person.wait(lambda: kept_keys(places) == [1, 2, 3, 4])
    person.wait(lambda: in_trash(places) == 0)  # the trash is emptied after it, not before
    recent = person.parts.history.recent_drawings
    person.wait(lambda: len(recent.drawings) == 4)


def test_a_delete_that_fails_after_closing_says_so_in_the_window(
    places, person, open_page, short_wait
):
    fill(places, 5)
    page = open_page(5)
    with held(places):
        click(page, 0)
        page.event_generate("<Delete>")
        page.destroy()
        person.wait(lambda: "held by another program" in person.window.status["text"])
    assert kept_keys(places) == [1, 2, 3, 4, 5]


def test_closing_the_window_waits_for_a_delete(places, person, open_page):
    fill(places, 5)
    page = open_page(5)
    with held(places) as release:
        click(page, 0)
        page.event_generate("<Delete>")
        page.destroy()
        timer = threading.Timer(0.5, release)
        timer.start()
        person.close()
        timer.join()
    assert kept_keys(places) == [1, 2, 3, 4]
    assert in_trash(places) == 0


def test_while_another_program_holds_the_history_the_window_goes_on_and_the_page_says_it_waits(
    places, person, open_page
):
    fill(places, 5)
    page = open_page(5)
    with held(places):
        click(page, 0)
        page.buttons["delete"].invoke()
        assert page.buttons["delete"].instate(["disabled"])
        assert page.buttons["delete_all"].instate(["disabled"])
        person.draw(digit(3))  # Tk's thread is free
        assert person.big == "3"
        person.wait(lambda: page.status == words.LOADING)
        page.event_generate("<Delete>")  # nothing more until it is done
    person.wait(lambda: page.status.startswith("1 drawing deleted"))
    assert page.buttons["delete_all"].instate(["!disabled"])


def test_a_delete_that_fails_says_why_and_can_be_tried_again(places, person, open_page, short_wait):
    fill(places, 5)
    page = open_page(5)
    with held(places):
        click(page, 0)
        page.buttons["delete"].invoke()
        person.wait(lambda: "held by another program" in page.status)
    assert page.buttons["delete"].instate(["!disabled"])
    page.buttons["delete"].invoke()
    person.wait(lambda: page.count == 4)
    page.buttons["restore"].invoke()
    person.wait(lambda: page.count == 5)
