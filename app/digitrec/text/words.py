"""Words: all that a person reads in the window, in one place, in the language that is spoken.

English stands here; `_` and `counted` look the translation up while this module is imported. After
a change, `python build_scripts/translations.py extract` brings the catalogues up to date.
"""

from __future__ import annotations

from digitrec.text.catalogue import counted
from digitrec.text.catalogue import translate as _

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime

TITLE = "Digitrec"

HINT = _("Draw a digit")
WAITING = _("The answer appears here.")
LOADING = _("One moment…")
LOADING_DETAIL = _("The drawing is read as soon as the program is ready.")
PRESS_ENTER = _("Press Enter to read it.")
NOT_READ = _("Nothing read")
NOT_A_DIGIT = _("Not a digit?")
CANNOT_READ = _("Cannot read")

UNDO = _("Undo")
REDO = _("Redo")
CLEAR = _("Clear")
WHY = _("Why?")
INSIGHT_SHOWN = _(
    "The small picture is what the network sees. "
    "Blue ink spoke for the answer, orange ink against it."
)
ERASER = _("Eraser")
PEN = _("Pen")
HISTORY = _("History")
SETTINGS = _("Settings")
OPEN = _("Open…")
SAVE = _("Save…")
CLOSE = _("Close")
OPEN_AGAIN = _("Open")
DELETE = _("Delete")
DELETE_ALL = _("Delete all")
EXPORT = _("Export")
EXPORT_INK = _("Ink lines (.jsonl)…")
EXPORT_PICTURES = _("Pictures (.png)…")
EXPORT_ARRAYS = _("Arrays as MNIST has them (.npz)…")
EXPORT_TITLE = _("Export the history")
EXPORTING = counted("Exporting … {count} drawing", "Exporting … {count} drawings")
EXPORTED = counted("{count} drawing exported to {target}", "{count} drawings exported to {target}")
CANNOT_EXPORT = _("{target} could not be written: {reason}")
KEYS = _("Keys")

OPEN_TITLE = _("Open a picture of a digit")
PICTURES = _("Pictures")
ALL_FILES = _("All files")

SAVE_TITLE = _("Save the drawing")
PNG_FILES = _("PNG picture")
SVG_FILES = _("SVG drawing")
SAVED = _("Saved as {target}")
SAVED_TITLE = _("{text}, drawn by hand")
SAVED_UNREAD = _("A drawing by hand")
SAVE_SUFFIX = _("Drawings are saved as .png or .svg, not as {suffix}. Nothing was saved.")
NOTHING_TO_SAVE = _("There is nothing to save yet: draw a digit first.")
ONLY_DRAWINGS = _("Only drawings can be saved. The picture stays as it is, where it came from.")

COPIED = _("Copied “{text}”.")
NOTHING_TO_COPY = _("There is no reading to copy.")
NOTHING_TO_CORRECT = _("There is nothing to correct yet: draw a digit first.")
PASTED = _("the clipboard")
READING_PICTURE = _("Reading {name} …")
DROP_HERE = _("Drop the picture here")
NOT_A_FILE = _("What was dropped is no picture's file.")
ONE_AT_A_TIME = _("{name} is shown: one picture at a time.")
ON_THE_INTERNET = _(
    "That picture is on the internet, where this program never goes: save it, then drop the file."
)
INK_LINES = _("these are ink lines; “digitrec predict {name}” reads them")
NOTHING_TO_PASTE = _("There is no picture on the clipboard.")
CANNOT_PASTE = _(
    "Pictures cannot be pasted here: install wl-clipboard or xclip, "
    "or save the picture and open it."
)
PICTURE_TROUBLE = _("{name} could not be opened: {reason}")
THEME_TROUBLE = _("The window's theme could not be loaded ({reason}); plain buttons are used.")
STORAGE_TROUBLE = _("Drawings are not kept in this session: {reason}")
SETTINGS_TROUBLE = _("The settings could not be kept: {reason}")
UNFORESEEN = _(
    "Something went wrong ({error}). Your drawing is still here; the log has more: {log}"
)
UNFORESEEN_UNLOGGED = _("Something went wrong ({error}). Your drawing is still here.")
MODEL_TROUBLE = _(
    "{reason}\n\nDrawing goes on and is kept. To read again, install Digitrec anew "
    "or put a sealed my_model.keras in its place, then start it again."
)
TROUBLE = _("Something went wrong")
TROUBLE_DETAIL = _(
    "Digitrec met an error that nobody foresaw. Your drawing is still here, and you can go on."
)
TROUBLE_MORE = _("and {count} more")
TROUBLE_LOG = _("The log has more: {log}")
NO_LOG = _("The log could not be written.")
COPY_DETAILS = _("Copy details")
DETAILS_COPIED = _("Copied")
CONTINUE = _("Continue")
TROUBLE_ABOUT = "Digitrec {version}, {system}, Python {python}, Tk {tk}; errors: {count}"
NO_WINDOW = _("The window could not be opened ({error}). Log: {log}")

# English: they go to the terminal, as all of the command line does.
NO_FONTS = (
    "digitrec: this computer has no fonts, so that no text can be shown ({reason}). "
    "Install one (Debian: apt install fonts-dejavu-core), then start it again."
)
NO_SCREEN = (
    "digitrec: no window can be opened: {reason}. "
    "Start it on a desktop, or use “digitrec predict FILE”."
)

SETTING_THEME = _("Theme")
THEME_NAMES = {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")}
SETTING_LANGUAGE = _("Language")
LANGUAGE_NAMES = {"system": _("As the system"), "en": "English", "de": "Deutsch"}  # as they call it
LANGUAGE_LATER = _("Another language is spoken from the next start on.")
SETTING_PEN = _("Width of the pen")
SETTING_READING = _("Reading")
SETTING_LIVE = _("While I draw")
SETTING_FINAL = _("When I lift the pen")
SETTING_INSIGHT = _("Show what the network sees")
SETTING_DOUBT = _("Say “not a digit”")
DOUBT_NAMES = {
    "never": _("Never"),
    "seldom": _("Seldom"),
    "usual": _("As usual"),
    "often": _("Often"),
}
SETTING_HISTORY = _("History")
SETTING_KEEP = _("Keep my drawings on this computer")
SETTING_DAYS = _("Delete them after")
DAYS_NAMES = {0: _("Never"), 30: _("30 days"), 365: _("A year")}
DAYS = counted("{count} day", "{count} days")
SETTING_WHERE = _("Kept in")
OPEN_FOLDER = _("Open folder")
DELETE_EVERYTHING = _("Delete everything…")
DELETE_QUESTION = _(
    "Delete the whole history and all settings? This cannot be undone. "
    "Nothing of it will be left on this computer."
)
EVERYTHING_DELETED = _("Everything was deleted. The program is as new.")
CANNOT_OPEN_FOLDER = _("The folder could not be opened: {reason}")
ABOUT = _("Digitrec {version} · model {model} · works offline, MIT licence")

KIND_ALL = _("All")
KIND_WRONG = _("Read wrong")
KIND_UNSURE = _("Unsure")
KIND_NAMES = {"all": KIND_ALL, "wrong": KIND_WRONG, "unsure": KIND_UNSURE}
NO_DRAWINGS = _("Nothing here yet. What you draw is kept on this computer, and shown here.")
NONE_OF_KIND = _("There are none of this kind.")
DELETED = counted(
    "{count} drawing deleted; Undo brings back what you deleted while this page is open.",
    "{count} drawings deleted; Undo brings back what you deleted while this page is open.",
)
PUT_BACK = counted("{count} drawing brought back.", "{count} drawings brought back.")
AGREEMENT = counted(
    "Left standing by you: {right} of {count} reading ({share}).",
    "Left standing by you: {right} of {count} readings ({share}).",
)
AGREEMENT_SURE = _("Of those that were at least 90 % sure: {share}.")

DIGITS = (
    _("Zero"),
    _("One"),
    _("Two"),
    _("Three"),
    _("Four"),
    _("Five"),
    _("Six"),
    _("Seven"),
    _("Eight"),
    _("Nine"),
)
SURE = _("{what}, sure")
FAIRLY_SURE = _("{what}, fairly sure")
MAYBE = _("Maybe {first} or {second}")
NUMBER = counted("{what} digit", "{what} digits")
UNSURE = _("{what}, not sure")
PARTLY_READ = _("Not all digits?")
CORRECTED = _("Corrected to {text}")
NO_DIGIT = _("Not a digit, as you say")
NONE_OF_THESE = _("Not a digit")
READ_WRONG = _("{meant}, not {read}")
READ_AS = _("Read as {text}, {percent}")
LEAST_SURE = _("Least sure: digit {place} of {count}")
SELECTED = _("Digit {place} of {count}")
JOIN = _("Join")
SPLIT = _("Split")
NOTHING_SELECTED = _("Select a digit of the number first: click on the small digit above it.")
CANNOT_SPLIT = _("It cannot be split: there are not two parts that could be digits.")

KEY_CLEAR = _("Clear the drawing")
KEY_UNDO = _("Undo")
KEY_REDO = _("Redo")
KEY_OPEN = _("Open a picture")
KEY_SAVE = _("Save the drawing as PNG or SVG")
KEY_PASTE = _("Paste a picture")
KEY_COPY = _("Copy the reading")
KEY_CORRECT = _("Correct the reading; the same again takes it back")
KEY_NONE = _("Say that it is not a digit; again takes it back")
KEY_TAKE_BACK = _("Take the correction back")
KEY_MOVE = _("Look at one digit of a number, to correct it")
KEY_PART = _("Join the selected digit with the next, or split it in two")
KEY_ERASER = _("Eraser on or off; the right button always erases")
KEY_PEN = _("Thinner or thicker pen")
KEY_TELL = _("Show the reading, where it isn't shown by itself")
KEY_WHY = _("Show what the network sees, and which ink spoke for the answer")
KEY_SETTINGS = _("Show the settings")
KEY_HISTORY = _("Show the history")
KEY_HELP = _("Show this page")

KEY_NAME_CONTROL = _("Ctrl+")
KEY_NAME_SHIFT = _("Shift+")
KEY_NAME_ESCAPE = _("Esc")
KEY_NAME_BACKSPACE = _("Backspace")
KEY_NAME_ENTER = _("Enter")

PER_CENT = _("{number}%")
OVER = _("> {percent}")
UNDER = _("< {percent}")
TIME_OF_DAY = _("{hour:02}:{minute:02}")
DAY = _("{day} {month}")
DAY_OF_ANOTHER_YEAR = _("{day} {month} {year}")
# Translators: as short as a date has them; numbers, with their dot, where it has numbers.
MONTHS = _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()

# What systems say of trouble with files, in words that the language has for it.
REASONS = (
    _("Permission denied"),
    _("No such file or directory"),
    _("No space left on device"),
    _("Read-only file system"),
    _("Not a directory"),
    _("Is a directory"),
    _("File exists"),
    _("File name too long"),
    _("Disk quota exceeded"),
    _("Input/output error"),
    _("Operation not permitted"),
    _("Device or resource busy"),
    _("Too many open files"),
)


def percent(share: float) -> str:
    """A probability in whole per cent that never claims certainty: `> 99%`, `98%`, `< 1%`."""
    if share >= 0.995:
        return OVER.format(percent=PER_CENT.format(number=99))
    if share < 0.01:
        return UNDER.format(percent=PER_CENT.format(number=1))
    return PER_CENT.format(number=f"{share * 100:.0f}")


def share(part: float) -> str:
    """A counted share in whole per cent: 100% only if it is all, 0% only if it is none."""
    least, most = int(part > 0), 99 + int(part >= 1)
    return PER_CENT.format(number=min(max(round(part * 100), least), most))


def day(date: datetime.date, today: datetime.date) -> str:
    """A day, as short as it can be."""
    return (DAY if date.year == today.year else DAY_OF_ANOTHER_YEAR).format(
        day=date.day, month=MONTHS[date.month - 1], year=date.year
    )


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    return text[:1].upper() + text[1:] + ("" if not text or text[-1] in ".!?…" else ".")
