"""Words: all that a person reads in the window, in one place."""

from __future__ import annotations

TITLE = "Digitrec"

HINT = "Draw a digit"
WAITING = "The answer appears here."
LOADING = "One moment…"
LOADING_DETAIL = "The drawing is read as soon as the program is ready."
PRESS_ENTER = "Press Enter to read it."
NOT_READ = "Nothing read"
NOT_A_DIGIT = "Not a digit?"
CANNOT_READ = "Cannot read"

UNDO = "Undo"
REDO = "Redo"
CLEAR = "Clear"
ERASER = "Eraser"
PEN = "Pen"
HISTORY = "History"
SETTINGS = "Settings"
OPEN = "Open…"
CLOSE = "Close"
OPEN_AGAIN = "Open"
DELETE = "Delete"
DELETE_ALL = "Delete all"
EXPORT = "Export"
EXPORT_INK = "Ink lines (.jsonl)…"
EXPORT_PICTURES = "Pictures (.png)…"
EXPORT_ARRAYS = "Arrays as MNIST has them (.npz)…"
EXPORT_TITLE = "Export the history"
EXPORTING = "Exporting … {count}"
EXPORTED = "{count} exported to {target}"
CANNOT_EXPORT = "{target} could not be written: {reason}"
KEYS = "Keys"

OPEN_TITLE = "Open a picture of a digit"
PICTURES = "Pictures"
ALL_FILES = "All files"

COPIED = "Copied “{text}”."
NOTHING_TO_COPY = "There is no reading to copy."
NOTHING_TO_CORRECT = "There is nothing to correct yet: draw a digit first."
PASTED = "the clipboard"
READING_PICTURE = "Reading {name} …"
NOTHING_TO_PASTE = "There is no picture on the clipboard."
CANNOT_PASTE = (
    "Pictures cannot be pasted here: install wl-clipboard or xclip, "
    "or save the picture and open it."
)
PICTURE_TROUBLE = "{name} could not be opened: {reason}"
THEME_TROUBLE = "The window's theme could not be loaded ({reason}); plain buttons are used."
STORAGE_TROUBLE = "Drawings are not kept in this session: {reason}"
SETTINGS_TROUBLE = "The settings could not be kept: {reason}"
UNFORESEEN = "Something went wrong ({error}). Your drawing is still here; the log has more: {log}"
UNFORESEEN_UNLOGGED = "Something went wrong ({error}). Your drawing is still here."
MODEL_TROUBLE = (
    "{reason}\n\nDrawing goes on and is kept. To read again, install Digitrec anew "
    "or put a sealed my_model.keras in its place, then start it again."
)
TROUBLE = "Something went wrong"
TROUBLE_DETAIL = (
    "Digitrec met an error that nobody foresaw. Your drawing is still here, and you can go on."
)
TROUBLE_MORE = "and {count} more"
TROUBLE_LOG = "The log has more: {log}"
NO_LOG = "The log could not be written."
COPY_DETAILS = "Copy details"
DETAILS_COPIED = "Copied"
CONTINUE = "Continue"
TROUBLE_ABOUT = "Digitrec {version}, {system}, Python {python}, Tk {tk}; errors: {count}"
NO_WINDOW = "The window could not be opened ({error}). Log: {log}"
NO_FONTS = (
    "digitrec: this computer has no fonts, so that no text can be shown ({reason}). "
    "Install one (Debian: apt install fonts-dejavu-core), then start it again."
)
NO_SCREEN = (
    "digitrec: no window can be opened: {reason}. "
    "Start it on a desktop, or use “digitrec predict FILE”."
)

SETTING_THEME = "Theme"
THEME_NAMES = {"system": "As the system", "light": "Light", "dark": "Dark"}
SETTING_PEN = "Width of the pen"
SETTING_READING = "Reading"
SETTING_LIVE = "While I draw"
SETTING_FINAL = "When I lift the pen"
SETTING_DOUBT = "Say “not a digit”"
DOUBT_NAMES = {"never": "Never", "seldom": "Seldom", "usual": "As usual", "often": "Often"}
SETTING_HISTORY = "History"
SETTING_KEEP = "Keep my drawings on this computer"
SETTING_DAYS = "Delete them after"
DAYS_NAMES = {0: "Never", 30: "30 days", 365: "A year"}
SETTING_WHERE = "Kept in"
OPEN_FOLDER = "Open folder"
DELETE_EVERYTHING = "Delete everything…"
DELETE_QUESTION = (
    "Delete the whole history and all settings? This cannot be undone. "
    "Nothing of it will be left on this computer."
)
EVERYTHING_DELETED = "Everything was deleted. The program is as new."
CANNOT_OPEN_FOLDER = "The folder could not be opened: {reason}"
ABOUT = "Digitrec {version} · model {model} · works offline, MIT licence"

KIND_ALL = "All"
KIND_WRONG = "Read wrong"
KIND_UNSURE = "Unsure"
NO_DRAWINGS = "Nothing here yet. What you draw is kept on this computer, and shown here."
NONE_OF_KIND = "There are none of this kind."
DELETED = "{count} deleted; Undo brings back what you deleted while this page is open."
PUT_BACK = "{count} brought back."
AGREEMENT = "Left standing by you: {right} of {drawings} readings ({share})."
AGREEMENT_SURE = "Of those that were at least 90 % sure: {share}."

DIGITS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
SURE = "{what}, sure"
FAIRLY_SURE = "{what}, fairly sure"
MAYBE = "Maybe {first} or {second}"
NUMBER = "{count} digits"
UNSURE = "{what}, not sure"
PARTLY_READ = "Not all digits?"
CORRECTED = "Corrected to {text}"
NO_DIGIT = "Not a digit, as you say"
NONE_OF_THESE = "Not a digit"
READ_WRONG = "{meant}, not {read}"
READ_AS = "Read as {text}, {percent}"
LEAST_SURE = "Least sure: digit {place} of {count}"

KEY_CLEAR = "Clear the drawing"
KEY_UNDO = "Undo"
KEY_REDO = "Redo"
KEY_OPEN = "Open a picture"
KEY_PASTE = "Paste a picture"
KEY_COPY = "Copy the reading"
KEY_CORRECT = "Correct the reading; the same again takes it back"
KEY_NONE = "Say that it is not a digit; again takes it back"
KEY_TAKE_BACK = "Take the correction back"
KEY_ERASER = "Eraser on or off; the right button always erases"
KEY_PEN = "Thinner or thicker pen"
KEY_TELL = "Show the reading, where it isn't shown by itself"
KEY_SETTINGS = "Show the settings"
KEY_HISTORY = "Show the history"
KEY_HELP = "Show this page"


def percent(share: float) -> str:
    """A probability in whole per cent that never claims certainty: `> 99 %`, `98 %`, `< 1 %`."""
    if share >= 0.995:
        return "> 99 %"
    if share < 0.01:
        return "< 1 %"
    return f"{share:.0%}".replace("%", " %")


def share(part: float) -> str:
    """A counted share in whole per cent, which is 100 % only where it is all."""
    whole = f"{int(part * 100) if part > 0.5 else round(part * 100)}"
    return f"{whole} %"


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    return text[:1].upper() + text[1:] + ("" if not text or text[-1] in ".!?…" else ".")
