"""The text of the page in the browser that the window does not have."""

from __future__ import annotations

from digitrec.text.catalogue import translate as _

ABOUT_BROWSER = _("Your drawings stay in this browser.")
DRAWING_AREA = _("Drawing area")
ANSWER = _("What was read")
PROBABILITIES = _("Probability of each digit")
GETTING_READY = _("Getting ready… {percent}")
READY_OFFLINE = _("Ready. Works without the internet from now on.")
NO_READER = _("Can't read at the moment ({reason}). You can go on drawing.")
NO_ANSWER = _("the server doesn't answer")
PHOTO = _("Camera…")
PICTURE_ALT = _("The picture that was read")
DELETE_ALL_QUESTION = _("Delete all drawings from this browser? This can't be undone.")
FORGET_QUESTION = _("Forget all examples of your handwriting? This can't be undone.")
HAND_HELP = _("{count} of 10 digits taught. Draw each one as you usually write it.")
OPEN_AGAIN = _("Open the {text} again")
CORRECT_TO = _("Correct to {digit}")
FORGET = _("Forget")
DRAWING_LOST = _("The drawing could not be kept in this browser.")
