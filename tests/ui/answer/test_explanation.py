import numpy as np
import pytest
from PIL import Image

from digitrec.recognition.ink import Ink
from digitrec.recognition.raster import render
from tests.samples import digit
from tests.ui.answer.screen import grab, picture


def blue(person):
    """Pixels of the drawing area that are bluer than grey: ink that speaks for the answer."""
    pixels = grab(person, person.window.area)
    return int((pixels[..., 2] - pixels[..., 0] > 60).sum())


@pytest.fixture
def ready(person):
    person.wait_until_ready()
    return person


def test_before_there_is_an_answer_nobody_asks_why(ready):
    view = ready.parts.network_view
    assert not view.winfo_ismapped()
    ready.draw(digit(7))
    ready.wait(view.winfo_ismapped)
    ready.press("<Escape>")
    ready.wait(lambda: not view.winfo_ismapped())


def test_a_click_shows_what_the_network_sees_and_tints_the_ink(ready):
    ready.draw(digit(7))
    ready.wait(ready.parts.network_view.winfo_ismapped)
    assert blue(ready) == 0
    ready.parts.network_view.event_generate("<ButtonRelease-1>")
    ready.wait(lambda: blue(ready) > 200)
    assert picture(ready) == pytest.approx(render(digit(7).strokes), abs=0.08)
    assert "orange" in ready.window.status["text"]
    assert ready.parts.choices.settings.insight
    ready.parts.network_view.event_generate("<ButtonRelease-1>")
    ready.wait(lambda: blue(ready) == 0)
    assert not ready.parts.choices.settings.insight


def test_the_picture_follows_the_pen_and_the_tint_waits_for_its_end(ready):
    ready.press("<w>")
    first, second = digit(7).strokes
    ready.draw(Ink((first,)))
    ready.wait(lambda: blue(ready) > 100)
    before = picture(ready)
    ready.draw(Ink((second,)), release=False)
    ready.wait(lambda: np.abs(picture(ready) - before).max() > 0.5)
    assert blue(ready) == 0
    ready.window.area.event_generate("<ButtonRelease-1>", x=200, y=200)
    ready.wait(lambda: blue(ready) > 100)


def test_undo_clear_and_correction_keep_up(ready):
    ready.press("<w>")
    ready.draw(digit(5))
    ready.wait(lambda: blue(ready) > 100)
    ready.press("<Control-z>")
    ready.wait(lambda: picture(ready) == pytest.approx(render(digit(5).strokes[:1]), abs=0.08))
    ready.press("<Escape>")
    ready.wait(lambda: picture(ready).max() == 0)
    assert blue(ready) == 0


def test_another_theme_and_another_size_keep_the_tint(ready):
    ready.press("<w>")
    ready.draw(digit(2))
    ready.wait(lambda: blue(ready) > 100)
    ready.window.apply_theme("dark")
    ready.wait(lambda: blue(ready) > 100)
    ready.root.geometry("900x700")
    ready.wait(lambda: ready.root.winfo_width() == 900)
    ready.wait(lambda: blue(ready) > 100)


def test_of_a_picture_the_network_sees_what_it_read(ready, tmp_path):
    image = Image.fromarray((255 - render(digit(3).strokes) * 255).astype("uint8"))
    image.resize((140, 140)).save(tmp_path / "three.png")
    ready.press("<w>")
    ready.parts.exchange.open_picture(tmp_path / "three.png")
    ready.wait(lambda: ready.big == "3")
    ready.wait(lambda: picture(ready).max() > 0.9)
    assert np.abs(picture(ready) - render(digit(3).strokes)).mean() < 0.05


def test_the_choice_is_kept(ready, places):
    ready.press("<w>")
    ready.close()
    assert "insight = true" in places.settings.read_text()


def test_the_tint_goes_with_the_first_touch(ready):
    ready.press("<w>")
    ready.draw(digit(2))
    ready.wait(lambda: blue(ready) > 100)
    ready.window.desk.live = False
    ready.draw(Ink((((5.0, 5.0), (9.0, 9.0)),)), release=False)
    assert blue(ready) == 0


def test_after_an_error_the_next_drawing_is_explained(ready, monkeypatch):
    from digitrec.recognition import saliency

    errors = []
    ready.root.report_callback_exception = lambda *error: errors.append(error)
    with monkeypatch.context() as broken:
        broken.delattr(saliency, "explain")
        ready.press("<w>")
        ready.draw(digit(2))
        ready.wait(lambda: errors)
    ready.press("<Escape>")
    ready.draw(digit(2))
    ready.wait(lambda: blue(ready) > 100)
