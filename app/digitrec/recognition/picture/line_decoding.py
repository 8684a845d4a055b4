"""Decoding of the line network's output: characters with boxes, probabilities and doubt."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.picture.line_features import HEIGHT, STEP

MARKS = ".,-/:"
SPACE = " "
OTHER = "?"
SYMBOLS = "0123456789" + MARKS + SPACE + OTHER
"""What a frame can show, in the order of the network's outputs; the last output is the blank."""

BLANK = len(SYMBOLS)
_SPACE = SYMBOLS.index(SPACE)
CLASSES = len(SYMBOLS) + 1
SIDES = 4
"""Outputs after the classes: how far the character's sides are from the frame's place."""

OUTPUTS = CLASSES + SIDES

_BEAM = 8
_LIKELY = math.log(1e-3)  # posterior below which the beam search leaves a class out
_POSSIBLE = math.log(1e-6)  # the same where the number of digits is given
_FAR = math.log(1e-4)  # of the likeliest prefix's probability: those below are dropped
_NEVER = -1e30  # logarithm of 0

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Character:
    """A character of a line.

    Attributes:
        symbol: a digit, one of `MARKS`, `SPACE`, or `OTHER` for what is none of them.
        confidence: posterior of the symbol where it is likeliest, in [0, 1].
        probabilities: (10,), of the digits if it is one; they add up to 1.
        rejection_score: posterior of anything but the likeliest digit there, in [0, 1]. On held-out
            lines it tells wrong digits from right ones better than the posterior over all
            alignments does.
        box: left, top, right, bottom in heights of the line.
    """

    symbol: str
    confidence: float
    probabilities: NDArray[np.float64]
    rejection_score: float
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class LineReading:
    """What a line says.

    Attributes:
        characters: from left to right.
        confidence: probability of the text, over all alignments, in [0, 1].
    """

    characters: tuple[Character, ...]
    confidence: float

    @property
    def text(self) -> str:
        """The symbols of the characters."""
        return "".join(one.symbol for one in self.characters)

    @property
    def digits(self) -> str:
        """The digits alone."""
        return "".join(one.symbol for one in self.characters if one.symbol.isdigit())


def decode(
    outputs: Rows, digits: int | None = None, marks: bool = True, temperature: float = 1.0
) -> LineReading:
    """The likeliest text of a line, each character where the alignment puts it.

    Connectionist temporal classification (Graves et al. 2006): the text comes from a prefix beam
    search, its probability from the forward algorithm, and the place of each character from the
    likeliest alignment with the text.

    Args:
        outputs: (frames, 22), the network's: logits of the classes, then sides of boxes.
        digits: read this many digits and nothing else, or as near to it as the line allows.
        marks: whether to read marks and spaces; what looks like one is paper otherwise.
        temperature: divides the logits.
    """
    logs = _log_softmax(outputs[:, :CLASSES] / np.float32(temperature))
    if digits is not None:
        logs = _as_paper(logs, SYMBOLS[10:])
    elif not marks:
        logs = _as_paper(logs, MARKS + SPACE)
    labels, total = _beam_search(logs, digits)
    frames = _align(logs, labels)
    characters = tuple(
        _character(outputs[at], logs[at], label, at)
        for label, at in zip(labels, frames, strict=True)
    )
    return LineReading(characters, min(float(np.exp(total)), 1.0))


def log_probability(outputs: Rows, text: str, temperature: float = 1.0) -> float:
    """The logarithm of the probability of a text, over all alignments."""
    logs = _log_softmax(outputs[:, :CLASSES] / np.float32(temperature)).astype(np.float64)
    states = _states([SYMBOLS.index(symbol) for symbol in text])
    skips = _skips(states)
    forward = np.full(len(states), _NEVER)
    forward[:2] = logs[0, states[:2]]
    for row in logs[1:]:
        forward = _reached(forward, skips) + row[states]
    return float(np.logaddexp.reduce(forward[-2:]))


def _log_softmax(logits: Rows) -> Rows:
    shifted = logits - logits.max(axis=1, keepdims=True)
    normal: Rows = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return normal


def _as_paper(logs: Rows, symbols: str) -> Rows:
    """The same with these symbols' probability given to the blank."""
    labels = [SYMBOLS.index(symbol) for symbol in symbols]
    changed = logs.copy()
    changed[:, BLANK] = np.logaddexp.reduce(logs[:, [BLANK, *labels]], axis=1)
    changed[:, labels] = _NEVER
    return changed


def _states(labels: list[int] | tuple[int, ...]) -> NDArray[np.int64]:
    """The labels with a blank before, between and after them."""
    states = np.full(2 * len(labels) + 1, BLANK)
    states[1::2] = labels
    return states


def _skips(states: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which states can follow the last but one: a label after another one."""
    skips = np.zeros(len(states), bool)
    skips[2:] = (states[2:] != BLANK) & (states[2:] != states[:-2])
    return skips


def _reached(forward: NDArray[np.float64], skips: NDArray[np.bool_]) -> NDArray[np.float64]:
    one = np.concatenate([[_NEVER], forward[:-1]])
    two = np.where(skips, np.concatenate([[_NEVER, _NEVER], forward[:-2]])[: len(forward)], _NEVER)
    return np.asarray(np.logaddexp(np.logaddexp(forward, one), two), np.float64)


def _beam_search(logs: Rows, count: int | None) -> tuple[tuple[int, ...], float]:
    """The likeliest labels and the logarithm of their probability, by prefix beam search.

    Args:
        logs: (frames, classes), of the probabilities.
        count: of labels; None for as many as are likeliest.
    """
    least = _LIKELY if count is None else _POSSIBLE
    # For each prefix: logarithms of the probability that it ends in a blank, and that it doesn't.
    beam: Beam = {(): (0.0, _NEVER)}
    for row in logs.tolist():
        likely = [at for at in range(BLANK) if row[at] > least]
        if not likely:  # blank paper: most of the frames
            beam = {
                prefix: (_log_add(blank, label) + row[BLANK], _NEVER)
                for prefix, (blank, label) in beam.items()
            }
            continue
        grown: Beam = {}
        for prefix, (blank, label) in beam.items():
            last = prefix[-1] if prefix else BLANK
            both = _log_add(blank, label)
            _add(grown, prefix, both + row[BLANK], label + row[last] if prefix else _NEVER)
            for at in likely if count is None or len(prefix) < count else ():
                _add(grown, (*prefix, at), _NEVER, (blank if at == last else both) + row[at])
        beam = _best(grown) if count is None else _best_of_each_length(grown)
    if count is not None:
        longest = max(map(len, beam))
        beam = {prefix: both for prefix, both in beam.items() if len(prefix) == longest}
    texts: dict[tuple[int, ...], float] = {}
    for prefix, (blank, label) in beam.items():  # a space at the end is the margin
        text = prefix[:-1] if prefix and prefix[-1] == _SPACE else prefix
        texts[text] = _log_add(texts.get(text, _NEVER), _log_add(blank, label))
    return max(texts.items(), key=lambda item: item[1])


Beam = dict[tuple[int, ...], tuple[float, float]]


def _best(grown: Beam) -> Beam:
    """The likeliest prefixes first, without those that are far less likely than the first."""
    rows = sorted(((_log_add(*both), prefix) for prefix, both in grown.items()), reverse=True)
    least = rows[0][0] + _FAR
    return {prefix: grown[prefix] for total, prefix in rows[:_BEAM] if total > least}


def _best_of_each_length(grown: Beam) -> Beam:
    lengths: dict[int, Beam] = {}
    for prefix, both in grown.items():
        lengths.setdefault(len(prefix), {})[prefix] = both
    return {prefix: both for beam in lengths.values() for prefix, both in _best(beam).items()}


def _add(grown: Beam, prefix: tuple[int, ...], blank: float, label: float) -> None:
    before = grown.get(prefix)
    if before is not None:
        blank, label = _log_add(before[0], blank), _log_add(before[1], label)
    grown[prefix] = blank, label


def _log_add(one: float, other: float) -> float:
    """The logarithm of the sum of two numbers given by their logarithms."""
    if one < other:
        one, other = other, one
    return one + math.log1p(math.exp(other - one))


def _align(logs: Rows, labels: tuple[int, ...]) -> list[int]:
    """For each label the frame of its highest posterior on the likeliest path (Viterbi)."""
    if not labels:
        return []
    states = _states(labels)
    skips = _skips(states)
    score = np.full(len(states), _NEVER)
    score[:2] = logs[0, states[:2]]
    came = np.zeros((len(logs), len(states)), np.int64)
    for at, row in enumerate(logs[1:], 1):
        ways = np.full((3, len(states)), _NEVER)
        ways[0] = score
        ways[1, 1:] = score[:-1]
        ways[2, 2:] = np.where(skips[2:], score[:-2], _NEVER)
        came[at] = ways.argmax(axis=0)
        score = ways.max(axis=0) + row[states]
    state = len(states) - 1 if score[-1] > score[-2] else len(states) - 2
    peaks = [(-np.inf, 0)] * len(labels)
    for at in range(len(logs) - 1, -1, -1):
        if state % 2:
            here = float(logs[at, states[state]]), at
            peaks[state // 2] = max(peaks[state // 2], here)
        state -= int(came[at, state])
    return [at for _, at in peaks]


def _character(output: Rows, logs: Rows, label: int, at: int) -> Character:
    """A character, from the output of its frame and the logarithms of the posteriors there."""
    posterior = np.exp(logs.astype(np.float64))
    digits = np.exp(logs[:10].astype(np.float64) - float(logs[:10].max()))
    middle = (at + 0.5) * STEP / HEIGHT
    left, top, right, bottom = (float(side) for side in output[CLASSES:])
    box = middle - max(left, 0.0), top, middle + max(right, 0.0), max(bottom, top)
    return Character(
        SYMBOLS[label],
        min(float(posterior[label]), 1.0),
        digits / digits.sum(),
        max(float(1 - posterior[:10].max()), 0.0),
        box,
    )
