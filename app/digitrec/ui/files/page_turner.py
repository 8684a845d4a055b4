"""Turning the pages of the pictures that are open, with Page Up and Page Down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from digitrec.session.album import Album, NamedSource, Place
from digitrec.session.picture import Picture, PictureReader, open_picture
from digitrec.text import words
from digitrec.text.catalogue import said
from digitrec.ui.desk import Desk
from digitrec.ui.picture.caption import Segment, place_in_words
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from digitrec.recognition.picture.formats.errors import PictureError


class PageTurner:
    """Knows which pictures are open, and shows another page of them.

    Pages are decoded and read on the background thread, one at a time. Whoever turns faster than
    that skips the pages in between.

    Args:
        desk: shows pictures.
        status: shows where they are among others, and what went wrong.
        background: does the work.
        reader: gives the recogniser, or None if there is none.
    """

    def __init__(
        self,
        desk: Desk,
        status: StatusLine,
        background: Background,
        reader: Callable[[], PictureReader | None],
    ) -> None:
        self._desk = desk
        self._status = status
        self._background = background
        self._reader = reader
        self._album = Album()
        self._wanted: Place | None = None
        self._working = False
        desk.picture.caption = self._caption

    def add(self, named: Sequence[NamedSource], picture: Picture) -> None:
        """Shows a picture that was opened, and notes which files were opened with it.

        Args:
            named: the files, those left out that turned out not to be pictures.
            picture: of one of them.
        """
        shown = self._desk.session.sheet
        if shown.picture is None:
            self._album.clear()
        self._album.keep(shown)
        self._album.add(named)
        self._album.note(picture)
        self._wanted = None
        self._desk.show_picture(picture)
        self._say_place(picture)

    def turn(self, by: int) -> None:
        """Shows the next page, or the one before with -1."""
        picture = self._desk.session.sheet.picture
        if picture is None or picture.source is None:
            self._status.say(words.NO_OTHER_PAGE)
            return
        start = self._wanted or self._place
        if start is None:  # undo has led to a picture of an earlier album
            self._album.clear()
            self._album.add([NamedSource(picture.source, picture.name)])
            self._album.note(picture)
            start = Place(0, picture.page)
        place = self._album.next(start, by)
        if place is None:
            self._status.say(words.NO_PAGE_AFTER if by > 0 else words.NO_PAGE_BEFORE)
            return
        self._wanted = place
        self._show_wanted()

    @property
    def _place(self) -> Place | None:
        return self._album.place_of(self._desk.session.sheet.picture)

    def _show_wanted(self) -> None:
        place = self._wanted
        if self._working or place is None:
            return
        kept = self._album.kept(place)
        if kept is not None and kept.picture is not None:
            self._wanted = None
            self._album.keep(self._desk.session.sheet)
            self._desk.show_sheet(kept)
            self._say_place(kept.picture)
            return
        self._fetch(place)

    def _fetch(self, place: Place) -> None:
        from digitrec.recognition.picture.formats.errors import PictureError

        left, (source, name) = self._place, self._album.named(place.file)

        def job() -> Picture | PictureError:
            try:
                return open_picture(source, name, self._reader(), place.page)
            except PictureError as error:
                return error
            finally:  # also after another error, for which `done` is not called
                self._working = False

        def done(result: Picture | PictureError) -> None:
            if left != self._place:  # something was drawn or opened meanwhile
                self._wanted = None
            elif isinstance(result, Picture):
                self._take(result, place)
            else:
                self._pass_over(place, result)

        self._status.say(words.READING_PICTURE.format(name=name))
        self._working = True
        self._background.do(job, done)

    def _take(self, picture: Picture, place: Place) -> None:
        self._album.note(picture)
        if self._wanted != place:
            self._show_wanted()
            return
        self._wanted = None
        self._album.keep(self._desk.session.sheet)
        self._desk.show_picture(picture)
        self._say_place(picture)

    def _pass_over(self, place: Place, error: PictureError) -> None:
        self._wanted = None
        name = self._album.named(place.file).name
        self._album.pass_over(place)
        self._status.warn(words.PICTURE_TROUBLE.format(name=name, reason=said(error)))

    def _say_place(self, picture: Picture) -> None:
        text = self._in_words(picture)
        if text:
            self._status.say(f"{picture.name}: {text}")
        else:
            self._status.clear()

    def _in_words(self, picture: Picture) -> str:
        """Where a picture is among others, and whether it was turned."""
        place = self._album.place_of(picture)
        number, count = (0, 1) if place is None else (place.file, len(self._album))
        parts = [place_in_words(picture.page, picture.pages, number, count)]
        if picture.turn:
            parts.append(words.TURNED.format(degrees=picture.turn))
        return " · ".join(filter(None, parts))

    def _caption(self, picture: Picture) -> Sequence[Segment]:
        text = self._in_words(picture)
        if len(self._album) < 2 and picture.pages < 2:
            return (Segment(text),) if text else ()
        return Segment("‹", "page_back"), Segment(text), Segment("›", "page_on")
