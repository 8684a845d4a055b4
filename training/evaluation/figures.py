"""Figures of an evaluation, as they stand on a model's card and in `evaluate --json`.

The keys of the JSON are older than the names here and stay as they are, so that cards written
before stay readable and figures of several versions can be compared.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class DigitFigures:
    """How single digits are read.

    Attributes:
        drawings: how many there are.
        accuracy: share that is read correctly, rejected or not.
        calibration_error: expected calibration error; None if the confidences are not calibrated.
        rejected: share that is rejected.
    """

    drawings: int
    accuracy: float
    calibration_error: float | None
    rejected: float


@dataclass(frozen=True)
class WriterFigures(DigitFigures):
    """How the digits of several writers are read.

    Attributes:
        writers: their numbers.
        by_writer: the accuracy on each, by the number as text.
        worst_writer: the lowest of these accuracies.
    """

    writers: list[int]
    by_writer: dict[str, float]
    worst_writer: float


@dataclass(frozen=True)
class PathFigures:
    """How the held-out writers' digits are read by each network alone, and if drawn another way.

    All are rejected at the threshold that was chosen for both networks together.

    Attributes:
        picture_alone: by the picture classifier.
        path_alone: by the trajectory network, whose confidences are calibrated only together with
            the picture classifier's.
        strokes_reversed: by both, if every stroke is drawn from its end to its beginning.
        order_reversed: by both, if the last stroke is drawn first.
    """

    picture_alone: WriterFigures
    path_alone: WriterFigures
    strokes_reversed: WriterFigures
    order_reversed: WriterFigures

    def to_dict(self) -> dict[str, Any]:
        """The figures as a card has them."""
        return {key: asdict(getattr(self, name)) for name, key in _PATH_KEYS.items()}

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> PathFigures | None:
        """The figures that a card has; None if it has none of them.

        Raises:
            KeyError, TypeError: if only some are there, or one has something missing or unknown.
        """
        if not any(key in fields for key in _PATH_KEYS.values()):
            return None
        return cls(**{name: WriterFigures(**fields[key]) for name, key in _PATH_KEYS.items()})


@dataclass(frozen=True)
class TaughtFigures:
    """How held-out writers' digits are read after each writer has taught examples of their own.

    Attributes:
        examples: of each digit, that were taught.
        drawings: how many digits were read; none of them was taught.
        accuracy: share that is read correctly, rejected or not.
        calibration_error: expected calibration error.
        rejected: share that is rejected.
        worst_writer: the lowest accuracy on one writer.
    """

    examples: int
    drawings: int
    accuracy: float
    calibration_error: float
    rejected: float
    worst_writer: float


_PATH_KEYS = {
    "picture_alone": "pen_held_out_picture",
    "path_alone": "pen_held_out_path",
    "strokes_reversed": "pen_held_out_strokes_reversed",
    "order_reversed": "pen_held_out_order_reversed",
}


@dataclass(frozen=True)
class FormFigures:
    """How drawn forms are read: ways to write a digit that the data sets hold few of.

    The training draws such forms too, from other random numbers, so these figures say what the
    networks have learned of them, not how they read people who write so.

    Attributes:
        drawings: how many of each digit, as ink and as images.
        ink: share read correctly as ink, by the digit as text.
        image: the same as images.
        ink_rejected: share rejected as ink, of all.
        image_rejected: the same as images.
    """

    drawings: int
    ink: dict[str, float]
    image: dict[str, float]
    ink_rejected: float
    image_rejected: float


@dataclass(frozen=True)
class NumberFigures:
    """How whole numbers are read if the reader doesn't know how many digits there are.

    Attributes:
        drawings: how many numbers there are.
        right: share that is entirely correct, rejected or not.
        rejected: share that is rejected.
        by_length: share that is entirely correct, by the number of digits as text.
    """

    drawings: int
    right: float
    rejected: float
    by_length: dict[str, float]


@dataclass(frozen=True)
class DrawnNumberFigures(NumberFigures):
    """How drawn numbers are read, and single digits of the same writers in the same way.

    Attributes:
        single: share of single digits read correctly if the count is not given.
        count_given: the same if the reader knows that there is one digit.
    """

    single: float
    count_given: float


@dataclass(frozen=True)
class RealFigures:
    """How pictures of real paper are read; shares of all of them.

    Attributes:
        name: of the set.
        pictures: how many there are.
        right: share whose digits are entirely correct, rejected or not.
        rejected: share that is rejected.
        wrong_accepted: share that is wrong and not rejected.
        faults: share of each kind of fault.
    """

    name: str
    pictures: int
    right: float
    rejected: float
    wrong_accepted: float
    faults: dict[str, float]


@dataclass(frozen=True)
class RejectionFigures:
    """How many drawings that are not digits are rejected, as a share."""

    drawings: int
    rejected: float


@dataclass(frozen=True)
class AlphabetFigures(RejectionFigures):
    """The same of one alphabet; `held_out` if no network is trained against it."""

    held_out: bool


@dataclass(frozen=True)
class HeldOutFigures(RejectionFigures):
    """The same of the held-out alphabets together.

    Attributes:
        rejected_at_1_percent_lost: share rejected at the threshold that loses 1 % of the digits.
        count_unknown: share rejected if the reader doesn't know that each is a single character.
    """

    rejected_at_1_percent_lost: float
    count_unknown: float


@dataclass(frozen=True)
class Figures:
    """All figures of a model.

    Attributes:
        mnist_test: MNIST's test images.
        mnist_held_out: MNIST's held-out training images.
        pen_held_out: pen digits of the held-out writers, by all of the model's networks.
        numbers: numbers made of those writers' digits.
        photographs: synthetic photographs of numbers; None on cards written before there were any.
        alphabets: characters that are not digits, by alphabet.
        all_alphabets: all of those characters.
        held_out_alphabets: those of the held-out alphabets.
        like_digits: characters that anyone would take for a digit.
        path: what the path of the pen adds to the picture; None for a model without a trajectory
            network, and on older cards.
        forms: forms of digits that the data sets hold few of; None on older cards.
        taught: the same writers' digits by number of taught examples, fewest first; empty for a
            model that can't be taught, and on older cards.
        real: pictures of real paper; empty where the real sets were not at hand.
    """

    mnist_test: DigitFigures
    mnist_held_out: DigitFigures
    pen_held_out: WriterFigures
    numbers: DrawnNumberFigures
    photographs: NumberFigures | None
    alphabets: dict[str, AlphabetFigures]
    all_alphabets: RejectionFigures
    held_out_alphabets: HeldOutFigures
    like_digits: RejectionFigures
    path: PathFigures | None = None
    forms: FormFigures | None = None
    taught: tuple[TaughtFigures, ...] = ()
    real: tuple[RealFigures, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The figures as a card has them."""
        numbers, held_out = asdict(self.numbers), asdict(self.held_out_alphabets)
        numbers["told"] = numbers.pop("count_given")
        held_out["untold"] = held_out.pop("count_unknown")
        pages = {} if self.photographs is None else {"pages": asdict(self.photographs)}
        taught = {"pen_held_out_taught": [asdict(one) for one in self.taught]}
        return {
            "mnist_test": asdict(self.mnist_test),
            "mnist_held_out": asdict(self.mnist_held_out),
            "pen_held_out": asdict(self.pen_held_out),
            **({} if self.path is None else self.path.to_dict()),
            **({} if self.forms is None else {"forms": asdict(self.forms)}),
            **(taught if self.taught else {}),
            "numbers": numbers,
            **pages,
            "non_digits": {name: asdict(one) for name, one in self.alphabets.items()},
            "non_digits_together": asdict(self.all_alphabets),
            "non_digits_held_out": held_out,
            "characters_like_digits": asdict(self.like_digits),
            **({"real": [asdict(one) for one in self.real]} if self.real else {}),
        }

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> Figures:
        """The figures that a card has.

        Raises:
            KeyError, TypeError: if one is missing or unknown.
        """
        numbers, held_out = dict(fields["numbers"]), dict(fields["non_digits_held_out"])
        numbers["count_given"] = numbers.pop("told")
        held_out["count_unknown"] = held_out.pop("untold")
        return cls(
            DigitFigures(**fields["mnist_test"]),
            DigitFigures(**fields["mnist_held_out"]),
            WriterFigures(**fields["pen_held_out"]),
            DrawnNumberFigures(**numbers),
            NumberFigures(**fields["pages"]) if "pages" in fields else None,
            {name: AlphabetFigures(**one) for name, one in fields["non_digits"].items()},
            RejectionFigures(**fields["non_digits_together"]),
            HeldOutFigures(**held_out),
            RejectionFigures(**fields["characters_like_digits"]),
            PathFigures.from_dict(fields),
            FormFigures(**fields["forms"]) if "forms" in fields else None,
            tuple(TaughtFigures(**one) for one in fields.get("pen_held_out_taught", ())),
            tuple(RealFigures(**one) for one in fields.get("real", ())),
        )
