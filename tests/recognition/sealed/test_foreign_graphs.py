"""Graphs that load but aren't those of a model of digits: each fault is named."""

import numpy as np
import pytest

from digitrec.recognition.model import GRAPH, Model, ModelError
from tests.recognition.sealed.archives import replaced, rewritten
from tests.recognition.sealed.graphs import changed_graph, constant_graph

IMAGE = np.zeros((1, 28, 28, 1), np.float32)
UNIFORM = np.full((2, 10), 0.1, np.float32)


def opened_with(folder, graph):
    return Model.open(rewritten(folder / "m.keras", replaced(GRAPH, graph)))


@pytest.mark.parametrize(
    ("inputs", "outputs", "fault"),
    [
        ([IMAGE, IMAGE], [UNIFORM], "it has 2 inputs, not one"),
        (
            [IMAGE.astype(np.int8)],
            [UNIFORM],
            r"its input is int8 of shape \(28, 28, 1\), not float",
        ),
        (
            [IMAGE[:, :14]],
            [UNIFORM],
            r"its input is float32 of shape \(14, 28, 1\), not float32 of",
        ),
        ([IMAGE[0]], [UNIFORM], r"its input is float32 of shape \(28, 1\)"),
        ([IMAGE], [UNIFORM.astype(np.int32)], "its outputs are not all rows of float32"),
        ([IMAGE], [UNIFORM[:, None]], "its outputs are not all rows of float32"),
        ([IMAGE], [UNIFORM, UNIFORM[0]], "its outputs are not all rows of float32"),
        ([IMAGE], [UNIFORM[:, :9]], "it doesn't give ten probabilities"),
        ([IMAGE], [UNIFORM[:1]], "it doesn't give a row for each drawing"),
        ([IMAGE], [UNIFORM * 2], "what it gives are not probabilities"),
        ([IMAGE], [UNIFORM, UNIFORM[:, :2] - 1], "what it gives are not probabilities"),
        ([IMAGE], [UNIFORM, UNIFORM[:, :2] * np.inf], "what it gives are not probabilities"),
        ([IMAGE], [UNIFORM * np.nan], "a weight is not a number"),
    ],
)
def test_a_graph_of_another_kind_is_refused_and_its_fault_named(tmp_path, inputs, outputs, fault):
    with pytest.raises(ModelError, match=rf"m\.keras: its graph can't be run: {fault}"):
        opened_with(tmp_path, constant_graph(inputs, outputs))


def test_a_graph_that_gives_probabilities_is_accepted(tmp_path):
    model = opened_with(tmp_path, constant_graph([IMAGE], [UNIFORM]))
    assert model.graph.embedding == 0


def test_a_weight_that_is_not_a_number_is_found_where_a_later_layer_hides_it(tmp_path):
    def spoil(model):
        first = [one for one in model.subgraphs[0].tensors if list(one.shape) == [16, 3, 3, 1]]
        (buffer,) = (
            model.buffers[one.buffer] for one in first if model.buffers[one.buffer].data is not None
        )
        buffer.data = buffer.data.copy()
        buffer.data[:2] = np.frombuffer(np.float16(np.nan).tobytes(), np.uint8)

    with pytest.raises(ModelError, match="its graph can't be run: a weight is not a number"):
        opened_with(tmp_path, changed_graph(spoil))
    assert opened_with(tmp_path, changed_graph(lambda model: None)).card.name
