"""Fuzzing guided by coverage: `python -m tests.torture.mutants.guided card --seconds 300`.

It needs atheris (`pip install atheris==3.0.0`, CPython 3.11 to 3.13 on Linux), which is in no
extra. Atheris changes the bytecode of the reader that it tries, and keeps each input that reaches
new code, to change it further. It ends with the first input that raises what the reader should not
raise, never ends or takes more than 500 MB, and says in which folder that input lies.

A picture is only opened, and not read: that would be a network's work, without new code to reach.
PDF files are opened by another process, where nothing guides: see `pictures` for mutants of them.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.torture.trial import MOST_BYTES

PATIENCE = 60
"""Seconds on the clock after which an input never ends."""

MOST_PAGES = 3

MOST_INPUT = 65536
"""Bytes of an input; the card of the bundled model has to fit."""

OTHER_INKS = [
    b'{"drawing": [[[10, 20], [30, 40], [0, 9]]], "word": "seven", "key_id": "1"}',
    b'[{"points": [{"x": 1, "y": 2, "time": 3, "pressure": 0.5}]}]',
    (
        b'<ink xmlns="http://www.w3.org/2003/InkML"><traceFormat><channel name="X" type="decimal"/>'
        b'<channel name="Y"/></traceFormat><annotation type="label">7</annotation>'
        b"<trace id='t'>10 20, 30 '5, \"1 2</trace></ink>"
    ),
    b'.VERSION 1.0\n.COORD X Y T\n.SEGMENT DIGIT 0-1 OK "7"\n.PEN_DOWN\n1 2 3\n4 5 6\n.PEN_UP\n',
]
"""A drawing in each of the other formats that the program reads."""


class Reader(NamedTuple):
    """A reader to try.

    Attributes:
        modules: packages whose coverage guides.
        make: gives the function that reads bytes, and inputs to begin with. It is called when the
            modules are instrumented, and so must import what it needs.
    """

    modules: tuple[str, ...]
    make: Callable[[], tuple[Callable[[bytes], object], list[bytes]]]


def _pictures() -> tuple[Callable[[bytes], object], list[bytes]]:
    from digitrec.recognition.picture.decoding import PictureError, open_pages
    from tests.torture.mutants.pictures import files

    def read(content: bytes) -> None:
        with contextlib.suppress(PictureError):
            list(open_pages(io.BytesIO(content), 0, MOST_PAGES))

    return read, [content for kind, content in files().items() if "pdf" not in kind]


def _inks() -> tuple[Callable[[bytes], object], list[bytes]]:
    from digitrec.recognition.ink import Ink, InkError
    from digitrec.recognition.ink_formats.documents import drawings_in
    from tests.samples import digit

    def read(content: bytes) -> None:
        with contextlib.suppress(InkError):
            list(drawings_in(content))
        with contextlib.suppress(InkError):
            Ink.from_json(content)

    return read, [digit(4).to_json().encode(), *OTHER_INKS]


def _card() -> tuple[Callable[[bytes], object], list[bytes]]:
    import zipfile

    from digitrec.recognition.model import CARD
    from digitrec.recognition.sealed.card import Card
    from digitrec.resources import model_path

    def read(content: bytes) -> None:
        with contextlib.suppress(ValueError, KeyError, TypeError, OverflowError):
            Card.from_json(content)

    with zipfile.ZipFile(model_path()) as archive:
        return read, [archive.read(CARD)]


def _settings() -> tuple[Callable[[bytes], object], list[bytes]]:
    from tests.torture.mutants.preferences import FILE, use

    return use, [FILE.encode()]


READERS = {
    "pictures": Reader(("digitrec.recognition.picture",), _pictures),
    "inks": Reader(("digitrec.recognition.ink_formats", "digitrec.recognition.ink"), _inks),
    "card": Reader(("digitrec.recognition.sealed", "digitrec.recognition.combination"), _card),
    "settings": Reader(("digitrec.storage.settings",), _settings),
}


def main() -> None:
    """Tries one reader until the time is over or it fails; libFuzzer ends the process."""
    parser = argparse.ArgumentParser(prog="guided", description="Fuzzes a reader by coverage.")
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="keeps the inputs that reach new code here")
    options = parser.parse_args()
    import atheris

    reader = READERS[options.reader]
    with atheris.instrument_imports(include=list(reader.modules)):
        read, seeds = reader.make()
    corpus = options.corpus or Path(tempfile.mkdtemp(prefix="digitrec-fuzz-"))
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(content)
    failures = Path(tempfile.mkdtemp(prefix="digitrec-fuzz-failures-"))
    print(f"failures: {failures}", flush=True)
    words = {
        "max_total_time": options.seconds, "seed": options.seed, "timeout": PATIENCE,
        "rss_limit_mb": MOST_BYTES // 1_000_000, "max_len": MOST_INPUT, "print_final_stats": 1,
        "artifact_prefix": f"{failures}/",
    }  # fmt: skip
    arguments = [f"-{name}={value}" for name, value in words.items()]
    atheris.Setup([sys.argv[0], *arguments, str(corpus)], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
