"""Files and text dropped onto the real window from another program, by XDND."""

import subprocess
import sys
import threading
import tkinter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.text import words
from digitrec.ui.files.drop import names_in
from tests.recognition.picture.test_decoding import drawing
from tests.samples import digit

ROOT = Path(__file__).resolve().parents[3]
X11 = pytest.mark.skipif(sys.platform != "linux", reason="XDND is how X11 drags")


def split(data):
    return tkinter.Tcl().splitlist(data)


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ("/home/me/a.png", ["/home/me/a.png"]),
        ("{/home/me/a b.png} /c.png", ["/home/me/a b.png", "/c.png"]),
        (r"C:/Bilder/\{1\}.png {C:/x y/ü.png}", ["C:/Bilder/{1}.png", "C:/x y/ü.png"]),
        ("", []),
        ("{/home/me/a", ["{/home/me/a"]),
    ],
)
def test_a_tcl_list_is_names(data, names):
    assert names_in(split, data) == names


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"))))
def test_names_with_any_spaces_and_braces_come_back(names):
    tcl = tkinter.Tcl()
    assert names_in(tcl.splitlist, tcl.call("list", *names)) == names


class Drag:
    """A user who drags something from another program over the drawing area."""

    def __init__(self, person, kind, content, end="drop"):
        self.person = person
        x, y, width, height = person.window.area.bounds
        frame = int(person.root.frame(), 16)
        command = [sys.executable, ROOT / "tests" / "ui" / "xdnd.py", frame, x + width // 2]
        command += [y + height // 2, kind, content, end]
        self.source = subprocess.Popen(
            [*map(str, command)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.hovering = self.hear()

    def hear(self):
        """The next line that the other program prints, while the window handles events."""
        heard = []
        thread = threading.Thread(target=lambda: heard.append(self.source.stdout.readline()))
        thread.start()
        self.person.wait(lambda: heard)
        return heard[0].strip()

    def go(self):
        """Drops, or leaves."""
        self.source.stdin.write("\n")
        self.source.stdin.flush()

    def end(self):
        self.person.wait(lambda: self.source.poll() is not None)
        self.source.stdin.close()
        self.source.stdout.close()


@pytest.fixture
def dragging(person):
    person.wait_until_ready()
    person.wait(lambda: person.root.tk.call("bind", ".", "<<DropEnter>>"))
    drags = []

    def drag(kind, content, end="drop"):
        drags.append(Drag(person, kind, content, end))
        return drags[-1]

    yield drag
    for one in drags:
        one.source.kill()
        one.source.wait(20)


def addresses(*paths):
    return "".join(path.as_uri() + "\r\n" for path in paths)


def drop(dragging, kind, content):
    one = dragging(kind, content)
    assert one.hovering == "accepted"
    one.go()
    assert one.hear() == "copied"
    one.end()


def hints(person):
    area = person.window.area
    return [area.itemcget(item, "text") for item in area.find_withtag("drop-hint")
            if area.type(item) == "text"]  # fmt: skip


@X11
def test_a_dropped_picture_is_opened_and_the_drawing_area_says_so_before(
    person, tmp_path, dragging
):
    path = tmp_path / "eine Drei {ü} 100%.png"
    drawing().save(path)
    person.draw(digit(1))
    one = dragging("text/uri-list", addresses(path))
    assert one.hovering == "accepted"
    assert hints(person) == [words.DROP_HERE]
    assert person.ink < 50  # the drawing is covered
    one.go()
    assert one.hear() == "copied"
    person.wait(lambda: person.big == "3")
    assert hints(person) == []
    assert person.window.desk.session.sheet.picture.name == path.name
    person.press("<Control-z>")
    assert person.big == "1"
    assert path.exists()


@X11
def test_a_drag_that_leaves_changes_nothing(person, tmp_path, dragging):
    drawing().save(tmp_path / "three.png")
    person.draw(digit(1))
    person.wait(lambda: person.big == "1")
    ink = person.ink
    one = dragging("text/uri-list", addresses(tmp_path / "three.png"), "leave")
    assert hints(person) == [words.DROP_HERE]
    one.go()
    one.end()
    person.wait(lambda: hints(person) == [])
    person.wait(lambda: person.ink == ink)
    assert person.big == "1"


@X11
def test_of_several_files_the_first_that_can_be_read_is_shown_and_the_others_are_counted(
    person, tmp_path, dragging
):
    (tmp_path / "notes.txt").write_text("no picture")
    drawing().save(tmp_path / "three.png")
    paths = [tmp_path, tmp_path / "notes.txt", tmp_path / "three.png", tmp_path / "gone.png"]
    drop(dragging, "text/uri-list", addresses(*paths))
    person.wait(lambda: person.big == "3")
    assert person.window.status["text"] == "three.png: Image 1 of 2"


@X11
@pytest.mark.parametrize("kind", ["text/plain;charset=utf-8", "UTF8_STRING"])
@pytest.mark.parametrize("as_address", [True, False])
def test_text_that_names_a_picture_opens_it(person, tmp_path, dragging, kind, as_address):
    path = tmp_path / "drei ü.png"
    drawing().save(path)
    drop(dragging, kind, path.as_uri() if as_address else str(path))
    person.wait(lambda: person.big == "3")


@X11
def test_what_cannot_be_opened_is_named_and_the_drawing_stays(person, tmp_path, dragging):
    person.draw(digit(1))
    (tmp_path / "mine.jsonl").write_text(digit(2).to_json())
    (tmp_path / "notes.txt").write_text("no picture")
    folder = tmp_path / "pictures"
    folder.mkdir()
    for path, reason in (
        (folder, "a folder, not a picture"),
        (tmp_path / "notes.txt", "not a picture; "),
        (tmp_path / "gone.png", "no such file"),
        (tmp_path / "mine.jsonl", words.INK_LINES.format(name="mine.jsonl")),
    ):
        person.window.status.clear()
        drop(dragging, "text/uri-list", addresses(path))
        said = words.PICTURE_TROUBLE.format(name=path.name, reason=reason)
        person.wait(lambda said=said: person.window.status["text"].startswith(said))
    for kind, content, said in (
        ("text/uri-list", "https://example.org/three.png\r\n", words.ON_THE_INTERNET),
        ("UTF8_STRING", "https://example.org/three.png", words.ON_THE_INTERNET),
        ("UTF8_STRING", "good morning", words.NOT_A_FILE),
    ):
        drop(dragging, kind, content)
        person.wait(lambda said=said: person.window.status["text"] == said)
    assert person.big == "1"


@pytest.mark.skipif(sys.platform == "win32", reason="there it would be a folder of that name")
def test_localhost_before_a_dropped_path_is_this_computer(person, tmp_path):
    drawing().save(tmp_path / "three.png")
    person.wait_until_ready()
    person.parts.exchange.open_dropped([f"localhost{tmp_path / 'three.png'}"])
    person.wait(lambda: person.big == "3")


@pytest.mark.parametrize("broken", ["no library", "no package for Tcl"])
def test_without_tkdnd_the_program_runs_and_shows_no_message(places, display, monkeypatch, broken):
    from tests.ui.person import Person

    if broken == "no library":
        monkeypatch.setitem(sys.modules, "tkinterdnd2", None)
    else:
        monkeypatch.setattr("tkinterdnd2.TkinterDnD.__file__", "/nowhere/TkinterDnD.py")
    person = Person(places)
    try:
        person.wait_until_ready()
        loaded = []
        person.parts.background.do(lambda: None, loaded.append)  # after the job that prepares
        person.wait(lambda: loaded)
        assert not person.root.tk.call("bind", ".", "<<DropEnter>>")
        assert person.window.status["text"] == ""
        person.draw(digit(2))
        assert person.big == "2"
    finally:
        person.close()


def test_an_error_in_what_handles_a_drop_is_reported(places, display, monkeypatch):
    from tests.ui.person import Person

    def fail(*_):
        raise tkinter.TclError("no such event")

    errors = []
    monkeypatch.setattr(tkinter.Misc, "register", fail)
    person = Person(places)
    try:
        person.root.report_callback_exception = lambda *error: errors.append(str(error[1]))
        person.wait(lambda: errors)
        assert errors == ["no such event"]
    finally:
        person.close()
