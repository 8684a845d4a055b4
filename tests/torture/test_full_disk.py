"""A disk that is full, that becomes full, or that can't be written to at all."""

import os
import subprocess
from tkinter import filedialog, messagebox

import pytest

from digitrec.recognition.ink import Ink
from digitrec.storage.history import History
from digitrec.storage.places import Places
from tests.samples import digit
from tests.torture.mutants.programs import command
from tests.ui.person import Person

pytestmark = [
    pytest.mark.usefixtures("display"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a file system"),
]

ROOM = 200_000
"""Bytes that are left free on a disk that is about to be full."""


@pytest.fixture
def disk(tmp_path):
    """A file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a file system")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk, room=0):
    status = os.statvfs(disk)
    with (disk / "other").open("ab") as file:
        file.write(bytes(max(0, status.f_bavail * status.f_frsize - room)))


def opened(disk):
    person = Person(Places(disk / "settings.toml", disk / "history.sqlite3", disk / "logs"))
    person.wait_until_ready()
    return person


def draw(person, number):
    person.press("<Escape>")
    person.draw(digit(number % 10))
    person.wait(lambda: person.big == str(number % 10))


def strokes_of(inks):
    return sum(len(ink.strokes) for ink in inks)


def test_closing_on_a_full_disk_loses_nothing(disk, effort, report, tmp_path, monkeypatch):
    drawings = effort.times(14, 300)
    place = tmp_path / "saved.jsonl"
    monkeypatch.setattr(messagebox, "askyesno", lambda *_, **__: True)
    monkeypatch.setattr(filedialog, "asksaveasfilename", lambda **_: str(place))
    fill(disk, ROOM)
    person = opened(disk)
    for number in range(drawings):
        if number == 4:
            fill(disk)
        draw(person, number)
    person.wait(lambda: "isn't full" in person.window.status["text"])
    person.close()

    saved = [Ink.from_json(line) for line in place.read_text("utf-8").splitlines()]
    (disk / "other").unlink()
    with History(disk / "history.sqlite3") as history:
        kept = list(history)
    report(f"{drawings} drawings: {len(kept)} kept, {len(saved)} saved elsewhere, 0 lost")
    assert len(kept) + len(saved) >= drawings
    assert {ink.label for ink in saved} | {one.reading.text for one in kept} == set("0123456789")


def test_when_there_is_room_again_all_is_written_and_the_message_goes(disk, effort, report):
    person = opened(disk)
    fill(disk)
    for number in range(effort.times(10, 100)):
        draw(person, number)
    person.wait(lambda: "isn't full" in person.window.status["text"])
    (disk / "other").unlink()
    draw(person, 7)
    person.wait(lambda: person.window.status["text"] == "")
    person.close()
    with History(disk / "history.sqlite3") as history:
        report(f"{len(list(history))} drawings, all written after there was room again")
        assert len(list(history)) == effort.times(10, 100) + 1


def test_a_disk_that_cannot_be_written_to_still_shows_its_history(
    disk, effort, report, monkeypatch
):
    person = opened(disk)
    for number in range(3):
        draw(person, number)
    person.close()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)

    monkeypatch.setenv("DIGITREC_HOME", str(disk))
    status, lines, errors = command("history", "list", "--json")
    person = opened(disk)
    draw(person, 5)
    person.wait(lambda: str(disk) in person.window.status["text"])
    person.close()
    report(f"{len(lines)} of 3 drawings listed from a disk that is read-only")
    assert (status, len(lines)) == (0, 3), errors
