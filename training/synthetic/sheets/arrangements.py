"""Arrangements: how numbers stand on a sheet, and what is drawn around them."""

from __future__ import annotations

from collections.abc import Callable

from training.synthetic.sheets.draft import Area, Draft

Arrangement = Callable[[Draft], None]

_LETTER = 0.04  # share of the single ones that are a letter
_CELL_GAP = 3.0  # heights of a digit between two lines on a level that no rule parts


def single(draft: Draft) -> None:
    """One number in the middle of the picture, as it is cut out of a larger one.

    Now and then a letter or a drawing stands there instead: whether that is found doesn't matter.
    """
    rng, area, tall = draft.rng, draft.area, draft.tall
    if rng.random() < _LETTER:
        draft.write("?", area.left, area.top + 1.05 * tall, counts=None)
        return
    text = draft.text(0.95 * area.width / tall)
    while len(text) > 1 and draft.width(text) > 0.95 * area.width:
        text = text[:-1].strip()
    free = max(area.width - draft.width(text), 0.0)
    x = area.left + rng.uniform(0.02, 0.98) * free
    highest = area.top + 1.02 * tall
    base = rng.uniform(highest, max(area.bottom - 0.05 * tall, highest))
    boxed = text.isdigit() and rng.random() < 0.3
    if boxed and len(text) * 1.2 * tall < area.right - x:
        written = _boxed(draft, text, x, base)
    else:
        written = draft.write(text, x, base, slope=rng.normal(0, 0.015))
    kind = rng.random()
    line = float(rng.choice([1, 1, 1.5, 2, 3]))
    if kind < 0.15:
        draft.frame(written.grown(rng.uniform(0.05, 0.4) * tall), line)
    elif kind < 0.25:
        draft.rule(area.left - 9, written.bottom + 2, area.right + 9, written.bottom + 2, line)
    elif kind < 0.4:
        _around(draft, written)
    if kind > 0.9:
        draft.print(rng.uniform(area.left, area.right), area.bottom - 1, 0.4 * tall)


def _around(draft: Draft, written: Area) -> None:
    """Parts of what stands above and below, cut off by the rim."""
    rng, area, tall = draft.rng, draft.area, draft.tall
    for base in (area.top + rng.uniform(0.05, 0.35) * tall,
                 area.bottom + rng.uniform(0.65, 0.95) * tall):  # fmt: skip
        if base - 1.1 * tall > written.bottom or base < written.top - 0.1 * tall:
            draft.write(draft.text(4), area.left + rng.uniform(0, 2) * tall, base, counts=False)


def numbers(draft: Draft) -> None:
    """One or more columns of numbers, one below the other."""
    rng, area, tall = draft.rng, draft.area, draft.tall
    pitch = tall * rng.uniform(1.25, 2.4)
    wide = rng.uniform(2, 9)
    left = area.left + rng.uniform(0.2, 3) * tall
    top = area.top + rng.uniform(1.1, 2.5) * tall
    rows = max(int((area.bottom - top) / pitch) + 1, 1)
    rows = rows if rng.random() < 0.6 else int(rng.integers(1, rows + 1))
    columns = int(rng.integers(1, 4))
    labelled, ruled = rng.random() < 0.2, rng.random()
    slope = rng.normal(0, 0.008)
    if ruled < 0.3:
        for row in range(-2, int(area.height / pitch) + 2):
            y = top + row * pitch + 0.1 * tall
            draft.rule(area.left, y, area.right, y)
    elif ruled < 0.45:
        _squared(draft, pitch / rng.choice([1, 2, 3]))
    for _ in range(columns):
        for row in range(rows):
            text = draft.text(wide)
            base = top + row * pitch + rng.normal(0, 0.04) * tall
            x = left + (abs(rng.normal(0, 0.2)) * tall if rng.random() < 0.7 else 0)
            if labelled:
                printed = draft.print(x, base, 0.7 * tall, 1)
                x = printed.right + rng.uniform(1, 3) * tall
            if x + draft.width(text) > area.right or base > area.bottom:
                continue
            draft.write(text, x, base, slope=slope + rng.normal(0, 0.005))
        left += (wide + _CELL_GAP + 4 * labelled + rng.uniform(0, 3)) * tall
        if left > area.right:
            break


def dense(draft: Draft) -> None:
    """A page full of numbers from margin to margin."""
    rng, area, tall = draft.rng, draft.area, draft.tall
    pitch = tall * rng.uniform(1.3, 2.2)
    ruled = rng.random() < 0.3
    base = area.top + rng.uniform(1.1, 2) * tall
    spaced = rng.random() < 0.5
    slope = rng.normal(0, 0.006)
    while base < area.bottom:
        x = area.left + rng.uniform(0.2, 1.5) * tall
        room = (area.right - x) * (1 if rng.random() < 0.8 else rng.uniform(0.2, 1))
        text = ""
        while draft.width(text) < room - 3 * tall:
            text += draft.text(6) + (" " if spaced else "")
        if ruled:
            draft.rule(area.left, base + 0.12 * tall, area.right, base + 0.12 * tall)
        if text.strip():
            draft.write(text.strip(), x, base, slope=slope)
        base += pitch * (1 if rng.random() < 0.93 else rng.uniform(1.3, 3))


def table(draft: Draft) -> None:
    """Rows and columns, with all rules, with some or none."""
    rng, area, tall = draft.rng, draft.area, draft.tall
    high = tall * rng.uniform(1.35, 2.6)
    wide = tall * rng.uniform(2.5, 9)
    left = area.left + rng.uniform(0.1, 2) * tall
    top = area.top + rng.uniform(0.2, 2) * tall
    rows = min(int(rng.integers(2, 40)), int((area.bottom - top) / high))
    columns = min(int(rng.integers(1, 9)), int((area.right - left) / wide))
    across, down = ((1, 1), (1, 1), (1, 0), (0, 1), (0, 0))[int(rng.integers(5))]
    line = float(rng.choice([1, 1, 1.5, 2]))
    right, bottom = left + columns * wide, top + rows * high
    for row in range((rows + 1) * across):
        draft.rule(left, top + row * high, right, top + row * high, line)
    for column in range((columns + 1) * down):
        draft.rule(left + column * wide, top, left + column * wide, bottom, line)
    header, named = rng.random() < 0.4, rng.random() < 0.3
    empty = rng.choice([0.0, 0.1, 0.5])
    room = wide - (0.5 if down else _CELL_GAP) * tall
    for row in range(rows):
        for column in range(columns):
            x = left + column * wide + rng.uniform(0.1, 0.5) * tall
            base = top + (row + 1) * high - rng.uniform(0.12, 0.3) * (high - 0.8 * tall)
            if (header and row == 0) or (named and column == 0):
                draft.print(x, base, 0.55 * tall, 1)
            elif rng.random() >= empty:
                text = draft.text(room / tall)
                while len(text) > 1 and draft.width(text) > room:
                    text = text[:-1].strip()
                x += rng.random() * max(room - draft.width(text), 0) * 0.8
                draft.write(text, x, base)


def form(draft: Draft) -> None:
    """Fields with printed labels: boxes for a digit each, frames, or rules to write on."""
    rng, area, tall = draft.rng, draft.area, draft.tall
    high = tall * rng.uniform(2.0, 4.0)
    y = area.top + 1.6 * tall
    above = rng.random() < 0.5
    while y < area.bottom:
        x = area.left + rng.uniform(0.2, 3) * tall
        while x < area.right:
            if above:
                draft.print(x, y - rng.uniform(1.25, 1.5) * tall, 0.35 * tall, 3)
            elif rng.random() < 0.8:
                x = draft.print(x, y, 0.5 * tall, 2).right + 0.6 * tall
            x = _field(draft, x, y) + rng.uniform(_CELL_GAP, 7) * tall
        y += high


def _field(draft: Draft, x: float, base: float) -> float:
    """A field, filled in or not; gives its right end."""
    rng, tall = draft.rng, draft.tall
    kind = rng.random()
    filled = rng.random() < 0.8
    if kind < 0.5:
        text = "".join(str(one) for one in rng.integers(0, 10, int(rng.integers(2, 13))))
        return _boxed(draft, text, x, base, filled).right
    text = draft.text(8)
    wide = draft.width(text) + rng.uniform(0.5, 2) * tall
    if x + wide > draft.area.right:
        return x + wide
    if kind < 0.75:
        high = rng.uniform(0.15, 0.4) * tall
        draft.frame(Area(x, base - tall - high, x + wide, base + high))
    else:
        draft.rule(x, base + 0.1 * tall, x + wide, base + 0.1 * tall)
    if filled:
        draft.write(text, x + rng.uniform(0.1, 0.4) * tall, base, slope=rng.normal(0, 0.01))
    return x + wide


def _boxed(draft: Draft, text: str, x: float, base: float, filled: bool = True) -> Area:
    """Boxes or combs with a digit each, which are one number."""
    rng, tall = draft.rng, draft.tall
    pitch = rng.uniform(1.0, 1.5)
    room = int((draft.area.right - x) / (pitch * tall))
    text = text[: max(room, 1)]
    line = float(rng.choice([1, 1, 1.5, 2]))
    more = int(rng.integers(0, 3)) if rng.random() < 0.3 else 0
    top, bottom = base - tall * rng.uniform(1.05, 1.3), base + tall * rng.uniform(0.05, 0.3)
    comb = top if rng.random() < 0.75 else bottom - 0.35 * (bottom - top)
    closed = rng.random() < 0.75
    apart = rng.uniform(0.03, 0.12) * pitch * tall if rng.random() < 0.3 else 0.0
    for at in range(min(len(text) + more, max(room, 1))):
        left, right = x + at * pitch * tall + apart, x + (at + 1) * pitch * tall - apart
        draft.rule(left, comb, left, bottom, line)
        draft.rule(right, comb, right, bottom, line)
        draft.rule(left, bottom, right, bottom, line)
        if closed:
            draft.rule(left, comb, right, comb, line)
    if not filled:
        return Area(x, top, x + len(text) * pitch * tall, bottom)
    written = draft.write(text, x, base, pitch=pitch)
    return Area(x, top, max(written.right, x), bottom)


def notes(draft: Draft) -> None:
    """Numbers here and there, each with a slope of its own, among words and drawings."""
    rng, area, tall = draft.rng, draft.area, draft.tall
    taken: list[Area] = []
    for _ in range(int(rng.integers(2, 26))):
        number = rng.random() < 0.6
        text = draft.text(10) if number else "?" * int(rng.integers(2, 8))
        wide = draft.width(text) * 1.15
        if wide > area.width or area.height < 1.5 * tall:
            continue
        x = rng.uniform(area.left, area.right - wide)
        base = rng.uniform(area.top + 1.1 * tall, area.bottom)
        slope = rng.normal(0, 0.03)
        place = Area(x, base - 1.2 * tall, x + wide, base + 0.2 * tall).grown(0.5 * tall)
        # Two numbers on a level may be one line or two, so they stand far apart.
        if any(
            place.grown(_CELL_GAP * tall).meets(other) and _level(place, other) for other in taken
        ):
            continue
        if any(place.meets(other) for other in taken):
            continue
        taken.append(place)
        if number or rng.random() < 0.5:
            draft.write(text, x, base, slope=slope, counts=number)
        else:
            draft.print(x, base, tall * rng.uniform(0.5, 1), 2)


def _level(one: Area, other: Area) -> bool:
    return one.top < other.bottom and other.top < one.bottom


def words_only(draft: Draft) -> None:
    """Printed and written words, drawings and rules, and nothing to read."""
    rng, area, tall = draft.rng, draft.area, draft.tall
    kind = rng.random()
    size = tall * rng.uniform(0.5, 1.1)
    base = area.top + 1.5 * tall
    if kind < 0.15:
        _squared(draft, tall * rng.uniform(0.6, 2))
    if kind < 0.25:
        return
    while base < area.bottom:
        if rng.random() < 0.7:
            if kind < 0.6:
                draft.print(area.left + rng.uniform(0, 2) * tall, base, size, 8)
            else:
                letters = "?" * int(rng.integers(2, 9))
                draft.write(letters, area.left + rng.uniform(0, 6) * tall, base, counts=False)
        base += tall * rng.uniform(1.2, 2.5)


def _squared(draft: Draft, side: float) -> None:
    side = max(side, 4.0)
    area = draft.area
    for at in range(int(area.height / side) + 1):
        draft.rule(area.left, area.top + at * side, area.right, area.top + at * side)
    for at in range(int(area.width / side) + 1):
        draft.rule(area.left + at * side, area.top, area.left + at * side, area.bottom)


ARRANGEMENTS: dict[str, tuple[Arrangement, float, float]] = {
    "single": (single, 0.0, 0.2),
    "numbers": (numbers, 4.0, 0.2),
    "dense": (dense, 8.0, 0.15),
    "table": (table, 6.0, 0.16),
    "form": (form, 6.0, 0.13),
    "notes": (notes, 4.0, 0.14),
    "words": (words_only, 3.0, 0.1),
}
"""Each with the least width and height of the sheet, in heights of a digit, and its share."""
