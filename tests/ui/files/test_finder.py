"""Documents that macOS hands over, by the very Tcl command that Tk calls there."""

import os
import subprocess
import sys
from pathlib import Path

from digitrec.ui.files.finder import OPEN_DOCUMENT, Finder
from tests.recognition.picture.test_decoding import drawing
from tests.samples import digit

ROOT = Path(__file__).resolve().parents[3]

# A Mac, as far as the start looks; a document comes before the window is complete.
STARTED_BY = """
import sys, time, tkinter, types
from digitrec.ui.startup import start
start.sys = types.SimpleNamespace(platform="darwin", stderr=sys.stderr,
                                  setswitchinterval=sys.setswitchinterval)
def look(root):
    root.tk.call("::tk::mac::OpenDocument", sys.argv[1])
    (panel,) = [one for one in root.winfo_children() if type(one).__name__ == "AnswerPanel"]
    end = time.monotonic() + 60
    while time.monotonic() < end:
        root.update()
        if "3" in [panel.itemcget(item, "text") for item in panel.find_all()
                   if panel.type(item) == "text"]:
            print("read")
            return
tkinter.Tk.mainloop = look
sys.exit(start.run())
"""


def test_a_document_is_opened_and_the_window_comes_back_for_it(person, tmp_path):
    person.wait_until_ready()
    path = tmp_path / "eine Drei {ü} 100%.png"
    drawing().save(path)
    Finder(person.root).open_with(person.parts.exchange.open_dropped)
    person.root.withdraw()
    person.root.tk.call(OPEN_DOCUMENT, str(path))
    person.wait(lambda: person.big == "3")
    assert person.window.desk.session.sheet.picture.name == path.name
    assert person.root.state() == "normal"


def test_of_several_the_first_is_shown_and_none_changes_nothing(person, tmp_path):
    person.wait_until_ready()
    for name in ("a.png", "b.png"):
        drawing().save(tmp_path / name)
    Finder(person.root).open_with(person.parts.exchange.open_dropped)
    person.draw(digit(1))
    person.wait(lambda: person.big == "1")
    person.root.tk.call(OPEN_DOCUMENT)
    assert person.window.status["text"] == ""
    person.root.tk.call(OPEN_DOCUMENT, *map(str, sorted(tmp_path.glob("*.png"))))
    person.wait(lambda: person.big == "3")
    assert person.window.status["text"] == "a.png: Image 1 of 2"


def test_the_program_started_by_a_document_opens_it(display, tmp_path):
    drawing().save(tmp_path / "three.png")
    done = subprocess.run(
        [sys.executable, "-c", STARTED_BY, str(tmp_path / "three.png")],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
        env={**os.environ, "DISPLAY": display, "DIGITREC_HOME": str(tmp_path), "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert done.stdout == "read\n", done.stderr


def test_documents_that_come_before_the_window_is_complete_are_all_opened_in_order(person):
    finder, opened = Finder(person.root), []
    for paths in (["a.png"], ["b.png", "c.png"], [], ["d.png"]):
        person.root.tk.call(OPEN_DOCUMENT, *paths)
    finder.open_with(lambda paths: opened.append(list(paths)))
    assert opened == [["a.png"], ["b.png", "c.png"], ["d.png"]]
