"""Files of ink lines for the command line, and what hands were taught by them."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from digitrec.storage.hands import Hands
from tests.samples import digit


def labelled(number: int, label: str | None = None) -> str:
    """An ink line of a digit, labelled as what it is or as something else."""
    ink = digit(number)
    return replace(ink, label=ink.label if label is None else label).to_json()


def write(file: Path, lines: Iterable[str]) -> str:
    """Writes lines to a file, and gives its name as a word for the command line."""
    file.write_text("".join(line + "\n" for line in lines), "utf-8")
    return str(file)


def write_ten(file: Path) -> str:
    """Writes one drawing of each digit, with its label."""
    return write(file, map(labelled, range(10)))


def hands_in(home: Path) -> dict[str, list[int | None]]:
    """The digits that each hand was taught."""
    with Hands(home / "history.sqlite3") as hands:
        return {name: [one.digit for one in hands.examples(name)] for name in hands.names()}
