"""What a canvas has that wants to be heard: a canvas has no text of its own that Tk could tell.

Its attributes `accessible_name` and `accessible_value` say what it is and what it shows, and it
generates `VALUE_CHANGED` when the latter changes. `digitrec.ui.access.canvases` listens.
"""

from __future__ import annotations

VALUE_CHANGED = "<<AccessibleValue>>"
