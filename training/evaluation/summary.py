"""Summary: the figures of an evaluation, in lines for a person."""

from __future__ import annotations

from typing import Any


def summary(measured: dict[str, Any]) -> str:
    """The figures in lines for a person."""
    lines = []
    for key, title in (
        ("mnist_test", "MNIST test images"),
        ("mnist_held_out", "MNIST held-out images"),
        ("pen_held_out", "pen digits, held-out writers"),
    ):
        part = measured[key]
        lines.append(
            f"{title:<30} {part['drawings']:>6}  right {part['accuracy']:7.2%}  "
            f"rejected {part['rejected']:6.2%}  calibration error {part['calibration_error']:.4f}"
        )
    pen = measured["pen_held_out"]
    worst = min(pen["by_writer"], key=pen["by_writer"].get)
    lines.append(
        f"{'the worst writer':<30} {'':>6}  right {pen['worst_writer']:7.2%}  (writer {worst})"
    )
    numbers = measured["numbers"]
    lines.append(
        f"{_whole(numbers, 'numbers of one to six digits')}; "
        f"single digits, count not told: {numbers['single']:.2%}, told: {numbers['told']:.2%})"
    )
    if "pages" in measured:
        lines.append(f"{_whole(measured['pages'], 'photographs of numbers')})")
    for alphabet, part in measured["non_digits"].items():
        note = "  (never trained against)" if part["held_out"] else ""
        title = f"no digits: {alphabet.replace('_', ' ')}"
        lines.append(f"{title:<30} {part['drawings']:>6}  rejected {part['rejected']:6.1%}{note}")
    unseen = measured["non_digits_held_out"]
    lines.append(
        f"{'never trained against':<30} {unseen['drawings']:>6}  rejected {unseen['rejected']:6.1%}"
        f"  (count not told: {unseen['untold']:.1%}; "
        f"where 1 % of digits may be lost: {unseen['rejected_at_1_percent_lost']:.1%})"
    )
    for key, title in (
        ("non_digits_together", "no digits: together"),
        ("characters_like_digits", "characters like 0, 1, 4, 7 …"),
    ):
        part = measured[key]
        lines.append(f"{title:<30} {part['drawings']:>6}  rejected {part['rejected']:6.1%}")
    return "\n".join(lines)


def _whole(part: dict[str, Any], title: str) -> str:
    """Of whole numbers how many are right, and by length in a bracket that is left open."""
    by_length = ", ".join(f"{share:.1%}" for share in part["by_length"].values())
    return (
        f"{title:<30} {part['drawings']:>6}  right {part['right']:7.2%}  "
        f"rejected {part['rejected']:6.2%}  (by length {by_length}"
    )


def speed_line(speed: dict[str, Any]) -> str:
    """What `Reader.speed` gives, in a line for a person."""
    return (
        f"{speed['images']} images in {speed['seconds']:.1f} s, "
        f"{speed['images_a_second']:.0f} a second; "
        f"network {speed['network_share']:.0%} of {speed['seconds']:.1f} s"
    )
