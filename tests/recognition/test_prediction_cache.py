from collections import Counter

import numpy as np
import pytest

from digitrec.recognition.combination import agree, is_sure, may_agree
from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import BATCH, PredictionCache, read_drawings
from digitrec.recognition.predictions import average_views, without_embeddings
from digitrec.recognition.raster import VIEWS, render_views
from digitrec.recognition.trajectory import trajectories
from digitrec.resources import model_path
from tests.recognition.sealed.archives import without_trajectory
from tests.samples import digit

DRAWINGS = [digit(which).strokes for which in range(10)]
SCRAWL = (((0.0, 0.0), (20.0, 60.0), (30.0, 20.0), (40.0, 60.0), (60.0, 0.0)),)  # a W


@pytest.fixture
def model():
    return Model.open(model_path())


@pytest.fixture
def asked(model, monkeypatch):
    """How many images, and how many paths, the model has been asked to read."""
    counts = Counter()

    def counted(name):
        read = getattr(model, name)

        def ask(some):
            counts[name] += len(some)
            return read(some)

        monkeypatch.setattr(model, name, ask)

    counted("read")
    counted("read_paths")
    return counts


def apart(model, drawings):
    """The predictions for the first view of the picture, for the second, and for the path."""
    views = np.stack([render_views(strokes) for strokes in drawings])
    first, second = (model.read(views[:, at]) for at in range(len(VIEWS)))
    return first, second, model.read_paths(trajectories(drawings))


def same(some, others):
    for one, other in zip(some.columns, others.columns, strict=True):
        assert one == pytest.approx(other, abs=1e-5)


def test_a_picture_is_rendered_only_where_the_path_is_not_sure(model, asked):
    first, _, path = apart(model, DRAWINGS)
    sure = is_sure(path)
    twice = int((~sure & ~agree(first, path)).sum())
    assert 0 < sure.sum() < len(DRAWINGS)
    asked.clear()
    PredictionCache(model).read(DRAWINGS)
    pictures = len(DRAWINGS) - int(sure.sum()) + twice
    assert asked == {"read": pictures, "read_paths": len(DRAWINGS)}


def test_a_clear_digit_is_not_rendered_and_a_scrawl_twice(model, asked):
    _, _, path = apart(model, DRAWINGS)
    clear = DRAWINGS[int(np.flatnonzero(is_sure(path))[0])]
    asked.clear()
    PredictionCache(model).read([clear])
    assert asked == {"read_paths": 1}
    PredictionCache(model).read([SCRAWL])
    assert asked == {"read": 2, "read_paths": 2}


def test_with_embeddings_both_networks_see_every_drawing(model, asked):
    first, _, path = apart(model, DRAWINGS)
    agreed = int(agree(first, path).sum())
    asked.clear()
    cache = PredictionCache(model)
    without = cache.read(DRAWINGS)
    found = cache.read(DRAWINGS, embedded=True)
    assert asked == {"read": 2 * len(DRAWINGS) - agreed, "read_paths": len(DRAWINGS)}
    width = first.embeddings.shape[1] + path.embeddings.shape[1]
    assert found.embeddings.shape == (len(DRAWINGS), width)
    assert (without.probabilities.argmax(axis=1) == found.probabilities.argmax(axis=1)).all()


def test_both_networks_see_what_the_path_is_not_sure_of_and_what_is_chosen(model, asked):
    drawings = [*DRAWINGS, SCRAWL]
    _, _, path = apart(model, drawings)
    sure = is_sure(path)
    chosen = np.arange(len(drawings)) == int(np.flatnonzero(sure)[0])
    cache = PredictionCache(model)
    found = cache.read(drawings, embedded=lambda _: chosen)
    assert (found.embeddings.any(axis=1) == (chosen | ~sure)).all()
    seen = np.flatnonzero(chosen | ~sure)
    same(found.pick(seen), PredictionCache(model).read(drawings, embedded=True).pick(seen))
    rest = np.flatnonzero(~chosen & sure)
    plain = PredictionCache(model).read(drawings)
    same(without_embeddings(found).pick(rest), without_embeddings(plain).pick(rest))


def test_the_answer_is_that_of_the_path_and_of_the_views_that_were_rendered(model):
    drawings = [*DRAWINGS, SCRAWL]
    first, second, path = apart(model, drawings)
    open_ = np.flatnonzero(~agree(first, path))
    picture = first.put(open_, average_views([first.pick(open_), second.pick(open_)]))
    combine = model.card.combination.combine
    both = combine(picture, path)
    same(PredictionCache(model).read(drawings, embedded=True), both)
    sure = np.flatnonzero(is_sure(path))
    alone = combine(path, path).pick(sure)
    expected = without_embeddings(both).put(sure, without_embeddings(alone))
    same(PredictionCache(model).read(drawings), expected)


def test_with_one_view_nothing_is_rendered_twice(model, asked):
    found = PredictionCache(model).read([SCRAWL], VIEWS[:1])
    assert asked == {"read": 1, "read_paths": 1}
    first, _, path = apart(model, [SCRAWL])
    same(found, without_embeddings(model.card.combination.combine(first, path)))


def test_views_that_are_needed_in_any_case_are_read_at_once(model, monkeypatch):
    _, _, path = apart(model, [SCRAWL])
    assert not may_agree(path).any()
    batches = []
    read = model.read
    monkeypatch.setattr(model, "read", lambda images: batches.append(len(images)) or read(images))
    PredictionCache(model).read([SCRAWL])
    assert batches == [len(VIEWS)]


def test_what_was_read_before_is_not_asked_again(model, asked):
    cache = PredictionCache(model)
    before = cache.read([*DRAWINGS, SCRAWL])
    asked.clear()
    same(cache.read([*DRAWINGS, SCRAWL]), before)
    assert not asked
    cache.read([SCRAWL, digit(3, scale=2).strokes], VIEWS[:1], embedded=True)
    assert asked == {"read": 1, "read_paths": 1}


def test_a_drawing_that_comes_twice_is_read_once(model, asked):
    found = PredictionCache(model).read([SCRAWL, SCRAWL], VIEWS[:1])
    assert asked == {"read": 1, "read_paths": 1}
    assert (found.probabilities[0] == found.probabilities[1]).all()


@pytest.mark.parametrize("embedded", [False, True])
def test_a_drawing_reads_the_same_alone_and_among_others(model, embedded):
    drawings = [*DRAWINGS, SCRAWL]
    together = PredictionCache(model).read(drawings, embedded=embedded)
    for at, drawing in enumerate(drawings):
        alone = PredictionCache(model).read([drawing], embedded=embedded)
        for one, other in zip(alone.columns, together.pick([at]).columns, strict=True):
            assert one == pytest.approx(other, abs=1e-6)


def test_a_model_without_a_trajectory_network_reads_all_views(tmp_path):
    model = Model.open(without_trajectory(tmp_path / "m.keras"))
    drawings = [*DRAWINGS, SCRAWL]
    views = np.stack([render_views(strokes) for strokes in drawings])
    same(PredictionCache(model).read(drawings), model.read_views(views))
    same(PredictionCache(model).read(drawings, VIEWS[:1]), model.read(views[:, 0]))


def test_many_drawings_are_read_in_their_order(model):
    drawings = [digit(at % 10, scale=1 + at / 100).strokes for at in range(BATCH + 6)]
    found = read_drawings(model, drawings)
    assert found.probabilities.argmax(axis=1).tolist() == [at % 10 for at in range(BATCH + 6)]
    assert all(len(column) == BATCH + 6 for column in found.columns)


def test_no_drawings_are_no_rows(model):
    assert read_drawings(model, []).probabilities.shape == (0, 10)
