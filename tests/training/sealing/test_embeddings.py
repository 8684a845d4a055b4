import shutil

import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from digitrec.recognition.example import Example  # noqa: E402
from digitrec.recognition.hand import Hand  # noqa: E402
from digitrec.recognition.model import Model, ModelError  # noqa: E402
from digitrec.recognition.recognizer import Recognizer  # noqa: E402
from digitrec.resources import model_path  # noqa: E402
from tests.samples import digit  # noqa: E402
from training.network.architectures import dense  # noqa: E402
from training.sealing.seal import seal  # noqa: E402


def test_a_model_without_an_embedding_reads_and_says_that_it_can_not_be_taught(tmp_path):
    dense().save(tmp_path / "m.keras")
    model = seal(tmp_path / "m.keras", tmp_path / "s.keras")
    with pytest.raises(ModelError, match=r"s.keras.*can't learn a hand.*no embeddings"):
        Hand.learn(model, [Example(1, digit(3).strokes, 3)])
    taught = Hand.learn(Model.open(model_path()), [Example(1, digit(3).strokes, 4)])
    recognizer = Recognizer(model)
    before = recognizer.read(digit(3))
    recognizer.hand = taught
    assert recognizer.read(digit(3)) == before


def test_an_archive_from_before_there_were_embeddings_keeps_its_card_when_it_is_sealed_again(
    tmp_path, monkeypatch
):
    copy = tmp_path / "m.keras"
    shutil.copy(model_path(), copy)
    with monkeypatch.context() as before:
        before.setattr("training.sealing.classifier.embedding_of", lambda _: None)
        old = seal(copy, copy)
    assert old.graph.embedding == 0
    new = seal(copy, copy)
    assert new.graph.embedding == 80
    for name in ("measured", "thresholds", "combination", "segmentation", "recipe"):
        assert new.card.fields[name] == old.card.fields[name]
        assert new.card.fields[name] == Model.open(model_path()).card.fields[name]
