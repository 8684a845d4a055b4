from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from training.experiments import image_ablation
from training.experiments.image_ablation import CHOICES, Choice, main, run
from training.network.recipe import Recipe


@pytest.fixture
def mnist(tmp_path):
    """A folder with made-up images: of each digit, a bright row of its own."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 10, 7_000).astype(np.uint8)
    x = np.zeros((len(y), 28, 28), np.uint8)
    for row, label in zip(x, y, strict=True):
        row[4 + 2 * int(label), 6:22] = 255
    np.savez(tmp_path / "mnist.npz", x_train=x, y_train=y, x_test=x[:10], y_test=y[:10])
    return tmp_path


def test_a_row_for_each_choice_says_what_is_misread_and_the_loss(mnist, monkeypatch, capsys):
    short = {
        name: replace(one, recipe=replace(one.recipe, epochs=1)) for name, one in CHOICES.items()
    }
    monkeypatch.setattr(image_ablation, "CHOICES", short)
    monkeypatch.setattr(image_ablation, "FEW", 1_500)
    assert main(["--data", str(mnist), "--limit", "256", "--only", "no dropout"]) == 0
    head, _, row = capsys.readouterr().out.splitlines()
    assert head == "| | misread | loss |"
    assert row.startswith("| no dropout | ")


def test_what_is_learned_is_read(mnist):
    with np.load(mnist / "mnist.npz") as kept:
        x, y = kept["x_train"], kept["y_train"]
    few, others = (image_ablation.Images(x[at], y[at]) for at in (slice(0, 640), slice(640, 900)))
    plain = replace(Recipe(), epochs=12, batch_size=32, clean_share=1.0)
    wrong, loss = run(Choice(plain, dropout=False, width=0.25), few, others)
    assert wrong < 0.05
    assert loss < 0.5


def test_the_held_out_images_are_not_among_those_that_are_read(mnist, monkeypatch):
    def look(_, few, others):
        seen.append((few.x, others.x))
        return 0.0, 0.0

    seen: list[tuple[np.ndarray, np.ndarray]] = []
    monkeypatch.setattr(image_ablation, "FEW", 1_500)
    monkeypatch.setattr(image_ablation, "run", look)
    assert main(["--data", str(mnist), "--only", "no dropout"]) == 0
    few, others = seen[0]
    assert (len(few), len(others)) == (1_500, 500)
