"""The verdict: what the answer panel shows of a reading, in words, as a percentage and as bars."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from digitrec.recognition.reading import REJECTED, Digit, Reading
from digitrec.session.selection import offers
from digitrec.text import words
from digitrec.text.catalogue import said

if TYPE_CHECKING:
    from digitrec.session.session import Session

SURE = 0.95
FAIRLY_SURE = 0.75
"""The least confidence that is called sure, or fairly sure."""

MOST_LINES = 3
"""Lines that the panel has room for; of more, only the one that is looked at is shown."""
FLAT = 0.15
"""If no digit is likelier than this, the ten bars would say nothing."""

SHORT = 4
"""Most digits of a number that the headline can name together with an alternative."""


class Verdict(NamedTuple):
    """What the answer panel shows.

    Attributes:
        big: the digit or the number, in large type; empty if there is none. Of many lines, it is
            that of the digit that the bars belong to.
        headline: how sure the reading is, in words, or what the problem is.
        detail: the confidence in per cent, with what was left out, or the details of the problem.
        note: which digit the bars belong to, if there are several.
        bars: probabilities of 0 to 9, or None if nothing was read, or nothing is likelier.
        rejected: whether the reading was rejected, or there is a problem.
        corrected: whether a person gave the answer.
        actions: what can be done to the digit that the bars belong to: "join", "split"; or, if
            there is none, "teach" the program a hand.
    """

    big: str = ""
    headline: str = ""
    detail: str = ""
    note: str = ""
    bars: tuple[float, ...] | None = None
    rejected: bool = False
    corrected: bool = False
    actions: tuple[str, ...] = ()


EMPTY = Verdict(detail=words.WAITING)
INVITING = EMPTY._replace(actions=("teach",))
HIDDEN = Verdict(detail=words.PRESS_ENTER)
LOADING = Verdict(headline=words.LOADING, detail=words.LOADING_DETAIL)


def of_session(session: Session, growing: bool = False) -> Verdict:
    """The verdict on a session's last reading.

    Args:
        session: has read.
        growing: whether a stroke is being drawn, which a correction does not hold for.
    """
    if session.trouble is not None:
        return trouble(session.trouble)
    reading, place = session.reading, session.selection.place
    if reading is None:
        return EMPTY if session.sheet.blank and not growing else LOADING
    if growing:
        return of(replace(reading, strays=()), None, place)  # it may become a digit
    return of(reading, session.sheet.corrected, place)._replace(actions=offers(reading, place))


def trouble(reason: str) -> Verdict:
    """The verdict if the model can't be used."""
    detail = words.MODEL_TROUBLE.format(reason=reason)
    return Verdict(headline=words.CANNOT_READ, detail=detail, rejected=True)


def of(reading: Reading, corrected: str | None = None, selected: int | None = None) -> Verdict:
    """The verdict on a reading, or on a person's correction of it.

    The bars of a number are those of the selected digit. If none is selected, they are those of
    the least sure digit, which is the one to check.
    """
    least = reading.least_sure
    line = 0 if least is None else _line_of(reading, selected)
    if least is None:
        plain = Verdict(headline=words.NOT_READ, detail=words.sentence(said(reading.reason or "")))
    else:
        bars = _bars(least if selected is None else reading.digits[selected])
        plain = Verdict(
            big=_shortened(reading.text, line),
            headline=_headline(reading, least),
            detail=_detail(reading) if bars is not None else words.NONE_LIKELIER,
            note=_note(reading, least, selected),
            bars=bars,
            rejected=reading.rejected,
        )
    return plain if corrected is None else _corrected(plain, reading, corrected, line)


def _line_of(reading: Reading, selected: int | None) -> int:
    """The line of the selected digit, or of the least sure one."""
    at = selected
    if at is None:
        at = next(i for i, digit in enumerate(reading.digits) if digit is reading.least_sure)
    ends = itertools.accumulate(reading.lines)
    return next((line for line, end in enumerate(ends) if at < end), 0)


def _shortened(text: str, line: int) -> str:
    """A text of many lines as the one that is looked at."""
    lines = text.split("\n")
    return text if len(lines) <= MOST_LINES else lines[min(line, len(lines) - 1)]


def _headline(reading: Reading, least: Digit) -> str:
    count = len(reading.digits)
    single = count == 1 and not reading.marks
    if reading.rejected:
        return words.PARTLY_READ if count > 1 else words.NOT_A_DIGIT
    if single:
        what = words.DIGITS[least.digit]
    else:
        what = words.NUMBER.format(count, what=words.COUNTS[count - 1] if count < 10 else count)
    if reading.confidence >= SURE:
        return words.SURE.format(what=what)
    if reading.confidence >= FAIRLY_SURE:
        return words.FAIRLY_SURE.format(what=what)
    if not single and count <= SHORT and reading.alternatives and not reading.lines:
        return words.MAYBE.format(first=reading.text, second=reading.alternatives[0][0])
    if not single:
        return words.UNSURE.format(what=what)
    first, second = least.ranking[:2]
    return words.MAYBE.format(first=first, second=second)


def _bars(digit: Digit) -> tuple[float, ...] | None:
    """The probabilities, unless they are all alike."""
    return digit.probabilities if max(digit.probabilities) >= FLAT else None


def _detail(reading: Reading) -> str:
    share = words.percent(reading.confidence)
    count = len(reading.strays)
    return f"{share} · {words.LEFT_OUT.format(count)}" if count else share


def _note(reading: Reading, least: Digit, selected: int | None) -> str:
    count = len(reading.digits)
    if selected is not None:
        return words.SELECTED.format(place=selected + 1, count=count)
    if count == 1:
        return ""
    return words.LEAST_SURE.format(place=reading.digits.index(least) + 1, count=count)


def _corrected(plain: Verdict, reading: Reading, text: str, line: int) -> Verdict:
    lines = text.split("\n")
    given = lines[min(line, len(lines) - 1)]
    detail = ""
    if reading.digits:
        share = words.percent(reading.confidence)
        read = reading.text.split("\n")[line] or REJECTED
        detail = words.READ_AS.format(text=read, percent=share)
    return plain._replace(
        big=_shortened(text, line),
        headline=words.NO_DIGIT if text == REJECTED else words.CORRECTED.format(text=given),
        detail=detail,
        rejected=False,
        corrected=True,
    )
