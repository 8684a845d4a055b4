"""What runs elsewhere can't be run here: its form, its pins and its scripts are checked instead."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ruamel = pytest.importorskip("ruamel.yaml", reason="check-jsonschema is not installed")

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINS = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97",
    "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
    "actions/attest-build-provenance": "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32",
}
"""The commits of releases that somebody looked up, and no others."""


def load(path):
    return ruamel.YAML(typ="safe").load(path)


def jobs():
    for path in WORKFLOWS:
        for name, job in load(path)["jobs"].items():
            yield pytest.param(job, id=f"{path.stem}-{name}")


def tool(*words):
    done = subprocess.run(
        [sys.executable, "-m", *words], capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout + done.stderr


def test_there_are_workflows_for_every_change_and_for_releases():
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "release.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_they_have_the_form_that_github_wants(path, tmp_path):
    schema = ("check_jsonschema", "--builtin-schema", "vendor.github-workflows")
    status, said = tool(*schema, str(path))
    assert status == 0, said
    broken = tmp_path / "broken.yml"
    broken.write_text(path.read_text("utf-8").replace("runs-on:", "runs-at:"), "utf-8")
    assert tool(*schema, str(broken))[0] == 1


def test_an_auditor_finds_nothing_of_weight():
    audit = (Path(sys.executable).with_name("zizmor"), "--offline", "--min-severity", "medium")
    done = subprocess.run([*audit, *WORKFLOWS], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_a_known_commit_and_names_its_release(path):
    uses = re.findall(r"uses: (\S+)(.*)", path.read_text("utf-8"))
    assert uses
    for action, comment in uses:
        if action.startswith("./"):
            assert (ROOT / action).is_file()
            continue
        name, commit = action.split("@")
        assert PINS[name] == commit
        assert re.fullmatch(r" # v\d+(\.\d+\.\d+)?", comment)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_is_allowed_that_a_job_does_not_ask_for(path):
    workflow = load(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        writes = [scope for scope, level in job["permissions"].items() if level == "write"]
        wanted = ["contents", "id-token", "attestations"] if name == "release" else []
        assert writes == wanted


@pytest.mark.parametrize("job", list(jobs()))
def test_a_job_ends_and_keeps_no_password(job):
    if "uses" in job:
        return
    assert job["timeout-minutes"] <= 90
    for step in job["steps"]:
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("job", list(jobs()))
def test_scripts_and_files_that_a_job_names_are_there(job):
    named = {
        word.lstrip("/").removeprefix("digitrec/").replace("\\", "/")
        for step in job.get("steps", [])
        for line in step.get("run", "").splitlines()
        for word in shlex.split(line, posix=False)
        if re.fullmatch(r"[\w./\\-]*(?:\.(?:py|sh|ps1|txt)|\.ci/run)", word)
    }
    assert all((ROOT / name).is_file() for name in named), named
