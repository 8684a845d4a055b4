// A drawing as a small picture that can be pressed.

const SIDE = 44;
const MARGIN = 6;

export function thumbnail(strokes, caption, label, onPress) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "thumbnail";
  button.setAttribute("aria-label", label);
  button.append(picture(strokes), caption);
  button.addEventListener("click", onPress);
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function picture(strokes) {
  const points = strokes.flat();
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
  const [left, top] = [xs, ys].map((all) => all.reduce((a, b) => Math.min(a, b), Infinity));
  const [right, bottom] = [xs, ys].map((all) => all.reduce((a, b) => Math.max(a, b), -Infinity));
  const [wide, high] = [right - left, bottom - top];
  const scale = (SIDE - 2 * MARGIN) / Math.max(high, wide / 3, 1);
  const width = Math.max(SIDE, wide * scale + 2 * MARGIN);
  const at = ([x, y]) => [
    ((x - left - wide / 2) * scale + width / 2).toFixed(1),
    ((y - top - high / 2) * scale + SIDE / 2).toFixed(1),
  ];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${SIDE}`);
  svg.setAttribute("width", width);
  svg.setAttribute("height", SIDE);
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute(
    "d",
    strokes.map((stroke) => `M${stroke.map(at).join("L")}${stroke.length === 1 ? "h.1" : ""}`).join(""),
  );
  svg.append(path);
  return svg;
}
