"""The examples of a hand, a column for each digit; only those in sight are drawn."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from digitrec.recognition.example import Example
from digitrec.text import hand_words, words
from digitrec.ui.hand.columns import OTHER, Columns, column_of
from digitrec.ui.hand.thumbnails import Thumbnails
from digitrec.ui.widgets.selectable_canvas import SelectableCanvas
from digitrec.ui.widgets.text_fitting import into_box
from digitrec.ui.widgets.theme import SMALL_GAP, Look

_LARGEST = 88
_HEAD = 36
_PADDING = 4


class ExampleList(SelectableCanvas):
    """Shows the examples by digit; those that are selected can be removed.

    Args:
        master: the parent.
        look: colours and scale.
        thumbnails: draws the examples.
        on_select: called when the selection has changed.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        thumbnails: Thumbnails,
        on_select: Callable[[], None],
    ) -> None:
        super().__init__(
            master,
            on_select,
            width=1,
            height=1,
            background=look.palette.ground,
            takefocus=True,
        )
        self._look = look
        self._thumbnails = thumbnails
        self._examples: Sequence[Example] = ()
        self._columns = Columns((), 1, 1, 0, 0)
        self.bind("<Map>", lambda _: self._lay_out())

    @property
    def accessible_name(self) -> str:
        """What a screen reader calls it."""
        return hand_words.VIEW_EXAMPLES

    @property
    def selected(self) -> list[int]:
        """The keys of the selected examples."""
        return [self._examples[at].key for at in sorted(self._selection.positions)]

    def show(self, examples: Sequence[Example]) -> None:
        """Shows these examples, none of them selected."""
        ordered = sorted(examples, key=column_of)
        if ordered != self._examples:
            self._examples = ordered
            self._selection.reset(len(ordered))
            self._on_select()
            self._lay_out()

    def place_of(self, key: int) -> tuple[int, int]:
        """The middle of an example's square on the canvas."""
        at = next(at for at, example in enumerate(self._examples) if example.key == key)
        x, y = self._columns.place(at)
        return x + self._columns.side // 2, y + self._columns.side // 2

    def _in_words(self, position: int) -> str:
        digit = self._examples[position].digit
        return words.NONE_OF_THESE if digit is None else str(digit)

    @property
    def _picture(self) -> int:
        return max(1, self._columns.side - 2 * self._look.px(_PADDING))

    @property
    def _top(self) -> int:
        """Where the examples begin, below the digits that head their columns."""
        return self._look.px(_HEAD)

    def _lay_out(self) -> None:
        """Finds the place of each example, once there is somebody to see it."""
        if not self.winfo_ismapped():
            return
        px, width = self._look.px, self.winfo_width()
        self._columns = Columns(self._examples, width, px(_LARGEST), px(SMALL_GAP), self._top)
        self.configure(
            scrollregion=(0, 0, width, max(self._columns.height, self.winfo_height())),
            yscrollincrement=max(1, self._columns.step // 2),
        )
        self._draw()

    def _draw_in_sight(self) -> None:
        if not self._examples:
            self.create_text(
                0, 0, anchor="nw", text=hand_words.NO_EXAMPLES, width=self.winfo_width(),
                fill=self._look.palette.quiet, font=self._look.font(13),
            )  # fmt: skip
            return
        top = self.canvasy(0)
        in_sight = self._columns.between(top, top + self.winfo_height())
        self._thumbnails.draw(
            [self._examples[at].strokes for at in in_sight], self._picture, self._draw_later
        )
        for at in in_sight:
            self._draw_example(at)
        self._draw_heads(round(top))

    def _draw_heads(self, top: int) -> None:
        """Draws the digit above each column; it stays there while the examples are scrolled."""
        look, colours, side = self._look, self._look.palette, self._columns.side
        middle = (self._top - look.px(SMALL_GAP)) // 2
        self.create_rectangle(
            0, top, self.winfo_width(), top + self._top, fill=colours.ground, width=0
        )
        for column, some in enumerate(self._columns.members):
            other = column == OTHER
            head = self.create_text(
                self._columns.left(column) + side // 2,
                top + middle,
                text=words.NONE_OF_THESE if other else str(column),
                width=side if other else 0,
                justify="center",
                fill=colours.text if some else colours.hint,
                font=look.font(18, "bold" if some else "normal"),
            )
            if other:
                into_box(self, head, look, 11, 2 * middle)

    def _draw_example(self, at: int) -> None:
        colours, side = self._look.palette, self._columns.side
        x, y = self._columns.place(at)
        photo = self._thumbnails.photo(self._examples[at].strokes, self._picture)
        self.create_rectangle(x, y, x + side - 1, y + side - 1, fill=colours.paper, width=0)
        if photo is not None:
            self.create_image(x + side // 2, y + side // 2, image=photo)
        selected = at in self._selection
        width = self._look.px(2) if selected else 1
        inset = width // 2
        self.create_rectangle(
            x + inset, y + inset, x + side - 1 - inset, y + side - 1 - inset,
            outline=colours.accent if selected else colours.border, width=width,
        )  # fmt: skip

    def _item_at(self, x: int, y: int) -> int | None:
        covered = y < self._top  # by the digits above the columns
        return None if covered else self._columns.at(x, self.canvasy(y))

    def _neighbour(self, columns: int, rows: int) -> int | None:
        if not self._examples:
            return None
        at: int | None = 0
        if self._selection.positions:
            at = self._columns.neighbour(self._selection.anchor, columns, rows)
        if at is not None:
            self._selection.select(at)
        return at

    def _extent_of(self, position: int) -> tuple[int, int]:
        y = self._columns.place(position)[1]
        return y - self._top, y + self._columns.step
