"""The frozen program. What is tested here is what people download."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from build_scripts import platforms
from build_scripts.contents import excludes
from build_scripts.contents.commit import commit_of
from build_scripts.package import package_path
from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import read_drawings
from digitrec.resources import model_path
from digitrec.version import __version__
from tests.recognition.picture.segmentation.test_pixel_blocks import pixelated, tiny
from tests.recognition.picture.segmentation.test_tight_crop import cropped
from tests.recognition.picture.sheets import lit, photographed, ruled, written
from tests.recognition.picture.test_decoding import BROKEN, CASES, drawing
from tests.samples import digit, number
from tests.ui.startup.test_program import draw, event, mouse
from training.data.datasets import HELD_OUT_WRITERS, load_pen_digits

ROOT = Path(__file__).resolve().parents[2]


def run(program, *words, **options):
    command = [program, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **options)


def frozen_commit():
    """The commit as the program should print it."""
    commit = commit_of(ROOT)
    return f"{commit.name}, with changes" if commit.changed else commit.name


def from_source(*words, cwd):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "app")}
    command = [sys.executable, "-m", "digitrec", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment)


def png(brightness):
    file = io.BytesIO()
    Image.fromarray(np.uint8(np.clip(np.rint(brightness * 255), 0, 255))).save(file, "PNG")
    return file


def test_the_self_test_passes(program, display):
    done = run(program, "--self-test", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["ok"]
    assert report["versions"]["digitrec"] == __version__


def test_it_reads_ink_and_pictures_as_the_source_does(program, tmp_path):
    inks = [digit(which) for which in range(10)] + [number("4075")]
    (tmp_path / "ink.jsonl").write_text("\n".join(ink.to_json() for ink in inks), "utf-8")
    names = ["ink.jsonl"]
    cases = ["png", "jpeg", "bmp", "gif", "webp", "lab tiff", "16 bit", "cmyk jpeg"]
    cases += ["heic", "pdf"]
    for case in cases:
        names.append(f"{case}.{case.split()[-1].replace('bit', 'png')}")
        (tmp_path / names[-1]).write_bytes(CASES[case]().getvalue())
    frozen = run(program, "predict", "--json", *names, cwd=tmp_path)
    source = from_source("predict", "--json", *names, cwd=tmp_path)
    assert frozen.returncode == source.returncode == 0, frozen.stderr
    ours, theirs = ([json.loads(line) for line in done.stdout.splitlines()] for done in
                    (frozen, source))  # fmt: skip
    assert [row["text"] for row in ours] == [*"0123456789", "4075", *"3" * len(cases)]
    for one, other in zip(ours, theirs, strict=True):
        assert one.keys() == other.keys()
        for mine, yours in zip(one["digits"], other["digits"], strict=True):
            assert mine["probabilities"] == pytest.approx(yours["probabilities"], abs=1e-4)
            assert mine["box"] == yours["box"]


def test_it_reads_and_writes_the_formats_of_other_programs(program, tmp_path):
    (tmp_path / "seven.json").write_text(json.dumps([digit(7).to_dict()], indent=1), "utf-16")
    for words in (("seven.json", "seven.inkml"), ("seven.inkml", "seven.svg")):
        done = run(program, "convert", *words, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    done = run(program, "predict", "--csv", ".", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = [line.split(",")[:3] for line in done.stdout.splitlines()]
    assert [(Path(source).name, text) for source, _, text in rows[1:]] == [
        ("seven.inkml", "7"), ("seven.json", "7"),
    ]  # fmt: skip


@pytest.mark.skipif(not platforms.LINUX, reason="the stand-in is a script called gsettings")
def test_programs_that_it_starts_have_their_own_tk(program, display, tmp_path):
    (tmp_path / "gsettings").write_text(
        f"#!/bin/sh\ncd '{tmp_path}' && env >seen.part && mv seen.part seen\n"
    )
    (tmp_path / "gsettings").chmod(0o755)
    environment = {
        **os.environ, "DISPLAY": display, "DIGITREC_HOME": str(tmp_path), "TCL_LIBRARY": "/theirs",
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
    }  # fmt: skip
    environment.pop("TK_LIBRARY", None)
    with subprocess.Popen([program], env=environment) as window:
        deadline = time.monotonic() + 60
        while not (tmp_path / "seen").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        window.terminate()
    seen = (tmp_path / "seen").read_text().splitlines()
    assert [line for line in seen if line.startswith(("TCL_", "TK_"))] == ["TCL_LIBRARY=/theirs"]


def test_a_picture_that_it_has_no_decoder_for_is_named(program, tmp_path):
    (tmp_path / "a.avif").write_bytes(CASES["avif"]().getvalue())
    done = run(program, "predict", "--json", "a.avif", cwd=tmp_path)
    assert done.returncode == 1
    assert "save it as a png or jpg" in json.loads(done.stdout)["error"]


def test_it_reads_photographs_tight_crops_and_pixel_blocks_as_the_source_does(program, tmp_path):
    """Each of them uses other modules, and the bundle must contain them all."""
    sheet, grains = written("40725", (760, 300), 90), {"even": 0.0, "noisy": 0.03}
    rules = ruled(sheet.shape, 37, 2, 0.03, squared=True)
    pictures = {"squared.jpg": photographed(lit(sheet, rules))}
    for name, noise in grains.items():
        pictures[f"photo-{name}.jpg"] = photographed(lit(sheet), noise=noise)
        cut = 0.8 - 0.6 * cropped("40725", pen=0.12)
        grain = np.random.default_rng(0).normal(0, noise, cut.shape)
        pictures[f"cut-{name}.png"] = png(cut + grain)
    pictures["squares.png"] = png(pixelated(1 - tiny(5), 10))
    for name, file in pictures.items():
        (tmp_path / name).write_bytes(file.getvalue())
    frozen = run(program, "predict", "--json", *pictures, cwd=tmp_path)
    source = from_source("predict", "--json", *pictures, cwd=tmp_path)
    assert frozen.returncode == 0, frozen.stdout
    ours, theirs = ([json.loads(line) for line in done.stdout.splitlines()] for done in
                    (frozen, source))  # fmt: skip
    assert [row["text"] for row in ours] == [row["text"] for row in theirs]
    assert [row["text"] for row in ours] == ["40725"] * 5 + ["5"]


def test_broken_input_is_reported_the_rest_is_read_and_there_is_no_traceback(program, tmp_path):
    for index, (content, _) in enumerate(BROKEN.values()):
        (tmp_path / f"broken{index}.png").write_bytes(content)
    lines = ["{", '{"strokes": [[[NaN, 1]]]}', digit(3).to_json(), '{"strokes": 1, "id": "x"}']
    (tmp_path / "ink.jsonl").write_text("\n".join(lines), "utf-8")
    names = [f"broken{index}.png" for index in range(len(BROKEN))]
    done = run(program, "predict", "--json", *names, "ink.jsonl", "missing.png", cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["source"] for row in rows] == [*names, *["ink.jsonl"] * 4, "missing.png"]
    assert [row.get("text") for row in rows if "error" not in row] == ["3"]
    assert rows[-2]["id"] == "x"


def test_info_and_history_use_the_bundled_model_and_the_users_folders(program, tmp_path):
    environment = {**os.environ, "DIGITREC_HOME": str(tmp_path)}
    done = run(program, "info", "--json", env=environment)
    assert done.returncode == 0, done.stderr
    about = json.loads(done.stdout)
    model = ROOT / "app" / "digitrec" / "resources" / "my_model.keras"
    if "DIGITREC_FROZEN" not in os.environ:
        assert about["model"]["sha256"] == hashlib.sha256(model.read_bytes()).hexdigest()
        assert about["commit"] == frozen_commit()
    assert about["places"]["history"] == str(tmp_path / "history.sqlite3")
    assert run(program, "history", "list", "--json", env=environment).stdout == ""
    assert run(program, "--version").stdout.strip() == f"digitrec {__version__}"


@pytest.mark.skipif(sys.platform != "linux", reason="xdotool is for Linux")
def test_a_digit_drawn_with_the_mouse_is_read_and_kept(program, display, tmp_path):
    environment = {**os.environ, "DIGITREC_HOME": str(tmp_path), "DIGITREC_TRACE": "1"}
    started = subprocess.Popen([program], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        canvas = event(started, "window")["canvas"]
        event(started, "model")
        draw(environment, canvas, digit(2))
        while event(started, "reading")["text"] != "2":
            pass
        mouse(environment, "key", "7")
        while event(started, "reading")["text"] != "7":
            pass
        deadline = time.monotonic() + 20
        rows = []
        while not (rows and rows[0]["corrected"]) and time.monotonic() < deadline:
            listed = run(program, "history", "list", "--json", env=environment)
            rows = [json.loads(line) for line in listed.stdout.splitlines()]
    finally:
        started.kill()
        started.wait(20)
        started.stderr.close()
    assert [(row["text"], row["corrected"]) for row in rows] == [("2", "7")]


@pytest.mark.skipif(sys.platform != "linux", reason="XDND is X11's drag and drop")
def test_a_picture_dropped_on_it_is_read(program, display, tmp_path):
    drawing().save(tmp_path / "eine Drei.png")
    environment = {**os.environ, "DIGITREC_HOME": str(tmp_path), "DIGITREC_TRACE": "1"}
    started = subprocess.Popen([program], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        x, y, width, height = event(started, "window")["canvas"]
        event(started, "model")
        search = ["xdotool", "search", "--onlyvisible", "--name", "^Digitrec"]
        (window,) = subprocess.run(search, capture_output=True, text=True).stdout.split()
        place = [window, x + width // 2, y + height // 2]
        dropped = run(
            sys.executable, ROOT / "tests" / "ui" / "xdnd.py", *place,
            "text/uri-list", (tmp_path / "eine Drei.png").as_uri() + "\r\n", input="\n",
        )  # fmt: skip
        assert dropped.stdout.split("\n")[:2] == ["accepted", "copied"], dropped.stderr
        while event(started, "reading")["text"] != "3":
            pass
    finally:
        started.kill()
        started.wait(20)
        started.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows needs its environment to start")
def test_it_runs_read_only_from_any_folder_without_a_home(built, display, tmp_path):
    folder = tmp_path / "a folder, ein Ördner 数字"
    shutil.copytree(built / "digitrec", folder, symlinks=True)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    for path in [folder, *before]:
        path.chmod(0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444)
    program = folder / platforms.program(built, onefile=False).name
    bare = {"DISPLAY": display, "DIGITREC_TRACE": "1"}
    try:
        done = run(program, "--self-test", env=bare, cwd="/")
        assert done.returncode == 0, done.stdout + done.stderr
        started = subprocess.Popen([program], env=bare, stderr=subprocess.PIPE, text=True, cwd="/")
        try:
            assert event(started, "model")["seconds"] < 60
        finally:
            started.kill()
            started.wait(20)
            started.stderr.close()
        assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    finally:
        for path in [folder, *before]:
            if path.is_dir():
                path.chmod(0o755)


def test_it_contains_nothing_that_is_excluded(program):
    folder = platforms.contents_folder(program)
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert excludes.forbidden_files(files) == []
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz")
    assert "digitrec.recognition.recognizer" in archive.toc
    assert excludes.forbidden_modules(archive.toc) == []
    assert "digitrec/resources/my_model.keras" in files


@pytest.mark.skipif(sys.platform != "linux", reason="the package of Linux")
def test_the_package_unpacks_to_a_program_that_runs(built, tmp_path):
    with tarfile.open(package_path(built, __version__)) as archive:
        # Python 3.11.2, which Debian 12 has, knows no filters yet.
        safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(tmp_path, **safely)  # noqa: S202 (packed by us)
    assert run(tmp_path / "digitrec" / "digitrec", "--version").stdout.strip().endswith(__version__)


def test_it_gives_the_probabilities_that_training_measured(program, data, tmp_path):
    """From JSON ink through the frozen program, against what the model's figures come from."""
    held_out = load_pen_digits(data)
    held_out = held_out.of(np.isin(held_out.writers, sorted(HELD_OUT_WRITERS)))
    held_out = held_out.of(np.arange(len(held_out)) % 5 == 0)
    lines = [Ink(strokes).to_json() for strokes in held_out.strokes]
    (tmp_path / "ink.jsonl").write_text("\n".join(lines), "utf-8")
    done = run(program, "predict", "--json", "--digits", 1, "ink.jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    digits = [json.loads(line)["digits"][0] for line in done.stdout.splitlines()]
    model = Model.open(model_path())
    answers = read_drawings(model, held_out.strokes)
    assert len(digits) == len(held_out) > 20
    assert np.array([one["probabilities"] for one in digits]) == pytest.approx(
        answers.probabilities, abs=1e-4
    )
    assert [one["rejected"] for one in digits] == list(
        answers.outlier_score > model.card.rejection_threshold
    )
