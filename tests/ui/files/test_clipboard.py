"""What other programs have copied, by the X Window System's clipboard, and what a person pastes."""

import io
import os
import subprocess
import sys
import types
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image, ImageGrab

from digitrec.text import words
from digitrec.ui.files import clipboard
from digitrec.ui.files.clipboard import (
    NothingToPasteError,
    addresses_in,
    content_of,
    path_in,
    system_picture,
)
from tests.recognition.picture.test_decoding import drawing
from tests.samples import digit

ROOT = Path(__file__).resolve().parents[3]
X11 = pytest.mark.skipif(sys.platform != "linux", reason="the owner speaks to an X server")


def test_a_copied_path_or_address_names_a_file(tmp_path):
    path = tmp_path / "a b.png"
    path.write_bytes(b"")
    assert path_in(str(path)) == path
    assert path_in(f'"{path}"\n') == path
    assert path_in(path.as_uri() + "\r\n") == path
    assert path_in(f"x-special/nautilus-clipboard\ncopy\n{path.as_uri()}\n") == path
    assert path_in("no such file") is None
    assert path_in("") is None
    assert path_in("x\0y") is None


def test_a_list_of_files_is_its_addresses_without_comments_and_commands():
    assert addresses_in("copy\nfile:///a%20b.png\nfile:///c.png") == [
        "file:///a%20b.png", "file:///c.png",
    ]  # fmt: skip
    assert addresses_in("# from afar\r\nfile:///a.png\r\n\0") == ["file:///a.png"]


def test_content_in_tks_hexadecimal_words_is_its_bytes(monkeypatch):
    every = bytes(range(256)) * 20
    written = "".join(f"0x{byte:x} " for byte in every)
    monkeypatch.setattr(clipboard, "_PIECE", 100)
    assert content_of(written) == every
    assert content_of("plain") == b"plain"


@contextmanager
def copied(person, tmp_path, offered):
    """Another program has the clipboard, with content of these kinds, during the block."""
    command = [sys.executable, str(ROOT / "tests" / "ui" / "clipboard_owner.py")]
    for number, (kind, content) in enumerate(offered.items()):
        file = tmp_path / ("never" if content is None else f"copied-{number}")
        file.write_bytes(content or b"")
        command += [kind, str(file)]
    environ = {
        **os.environ, "PYTHONPATH": str(ROOT), "DISPLAY": str(person.root.tk.eval("winfo screen ."))
    }  # fmt: skip
    owner = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)
    try:
        assert owner.stdout.readline() == "ready\n"
        yield
    finally:
        owner.kill()
        owner.wait()
        owner.stdout.close()


def png(more_bytes=0):
    """A picture of a 3 as a file, with bytes after its end, where nobody looks."""
    stream = io.BytesIO()
    drawing("RGB", "white", "black").save(stream, "PNG")
    return stream.getvalue() + os.urandom(more_bytes)


@X11
@pytest.mark.parametrize("size", [0, 150_000], ids=["at once", "piece by piece"])
def test_a_picture_that_a_browser_has_copied_is_pasted(person, tmp_path, size):
    offered = {"text/html": b"<img>", "image/png": png(size), "UTF8_STRING": b"alternative text"}
    person.wait_until_ready()
    with copied(person, tmp_path, offered):
        person.press("<Control-v>")
        person.wait(lambda: person.big == "3")
    assert person.window.desk.session.sheet.picture.name == words.PASTED


@X11
def test_what_another_program_copies_after_the_window_did_is_pasted(person, tmp_path):
    person.wait_until_ready()
    person.draw(digit(2))
    person.wait(lambda: person.big == "2")
    person.press("<Control-c>")
    with copied(person, tmp_path, {"image/png": png()}):
        person.press("<Control-v>")
        person.wait(lambda: person.big == "3")


@X11
@pytest.mark.parametrize("kind", ["x-special/gnome-copied-files", "text/uri-list"])
def test_a_file_that_a_file_manager_has_copied_is_pasted(person, tmp_path, kind):
    path = tmp_path / "eine Drei ü 100%.png"
    drawing().save(path)
    person.wait_until_ready()
    content = f"copy\n{path.as_uri()}" if "gnome" in kind else f"{path.as_uri()}\r\n"
    with copied(person, tmp_path, {kind: content.encode(), "UTF8_STRING": b"icon"}):
        person.press("<Control-v>")
        person.wait(lambda: person.big == "3")
    assert person.window.desk.session.sheet.picture.name == path.name


@X11
def test_a_jpeg_or_a_files_path_as_text_is_pasted_too(person, tmp_path):
    path = tmp_path / "three.jpg"
    drawing("RGB", "white", "black").save(path)
    person.wait_until_ready()
    with copied(person, tmp_path, {"image/jpeg": path.read_bytes()}):
        person.press("<Control-v>")
        person.wait(lambda: person.big == "3")
    person.press("<Escape>")
    with copied(person, tmp_path, {"text/plain": str(path).encode()}):
        person.press("<Control-v>")
        person.wait(lambda: person.big == "3")
    assert person.window.desk.session.sheet.picture.name == "three.jpg"


@X11
def test_what_cannot_be_pasted_is_named_and_the_drawing_stays(person, tmp_path):
    person.wait_until_ready()
    person.draw(digit(2))
    gone = (tmp_path / "gone.png").as_uri().encode()
    broken = words.PICTURE_TROUBLE.format(name=words.PASTED, reason="")
    for offered, said in (
        ({"UTF8_STRING": b"my password"}, words.ONLY_TEXT),
        ({"UTF8_STRING": b"https://example.org/3.png"}, words.ON_THE_INTERNET),
        ({"text/uri-list": b"https://example.org/3.png\r\n"}, words.ON_THE_INTERNET),
        ({"audio/mpeg": b"song"}, words.OTHER_KIND.format(kind="audio/mpeg")),
        ({"image/png": b"no picture"}, broken),
        ({"text/uri-list": gone}, words.PICTURE_TROUBLE.format(name="gone.png", reason="")),
        ({"PIXMAP": b""}, words.NOTHING_COPIED),
    ):
        with copied(person, tmp_path, offered):
            person.window.status.clear()
            person.press("<Control-v>")
            person.wait(lambda said=said: person.window.status["text"].startswith(said))
    person.press("<Control-v>")  # nobody has the clipboard
    person.wait(lambda: person.window.status["text"] == words.NOTHING_COPIED)
    assert person.big == "2"


@X11
@pytest.mark.slow
def test_a_program_that_never_sends_what_it_offers_does_not_stop_the_pen(person, tmp_path):
    person.wait_until_ready()
    with copied(person, tmp_path, {"image/png": None}):
        person.root.after(100, lambda: person.draw(digit(7)))
        person.root.after(200, lambda: person.press("<Control-v>"))  # waits in no second queue
        person.press("<Control-v>")  # Tk gives up after five seconds
        assert len(person.window.desk.session.sheet.strokes) == len(digit(7).strokes)
        person.wait(lambda: person.big == "7")
        person.wait(lambda: person.window.status["text"] == words.NO_ANSWER)


@X11
@pytest.mark.slow
def test_the_window_may_be_closed_while_a_program_keeps_it_waiting(person, tmp_path):
    person.wait_until_ready()
    with copied(person, tmp_path, {"image/png": None}):
        errors = []
        person.root.report_callback_exception = lambda *error: errors.append(error)
        person.root.after(100, person.close)
        person.press("<Control-v>")
    assert errors == []


@pytest.mark.parametrize(
    ("found", "name"),
    [(drawing("RGB", "white", "black"), words.PASTED), (["three.png"], "three.png")],
    ids=["picture", "file"],
)
def test_on_windows_pillow_fetches_pictures_and_files(person, tmp_path, monkeypatch, found, name):
    drawing().save(tmp_path / "three.png")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ImageGrab, "grabclipboard", lambda: found)
    monkeypatch.setattr("digitrec.ui.files.exchange.look", lambda root: clipboard.Copied())
    person.wait_until_ready()
    person.press("<Control-v>")
    person.wait(lambda: person.big == "3")
    assert person.window.desk.session.sheet.picture.name == name


def test_on_macos_a_file_that_was_copied_goes_before_the_picture_of_its_icon(monkeypatch):
    icon = Image.new("RGB", (8, 8))
    monkeypatch.setattr(clipboard, "sys", types.SimpleNamespace(platform="darwin"))
    monkeypatch.setattr(ImageGrab, "grabclipboard", lambda: icon)
    for status, answer in ((0, b"/Users/me/a b.png\n"), (1, b"")):
        done = subprocess.CompletedProcess([], status, answer)
        monkeypatch.setattr(subprocess, "run", lambda *_, done=done, **__: done)
        got = system_picture()
        assert got == [Path("/Users/me/a b.png")] if answer else isinstance(got, io.BytesIO)


def test_a_clipboard_without_a_picture_says_so(monkeypatch):
    monkeypatch.setattr(ImageGrab, "grabclipboard", lambda: None)
    with pytest.raises(NothingToPasteError, match=words.NOTHING_TO_PASTE):
        system_picture()
