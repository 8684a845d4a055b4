"""Drawn numbers with marks and gaps: amounts, dates, times, minus signs; and with foreign signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from training.augmentation.variation import Stroke
from training.data.datasets import PenDigits
from training.data.datasets import Strokes as Drawing
from training.synthetic.digit_strings import Number, as_ink
from training.synthetic.lines import texts
from training.synthetic.lines.glyphs import upright
from training.synthetic.lines.signs import NAMED_SIGNS, SIGNS
from training.synthetic.mark_forms import MarkHand, Strokes

MARKS = ".,-/:"
SIGN = "?"
"""Stands for a character that is neither a digit nor a mark."""

_SPACE = (1.2, 2.6)  # a gap between two numbers, in heights; within one it is up to 1.2
_LATE = 0.15  # share of the numbers whose marks are drawn after all digits
_CHARACTERS = 0.4  # share of the signs that are characters of other scripts
_EQUALS = 0.3  # share of the rest that are an equals sign: two dashes, and yet no mark


def _range(rng: np.random.Generator) -> str:
    one, other = (rng.integers(10 ** rng.integers(1, 4)) for _ in range(2))
    return f"{one}-{other}"


def _time(rng: np.random.Generator) -> str:
    return f"{rng.integers(24)}:{rng.integers(60):02}"


def _price(rng: np.random.Generator) -> str:
    end = str(rng.choice([",-", ".-", ".", "-", ",--"], p=[0.35, 0.2, 0.25, 0.15, 0.05]))
    return f"{rng.integers(1, 2000)}{end}"


def _fraction(rng: np.random.Generator) -> str:
    return f"{rng.integers(1, 30)}/{rng.integers(1, 30)}"


def _grouped(rng: np.random.Generator) -> str:
    whole, point = ((".", ","), (",", "."))[int(rng.integers(2))]
    return f"{rng.integers(1, 100)}{whole}{rng.integers(1000):03}{point}{rng.integers(100):02}"


def _spaced(rng: np.random.Generator) -> str:
    parts = [_plain(rng) for _ in range(int(rng.integers(2, 4)))]
    return " ".join(parts)


def _plain(rng: np.random.Generator) -> str:
    return "".join(str(each) for each in rng.integers(0, 10, int(rng.integers(1, 5))))


KINDS: dict[str, tuple[Callable[[np.random.Generator], str], float]] = {
    "decimal": (texts.decimal, 0.18),
    "negative": (texts.negative, 0.1),
    "date": (texts.date, 0.16),
    "time": (_time, 0.1),
    "range": (_range, 0.06),
    "fraction": (_fraction, 0.06),
    "price": (_price, 0.06),
    "grouped": (_grouped, 0.04),
    "spaced": (_spaced, 0.08),
    "signs": (texts.mixed, 0.16),
}
"""What is written, and how often."""


def make_marked(
    pen: PenDigits, characters: Sequence[Drawing], count: int, seed: int, kind: str | None = None
) -> Iterator[Number]:
    """Numbers with marks, each by a single writer.

    The writer's digits keep their natural sizes, and gaps and places vary as in `make_numbers`. The
    marks come from a hand of their own for each number.

    Args:
        pen: the digits.
        characters: that stand for signs besides those that a program draws.
        count: of numbers.
        seed: of the choices.
        kind: one of `KINDS`; None for all of them.
    """
    rng = np.random.default_rng([seed, 7])
    writers = np.unique(pen.writers)
    rows = {
        (int(writer), digit): np.flatnonzero((pen.writers == writer) & (pen.labels == digit))
        for writer in writers
        for digit in range(10)
    }
    names = list(KINDS)
    shares = [KINDS[name][1] for name in names]
    for _ in range(count):
        writer = int(rng.choice(writers))
        text = KINDS[kind or str(rng.choice(names, p=shares))][0](rng)

        def digit(which: str, writer: int = writer) -> Strokes:
            own = rows[writer, int(which)]
            if not len(own):
                own = np.flatnonzero(pen.labels == int(which))
            return [np.asarray(line, np.float64) for line in pen.strokes[int(rng.choice(own))]]

        yield _drawn(text, digit, characters, rng)


def _drawn(
    text: str,
    digit: Callable[[str], Strokes],
    characters: Sequence[Drawing],
    rng: np.random.Generator,
) -> Number:
    hand = MarkHand.choose(rng)
    glyphs = [digit(letter) if letter.isdigit() else [] for letter in text]
    drawn = [np.concatenate(glyph) for glyph in glyphs if glyph]
    height = float(np.median([np.ptp(points[:, 1]) for points in drawn]))
    level = rng.random() < 0.5
    tight, usual = rng.uniform(0.0, 0.25), rng.uniform(0.05, 0.45)
    base = 0.0 if level else float(np.median([points[:, 1].max() for points in drawn]))
    placed: list[tuple[str, Strokes]] = []
    right, before = 0.0, ""
    for letter, glyph in zip(text, glyphs, strict=True):
        if letter == " ":
            right += rng.uniform(*_SPACE) * height
            continue
        if letter in MARKS:
            strokes = [line * height + [0, base - height] for line in hand.draw(letter, rng)]
            up = 0.0
        elif letter == SIGN:
            strokes = [line * height + [0, base - height] for line in _sign(characters, rng)]
            up = 0.0
        else:
            size = rng.normal(1, 0.04)
            strokes = [line * size for line in glyph]
            up = max(float(line[:, 1].max()) for line in strokes) if level else 0.0
        points = np.concatenate(strokes)
        gap = _gap(before, letter, tight, usual, rng) * height if placed else 0.0
        across = right + gap - points[:, 0].min()
        moved = np.array([across, rng.normal(0, 0.05 * height) - up])
        placed.append((letter, [line + moved for line in strokes]))
        right = float(points[:, 0].max() + across)
        before = letter
    return _number(text, placed, rng.random() < _LATE)


def _number(text: str, placed: list[tuple[str, Strokes]], late: bool) -> Number:
    """A number from its characters; if `late`, its marks are drawn last."""
    order = sorted(range(len(placed)), key=lambda at: late and placed[at][0] in MARKS)
    strokes: list[Stroke] = []
    found: dict[int, tuple[int, ...]] = {}
    for at in order:
        own = placed[at][1]
        found[at] = tuple(range(len(strokes), len(strokes) + len(own)))
        strokes += own
    letters = [letter for letter, _ in placed]
    groups = tuple(found[at] for at, letter in enumerate(letters) if letter not in MARKS)
    marks = tuple((letter, found[at]) for at, letter in enumerate(letters) if letter in MARKS)
    return Number(as_ink(strokes, text), text, groups, marks)


def _sign(characters: Sequence[Drawing], rng: np.random.Generator) -> Strokes:
    if characters and rng.random() < _CHARACTERS:
        drawing = characters[int(rng.integers(len(characters)))]
        strokes = [np.asarray(line, np.float64) for line in drawing if len(line)]
        size = rng.uniform(0.7, 1.1)
        return [1 - size * (1 - line) for line in upright(strokes)]
    sign = (NAMED_SIGNS["="] if rng.random() < _EQUALS else SIGNS[int(rng.integers(len(SIGNS)))])(
        rng
    )
    return [np.asarray(line, np.float64) for line in sign]


def _gap(before: str, letter: str, tight: float, usual: float, rng: np.random.Generator) -> float:
    """The gap between two characters, in heights of a digit."""
    if "/" in (before, letter):  # leans over its neighbours
        return float(rng.normal(tight - 0.12, 0.08))
    if before in MARKS or letter in MARKS:
        return max(float(rng.normal(tight + usual / 3, 0.07)), 0.03)
    if rng.random() < 0.1:
        return float(rng.uniform(-0.12, 0.05))
    return float(rng.normal(usual, 0.08))
