"""Summary: the figures of an evaluation as lines of text."""

from __future__ import annotations

from training.evaluation.figures import (
    DigitFigures,
    Figures,
    FormFigures,
    NumberFigures,
    RealFigures,
    RejectionFigures,
    TaughtFigures,
)
from training.evaluation.reader import Speed


def summary(figures: Figures) -> str:
    """The figures as lines of text."""
    lines = []
    for title, digits in (
        ("MNIST test images", figures.mnist_test),
        ("MNIST held-out images", figures.mnist_held_out),
        ("pen digits, held-out writers", figures.pen_held_out),
    ):
        lines.append(_digits(title, digits))
    pen, numbers, held_out = figures.pen_held_out, figures.numbers, figures.held_out_alphabets
    worst = min(pen.by_writer, key=lambda writer: pen.by_writer[writer])
    lines.append(
        f"{'the worst writer':<30} {'':>6}  right {pen.worst_writer:7.2%}  (writer {worst})"
    )
    if figures.path is not None:
        for title, writers in (
            ("by the picture alone", figures.path.picture_alone),
            ("by the path alone", figures.path.path_alone),
            ("by both, strokes backwards", figures.path.strokes_reversed),
            ("by both, last stroke first", figures.path.order_reversed),
        ):
            lines.append(f"{_digits(title, writers)}  worst writer {writers.worst_writer:.2%}")
    if figures.forms is not None:
        lines += _forms(figures.forms)
    lines += map(_taught, figures.taught)
    lines.append(
        f"{_numbers('numbers of one to six digits', numbers)}; "
        f"single digits, count not given: {numbers.single:.2%}, given: {numbers.count_given:.2%})"
    )
    if figures.photographs is not None:
        lines.append(f"{_numbers('photographs of numbers', figures.photographs)})")
    lines += map(_real, figures.real)
    for alphabet, characters in figures.alphabets.items():
        note = "  (never trained against)" if characters.held_out else ""
        lines.append(_rejected(f"non-digits: {alphabet.replace('_', ' ')}", characters) + note)
    lines.append(
        f"{_rejected('never trained against', held_out)}"
        f"  (count not given: {held_out.count_unknown:.1%}; "
        f"if 1% of digits may be lost: {held_out.rejected_at_1_percent_lost:.1%})"
    )
    lines.append(_rejected("non-digits: all alphabets", figures.all_alphabets))
    lines.append(_rejected("characters like 0, 1, 4, 7 …", figures.like_digits))
    return "\n".join(lines)


def _digits(title: str, figures: DigitFigures) -> str:
    error = figures.calibration_error
    calibration = "not calibrated" if error is None else f"calibration error {error:.4f}"
    return (
        f"{title:<30} {figures.drawings:>6}  right {figures.accuracy:7.2%}  "
        f"rejected {figures.rejected:6.2%}  {calibration}"
    )


def _forms(forms: FormFigures) -> list[str]:
    lines = []
    for title, shares, rejected in (
        ("rare forms, as ink", forms.ink, forms.ink_rejected),
        ("rare forms, as images", forms.image, forms.image_rejected),
    ):
        by_digit = ", ".join(f"{digit} {share:.1%}" for digit, share in shares.items())
        mean = sum(shares.values()) / len(shares)
        lines.append(
            f"{title:<30} {forms.drawings * len(shares):>6}  right {mean:7.2%}  "
            f"rejected {rejected:6.2%}  ({by_digit})"
        )
    return lines


def _taught(figures: TaughtFigures) -> str:
    title = f"taught, {figures.examples} of each digit"
    return (
        f"{title:<30} {figures.drawings:>6}  right {figures.accuracy:7.2%}  "
        f"rejected {figures.rejected:6.2%}  calibration error {figures.calibration_error:.4f}  "
        f"worst writer {figures.worst_writer:.2%}"
    )


def _real(figures: RealFigures) -> str:
    faults = ", ".join(f"{name} {share:.1%}" for name, share in figures.faults.items() if share)
    return (
        f"{figures.name:<30} {figures.pictures:>6}  right {figures.right:7.2%}  "
        f"rejected {figures.rejected:6.2%}  wrong without a doubt {figures.wrong_accepted:.2%}  "
        f"({faults})"
    )


def _rejected(title: str, figures: RejectionFigures) -> str:
    return f"{title:<30} {figures.drawings:>6}  rejected {figures.rejected:6.1%}"


def _numbers(title: str, figures: NumberFigures) -> str:
    """How whole numbers are read, and by length in a bracket that is left open."""
    by_length = ", ".join(f"{share:.1%}" for share in figures.by_length.values())
    return (
        f"{title:<30} {figures.drawings:>6}  right {figures.right:7.2%}  "
        f"rejected {figures.rejected:6.2%}  (by length {by_length}"
    )


def speed_line(speed: Speed) -> str:
    """How fast a reader was, as a line of text."""
    return (
        f"{speed.images} images in {speed.seconds:.1f} s, "
        f"{speed.images_a_second:.0f} a second; "
        f"reading {speed.network_share:.0%} of {speed.seconds:.1f} s"
    )
