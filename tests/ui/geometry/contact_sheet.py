"""Every page in every language, in pictures to be looked at.

`python -m tests.ui.geometry.contact_sheet --out FOLDER` makes one for each language, size and
theme, with the window and its pages side by side. Needs Linux with Xvfb.
"""

import argparse
import os
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageGrab

from digitrec.resources import languages
from digitrec.storage.places import Places
from digitrec.storage.settings import Settings, save_settings
from tests.samples import digit
from tests.ui.pages import fill, pages, teach
from tests.ui.person import Person
from tests.ui.tongue import speaking

STILL = 0.7
"""Seconds for which a window has to stay the same."""


@contextmanager
def screen():
    """A display that is large enough for a window at twice its size."""
    reader, writer = os.pipe()
    words = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "2400x1800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as numbers:
        os.environ["DISPLAY"] = f":{numbers.readline().strip()}"
    try:
        yield
    finally:
        server.terminate()
        server.wait()


def grabbed(window):
    """The image of a window in which nothing moves any more."""
    window.lift()
    image, since = None, time.monotonic()
    while time.monotonic() - since < STILL:
        window.update()
        x, y = window.winfo_rootx(), window.winfo_rooty()
        now = ImageGrab.grab((x, y, x + window.winfo_width(), y + window.winfo_height()))
        if image is None or now.tobytes() != image.tobytes():
            image, since = now, time.monotonic()
    return image


def images(scale, theme):
    """The window with an answer, then each page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        places = Places(folder / "settings.toml", folder / "history.sqlite3", folder / "logs")
        fill(places)
        teach(places)
        save_settings(places.settings, Settings(theme=theme))
        person = Person(places, scale)
        person.wait_until_ready()
        person.draw(digit(7))
        person.wait(lambda: person.big == "7")
        yield grabbed(person.root)
        for _, page in pages(person):
            yield grabbed(page)
        person.close()


def sheet(found, scale):
    """All side by side, at their size at 1x."""
    small = [one.resize((round(one.width / scale), round(one.height / scale))) for one in found]
    rows = [small[at : at + 3] for at in range(0, len(small), 3)]
    gap = 8
    width = max(sum(one.width + gap for one in row) for row in rows) + gap
    height = sum(max(one.height for one in row) + gap for row in rows) + gap
    whole, y = Image.new("RGB", (width, height), "#808080"), gap
    for row in rows:
        x = gap
        for one in row:
            whole.paste(one, (x, y))
            x += one.width + gap
        y += max(one.height for one in row) + gap
    return whole


def main():
    parser = argparse.ArgumentParser(prog="contact_sheet", description="Pictures of every page.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--languages", nargs="*", default=languages())
    parser.add_argument("--scales", nargs="*", type=float, default=[1.0, 2.0])
    parser.add_argument("--themes", nargs="*", default=["light", "dark"])
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with screen():
        for language in options.languages:
            with speaking(language):
                for scale in options.scales:
                    for theme in options.themes:
                        path = options.out / f"{language}-{scale:g}x-{theme}.png"
                        sheet(list(images(scale, theme)), scale).save(path)
                        print(path, flush=True)


if __name__ == "__main__":
    main()
