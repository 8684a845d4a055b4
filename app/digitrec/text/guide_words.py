"""The text of the first start, of drawing by keyboard, and of what is spoken.

It stands apart from `words`, as the first paint does not need it.
"""

from __future__ import annotations

from digitrec.text.catalogue import translate as _

# At the first start, next to an example that draws itself.
EXAMPLE = _("An example: draw over it to begin")
TIP_DRAW = _("Draw a digit or a number: it is read while you draw.")
TIP_CORRECT = _("Read wrong? Press the right digit on the keyboard.")
TIP_OPEN = _("Open, paste or drop a photo of digits.")
TIP_TEACH = _("Teach Digitrec your own handwriting.")

# Drawing by keyboard.
KEYBOARD_ON = _("Arrow keys move, Space lowers and lifts the pen, Esc ends.")
KEYBOARD_OFF = _("Keyboard drawing is off.")
# Translators: spoken: the place of the pen on the grid of the drawing area.
PLACE = _("Column {column}, row {row}")
PEN_DOWN = _("Pen down")
PEN_UP = _("Pen up")

# What a screen reader says of what is drawn on a canvas.
DRAWING_AREA = _("Drawing area")
ANSWER = _("Answer")
RECENT_DRAWINGS = _("Recent drawings")
# Translators: spoken: the digits read, and then how certain they are.
SPOKEN = _("{digits}. {headline}")
EMPTY = _("Empty")
NO_SPEECH = _("No program that speaks was found. On Linux, install speech-dispatcher.")
