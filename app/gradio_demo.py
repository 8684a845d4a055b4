"""Digitrec as a Gradio page: draw a digit or a number, and read the answer.

`pip install . gradio && python app/gradio_demo.py` opens it here. A Hugging Face Space needs this
file, a `requirements.txt` with the one line `digitrec @ git+https://github.com/OWNER/REPOSITORY`
and a `README.md` that begins with

    ---
    title: Digitrec
    sdk: gradio
    sdk_version: 6.31.0
    app_file: gradio_demo.py
    ---

The strokes go to the server as the pen drew them, not as pixels. `digitrec serve` has a page that
can do more.
"""

from __future__ import annotations

import functools
from typing import Any

import gradio

from digitrec import Ink, Recognizer, model_path
from digitrec.recognition.recognizer import ReadingError

Strokes = list[list[list[float]]]
"""Of a drawing: strokes of points [x, y] on a square of side 280."""

EXAMPLES: dict[str, Strokes] = {
    "4": [[[146, 56], [98, 162], [196, 162]], [[168, 112], [160, 230]]],
    "7": [[[92, 70], [185, 64], [134, 224]], [[112, 140], [174, 134]]],
    "10": [
        [[62, 100], [92, 66], [92, 218]],
        [[186, 70], [152, 86], [142, 140], [154, 204], [184, 218], [214, 190], [222, 138],
         [210, 88], [186, 70]],
    ],
}  # fmt: skip

PAD = """
<svg viewBox="0 0 280 280" role="img" aria-label="Drawing area">
  ${value.map((stroke) => `<polyline points="${stroke.join(" ")}"/>`).join("")}
</svg>
"""

STYLE = """
svg {
  display: block; width: 100%; max-width: 420px; aspect-ratio: 1; margin: auto;
  background: #fff; border: 1px solid #8888; border-radius: 12px;
  cursor: crosshair; touch-action: none;
}
polyline {
  fill: none; stroke: #222; stroke-width: 7; stroke-linecap: round; stroke-linejoin: round;
}
"""

SCRIPT = """
let stroke = null;
let line = null;

function point({ clientX, clientY }) {
  const box = element.querySelector("svg").getBoundingClientRect();
  const placed = (at, low) => Math.round(((at - low) * 28000) / box.width) / 100;
  return [placed(clientX, box.left), placed(clientY, box.top)];
}

element.addEventListener("pointerdown", (event) => {
  if (stroke || event.button || !event.target.closest("svg")) return;
  event.preventDefault();
  element.setPointerCapture(event.pointerId);
  stroke = [point(event), point(event)];
  line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
  element.querySelector("svg").append(line);
});

element.addEventListener("pointermove", (event) => {
  if (!stroke) return;
  const moves = event.getCoalescedEvents?.() ?? [];
  stroke.push(...(moves.length ? moves : [event]).map(point));
  line.setAttribute("points", stroke.join(" "));
});

element.addEventListener("pointerup", () => {
  if (!stroke) return;
  const strokes = [...props.value, stroke];
  stroke = null;
  line.remove();
  props.value = strokes;
  trigger("change");
});

element.addEventListener("pointercancel", () => {
  line?.remove();
  stroke = null;
});
"""


@functools.cache
def recognizer() -> Recognizer:
    """The one that reads for everybody; several threads may ask it."""
    return Recognizer.open(model_path())


def read(strokes: Strokes) -> tuple[str, dict[str, float] | None]:
    """What a drawing says, and the probabilities of the ten digits if it is one digit."""
    if not strokes:
        return "", None
    try:
        reading = recognizer().read(Ink.from_dict({"strokes": strokes}))
    except (ValueError, ReadingError) as error:
        return str(error), None
    said = f"# {reading.text or '?'}\n{reading.confidence:.0%}"
    if len(reading.digits) != 1:
        return said, None
    return said, {str(at): float(one) for at, one in enumerate(reading.digits[0].probabilities)}


def page() -> Any:
    """The page, not yet started."""
    with gradio.Blocks(title="Digitrec") as blocks:
        gradio.Markdown("# Digitrec\nDraw a digit or a number with mouse, pen or finger.")
        with gradio.Row():
            with gradio.Column():
                pad = gradio.HTML(
                    [],
                    html_template=PAD,
                    css_template=STYLE,
                    js_on_load=SCRIPT,
                    apply_default_css=False,
                )
                with gradio.Row():
                    clear = gradio.Button("Clear")
                    examples = [gradio.Button(f"Example: {name}") for name in EXAMPLES]
            with gradio.Column():
                answer = gradio.Markdown()
                bars = gradio.Label(num_top_classes=10, label="Probabilities")
        pad.change(read, pad, [answer, bars], show_progress="hidden", trigger_mode="always_last")
        clear.click(list, None, pad)
        for button, strokes in zip(examples, EXAMPLES.values(), strict=True):
            button.click(functools.partial(list, strokes), None, pad)
    return blocks


if __name__ == "__main__":
    recognizer()
    page().launch()
