"""Maintains the catalogues of translations.

`python build_scripts/translations.py extract` writes the template from the source and updates each
language's `.po` file; new messages are empty there. When they are translated, `compile` writes the
`.mo` files that ship. `check` lists what is missing or wrong. `missing` prints the messages that a
language lacks, to be translated.

A new language begins as a copy of the template in a folder named by its code.
"""

from __future__ import annotations

import io
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "app" / "digitrec" / "resources" / "locale"
DOMAIN = "digitrec"
TEMPLATE = FOLDER / f"{DOMAIN}.pot"

_FIRST = ("_", "Message", "ModelError", "PictureError", "StorageError", "BrokenError")
KEYWORDS = {**dict.fromkeys(_FIRST), "counted": (1, 2)}
"""Functions whose argument is translated; `counted` takes two, the singular and the plural."""


class Lean(Catalog):
    """A catalogue whose header has no dates and no names of tools, which change by themselves."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The lines of its header."""
        wanted = ("language", "plural-forms", "mime-version", "content-type")
        return [line for line in self._get_mime_headers() if line[0].lower() in wanted]


def catalogues() -> list[Path]:
    """The `.po` files, one for each language."""
    return sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def template() -> Catalog:
    """All messages of the program that need translation."""
    found = Lean(fuzzy=False)
    for path in sorted((ROOT / "app").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for _, message, comments, _ in extract_from_file(
            "python", path, keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            found.add(message, locations=[(name, 0)], auto_comments=comments)
    return found


def brought_up_to_date(path: Path, source: Catalog) -> Catalog:
    """A language's catalogue with exactly the template's messages."""
    language = read(path)
    language.update(source, no_fuzzy_matching=True)
    language.obsolete.clear()
    return language


def read(path: Path) -> Catalog:
    """The catalogue in a `.po` file."""
    made = Lean(locale=path.parts[-3], fuzzy=False)
    with path.open("rb") as stream:
        found = read_po(stream, locale=path.parts[-3])
    # The plural forms are those of the file's own header, which may differ from Babel's.
    plural_forms = [line for line in found.mime_headers if line[0].lower() == "plural-forms"]
    made._set_mime_headers(plural_forms)
    for message in found:
        if message.id:
            made[message.id] = message
    return made


def as_text(catalogue: Catalog) -> str:
    """A catalogue as the text of a `.po` file, without line numbers, which change too often."""
    for message in catalogue:  # "90% sure" is not a printf format
        message.flags -= {"python-format"}
    stream = io.BytesIO()
    write_po(stream, catalogue, width=100, include_lineno=False, sort_output=False)
    text = stream.getvalue().decode()
    return text[text.index("msgid") :]  # above it is only a template to fill in


def compiled(path: Path) -> bytes:
    """The `.mo` file of a `.po` file, for gettext."""
    catalogue = read(path)
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def faults(catalogue: Catalog) -> Iterator[str]:
    """Faults in a language's translations, one line each."""
    for message in catalogue:
        if not message.id:
            continue
        if message.fuzzy:
            yield f"fuzzy: {_first(message)}"
        translations, originals = _forms(message.string), _forms(message.id)
        if len(translations) != (catalogue.num_plurals if message.pluralizable else 1):
            yield f"missing plural forms: {_first(message)}"
        for text in translations:
            if not text:
                yield f"not translated: {_first(message)}"
            elif not any(_placeholders(text) == _placeholders(original) for original in originals):
                yield f"different placeholders: {_first(message)}"
            elif not text.endswith(_ends(originals[-1])):
                yield f"different ending: {_first(message)}"
            elif _is_list(originals[0]) and len(text.split()) != len(originals[0].split()):
                yield f"another number of words: {originals[0].split()[0]}"


def _forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def _first(message: Message) -> str:
    return _forms(message.id)[0]


def _is_list(text: str) -> bool:
    """Whether a text is a list of names, which the program splits."""
    words = text.split()
    return len(words) >= 8 and all(word.istitle() for word in words)


def _placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


_ENDS = {".": (".", "。"), "…": ("…",), ":": (":", "："), "?": ("?", "？"), "!": ("!", "！")}
"""The punctuation at the end of a sentence, a question or a button that opens a dialog, and what
Chinese and Japanese have for it."""


def _ends(text: str) -> tuple[str, ...]:
    return _ENDS.get(text[-1], ("",))


def extract() -> int:
    """Writes the template and the `.po` files; returns the exit status."""
    source = template()
    FOLDER.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(as_text(source), encoding="utf-8", newline="\n")
    for path in catalogues():
        text = as_text(brought_up_to_date(path, source))
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


def compile_all() -> int:
    """Writes the `.mo` files; returns the exit status."""
    for path in catalogues():
        path.with_suffix(".mo").write_bytes(compiled(path))
    return 0


def check() -> int:
    """Lists what is missing or wrong; returns 1 if anything is."""
    source = template()
    found = []
    if TEMPLATE.read_text(encoding="utf-8") != as_text(source):
        found.append(f"{TEMPLATE.name}: differs from the source; run extract")
    for path in catalogues():
        name = path.relative_to(FOLDER).as_posix()
        if path.read_text(encoding="utf-8") != as_text(brought_up_to_date(path, source)):
            found.append(f"{name}: differs from the source; run extract")
        found += [f"{name}: {fault}" for fault in faults(read(path))]
        compiled_file = path.with_suffix(".mo")
        if not compiled_file.exists() or compiled_file.read_bytes() != compiled(path):
            found.append(f"{name}: has changed since it was compiled; run compile")
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


def missing() -> int:
    """Prints the messages that are not translated, by language; returns 1 if there are any."""
    found = False
    for path in catalogues():
        lacking = [one for one in read(path) if one.id and not all(_forms(one.string))]
        for message in lacking:
            print(path.parts[-3], *map(repr, _forms(message.id)), sep="\t")
        found |= bool(lacking)
    return int(found)


def main(argv: list[str]) -> int:
    """Runs the given action and returns the exit status."""
    actions = {"extract": extract, "compile": compile_all, "check": check, "missing": missing}
    if len(argv) != 1 or argv[0] not in actions:
        print(f"usage: translations.py {'|'.join(actions)}", file=sys.stderr)
        return 2
    return actions[argv[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
