"""The workflows can't run here: their form, pins and scripts are checked instead."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ruamel = pytest.importorskip("ruamel.yaml", reason="check-jsonschema is not installed")

ROOT = Path(__file__).resolve().parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PINS = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97",
    "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
    "actions/upload-pages-artifact": "56afc609e74202658d3ffba0e8f6dda462b719fa",
    "actions/deploy-pages": "d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e",
    "actions/attest-build-provenance": "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32",
}
"""The only commits allowed: those of releases, looked up by a person."""


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


def test_there_are_workflows_for_every_change_for_every_night_for_the_site_and_for_releases():
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "night.yml", "pages.yml", "release.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_they_follow_githubs_schema(path, tmp_path):
    schema = ("check_jsonschema", "--builtin-schema", "vendor.github-workflows")
    status, said = tool(*schema, str(path))
    assert status == 0, said
    broken = tmp_path / "broken.yml"
    broken.write_text(path.read_text("utf-8").replace("runs-on:", "runs-at:"), "utf-8")
    assert tool(*schema, str(broken))[0] == 1


def test_dependabot_updates_actions_and_packages_every_week():
    path = GITHUB / "dependabot.yml"
    status, output = tool("check_jsonschema", "--builtin-schema", "vendor.dependabot", str(path))
    assert status == 0, output
    updates = {
        one["package-ecosystem"]: one["schedule"]["interval"] for one in load(path)["updates"]
    }
    assert updates == {
        "github-actions": "weekly",
        "pip": "weekly",
    }


def test_an_audit_finds_nothing_of_medium_severity_or_worse():
    audit = (Path(sys.executable).with_name("zizmor"), "--offline", "--min-severity", "medium")
    done = subprocess.run([*audit, GITHUB], capture_output=True, text=True, timeout=120)
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
def test_only_the_release_and_the_site_may_write(path):
    workflow = load(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        writes = [scope for scope, level in job["permissions"].items() if level == "write"]
        wanted = {
            "release": ["contents", "id-token", "attestations"],
            "publish": ["pages", "id-token"],
        }
        assert writes == wanted.get(name, [])


@pytest.mark.parametrize("job", list(jobs()))
def test_a_job_has_a_time_limit_and_keeps_no_credentials(job):
    if "uses" in job:
        return
    assert job["timeout-minutes"] <= 90
    for step in job["steps"]:
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("job", list(jobs()))
def test_scripts_files_and_folders_that_a_job_names_exist(job):
    named = {
        word.lstrip("/").removeprefix("digitrec/").replace("\\", "/")
        for step in job.get("steps", [])
        for line in step.get("run", "").splitlines()
        for word in shlex.split(line, posix=False)
        if re.fullmatch(r"[\w./\\-]*(?:\.(?:py|sh|ps1|txt)|\.ci/run)|tests/\w+", word)
    }
    assert all((ROOT / name).exists() for name in named), named
