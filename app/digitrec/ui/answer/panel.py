"""The answer panel: the digit in large type, how sure the reading is, and a bar for each digit."""

from __future__ import annotations

import tkinter

from digitrec.text import words
from digitrec.ui.answer.bars import ProbabilityBars
from digitrec.ui.widgets.theme import AREA_LEAST, BIG, COMPACT, PANEL, Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from digitrec.ui.answer.links import Links
    from digitrec.ui.answer.verdict import Verdict

# From the top of the panel, in logical pixels; for the note, its middle.
_HEADLINE = 132
_DETAIL = 162
_NOTE = 190
_BARS = 204

_NOTE_TOP = 182

_COMPACT_SHIFT = 46
"""How far everything below the answer moves up in a low window."""


class AnswerPanel(tkinter.Canvas):
    """Shows a `Verdict`. All of it is drawn, so that it is there before ttk's theme is loaded.

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
        self._shift = 0
        self._reserved_width = 0
        self._long_detail = False
        self._links: Links | None = None
        self._has_texts = False
        self._bars = ProbabilityBars(self, look)
        self.apply_theme(look)
        self.bind("<Configure>", lambda event: self._lay_out(event.height))
        self.bind("<ButtonRelease-1>", self._click)
        self.bind("<Motion>", self._hover)
        self.bind("<Leave>", lambda _: self._bars.highlight_row(None))

    def create_texts(self, look: Look) -> None:
        """Creates the texts. This is a step of its own, as the first text waits for the fonts."""
        self._big = self.create_text(0, 0, anchor="w")
        self._headline = self.create_text(0, 0, anchor="nw")
        self._detail = self.create_text(0, 0, anchor="nw", text=words.WAITING)
        self._note = self.create_text(0, 0, anchor="w")
        self._bars.create_texts()
        self._has_texts = True
        self.apply_theme(look)
        self._lay_out(self.winfo_height())

    def show_verdict(self, verdict: Verdict) -> None:
        """Shows a verdict; what it shares with the one before is not drawn again."""
        old, self._verdict = self._verdict, verdict
        if not self._has_texts:  # it is shown once they are there
            return
        if old is None or old.big != verdict.big:
            self.itemconfigure(self._big, text=verdict.big, font=self._big_font(verdict.big))
        if old is None or old._replace(bars=None) != verdict._replace(bars=None):
            self._show_texts(verdict)
        self._bars.show_probabilities(verdict.bars)

    def add_links(self, links: Links) -> None:
        """Takes links, shown next to the note, to actions on the digit whose bars are shown."""
        self._links = links

    def set_moving(self, on: bool) -> None:
        """Sets whether bars move to their new lengths, or jump there."""
        self._bars.moves = on

    def reserve_width(self, width: int) -> None:
        """Leaves this width, in logical pixels, to what is shown to the right of the answer."""
        self._reserved_width = width
        if self._verdict is not None:
            self.itemconfigure(self._big, font=self._big_font(self._verdict.big))

    def apply_theme(self, look: Look) -> None:
        """Applies other colours."""
        self._look = look
        self.configure(background=look.palette.ground)
        self._bars.apply_theme(look)
        if self._links is not None:
            self._links.apply_theme(look)
        if self._has_texts:
            self._apply_theme_to_texts(look)
        verdict, self._verdict = self._verdict, None
        if verdict is not None:
            self.show_verdict(verdict)

    def destroy(self) -> None:
        """Stops the bars and destroys the panel."""
        self._bars.stop()
        super().destroy()

    def _show_texts(self, verdict: Verdict) -> None:
        colours = self._look.palette
        colour = colours.alarm if verdict.rejected else colours.text
        big = colours.accent if verdict.corrected else colour
        self.itemconfigure(self._big, fill=big)
        self.itemconfigure(self._headline, text=verdict.headline, fill=colour)
        self.itemconfigure(self._detail, text=verdict.detail)
        self.itemconfigure(self._note, text=verdict.note)
        self._long_detail = verdict.bars is None and "\n" in verdict.detail
        self._bars.set_visible(not self._long_detail)  # a long text needs their space
        self._bars.set_clickable(bool(verdict.big))
        if self._links is not None:
            self._links.show_actions(verdict.actions)
        self._fit_texts()

    def _apply_theme_to_texts(self, look: Look) -> None:
        colours, width = look.palette, look.px(PANEL)
        self.itemconfigure(self._big, width=width)
        self.itemconfigure(self._headline, width=width)
        self.itemconfigure(self._detail, fill=colours.quiet, width=width)
        self.itemconfigure(self._note, fill=colours.quiet)
        self._fit_texts()

    def _fit_texts(self) -> None:
        """Gives each text a font in which it fits."""
        from digitrec.ui.widgets.text_fitting import into_box, into_line

        look, px = self._look, self._look.px
        into_box(self, self._headline, look, 19, px(_DETAIL - _HEADLINE), "bold")
        shown = self._verdict
        below = _NOTE_TOP if shown is not None and (shown.note or shown.actions) else _BARS
        bottom = self.winfo_height() if self._long_detail else px(below) - self._shift
        into_box(self, self._detail, look, 13, bottom - (px(_DETAIL) - self._shift))
        width = px(PANEL)
        if self._links is not None:
            y, alone = px(_NOTE) - self._shift, shown is not None and not shown.big
            most = width if alone else width * 3 // 5
            width -= self._links.lay_out(width, y, most, alone)
        into_line(self, self._note, look, 12, width)
        self._bars.fit_texts()

    def _lay_out(self, height: int) -> None:
        px = self._look.px
        shift = px(_COMPACT_SHIFT) if height < px(COMPACT) else 0
        if shift != self._shift:
            self._shift = shift
            if self._verdict is not None:
                self.itemconfigure(self._big, font=self._big_font(self._verdict.big))
        self._bars.lay_out(px(_BARS) - shift, height)
        if self._has_texts:
            tallest = BIG[1] if shift else BIG[0]
            self.coords(self._big, 0, px(_HEADLINE) - shift - px(tallest * 0.68))
            self.coords(self._headline, 0, px(_HEADLINE) - shift)
            self.coords(self._detail, 0, px(_DETAIL) - shift)
            self.coords(self._note, 0, px(_NOTE) - shift)
            self._fit_texts()

    def _click(self, event: tkinter.Event[AnswerPanel]) -> None:
        row = self._bars.row_at(event.x, event.y)
        if row is not None:
            self._on_pick(row if row < 10 else None)

    def _hover(self, event: tkinter.Event[AnswerPanel]) -> None:
        self._bars.highlight_row(self._bars.row_at(event.x, event.y))

    def _big_font(self, text: str) -> tuple[str, int, str]:
        """The largest font in which the text fits; a digit's width is about 0.7 of its height."""
        lines = text.split("\n")
        height = (PANEL - self._reserved_width) / max(1, *map(len, lines)) / 0.7
        tallest = BIG[1] if self._shift else BIG[0]
        if len(lines) > 1:
            height = min(height, tallest * 1.3 / len(lines))
        return self._look.font(min(max(int(height), BIG[-1]), tallest), "bold")
