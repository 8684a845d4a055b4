"""The text of the page that lists the keys: what they do, and what they are called.

It stands apart from `words`, as the first paint does not need it.
"""

from __future__ import annotations

from digitrec.text.catalogue import translate as _

CLEAR = _("Clear the drawing")
UNDO = _("Undo")
REDO = _("Redo")
OPEN = _("Open an image")
SAVE = _("Save the drawing as PNG or SVG")
PASTE = _("Paste an image")
COPY = _("Copy the reading")
CORRECT = _("Correct the reading; press again to undo")
CORRECT_TO_MARK = _("Correct to a mark; − once a correction has begun")
CORRECT_TO_SPACE = _("Correct to a gap, once a correction has begun")
NONE = _("Mark as not a digit; press again to undo")
TAKE_BACK = _("Undo the correction")
MOVE = _("Select one digit of a number")
JOIN_SPLIT = _("Join the selected digit to the next, or split it in two")
PAGE = _("Turn to another page or image")
ZOOM = _("Zoom an image in or out, or show all of it; the mouse wheel zooms too")
SCROLL = _("Move an image that is zoomed in; or drag it")
ERASER = _("Eraser on or off; the right mouse button always erases")
PEN = _("Thinner or thicker pen")
READ = _("Read the drawing, if it is not read automatically")
WHY = _("Show what the network sees and which ink counts")
SETTINGS = _("Open the settings")
HISTORY = _("Open the history")
TEACH = _("Teach my handwriting")
KEYBOARD = _("Draw with the keyboard: arrow keys and Space")
HELP = _("Show this page")

NAME_CONTROL = _("Ctrl+")
NAME_SHIFT = _("Shift+")
NAME_ESCAPE = _("Esc")
NAME_BACKSPACE = _("Backspace")
NAME_SPACE = _("Space")
NAME_ENTER = _("Enter")
NAME_PAGE_UP = _("Page Up")
NAME_PAGE_DOWN = _("Page Down")
