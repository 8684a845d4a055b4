"""HTML page of an evaluation: the figures as plots, and the mistakes as images."""

from __future__ import annotations

import html

import numpy as np

from digitrec.recognition.raster import STROKE_WIDTH
from training.data.datasets import HELD_OUT_ALPHABETS
from training.evaluation import metrics, plots
from training.evaluation.reader import Reader
from training.evaluation.results import Evaluation, ReadDigits
from training.evaluation.robustness import Robustness
from training.evaluation.summary import summary

_MISTAKES = 24  # that are shown of each set, at most


def page(reader: Reader, evaluation: Evaluation, robustness: Robustness) -> str:
    """The page as HTML that needs no other file."""
    groups = {
        "held-out writers": evaluation.pen_held_out,
        "MNIST test images": evaluation.mnist_test,
    }
    with plots.style():
        sections = [
            ("Figures", f"<pre>{html.escape(summary(evaluation.figures()))}</pre>"),
            *(
                (f"Most confident mistakes: {name}", _mistakes(some))
                for name, some in groups.items()
            ),
            ("Confusion", _confusion(groups)),
            ("Confidence, and people", _confidence(groups, evaluation)),
            *([("Taught examples", _taught(evaluation))] if evaluation.taught else []),
            ("Rejection", _rejection(groups, evaluation)),
            (
                "Other pens, other sizes: the pictures of the held-out writers' digits",
                _robustness(robustness),
            ),
        ]
    body = "\n".join(f"<section><h2>{title}</h2>{content}</section>" for title, content in sections)
    model, speed = reader.model, reader.speed()
    return _PAGE.format(
        title=html.escape(model.card.name),
        sha256=model.sha256,
        speed=f"{speed.images:,} images, {speed.images_a_second:.0f} a second; reading them "
        f"took {speed.network_share:.0%} of the time, making and drawing them the rest.",
        body=body,
    )


def most_confident_mistakes(digits: ReadDigits, most: int = _MISTAKES) -> list[int]:
    """The digits that were read wrongly, the most confident first, at most `most` of them."""
    confidence = digits.predictions.probabilities.max(axis=1)
    wrong = np.flatnonzero(~digits.right)
    return [int(at) for at in wrong[np.argsort(-confidence[wrong], kind="stable")][:most]]


def _mistakes(digits: ReadDigits) -> str:
    picked = most_confident_mistakes(digits)
    if not picked:
        return "<p>All were read correctly.</p>"
    rows = digits.predictions.probabilities[picked]
    titles = [
        f"{digits.labels[at]} → {row.argmax()}, {row.max():.0%}"
        for at, row in zip(picked, rows, strict=True)
    ]
    return plots.mistakes(digits.images[picked], titles)


def _confusion(groups: dict[str, ReadDigits]) -> str:
    return _row(
        *(
            plots.confusion(
                metrics.confusion(some.predictions.probabilities, some.labels),
                name[0].upper() + name[1:],
            )
            for name, some in groups.items()
        )
    )


def _confidence(groups: dict[str, ReadDigits], evaluation: Evaluation) -> str:
    by_writer = evaluation.pen_held_out.figures().by_writer
    writers = evaluation.pen_held_out.pen.writers
    drawings = {name: int((writers == int(name)).sum()) for name in by_writer}
    bins = {
        name: metrics.reliability(some.predictions.probabilities, some.labels)
        for name, some in groups.items()
    }
    return _row(plots.reliability(bins), plots.by_writer(by_writer, drawings))


def _taught(evaluation: Evaluation) -> str:
    numbers = [one.examples for one in evaluation.taught]
    curves = {
        "all writers": [one.accuracy for one in evaluation.taught],
        "the worst writer": [one.worst_writer for one in evaluation.taught],
    }
    return _row(plots.learning_curve(numbers, curves))


def _rejection(groups: dict[str, ReadDigits], evaluation: Evaluation) -> str:
    scores = evaluation.non_digits
    held_out = np.concatenate([scores[name] for name in sorted(HELD_OUT_ALPHABETS)])
    known = np.concatenate(
        [some for name, some in scores.items() if name not in HELD_OUT_ALPHABETS]
    )
    digits = evaluation.pen_held_out.rejection_score
    figures = evaluation.figures()
    return _row(
        plots.risk_coverage(
            {
                name: metrics.risk_coverage(some.right, some.rejection_score)
                for name, some in groups.items()
            }
        ),
        plots.trade_off(
            {
                "an alphabet never trained against": metrics.rejection_trade_off(digits, held_out),
                "alphabets trained against": metrics.rejection_trade_off(digits, known),
            },
            (figures.pen_held_out.rejected, figures.held_out_alphabets.rejected),
        ),
    )


def _robustness(robustness: Robustness) -> str:
    return _row(
        plots.curve(
            robustness.by_pen, "Drawn with another pen", "pen width, pixels of 28", STROKE_WIDTH
        ),
        plots.curve(
            robustness.by_drawn_size, "Drawn on whole pixels only", "height of the drawing, pixels"
        ),
        plots.curve(
            robustness.by_line_in_pictures,
            "Pictures, by line width",
            "line width / height of the digit",
            STROKE_WIDTH / 20,
        ),
        plots.curve(
            robustness.by_size_in_pictures, "Pictures, by size", "height of the digit, pixels"
        ),
    )


def _row(*cells: str) -> str:
    return f'<div class="row">{"".join(f"<figure>{cell}</figure>" for cell in cells)}</div>'


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evaluation of {title}</title>
<style>
body {{ margin: 0 auto; max-width: 60rem; padding: 2rem 1.5rem 4rem; color: #1c2733;
  background: #f5f7f9; font: 1rem/1.5 system-ui, sans-serif; }}
h1 {{ font-size: 1.6rem; margin: 0 0 .25rem; }}
h2 {{ font-size: 1.05rem; margin: 0 0 .75rem; }}
section {{ background: #fff; border-radius: .6rem; padding: 1.25rem 1.5rem; margin-top: 1.25rem; }}
pre {{ font-size: .82rem; overflow-x: auto; margin: 0; }}
.row {{ display: flex; flex-wrap: wrap; gap: 1rem; }}
figure {{ margin: 0; flex: 1 1 22rem; }}
svg {{ width: 100%; height: auto; }}
.quiet {{ color: #57636f; margin: 0; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<h1>Evaluation of {title}</h1>
<p class="quiet">SHA-256 {sha256}<br>{speed}</p>
{body}
</body>
</html>
"""
