"""All text that the window shows, in one place and in the chosen language.

The English text stands here. `_` and `counted` look up its translation while this module is
imported. After a change, update the catalogues: `python build_scripts/translations.py extract`.
"""

from __future__ import annotations

from digitrec.text import catalogue
from digitrec.text.catalogue import counted
from digitrec.text.catalogue import translate as _

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime

TITLE = "Digitrec"

HINT = _("Draw a digit")
WAITING = _("The reading appears here.")
LOADING = _("One moment…")
LOADING_DETAIL = _("Your drawing will be read as soon as Digitrec is ready.")
PRESS_ENTER = _("Press Enter to read the drawing.")
NOT_READ = _("Nothing read")
NOT_A_DIGIT = _("Not a digit?")
CANNOT_READ = _("Can't read digits")

UNDO = _("Undo")
REDO = _("Redo")
CLEAR = _("Clear")
WHY = _("Why?")
INSIGHT_SHOWN = _(
    "The small image is what the network sees. "
    "Blue ink counts for the reading, orange ink against it."
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
EXPORT_INK = _("Ink as JSON lines (.jsonl)…")
EXPORT_PICTURES = _("Images (.png)…")
EXPORT_ARRAYS = _("Arrays as in MNIST (.npz)…")
EXPORT_TITLE = _("Export history")
EXPORTING = counted("Exporting… {count} drawing", "Exporting… {count} drawings")
EXPORTED = counted("{count} drawing exported to {target}", "{count} drawings exported to {target}")
NOT_WRITTEN = _(
    "Some drawings could not be written to the history. Save them in another file? "
    "Otherwise they are lost."
)
LOST = _("Some drawings could not be written to the history and are lost.")
CANNOT_EXPORT = _("Can't write {target}: {reason}")
KEYS = _("Shortcuts")

OPEN_TITLE = _("Open an image")
PICTURES = _("Images")
ALL_FILES = _("All files")

SAVE_TITLE = _("Save drawing")
PNG_FILES = _("PNG image")
SVG_FILES = _("SVG image")
SAVED = _("Saved as {target}")
SAVED_TITLE = _("Handwritten {text}")
SAVED_UNREAD = _("Handwriting")
SAVE_SUFFIX = _("Drawings can be saved as .png or .svg, not as {suffix}. Nothing was saved.")
NOTHING_TO_SAVE = _("Nothing to save yet. Draw a digit first.")
ONLY_DRAWINGS = _("Only drawings can be saved. Your image file has not been changed.")

COPIED = _("Copied “{text}”.")
NOTHING_TO_COPY = _("There is no reading to copy.")
NOTHING_TO_CORRECT = _("Nothing to correct yet. Draw a digit first.")
PASTED = _("the pasted image")
READING_PICTURE = _("Reading {name}…")
DROP_HERE = _("Drop the image here")
NOT_A_FILE = _("That is not an image file.")
PAGE_OF = _("Page {page} of {pages}")
IMAGE_OF = _("Image {number} of {count}")
TURNED = _("turned by {degrees}°")
NO_PAGE_BEFORE = _("This is the first page.")
NO_PAGE_AFTER = _("This is the last page.")
NO_OTHER_PAGE = _("There is no other page to turn to.")
ON_THE_INTERNET = _("Digitrec doesn't use the internet. Save the image first, then drop the file.")
INK_LINES = _("it holds ink, not an image; read it with “digitrec predict {name}”")
NOTHING_TO_PASTE = _("There is no image on the clipboard.")
NOTHING_COPIED = _("The clipboard is empty. Copy an image first.")
ONLY_TEXT = _("There is text on the clipboard, not an image.")
OTHER_KIND = _("There is no image on the clipboard, but content of the type {kind}.")
NO_ANSWER = _("The program that you copied from doesn't answer.")
PICTURE_TROUBLE = _("Can't open {name}: {reason}")
THEME_TROUBLE = _("Can't load the theme ({reason}). Plain buttons are used instead.")
ENDED_BADLY = _("Digitrec crashed last time. Details are in the log: {log}")
UNEXPECTED_ERROR = _(
    "Something went wrong ({error}). Your drawing is still here. Details are in the log: {log}"
)
UNEXPECTED_ERROR_UNLOGGED = _("Something went wrong ({error}). Your drawing is still here.")
MODEL_TROUBLE = _(
    "{reason}\n\nYou can still draw, and your drawings are kept. To read digits again, reinstall "
    "Digitrec, or replace my_model.keras with a sealed model, then restart."
)
TROUBLE = _("Something went wrong")
TROUBLE_DETAIL = _(
    "Digitrec ran into an unexpected error. Your drawing is still here, and you can continue."
)
TROUBLE_MORE = _("and {count} more")
TROUBLE_LOG = _("Details are in the log: {log}")
NO_LOG = _("The log can't be written.")
COPY_DETAILS = _("Copy details")
SAVE_REPORT = _("Save a report")
DETAILS_COPIED = _("Copied")
CONTINUE = _("Continue")
TROUBLE_ABOUT = "Digitrec {version}, {system}, Python {python}, Tk {tk}; errors: {count}"
NO_WINDOW = _("Can't open the window ({error}). Log: {log}")

# Not translated: these go to the terminal, and the command line speaks English.
NO_FONTS = (
    "digitrec: no text can be shown, because this computer has no fonts ({reason}). "
    "Install a font (Debian: apt install fonts-dejavu-core), then start Digitrec again."
)

SETTING_THEME = _("Theme")
THEME_NAMES = {
    "system": _("System default"),
    "light": _("Light"),
    "dark": _("Dark"),
    "contrast": _("High contrast"),
}
SETTING_LANGUAGE = _("Language")
SYSTEM_LANGUAGE = _("System default")
# Translators: the name of your language, in your language. The settings list it.
LANGUAGE_NAME = _("English")
LANGUAGE_LATER = _("The language changes when you restart Digitrec.")
SETTING_PEN = _("Pen width")
SETTING_READING = _("Reading")
SETTING_LIVE = _("While I draw")
SETTING_FINAL = _("When I lift the pen")
SETTING_INSIGHT = _("Show what the network sees")
SETTING_SPEECH = _("Read answers aloud")
SETTING_DOUBT = _("Say “not a digit”")
DOUBT_NAMES = {
    "never": _("Never"),
    "seldom": _("Rarely"),
    "usual": _("Normal"),
    "often": _("Often"),
}
SETTING_HISTORY = _("History")
SETTING_KEEP = _("Keep my drawings on this computer")
SETTING_DAYS = _("Delete drawings")
DAYS_NAMES = {0: _("Never"), 30: _("After 30 days"), 365: _("After a year")}
DAYS = counted("After {count} day", "After {count} days")
SETTING_WHERE = _("Folder")
OPEN_FOLDER = _("Open folder")
DELETE_EVERYTHING = _("Delete everything…")
DELETE_QUESTION = _("Delete all drawings and settings from this computer? This can't be undone.")
EVERYTHING_DELETED = _("Everything was deleted. Digitrec has been reset.")
CANNOT_OPEN_FOLDER = _("Can't open the folder: {reason}")
ABOUT = _("About Digitrec")
ABOUT_LINE = _("Reads handwritten digits and numbers. Works offline.")
ABOUT_VERSION = _("Version {version}")
ABOUT_MODEL = _("Model {model}")
ABOUT_LICENCE = _("Free software under the MIT licence")

SETTING_HAND = _("Handwriting")
SETTING_LEARN = _("Learn from my corrections")
TEACH = _("Teach my handwriting")
TEACH_FROM_SETTINGS = _("Teach my handwriting…")

KIND_ALL = _("All")
KIND_WRONG = _("Misread")
KIND_UNSURE = _("Uncertain")
KIND_NAMES = {"all": KIND_ALL, "wrong": KIND_WRONG, "unsure": KIND_UNSURE}
NO_DRAWINGS = _("Nothing here yet. Your drawings are kept on this computer and shown here.")
NONE_OF_KIND = _("There are no drawings of this kind.")
DELETED = counted(
    "{count} drawing deleted. You can undo this while this page is open.",
    "{count} drawings deleted. You can undo this while this page is open.",
)
PUT_BACK = counted("{count} drawing restored.", "{count} drawings restored.")
AGREEMENT = counted(
    "You accepted {right} of {count} reading ({share}).",
    "You accepted {right} of {count} readings ({share}).",
)
AGREEMENT_SURE = _("Of those with a confidence of at least 90%: {share}.")
NO_LONGER_KEPT = _("That drawing is no longer in the history.")
EXPORTED_WITHOUT = counted(
    "{count} damaged drawing was left out.", "{count} damaged drawings were left out."
)

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
# Translators: how many digits a number has, for “{what} digits”.
COUNTS = _("One Two Three Four Five Six Seven Eight Nine").split()
SURE = _("{what}, certain")
FAIRLY_SURE = _("{what}, fairly certain")
MAYBE = _("Maybe {first} or {second}")
NUMBER = counted("{what} digit", "{what} digits")
UNSURE = _("{what}, uncertain")
PARTLY_READ = _("Are these all digits?")
CORRECTED = _("Corrected to {text}")
NO_DIGIT = _("Marked as not a digit")
NONE_OF_THESE = _("Not a digit")
READ_WRONG = _("{meant}, not {read}")
LEFT_OUT = counted("A mark was left out.", "{count} marks were left out.")
NONE_LIKELIER = _("No digit is likelier than the others.")
READ_AS = _("Read as {text} ({percent})")
LEAST_SURE = _("Least certain: digit {place} of {count}")
SELECTED = _("Digit {place} of {count}")
JOIN = _("Join")
SPLIT = _("Split")
NOTHING_SELECTED = _("Select a digit first: click the small digit above it.")
CANNOT_SPLIT = _("This digit can't be split: it does not have two parts that could be digits.")

KEY_CLEAR = _("Clear the drawing")
KEY_UNDO = _("Undo")
KEY_REDO = _("Redo")
KEY_OPEN = _("Open an image")
KEY_SAVE = _("Save the drawing as PNG or SVG")
KEY_PASTE = _("Paste an image")
KEY_COPY = _("Copy the reading")
KEY_CORRECT = _("Correct the reading; press again to undo")
KEY_NONE = _("Mark as not a digit; press again to undo")
KEY_TAKE_BACK = _("Undo the correction")
KEY_MOVE = _("Select one digit of a number")
KEY_JOIN_SPLIT = _("Join the selected digit to the next, or split it in two")
KEY_PAGE = _("Turn to another page or image")
KEY_ZOOM = _("Zoom an image in or out, or show all of it; the mouse wheel zooms too")
KEY_SCROLL = _("Move an image that is zoomed in; or drag it")
KEY_ERASER = _("Eraser on or off; the right mouse button always erases")
KEY_PEN = _("Thinner or thicker pen")
KEY_READ = _("Read the drawing, if it is not read automatically")
KEY_WHY = _("Show what the network sees and which ink counts")
KEY_SETTINGS = _("Open the settings")
KEY_HISTORY = _("Open the history")
KEY_TEACH = _("Teach my handwriting")
KEY_KEYBOARD = _("Draw with the keyboard: arrow keys and Space")
KEY_HELP = _("Show this page")

KEY_NAME_CONTROL = _("Ctrl+")
KEY_NAME_SHIFT = _("Shift+")
KEY_NAME_ESCAPE = _("Esc")
KEY_NAME_BACKSPACE = _("Backspace")
KEY_NAME_ENTER = _("Enter")
KEY_NAME_PAGE_UP = _("Page Up")
KEY_NAME_PAGE_DOWN = _("Page Down")

SENTENCE = _("{text}.")
PER_CENT = _("{number}%")
OVER = _("> {percent}")
UNDER = _("< {percent}")
TIME_OF_DAY = _("{hour:02}:{minute:02}")
DAY = _("{day} {month}")
DAY_OF_ANOTHER_YEAR = _("{day} {month} {year}")
# Translators: the shortest form used in dates. Where dates have numbers, numbers with their dot.
MONTHS = _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()

# What operating systems report about files. `catalogue.said` looks these up by their text.
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
    """A day in its shortest form: with its year only if that is not this year's."""
    return (DAY if date.year == today.year else DAY_OF_ANOTHER_YEAR).format(
        day=date.day, month=MONTHS[date.month - 1], year=date.year
    )


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    first = "İ" if text[:1] == "i" and catalogue.language == "tr" else text[:1].upper()
    text = first + text[1:]
    return text if not text or text[-1] in ".!?…。！？" else SENTENCE.format(text=text)
