"""What the documents name exists: files, functions, commands, sections."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *ROOT.glob(".github/*.md")])
DOCUMENTS.remove(ROOT / "CHANGELOG.md")  # it names what was
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
CODE = ROOT / "app" / "digitrec"
MADE = ("training/runs/", "build/")  # folders that commands make


def names(tree):
    """The functions, classes, methods and variables of a module, with dots: `Session.read`."""
    found = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
            if isinstance(node, ast.ClassDef):
                found |= {f"{node.name}.{name}" for name in names(node)}
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def named(document, pattern):
    return sorted(set(re.findall(pattern, document.read_text("utf-8"))))


def anchors(path):
    """What links can lead to in a document, as GitHub names it."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


documents = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT))
)


def test_every_function_that_contributing_names_exists():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    places = re.findall(r"`([\w/]+\.py):([\w.]+)`", text)
    assert len(places) > 20
    missing = [
        f"{path}:{name}"
        for path, name in places
        if not (CODE / path).is_file()
        or name not in names(ast.parse((CODE / path).read_text("utf-8")))
    ]
    assert not missing


@documents
def test_every_file_that_is_named_exists(document):
    bases = (ROOT, CODE, document.parent)
    missing = [
        path
        for path in named(document, r"`((?:[\w-]+/)+[\w.-]*)`")
        if any((base / path.partition("/")[0]).is_dir() for base in bases)
        if not path.startswith(MADE) and not any((base / path).exists() for base in bases)
    ]
    assert not missing


@documents
def test_every_link_to_a_file_or_a_section_leads_somewhere(document):
    for target in named(document, r"\]\(([^)\s]+)\)"):
        if "://" not in target:
            name, _, section = target.partition("#")
            path = document.parent / name if name else document
            assert path.exists(), target
            assert not section or section in anchors(path), target


@documents
def test_every_python_command_that_is_shown_exists(document):
    modules = named(document, r"python3? -m ([\w.]+)")
    ours = [name for name in modules if name.partition(".")[0] in ("training", "build_scripts")]
    files = [f"{name.replace('.', '/')}.py" for name in ours]
    missing = [
        name
        for name in files + named(document, r"python3? ([\w./]+\.py)")
        if not (ROOT / name).is_file()
        and not (ROOT / name.removesuffix(".py") / "__main__.py").is_file()
    ]
    assert not missing


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_issue_forms_are_what_github_accepts(form):
    schema = "vendor.github-issue-config" if form.stem == "config" else "vendor.github-issue-forms"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, form]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_commit_hooks_run_what_ci_checks_and_download_nothing():
    yaml = pytest.importorskip("ruamel.yaml", reason="check-jsonschema is not installed")
    (repository,) = yaml.YAML(typ="safe").load(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    assert {hook["language"] for hook in repository["hooks"]} == {"system"}
    entries = [hook["entry"].removeprefix("python -m ") for hook in repository["hooks"]]
    assert [re.sub(" --.*", "", entry) for entry in entries] == [
        "ruff check", "ruff format", "mypy", "lint-imports",
    ]  # fmt: skip
