"""The first steps of the opening: a session, which keeps what is drawn, and what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from digitrec.text.catalogue import said

if TYPE_CHECKING:
    from digitrec.session.choices import Choices
    from digitrec.storage.places import Places
    from digitrec.ui.closing import Closing
    from digitrec.ui.desk import Desk
    from digitrec.ui.geometry.tracker import GeometryTracker
    from digitrec.ui.hand.controller import HandController
    from digitrec.ui.history.controller import HistoryController
    from digitrec.ui.widgets.background import Background
    from digitrec.ui.widgets.status_line import StatusLine
    from digitrec.ui.window import Window


class BegunParts(NamedTuple):
    """What `begin_session` makes."""

    places: Places
    choices: Choices
    history: HistoryController
    desk: Desk


class SessionParts(NamedTuple):
    """What `complete_session` makes, and what was begun."""

    places: Places
    choices: Choices
    history: HistoryController
    desk: Desk
    hand: HandController
    geometry_tracker: GeometryTracker
    closing: Closing


def begin_session(window: Window, background: Background) -> BegunParts:
    """Reads the settings, and gives the ink to a session that keeps it in the history.

    It comes before everything else, and imports only what a stroke needs on its way to the disk.
    """
    from digitrec.session.choices import Choices
    from digitrec.storage.places import find_places
    from digitrec.ui.history.controller import HistoryController

    area, look = window.area, window.look
    places = window.places or find_places()
    choices = Choices(places.settings)
    settings = choices.settings
    history = HistoryController(window.root, places.history, background, lambda: window.look)
    journal = history.journal() if settings.keep_history else None
    if journal is not None:
        journal.begin()  # while the rest is imported here
    from digitrec.session.session import Session
    from digitrec.ui.closing import FLUSH_SECONDS
    from digitrec.ui.desk import Desk

    session = Session(journal, dot=look.px(settings.pen_width) / 2)
    desk = Desk(
        area,
        window.panel,
        session,
        background,
        look,
        settings.live,
        settings.final,
        window.update_buttons,
    )

    def keep() -> None:
        session.close(FLUSH_SECONDS)

    window.use_desk(desk, keep)
    return BegunParts(places, choices, history, desk)


def complete_session(
    window: Window, background: Background, status: StatusLine, begun: BegunParts
) -> SessionParts:
    """Adds the taught hand and the keeping of settings, and applies the settings to the window."""
    from digitrec.ui.closing import Closing
    from digitrec.ui.geometry.tracker import GeometryTracker
    from digitrec.ui.hand.controller import HandController

    root, area, look = window.root, window.area, window.look
    places, choices, history, desk = begun
    settings = choices.settings
    history.report_to(status)
    if choices.notice is not None:
        window.warn(said(choices.notice))
    hand = HandController(
        root, places.history, choices, background, desk, status, lambda: window.look
    )
    history.on_deletion = hand.load
    if settings.window and not window.saved_geometry.window:
        window.place(settings.window, settings.maximized)
    tracker = GeometryTracker(root, settings.window)
    closing = Closing(
        root,
        places,
        choices,
        desk.session,
        history,
        hand,
        background,
        tracker,
        lambda: window.look.palette.name,
    )
    window.keep_by(closing.keep)
    area.apply_theme(look, settings.pen_width)
    if settings.theme not in ("system", look.palette.name):
        window.apply_theme(settings.theme)
    area.bind("<Configure>", lambda _: root.after_idle(desk.fit_picture), add=True)
    return SessionParts(*begun, hand, tracker, closing)
