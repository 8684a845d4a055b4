"""The command `hand`: teaches, shows, forgets and exports hands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from digitrec.cli.confirmation import confirmed
from digitrec.cli.export import export_to
from digitrec.cli.output import CommandError, write_error, write_json, write_line
from digitrec.recognition.example import Example
from digitrec.storage.errors import StorageError
from digitrec.storage.hands import Hands
from digitrec.storage.hands.examples import NOT_A_DIGIT, label_of
from digitrec.storage.places import find_places

DIGITS = "0123456789"


def teach(files: list[str], name: str) -> int:
    """Teaches a hand the digits of ink lines; returns the exit status.

    What can't be used is named on standard error, and the rest is taught.
    """
    from digitrec.cli.labelled_ink import LabelledDigit, read_labelled

    drawings: list[LabelledDigit] = []
    status = 0
    for file in files:
        for drawing in read_labelled(file):
            if isinstance(drawing, str):
                write_error(drawing)
                status = 1
            else:
                drawings.append(drawing)
    with _hands() as hands:
        new = hands.add_new(drawings, name) if drawings else []
    known = len(drawings) - len(new)
    write_line(
        f"{_describe(new)} taught to the hand {name}"
        + (f"; {_examples(known)} known already" if known else "")
    )
    if new:
        _embed(name)
    return status


def show(as_json: bool) -> int:
    """Prints a line for each hand, the default one first: how many examples of which digit."""
    damage: list[StorageError] = []
    with _readable_hands() as hands:
        for name in hands.names():
            examples = hands.examples(name, damage.append)
            if as_json:
                counts = Counter(map(label_of, examples))
                digits = {digit: counts[digit] for digit in DIGITS}
                write_json({"name": name, "examples": digits, "other": counts[NOT_A_DIGIT]})
            else:
                write_line(f"{name}: {_describe(examples)}")
    return _report(damage)


def forget(name: str, keys: list[int], yes: bool) -> int:
    """Forgets a hand, after the person at the terminal has confirmed it, or some examples.

    Args:
        name: of the hand.
        keys: of examples of any hand to forget; without, the whole hand is forgotten.
        yes: whether the person has confirmed it.
    """
    with _hands() as hands:
        if keys:
            unknown = [key for key in keys if not hands.remove([key])]
            write_line(f"{_examples(len(keys) - len(unknown))} forgotten")
            for key in unknown:
                write_error(f"there is no example {key}")
            return 1 if unknown else 0
        what = f"the hand {name}: {_describe(hands.examples(name))}"
        if not yes and not confirmed(f"Forget {what}?", f"--yes is needed to forget {what}"):
            write_error("nothing was forgotten")
            return 1
        write_line(f"{_examples(hands.forget(name))} of the hand {name} forgotten")
    return 0


def export(file: str, name: str, force: bool) -> int:
    """Writes the examples of a hand as ink to standard output or to a file."""
    damage: list[StorageError] = []
    with _readable_hands() as hands:
        export_to(file, force, lambda stream: hands.export(stream, name, damage.append), _examples)
    return _report(damage)


def _embed(name: str) -> None:
    """Has the networks see new examples now, so that the first reading need not wait for it.

    Raises:
        CommandError: if the model can't be taught. The examples are kept for another one.
    """
    from digitrec.cli.predict.stored_hand import load_hand
    from digitrec.recognition.model import Model, ModelError
    from digitrec.resources import model_path

    try:
        load_hand(name, Model.open(model_path()))
    except ModelError as error:
        raise CommandError(str(error)) from error


def _readable_hands() -> Hands:
    return Hands(find_places().history, copy_if_read_only=True)


def _hands() -> Hands:
    return Hands(find_places().history)


def _report(damage: list[StorageError]) -> int:
    """Names the examples that could not be read, and returns the exit status."""
    for error in damage:
        write_error(str(error))
    return 1 if damage else 0


def _describe(examples: Iterable[Example]) -> str:
    """How many examples, and of which digits: "3 examples (1 of 0, 2 of 7)"."""
    counts = Counter(map(label_of, examples))
    parts = [f"{counts[digit]} of {digit}" for digit in DIGITS if counts[digit]]
    if len({counts[digit] for digit in DIGITS}) == 1 and parts:
        parts = [f"{counts['0']} of each digit"]
    if counts[NOT_A_DIGIT]:
        parts.append(f"{counts[NOT_A_DIGIT]} of no digit")
    total = _examples(counts.total())
    return f"{total} ({', '.join(parts)})" if parts else total


def _examples(count: int) -> str:
    return "1 example" if count == 1 else f"{count} examples"
