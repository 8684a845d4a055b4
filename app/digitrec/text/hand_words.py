"""The text of the teaching page, and of what else is said about taught hands.

It stands apart from `words`, as the first paint does not need it.
"""

from __future__ import annotations

from digitrec.text.catalogue import counted
from digitrec.text.catalogue import translate as _

HAND_EXAMPLES = counted("{name}: {count} example", "{name}: {count} examples")
HAND_UNTAUGHT = _("{name}: nothing taught yet")
DEFAULT_HAND_NAME = _("My hand")
HAND_TITLE = _("My handwriting")
VIEW_LESSON = _("Teach")
VIEW_EXAMPLES = _("Examples")
LESSON_REQUEST = _("Draw this digit as you usually write it:")
LESSON_AGAIN = _("Draw this digit once more:")
LESSON_PLACE = _("{place} of {count}")
LESSON_HELP = _("When you lift the pen, the next digit follows by itself. Enter is faster.")
LESSON_AGREES = _("Your {digit} was read correctly. Click it below to draw it again.")
LESSON_DIFFERS = _("Your {digit} would have been read as {read}. Digitrec has learned it now.")
LESSON_WAS_NOTHING = _(
    "Your {digit} would not have been taken for a digit. Digitrec has learned it now."
)
LESSON_NOT_YET = _("Your {digit} is still read as {read}. More examples of it will help.")
LESSON_NOT_YET_ANYTHING = _(
    "Your {digit} is still not taken for a digit. More examples of it will help."
)
LESSON_DONE = _("Digitrec knows your handwriting")
LESSON_EXAMPLES = counted(
    "It now reads with {count} example of your hand.",
    "It now reads with {count} examples of your hand.",
)
ANOTHER_ROUND = _("Draw another ten")
MEASURING = _("Reading your last drawings again… {count}")
IMPROVED = counted(
    "Of your last {count} drawing it now reads {now} correctly; before, {before}.",
    "Of your last {count} drawings it now reads {now} correctly; before, {before}.",
)
UNCHANGED = counted(
    "Of your last {count} drawing it reads {now} correctly, as before.",
    "Of your last {count} drawings it reads {now} correctly, as before.",
)
NO_HISTORY_YET = _("There is no history yet to measure what that changes.")
NO_EXAMPLES = _("Nothing taught yet. What you teach stays on this computer.")
REMOVE = _("Remove")
REMOVED = counted(
    "{count} example removed. You can undo this while this page is open.",
    "{count} examples removed. You can undo this while this page is open.",
)
FORGET_EVERYTHING = _("Forget everything…")
FORGET_QUESTION = counted(
    "Forget the {count} example of this hand? This can't be undone.",
    "Forget all {count} examples of this hand? This can't be undone.",
)
FORGOTTEN = _("Everything was forgotten. Digitrec reads as before.")
NEW_HAND = _("New hand…")
NEW_HAND_TITLE = _("New hand")
HAND_NAME = _("Whose hand is it?")
CREATE = _("Create")
CANCEL = _("Cancel")
HAND_EXISTS = _("There is already a hand with this name.")
HAND_NAME_WRONG = _("A name has 1 to {most} characters.")
DELETE_HAND = _("Delete this hand…")
DELETE_HAND_QUESTION = counted(
    "Delete the hand “{name}” with its {count} example? This can't be undone.",
    "Delete the hand “{name}” with its {count} examples? This can't be undone.",
)
LEARNED = _("Learned. You can turn this off in Settings.")
LIKE_EXAMPLE = _("Looks like this {digit} of yours")
LIKE_NO_DIGIT = _("Looks like this, which you said is not a digit")
