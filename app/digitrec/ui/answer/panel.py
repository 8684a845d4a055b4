"""Answer panel: the digit large, how sure in words and per cent, and a bar for each digit."""

from __future__ import annotations

import tkinter

from digitrec.text import words
from digitrec.ui.widgets.theme import AREA_LEAST, BIG, COMPACT, PANEL, Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from digitrec.ui.answer.links import Links
    from digitrec.ui.answer.verdict import Verdict

_HEADLINE = 132
_DETAIL = 162
_NOTE = 190
_BARS = 204
"""Where things begin, in logical pixels from the top; the note's middle."""


_NOTE_TOP = 182

_LIFT = 46
"""By how much everything below the answer moves up where the window is low."""

_TALLEST_ROW = 28
_ROWS = 11  # ten digits, and "Not a digit"
_LABEL = 22
_SHARE = 56
_THICK = 8

_FRAME = 16
"""Milliseconds from one step of a bar to the next."""

_GLIDE = 0.35
"""Share of the way that a bar goes in a step: it is there in a tenth of a second."""


class AnswerPanel(tkinter.Canvas):
    """Shows a `Verdict`. All of it is drawn, so that it stands before ttk's theme is loaded.

    Args:
        master: the parent.
        look: colours and scale.
        on_pick: called with the digit whose row was clicked; with None for "Not a digit".
    """

    def __init__(
        self, master: tkinter.Misc, look: Look, on_pick: Callable[[int | None], None]
    ) -> None:
        super().__init__(
            master,
            width=look.px(PANEL),
            height=look.px(AREA_LEAST),
            highlightthickness=0,
            borderwidth=0,
            takefocus=False,
        )
        self._look = look
        self._on_pick = on_pick
        self._verdict: Verdict | None = None
        self._widths = [0.0] * 10
        self._goals = [0.0] * 10
        self._gliding: str | None = None
        self._shares = [""] * 10
        self._best = -1
        self._row = 1.0
        self._lift = 0
        self._reserved = 0
        self._long = False
        self._under: int | None = None
        self._links: Links | None = None
        self._tracks = [self.create_rectangle(0, 0, 0, 0, width=0) for _ in range(10)]
        self._bars = [self.create_rectangle(0, 0, 0, 0, width=0, state="hidden") for _ in range(10)]
        self._labels: list[int] = []
        self._percents: list[int] = []
        self.apply_theme(look)
        self.bind("<Configure>", lambda event: self._lay_out(event.height))
        self.bind("<ButtonRelease-1>", self._click)
        self.bind("<Motion>", lambda event: self._point(self._row_at(event.x, event.y)))
        self.bind("<Leave>", lambda _: self._point(None))

    def write(self, look: Look) -> None:
        """Writes the texts: a step of its own, as the first text waits for the fonts."""
        self._big = self.create_text(0, 0, anchor="w")
        self._headline = self.create_text(0, 0, anchor="nw")
        self._detail = self.create_text(0, 0, anchor="nw", text=words.WAITING)
        self._note = self.create_text(0, 0, anchor="w")
        self._labels = [self.create_text(0, 0, anchor="w", text=str(n)) for n in range(10)]
        self._percents = [self.create_text(0, 0, anchor="e") for _ in range(10)]
        self._none = self.create_text(0, 0, anchor="w", text=words.NONE_OF_THESE, state="hidden")
        self.apply_theme(look)
        self._lay_out(self.winfo_height())

    def show(self, verdict: Verdict) -> None:
        """Shows a verdict; what stands there already is not drawn anew."""
        old = self._verdict
        self._verdict = verdict
        colours = self._look.palette
        if old is None or old.big != verdict.big:
            self.itemconfigure(self._big, text=verdict.big, font=self._big_font(verdict.big))
        if old is None or old[:4] != verdict[:4] or old[5:] != verdict[5:]:
            tone = colours.alarm if verdict.doubtful else colours.text
            big = colours.accent if verdict.corrected else tone
            self.itemconfigure(self._big, fill=big)
            self.itemconfigure(self._headline, text=verdict.headline, fill=tone)
            self.itemconfigure(self._detail, text=verdict.detail)
            self.itemconfigure(self._note, text=verdict.note)
            self._show_bars_below_text(verdict)
            self.itemconfigure(self._none, state="normal" if verdict.big else "hidden")
            if self._links is not None:
                self._links.show(verdict.offers)
            self._fit_texts()
            self._point(self._under)
        self._show_bars(verdict.bars)

    def add_links(self, links: Links) -> None:
        """Takes words that do something to the digit whose bars are shown, beside the note."""
        self._links = links

    def reserve(self, width: int) -> None:
        """Leaves so much of the answer's room, in logical pixels, to what stands beside it."""
        self._reserved = width
        if self._verdict is not None:
            self.itemconfigure(self._big, font=self._big_font(self._verdict.big))

    def apply_theme(self, look: Look) -> None:
        """Takes on other colours."""
        self._look = look
        colours = look.palette
        self.configure(background=colours.ground)
        for n in range(10):
            self.itemconfigure(self._tracks[n], fill=colours.track)
            self.itemconfigure(self._bars[n], fill=colours.accent)
        if self._links is not None:
            self._links.apply_theme(look)
        if self._labels:
            self._apply_theme_to_texts(look)
        self._best = -1
        verdict, self._verdict = self._verdict, None
        if verdict is not None:
            self.show(verdict)

    def _apply_theme_to_texts(self, look: Look) -> None:
        colours, wide = look.palette, look.px(PANEL)
        self.itemconfigure(self._big, width=wide)
        self.itemconfigure(self._headline, width=wide)
        self.itemconfigure(self._detail, fill=colours.quiet, width=wide)
        self.itemconfigure(self._note, fill=colours.quiet)
        self.itemconfigure(self._none, fill=colours.quiet)
        for n in range(10):
            self.itemconfigure(self._labels[n], font=look.font(13), fill=colours.quiet)
            self.itemconfigure(self._percents[n], font=look.font(12), fill=colours.quiet)
        self._fit_texts()

    def _fit_texts(self) -> None:
        """Gives each text the type that fits where it stands."""
        from digitrec.ui.widgets.text_fitting import into_box, into_line

        look, px = self._look, self._look.px
        into_box(self, self._headline, look, 19, px(_DETAIL - _HEADLINE), "bold")
        shown = self._verdict
        below = _NOTE_TOP if shown is not None and (shown.note or shown.offers) else _BARS
        bottom = self.winfo_height() if self._long else px(below) - self._lift
        into_box(self, self._detail, look, 13, bottom - (px(_DETAIL) - self._lift))
        room = px(PANEL)
        if self._links is not None:
            room -= self._links.lay_out(room, px(_NOTE) - self._lift, room * 3 // 5)
        into_line(self, self._note, look, 12, room)
        into_line(self, self._none, look, 13, px(PANEL - _LABEL))

    def _lay_out(self, height: int) -> None:
        px = self._look.px
        lift = px(_LIFT) if height < px(COMPACT) else 0
        if lift != self._lift:
            self._lift = lift
            if self._verdict is not None:
                self.itemconfigure(self._big, font=self._big_font(self._verdict.big))
        bars = px(_BARS) - lift
        self._row = row = min(float(px(_TALLEST_ROW)), (height - bars) / _ROWS)
        left, right, thick = px(_LABEL), px(PANEL - _SHARE), px(_THICK)
        for n in range(10):
            centre = round(bars + row * (n + 0.5))
            top = centre - thick // 2
            self.coords(self._tracks[n], left, top, right, top + thick)
            self._draw_bar(n)
            if self._labels:
                self.coords(self._labels[n], 0, centre)
                self.coords(self._percents[n], px(PANEL), centre)
        if self._labels:
            tallest = BIG[1] if lift else BIG[0]
            self.coords(self._big, 0, px(_HEADLINE) - lift - px(tallest * 0.68))
            self.coords(self._headline, 0, px(_HEADLINE) - lift)
            self.coords(self._detail, 0, px(_DETAIL) - lift)
            self.coords(self._note, 0, px(_NOTE) - lift)
            self.coords(self._none, left, round(bars + row * 10.5))
            self._fit_texts()

    def _show_bars(self, bars: tuple[float, ...] | None) -> None:
        full = self._look.px(PANEL - _SHARE) - self._look.px(_LABEL)
        for n in range(10):
            share = 0.0 if bars is None else bars[n]
            self._goals[n] = full * share
            text = words.percent(share) if share >= 0.005 else ""
            if text != self._shares[n]:
                self._shares[n] = text
                self.itemconfigure(self._percents[n], text=text)
        best = -1 if bars is None else max(range(10), key=lambda n: bars[n])
        if best != self._best:
            self._emphasize(self._best, False)
            self._emphasize(best, True)
            self._best = best
        if self._gliding is None:
            self._glide()

    def destroy(self) -> None:
        """Ends, and with it the bars' way."""
        if self._gliding is not None:
            self.after_cancel(self._gliding)
        super().destroy()

    def _glide(self) -> None:
        """Moves each bar a part of its way, and goes on until all have arrived."""
        moving = False
        for n, (width, goal) in enumerate(zip(self._widths, self._goals, strict=True)):
            if width != goal:
                near = abs(goal - width) < 1
                self._widths[n] = goal if near else width + _GLIDE * (goal - width)
                self._draw_bar(n)
                moving = moving or not near
        self._gliding = self.after(_FRAME, self._glide) if moving else None

    def _draw_bar(self, n: int) -> None:
        left, top, _, bottom = self.coords(self._tracks[n])
        width = round(self._widths[n])
        self.coords(self._bars[n], left, top, left + width, bottom)
        self.itemconfigure(self._bars[n], state="normal" if width else "hidden")

    def _row_at(self, x: float, y: float) -> int | None:
        """The row under a place: 0 to 9, 10 for "Not a digit"; None where there is none."""
        row = int((y - self._look.px(_BARS) + self._lift) // self._row)
        shown = self._verdict is not None and self._verdict.big
        return row if shown and 0 <= row < _ROWS and 0 <= x < self.winfo_width() else None

    def _click(self, event: tkinter.Event[AnswerPanel]) -> None:
        row = self._row_at(event.x, event.y)
        if row is not None:
            self._on_pick(row if row < 10 else None)

    def _point(self, row: int | None) -> None:
        """Shows that a click here would say what the drawing is."""
        if self._verdict is None or not self._verdict.big:
            row = None
        colours = self._look.palette
        for at, strong in ((self._under, False), (row, True)):
            if at is not None and at < 10:
                track = colours.border if strong else colours.track
                self.itemconfigure(self._tracks[at], fill=track)
            elif at is not None and self._labels:
                self.itemconfigure(self._none, fill=colours.text if strong else colours.quiet)
        if (row is None) != (self._under is None):
            self.configure(cursor="" if row is None else "hand2")
        self._under = row

    def _show_bars_below_text(self, verdict: Verdict) -> None:
        """Hides the bars where the detail is a text that needs their room."""
        self._long = verdict.bars is None and "\n" in verdict.detail
        state = "hidden" if self._long else "normal"
        for item in (*self._tracks, *self._labels):
            self.itemconfigure(item, state=state)

    def _emphasize(self, n: int, strong: bool) -> None:
        if n >= 0:
            colours = self._look.palette
            colour = colours.text if strong else colours.quiet
            weight = "bold" if strong else "normal"
            self.itemconfigure(self._labels[n], fill=colour, font=self._look.font(13, weight))
            self.itemconfigure(self._percents[n], fill=colour)

    def _big_font(self, text: str) -> tuple[str, int, str]:
        """The largest font in which the text fits; one digit's width is about 0.7 of its height."""
        lines = text.split("\n")
        room = (PANEL - self._reserved) / max(1, *map(len, lines)) / 0.7
        sizes = BIG[1:] if self._lift else BIG
        room = min(room, sizes[0] * 1.3 / len(lines)) if len(lines) > 1 else room
        height = next((height for height in sizes if height <= room), sizes[-1])
        return self._look.font(height, "bold")
