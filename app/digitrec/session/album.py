"""The pictures that are open, with their pages, to turn through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from digitrec.session.picture import Picture, PictureReader, Source, open_picture

if TYPE_CHECKING:
    from digitrec.recognition.picture.formats.errors import PictureError
    from digitrec.session.sheets import Sheet


class Place(NamedTuple):
    """A page of one of the files, both from 0."""

    file: int
    page: int


class NamedSource(NamedTuple):
    """A picture file, and the name by which a person knows it."""

    source: Source
    name: str


@dataclass
class _File:
    named: NamedSource
    pages: int = 1
    unreadable: set[int] = field(default_factory=set)  # pages
    sheets: dict[int, Sheet] = field(default_factory=dict)  # of the pages that were left


class Album:
    """Files that were opened while a picture was shown, in this order.

    A page that is left is kept with what was corrected on it. Pages that turned out to be
    unreadable are passed over.
    """

    def __init__(self) -> None:
        self._files: list[_File] = []

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._files)

    def clear(self) -> None:
        """Forgets all files."""
        self._files.clear()

    def add(self, named: Sequence[NamedSource]) -> int:
        """Adds files at the end; those that are there already are taken from where they are.

        Returns:
            The number of the first.
        """
        sources = [one.source for one in named]
        self._files = [one for one in self._files if one.named.source not in sources]
        self._files += map(_File, named)
        return len(self._files) - len(named)

    def named(self, file: int) -> NamedSource:
        """A file and its name."""
        return self._files[file].named

    def pages(self, file: int) -> int:
        """How many pages a file has; 1 until it was opened."""
        return self._files[file].pages

    def place_of(self, picture: Picture | None) -> Place | None:
        """Where a picture is; None if it isn't one of these."""
        for number, file in enumerate(self._files):
            if picture is not None and file.named.source == picture.source:
                return Place(number, picture.page)
        return None

    def note(self, picture: Picture) -> None:
        """Notes how many pages a picture's file has."""
        place = self.place_of(picture)
        if place is not None:
            self._files[place.file].pages = picture.pages

    def pass_over(self, place: Place) -> None:
        """Notes that a page can't be read."""
        self._files[place.file].unreadable.add(place.page)

    def next(self, place: Place, by: int) -> Place | None:
        """The page after a place, or before it with -1; None at either end."""
        file, page = place
        while True:
            page += by
            if not 0 <= page < self._files[file].pages:
                file += by
                if not 0 <= file < len(self._files):
                    return None
                page = 0 if by > 0 else self._files[file].pages - 1
            if page not in self._files[file].unreadable:
                return Place(file, page)

    def keep(self, sheet: Sheet) -> None:
        """Keeps a sheet with a picture, as it is left."""
        place = self.place_of(sheet.picture)
        if place is not None:
            self._files[place.file].sheets[place.page] = sheet

    def kept(self, place: Place) -> Sheet | None:
        """The sheet that was left there, if any."""
        return self._files[place.file].sheets.get(place.page)


def open_first(named: Sequence[NamedSource], reader: PictureReader | None) -> tuple[int, Picture]:
    """Opens and reads the first of some files that is a picture.

    Args:
        named: at least one.
        reader: the recogniser.

    Returns:
        Its index, and the picture.

    Raises:
        PictureError: if none can be read; it says what is wrong with the first.
    """
    from digitrec.recognition.picture.decoding import PictureError

    trouble: PictureError | None = None
    for index, (source, name) in enumerate(named):
        try:
            return index, open_picture(source, name, reader)
        except PictureError as error:
            trouble = trouble or error
    raise trouble or PictureError("no such file")
