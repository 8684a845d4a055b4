"""Reads handwritten digits and numbers, offline.

A `Recognizer` reads ink (strokes of points) and pictures, and answers with a `Reading`:

    from digitrec import Ink, Recognizer, model_path

    recognizer = Recognizer.open(model_path())
    ink = Ink.from_dict({"strokes": [[[34, 34], [54, 12], [52, 108]]]})
    print(recognizer.read(ink).text)

`open_picture` decodes an image file for `Recognizer.read_picture`. `read` reads many drawings with
all cores, and `read_shard` a file of drawings into a file of answers. What is not in `__all__` may
change with any version.
"""

from digitrec.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digitrec.bulk.output.answers import AnswersError
    from digitrec.bulk.read import ShardReport, read, read_shard
    from digitrec.recognition.ink import Ink, InkError
    from digitrec.recognition.model import ModelError
    from digitrec.recognition.picture.decoding import PictureError, open_picture
    from digitrec.recognition.reading import Digit, Reading
    from digitrec.recognition.recognizer import ReadingError, Recognizer
    from digitrec.resources import model_path

__all__ = [
    "AnswersError",
    "Digit",
    "Ink",
    "InkError",
    "ModelError",
    "PictureError",
    "Reading",
    "ReadingError",
    "Recognizer",
    "ShardReport",
    "__version__",
    "model_path",
    "open_picture",
    "read",
    "read_shard",
]

_MODULES = {
    "AnswersError": "digitrec.bulk.output.answers",
    "Digit": "digitrec.recognition.reading",
    "Ink": "digitrec.recognition.ink",
    "InkError": "digitrec.recognition.ink",
    "ModelError": "digitrec.recognition.model",
    "PictureError": "digitrec.recognition.picture.decoding",
    "Reading": "digitrec.recognition.reading",
    "ReadingError": "digitrec.recognition.recognizer",
    "Recognizer": "digitrec.recognition.recognizer",
    "ShardReport": "digitrec.bulk.read",
    "model_path": "digitrec.resources",
    "open_picture": "digitrec.recognition.picture.decoding",
    "read": "digitrec.bulk.read",
    "read_shard": "digitrec.bulk.read",
}
"""Where each public name is defined. Nothing is imported before it is used: the window imports
this package before its first paint, and must not wait for NumPy."""


if not TYPE_CHECKING:  # type checkers would take any misspelt name for an object

    def __getattr__(name: str) -> object:
        """Imports a public name when it is first used (PEP 562)."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(_MODULES[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """The public names, whether or not they are imported yet."""
    return list(__all__)
