"""Several troubles at once, and those that are over."""

import tkinter

import pytest

from digitrec.ui.widgets.status_line import MOST_WARNINGS, StatusLine
from digitrec.ui.widgets.theme import PALETTES, Look


@pytest.fixture
def line(display):
    root = tkinter.Tk()
    yield StatusLine(root, Look(PALETTES["light"], 1.0))
    root.destroy()


def test_several_warnings_are_shown_once_each_until_another_message_comes(line):
    for message in ("the disk is full", "the settings are broken", "the disk is full"):
        line.warn(message)
    assert line["text"] == "the disk is full\nthe settings are broken"
    line.say("copied")
    assert line["text"] == "copied"
    line.clear()
    assert line["text"] == ""


def test_of_many_warnings_the_newest_are_shown(line):
    for number in range(9):
        line.warn(str(number))
    assert line["text"].split("\n") == ["6", "7", "8"][-MOST_WARNINGS:]


def test_a_warning_that_lasts_comes_back_until_it_is_over(line):
    line.begin_warning("the disk is full")
    line.warn("no picture")
    assert line["text"] == "the disk is full\nno picture"
    line.say("copied")
    line.clear()
    assert line["text"] == "the disk is full"
    line.end_warning("the disk is full")
    assert line["text"] == ""


def test_the_end_of_a_warning_leaves_another_message_alone(line):
    line.begin_warning("the disk is full")
    line.say("copied")
    line.end_warning("the disk is full")
    assert line["text"] == "copied"
