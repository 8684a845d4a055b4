import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter as LiteRT
from PIL import Image

from digitrec.recognition.model import Model
from digitrec.recognition.numpy_runtime import product
from digitrec.recognition.numpy_runtime.interpreter import Interpreter
from digitrec.recognition.picture.decoding import Picture
from digitrec.recognition.recognizer import Recognizer
from digitrec.recognition.sealed import runtime
from digitrec.recognition.sealed.archive import unseal
from digitrec.recognition.sealed.further import LINES, further_graph
from digitrec.resources import model_path
from tests.recognition.sealed.graphs import changed_graph
from tests.samples import digit

SEALED = unseal(model_path())
RANDOM = np.random.default_rng(21)


def outputs(interpreter, values):
    (entry,) = interpreter.get_input_details()
    interpreter.resize_tensor_input(entry["index"], list(values.shape))
    interpreter.allocate_tensors()
    interpreter.set_tensor(entry["index"], values)
    interpreter.invoke()
    return [interpreter.get_tensor(out["index"]) for out in interpreter.get_output_details()]


def assert_same(content, values):
    wanted = outputs(LiteRT(model_content=content, num_threads=1), values)
    found = outputs(Interpreter(content), values)
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert (one.shape, one.dtype) == (other.shape, np.float32)
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-5)


@pytest.mark.parametrize("count", [1, 3])
def test_the_picture_classifier_gives_what_it_gives_with_litert(count):
    assert_same(SEALED.graph, RANDOM.random((count, 28, 28, 1), np.float32))


def test_where_numpy_has_no_blas_it_gives_the_same(monkeypatch):
    monkeypatch.setattr(product, "_HAS_BLAS", False)
    assert_same(SEALED.graph, RANDOM.random((2, 28, 28, 1), np.float32))


def test_a_batch_of_another_size_goes_through_the_same_interpreter():
    interpreter, litert = (
        Interpreter(SEALED.trajectory),
        LiteRT(model_content=SEALED.trajectory, num_threads=1),
    )
    for count in (2, 2, 1, 3):
        values = RANDOM.standard_normal((count, 64, 9)).astype(np.float32)
        for one, other in zip(outputs(interpreter, values), outputs(litert, values), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-5)


@pytest.mark.parametrize("count", [1, 3])
def test_the_trajectory_network_gives_what_it_gives_with_litert(count):
    assert_same(SEALED.trajectory, RANDOM.standard_normal((count, 64, 9)).astype(np.float32))


@pytest.mark.parametrize("width", [32, 208])
def test_the_line_network_gives_what_it_gives_with_litert(width):
    graph = further_graph(model_path(), SEALED.card, LINES)
    assert_same(graph, RANDOM.random((1, 48, width, 1), np.float32))


@pytest.mark.training
def test_other_layers_and_the_dense_network_give_what_they_give_with_litert(tmp_path):
    import keras
    from keras import layers

    from training.network.architectures import dense
    from training.sealing.graph import compile_graph

    keras.utils.set_random_seed(1)
    pages = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(8, 3, strides=2, padding="same", activation="relu"),
            layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, activation="relu6"),
            layers.Conv2D(8, (1, 3), activation="tanh"),
            layers.MaxPooling2D(2, padding="same"),
            layers.AveragePooling2D(3, strides=1, padding="same"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    for network in (dense(), pages):
        assert_same(compile_graph(network), RANDOM.random((2, 28, 28, 1), np.float32))


def test_without_litert_the_recogniser_reads_the_same(monkeypatch):
    drawings = [digit(one) for one in range(10)]
    picture = Picture(np.asarray(Image.new("L", (300, 90), 255)).copy())
    picture.pixels[20:70, 60:66] = picture.pixels[20:70, 160:166] = 0
    wanted = Recognizer.open(model_path())
    monkeypatch.setattr(runtime, "has_litert", lambda: False)
    found = Recognizer.open(model_path())
    assert isinstance(found.model.graph._interpreter, Interpreter)
    for one, other in zip(found.read_all(drawings), wanted.read_all(drawings), strict=True):
        assert one.text == other.text
        for each, same in zip(one.digits, other.digits, strict=True):
            assert each.probabilities == pytest.approx(same.probabilities, abs=1e-5)
    one, other = (each.read_picture(picture) for each in (found, wanted))
    assert one.text == other.text != ""
    assert one.confidence == pytest.approx(other.confidence, abs=1e-4)
    assert "NumPy" in runtime.runtime_name()


@pytest.mark.parametrize("length", [0, 6, 100, 40_000])
def test_a_graph_that_ends_too_early_is_refused(length):
    content = changed_graph(lambda model: None)
    with pytest.raises(ValueError, match="not a LiteRT graph|ends too early"):
        Interpreter(content[:length])


def test_an_operator_that_is_not_known_is_named():
    def change(model):
        model.operatorCodes[0].builtinCode = model.operatorCodes[0].deprecatedBuiltinCode = 99

    with pytest.raises(ValueError, match="operator 99 is not supported"):
        Interpreter(changed_graph(change))


def test_an_unknown_model_file_is_refused_in_words(monkeypatch, tmp_path):
    monkeypatch.setattr(runtime, "has_litert", lambda: False)
    sealed = SEALED._replace(graph=b"no graph")
    from digitrec.recognition.model import ModelError

    with pytest.raises(ModelError, match="its graph can't be run: not a LiteRT graph"):
        Model(tmp_path / "m.keras", sealed)
