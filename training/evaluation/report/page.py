"""HTML page of an evaluation: tables, plots with a sentence each, and the mistakes as images."""

from __future__ import annotations

import html
import platform
from collections.abc import Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from digitrec.recognition.raster import STROKE_WIDTH
from digitrec.version import __version__
from training.data.datasets import HELD_OUT_ALPHABETS
from training.evaluation import metrics
from training.evaluation.reader import Reader
from training.evaluation.report import images, plots, tables
from training.evaluation.report.style import PAGE, STYLE
from training.evaluation.results import Evaluation, ReadDigits
from training.evaluation.robustness import Robustness

_MISTAKES = 24  # that are shown of each set, at most


def page(reader: Reader, evaluation: Evaluation, robustness: Robustness) -> str:
    """The page as HTML that needs no other file. What people made comes first."""
    groups = {
        "held-out writers": evaluation.pen_held_out,
        "MNIST test images": evaluation.mnist_test,
    }
    figures = evaluation.figures()
    with plots.style():
        sections = [
            ("Your own digits", _own(evaluation)),
            ("Pictures of real paper", tables.real(figures)),
            ("Single digits", tables.digits(figures)),
            ("Which digits are taken for which", _confusion(groups)),
            *(
                (f"Most confident mistakes: {name}", _mistakes(some))
                for name, some in groups.items()
            ),
            ("Confidence, and people", _confidence(groups, evaluation)),
            ("Taught examples", _taught(evaluation)),
            ("What is not a digit", tables.others(figures) + _rejection(groups, evaluation)),
            ("Whole numbers", tables.numbers(figures)),
            ("Made by a program: rare forms, other pens, other sizes",
             tables.forms(figures) + _robustness(robustness)),
            ("Data", f'<div class="data">{tables.data_sets(evaluation.data)}</div>'),
        ]  # fmt: skip
    body = "\n".join(
        f"<section><h2>{title}</h2>{content}</section>" for title, content in sections if content
    )
    name = html.escape(reader.model.card.name)
    return PAGE.format(title=name, style=STYLE, facts=_facts(reader), body=body)


def versions() -> dict[str, str]:
    """Versions of the program and of what it reads with."""
    found = {"digitrec": __version__, "python": platform.python_version()}
    for package in ("numpy", "pillow", "ai-edge-litert"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "none"
    return found


def most_confident_mistakes(digits: ReadDigits, most: int = _MISTAKES) -> list[int]:
    """The digits that were read wrongly, the most confident first, at most `most` of them."""
    confidence = digits.predictions.probabilities.max(axis=1)
    wrong = np.flatnonzero(~digits.right)
    return [int(at) for at in wrong[np.argsort(-confidence[wrong], kind="stable")][:most]]


def _facts(reader: Reader) -> str:
    """What was measured, when, with what and how fast, as terms and their descriptions."""
    model, speed = reader.model, reader.speed()
    made_with = model.card.fields.get("versions") or {}
    facts = {
        "Measured": date.today().isoformat(),
        "Model": f"SHA-256 {model.sha256}, sealed {model.card.fields.get('created', '–')}",
        "Read with": _listed(versions()),
        "Sealed with": _listed(made_with),
        "Speed": f"{speed.images:,} images, {speed.images_a_second:.0f} a second; reading them "
        f"took {speed.network_share:.0%} of the time, making and drawing them the rest",
    }
    return "".join(f"<dt>{name}</dt><dd>{html.escape(value)}</dd>" for name, value in facts.items())


def _listed(found: dict[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in found.items()) or "–"


def _own(evaluation: Evaluation) -> str:
    """A person's digits that are misread, if any were given."""
    own = evaluation.own
    if own is None or not len(own.pen):
        return ""
    share = f"{int(own.right.sum())} of {len(own.pen)} are read correctly"
    return f"<p>{share}.</p>{_mistakes(own, len(own.pen))}"


def _mistakes(digits: ReadDigits, most: int = _MISTAKES) -> str:
    picked = most_confident_mistakes(digits, most)
    if not picked:
        return "<p>All were read correctly.</p>"
    rows = digits.predictions.probabilities[picked]
    titles = [
        f"{digits.labels[at]} → {row.argmax()}, {row.max():.0%}"
        for at, row in zip(picked, rows, strict=True)
    ]
    how = "What the writer meant → what was read, and how confident that was."
    return f'<p class="how">{how}</p>{images.grid(digits.images[picked], titles)}'


def _confusion(groups: dict[str, ReadDigits]) -> str:
    how = (
        "Each row is what the writers meant, each column what was read. The diagonal is right; the "
        "darker a cell, the more mistakes of that kind."
    )
    shown = [
        tables.confusion(
            metrics.confusion(some.predictions.probabilities, some.labels),
            name[0].upper() + name[1:],
        )
        for name, some in groups.items()
    ]
    return f'<p class="how">{how}</p>{_row(shown)}'


def _confidence(groups: dict[str, ReadDigits], evaluation: Evaluation) -> str:
    by_writer = evaluation.pen_held_out.figures().by_writer
    writers = evaluation.pen_held_out.pen.writers
    drawings = {name: int((writers == int(name)).sum()) for name in by_writer}
    bins = {
        name: metrics.reliability(some.predictions.probabilities, some.labels)
        for name, some in groups.items()
    }
    return _row(
        [
            _plot(
                "Reliability",
                "On the diagonal, as many answers are right as their confidence says. A larger dot "
                "has more drawings; the bars are 95% intervals.",
                plots.reliability(bins),
            ),
            _plot(
                "Each held-out writer",
                "How much of a writer's digits is read correctly, and the 95% interval: what "
                "matters is the lowest.",
                plots.by_writer(by_writer, drawings),
            ),
        ]
    )


def _taught(evaluation: Evaluation) -> str:
    if not evaluation.taught:
        return ""
    numbers = [one.examples for one in evaluation.taught]
    curves = {
        "all writers": [one.accuracy for one in evaluation.taught],
        "the worst writer": [one.worst_writer for one in evaluation.taught],
    }
    curve = _plot(
        "Held-out writers who teach",
        "The further to the right, the more examples of each digit a writer has taught.",
        plots.learning_curve(numbers, curves),
    )
    return tables.taught(evaluation.figures()) + _row([curve])


def _rejection(groups: dict[str, ReadDigits], evaluation: Evaluation) -> str:
    scores = evaluation.non_digits
    held_out = np.concatenate([scores[name] for name in sorted(HELD_OUT_ALPHABETS)])
    known = np.concatenate(
        [some for name, some in scores.items() if name not in HELD_OUT_ALPHABETS]
    )
    digits = evaluation.pen_held_out.rejection_score
    figures = evaluation.figures()
    return _row(
        [
            _plot(
                "Risk and coverage",
                "If the doubtful digits get no answer, fewer answers are wrong: the lower the "
                "curve, the better the doubt.",
                plots.risk_coverage(
                    {
                        name: metrics.risk_coverage(some.right, some.rejection_score)
                        for name, some in groups.items()
                    }
                ),
            ),
            _plot(
                "Characters rejected, digits lost",
                "Each point of a curve is a threshold: further up more letters are rejected, "
                "further right more digits are lost.",
                plots.trade_off(
                    {
                        "held-out alphabet": metrics.rejection_trade_off(digits, held_out),
                        "alphabets trained against": metrics.rejection_trade_off(digits, known),
                    },
                    (figures.pen_held_out.rejected, figures.held_out_alphabets.rejected),
                ),
            ),
        ]
    )


def _robustness(robustness: Robustness) -> str:
    usual = "The vertical line is the usual width."
    return _row(
        [
            _plot(
                "Drawn with another pen",
                f"How held-out digits are read if the pen is thinner or thicker. {usual}",
                plots.curve(robustness.by_pen, "pen width, pixels of 28", STROKE_WIDTH),
            ),
            _plot(
                "Drawn on whole pixels only",
                "The same if the drawing is so small that its points fall on whole pixels.",
                plots.curve(robustness.by_drawn_size, "height of the drawing, pixels"),
            ),
            _plot(
                "Pictures, by line width",
                f"The same digits as pictures, with lines of other widths. {usual}",
                plots.curve(
                    robustness.by_line_in_pictures,
                    "line width / height of the digit",
                    STROKE_WIDTH / 20,
                ),
            ),
            _plot(
                "Pictures, by size",
                "The same digits as pictures of other sizes, with lines in proportion.",
                plots.curve(robustness.by_size_in_pictures, "height of the digit, pixels"),
            ),
        ]
    )


def _plot(title: str, how: str, figure: str) -> str:
    return f'<h3>{title}</h3><p class="how">{how}</p>{figure}'


def _row(cells: Sequence[str]) -> str:
    return f'<div class="row">{"".join(f"<figure>{cell}</figure>" for cell in cells)}</div>'
