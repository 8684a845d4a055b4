"""The catalogues match the source and are complete; the shipped files are compiled from them."""

import shutil

import pytest
from babel.messages import Catalog

from build_scripts.upkeep import translations
from build_scripts.upkeep.translations import catalogues, check, compiled, faults, read, template


def test_nothing_is_missing_or_out_of_date(capsys):
    status = check()
    assert (status, capsys.readouterr().err) == (0, "")


def test_german_exists_and_differs_from_english():
    (path,) = [one for one in catalogues() if one.parts[-3] == "de"]
    same = [one.id for one in read(path) if one.id and one.string == one.id and len(one.id) > 4]
    assert sorted(same) == [
        "Normal", "Version {version}", "{digits}. {headline}", "{hour:02}:{minute:02}", "{text}.",
    ]  # fmt: skip


def test_the_template_has_messages_of_every_package_and_both_plural_forms():
    ids = {message.id for message in template()}
    assert "Undo" in ids  # of the window
    assert "nothing was drawn" in ids  # of recognition
    assert "The settings in {path} can't be read ({reason}). {then}" in ids  # of storage
    assert ("After {count} day", "After {count} days") in ids


def german(one, string, **more):
    made = Catalog(locale="de")
    made.add(one, string, **more)
    return list(faults(made))


DAYS = ("{count} day", "{count} days")


@pytest.mark.parametrize(
    ("original", "translation", "fault"),
    [
        ("Undo", "", "not translated: Undo"),
        ("Open…", "Öffnen", "different ending: Open…"),
        ("One Two Three Four Five Six Seven Eight", "Eins Zwei", "another number of words: One"),
        ("Read as {text}", "Gelesen als {texte}", "different placeholders: Read as {text}"),
        (DAYS, ("{count} Tag", ""), "not translated: {count} day"),
        (DAYS, ("{count} Tag",), "missing plural forms: {count} day"),
        (
            ("{count} day", "{count} days"),
            ("Tag", "{count} Tage"),
            "different placeholders: {count} day",
        ),
    ],
    ids=str,
)
def test_faults_in_a_translation_are_named(original, translation, fault):
    assert german(original, translation) == [fault]


def test_a_fuzzy_translation_is_a_fault_and_a_good_one_is_not():
    assert german("Undo", "Rückgängig", flags=["fuzzy"]) == ["fuzzy: Undo"]
    assert german("Read as {text}.", "Gelesen als {text}.") == []


@pytest.fixture
def copy(tmp_path, monkeypatch):
    folder = tmp_path / "locale"
    shutil.copytree(translations.FOLDER, folder)
    monkeypatch.setattr(translations, "FOLDER", folder)
    monkeypatch.setattr(translations, "TEMPLATE", folder / translations.TEMPLATE.name)
    return folder


def test_changes_that_were_not_compiled_are_found_and_compiling_fixes_them(copy, capsys):
    (path,) = [one for one in catalogues() if one.parts[-3] == "de"]
    path.write_text(path.read_text("utf-8").replace("Rückgängig", "Zurück"), encoding="utf-8")
    assert check() == 1
    assert capsys.readouterr().err.splitlines() == [
        "de/LC_MESSAGES/digitrec.po: has changed since it was compiled; run compile"
    ]
    assert translations.main(["compile"]) == 0
    assert check() == 0
    assert path.with_suffix(".mo").read_bytes() == compiled(path)


def test_a_new_message_is_found_and_extracting_leaves_it_untranslated(copy, capsys, monkeypatch):
    source = template()
    source.add("A new word", locations=[("app/ui/words.py", 0)])
    monkeypatch.setattr(translations, "template", lambda: source)
    assert check() == 1
    assert "run extract" in capsys.readouterr().err
    assert translations.main(["extract"]) == 0
    assert check() == 1
    codes = [path.parts[-3] for path in catalogues()]
    assert capsys.readouterr().err.splitlines() == [
        f"{code}/LC_MESSAGES/digitrec.po: not translated: A new word" for code in codes
    ]
    assert translations.main(["missing"]) == 1
    assert capsys.readouterr().out.splitlines() == [f"{code}\t'A new word'" for code in codes]


def test_a_new_language_is_a_po_file_in_a_folder_of_its_code(copy, capsys):
    path = copy / "cs" / "LC_MESSAGES" / "digitrec.po"
    path.parent.mkdir(parents=True)
    shutil.copy(translations.TEMPLATE, path)
    assert translations.main(["extract"]) == 0
    assert "nplurals=3" in path.read_text("utf-8")
    assert translations.main(["missing"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len([one for one in template() if one.id])
    assert "cs\t'{name}: {count} example'\t'{name}: {count} examples'" in lines


def test_the_plural_forms_are_those_of_the_files_header(copy):
    (path,) = [one for one in catalogues() if one.parts[-3] == "fr"]
    header = "nplurals=2; plural=(n > 1);"
    assert header in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(header, "nplurals=2; plural=(n >= 5);"))
    assert read(path).plural_expr == "(n >= 5)"
    assert translations.main(["extract"]) == 0
    assert "plural=(n >= 5)" in path.read_text("utf-8")


def test_another_action_is_refused():
    assert translations.main(["translate"]) == 2
