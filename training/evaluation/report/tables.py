"""Tables of the report's page, as HTML."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from training.data.inventory import DataSet
from training.evaluation import metrics
from training.evaluation.figures import DigitFigures, Figures, NumberFigures, WriterFigures


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """A table with a sentence above it. The first column is text, the others are figures."""
    cells = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in head)
    body = "".join(
        f'<tr><th scope="row">{html.escape(first)}</th>'
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return (
        f'<p class="how">{html.escape(caption)}</p><div class="wide"><table><thead><tr>{cells}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def real(figures: Figures) -> str:
    """How pictures of real paper are read; empty if there were none."""
    if not figures.real:
        return ""
    faults = [
        name for name in figures.real[0].faults if any(one.faults[name] for one in figures.real)
    ]
    rows = [
        [
            one.name,
            f"{one.pictures:,}",
            _percent(one.right),
            _percent(one.rejected),
            _percent(one.wrong_accepted),
            *(_percent(one.faults[name]) for name in faults),
        ]
        for one in figures.real
    ]
    head = ["pictures of", "number", "right", "in doubt", "wrong, no doubt", *faults]
    return table(
        head,
        rows,
        "Photographs and scans that people made. “Wrong, no doubt” is what hurts: a wrong answer "
        "without a question mark. The last columns say what was wrong, as shares of all pictures.",
    )


def digits(figures: Figures) -> str:
    """How single digits are read."""
    rows = [
        _digits("writers never seen", figures.pen_held_out),
        _digits("MNIST test images", figures.mnist_test),
        _digits("MNIST held-out images", figures.mnist_held_out),
    ]
    if (path := figures.path) is not None:
        rows[1:1] = [
            _digits("… by the picture alone", path.picture_alone),
            _digits("… by the path of the pen alone", path.path_alone),
            _digits("… with strokes drawn backwards", path.strokes_reversed),
            _digits("… with the last stroke first", path.order_reversed),
        ]
    return table(
        ["digits of", "number", "right", "95% interval", "worst writer", "rejected", "ECE"],
        rows,
        "Single digits. The interval is what so few drawings leave open. ECE, the expected "
        "calibration error, is the mean gap between confidence and accuracy: 0 is best.",
    )


def taught(figures: Figures) -> str:
    """How digits are read after their writers taught some; empty for a model that can't learn."""
    if not figures.taught:
        return ""
    rows = [
        [
            f"{one.examples} of each digit",
            f"{one.drawings:,}",
            _finely(one.accuracy),
            _finely(one.worst_writer),
            _finely(one.rejected),
            f"{one.calibration_error:.4f}",
        ]
        for one in figures.taught
    ]
    return table(
        ["taught examples", "digits read", "right", "worst writer", "rejected", "ECE"],
        rows,
        "The same writers, after each has taught the program some digits of their own. The digits "
        "that were taught are not among those that are read.",
    )


def numbers(figures: Figures) -> str:
    """How whole numbers are read."""
    given = {"drawn numbers": figures.numbers, "synthetic photographs": figures.photographs}
    found = {name: some for name, some in given.items() if some is not None}
    lengths = sorted({length for some in found.values() for length in some.by_length})
    return table(
        [
            "numbers",
            "number",
            "right",
            "in doubt",
            *(f"{length} digit{'s' * (length != '1')}" for length in lengths),
        ],
        [_number(name, some, lengths) for name, some in found.items()],
        "Numbers whose length the program was not told. A number counts as right if all of its "
        "digits are; the last columns are the same by length.",
    )


def others(figures: Figures) -> str:
    """How drawings that are not digits are rejected."""
    rows = [
        [
            name.replace("_", " ") + (", held out" if one.held_out else ""),
            f"{one.drawings:,}",
            _percent(one.rejected),
        ]
        for name, one in sorted(figures.alphabets.items(), key=lambda each: not each[1].held_out)
    ]
    rows.append(
        [
            "held out, if 1% of digits may be lost",
            f"{figures.held_out_alphabets.drawings:,}",
            _percent(figures.held_out_alphabets.rejected_at_1_percent_lost),
        ]
    )
    like = figures.like_digits
    rows.append(["characters that look like digits", f"{like.drawings:,}", _percent(like.rejected)])
    return table(
        ["characters", "number", "rejected"],
        rows,
        "Letters, which should be rejected. Only the held-out alphabet says what happens with "
        "signs that the networks were never trained against. Nobody can tell an o from a 0: those "
        "are counted apart.",
    )


def forms(figures: Figures) -> str:
    """How rare forms of digits are read; empty on older cards."""
    found = figures.forms
    if found is None:
        return ""
    rows = [
        [name, *(_percent(share) for share in shares.values()), _percent(rejected)]
        for name, shares, rejected in (
            ("as ink", found.ink, found.ink_rejected),
            ("as images", found.image, found.image_rejected),
        )
    ]
    return table(
        ["rare forms", *found.ink, "rejected"],
        rows,
        f"Forms that the data sets hold few of, made by a program, {found.drawings} of each digit: "
        "a 1 with a steep flag, a crossed 7, a 4 in one stroke. The columns are the digits.",
    )


def confusion(counts: NDArray[np.int64], title: str) -> str:
    """Confusion matrix: labels in rows, readings in columns. The more mistakes, the darker."""
    most = max(int((counts - np.diag(np.diag(counts))).max()), 1)
    head = "".join(f'<th scope="col">{digit}</th>' for digit in range(10))
    rows = []
    for label, row in enumerate(counts):
        cells = []
        for read, count in enumerate(row):
            if read == label:
                cells.append(f'<td class="right">{count}</td>')
            elif count:
                share = 15 + round(50 * int(count) / most)
                cells.append(f'<td style="--share: {share}%" class="wrong">{count}</td>')
            else:
                cells.append("<td></td>")
        rows.append(f'<tr><th scope="row">{label}</th>{"".join(cells)}</tr>')
    return (
        f'<table class="confusion"><caption>{html.escape(title)}</caption><thead><tr><td></td>'
        f"{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def data_sets(found: Sequence[DataSet]) -> str:
    """The data sets that were read."""
    return table(
        ["data set", "file or folder", "files", "MB", "SHA-256"],
        [
            [one.title, one.name, f"{one.files:,}", f"{one.megabytes:.1f}", one.sha256]
            for one in found
        ],
        "What was read. The checksum of a folder is that of its files' names and checksums.",
    )


def _digits(name: str, one: DigitFigures) -> list[str]:
    low, high = metrics.wilson_interval(one.accuracy, one.drawings)
    error = one.calibration_error
    return [
        name,
        f"{one.drawings:,}",
        _finely(one.accuracy),
        f"{100 * low:.1f} to {100 * high:.1f}%",
        _finely(one.worst_writer) if isinstance(one, WriterFigures) else "",
        _finely(one.rejected),
        "not calibrated" if error is None else f"{error:.4f}",
    ]


def _number(name: str, one: NumberFigures, lengths: Sequence[str]) -> list[str]:
    return [
        name,
        f"{one.drawings:,}",
        _percent(one.right),
        _percent(one.rejected),
        *(_percent(one.by_length[each]) if each in one.by_length else "" for each in lengths),
    ]


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _finely(share: float) -> str:
    """For sets of thousands, where a tenth of a percent hides differences."""
    return f"{share:.2%}"
