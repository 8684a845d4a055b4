// What people do on the page: strokes by mouse, pen and fingers.

// Digits as strokes in a square of side 1.
export const DIGITS = {
  0: [[[0.6, 0.2], [0.42, 0.26], [0.35, 0.5], [0.42, 0.76], [0.55, 0.8], [0.67, 0.66], [0.7, 0.45], [0.64, 0.25], [0.58, 0.2]]],
  1: [[[0.42, 0.36], [0.55, 0.2], [0.55, 0.8]]],
  4: [[[0.52, 0.2], [0.35, 0.58], [0.7, 0.58]], [[0.6, 0.4], [0.57, 0.82]]],
  7: [[[0.33, 0.25], [0.66, 0.23], [0.48, 0.8]], [[0.4, 0.5], [0.62, 0.48]]],
};

// A digit, moved to the right by some squares and made narrower.
export function moved(digit, right, width = 1) {
  return DIGITS[digit].map((stroke) => stroke.map(([x, y]) => [right + x * width, y]));
}

// The places of strokes on the paper, in CSS pixels; a square lies in its middle. Between two points
// lie as many steps.
export async function onPaper(page, strokes, steps = 5) {
  const box = await page.locator("#ink").boundingBox();
  const side = Math.min(box.width, box.height);
  const [left, top] = [box.x + (box.width - side) / 2, box.y + (box.height - side) / 2];
  return strokes.map((stroke) => dense(stroke, steps).map(([x, y]) => [left + x * side, top + y * side]));
}

export async function drawByMouse(page, strokes, steps = 5) {
  for (const stroke of await onPaper(page, strokes, steps)) {
    await page.mouse.move(...stroke[0]);
    await page.mouse.down();
    for (const point of stroke.slice(1)) await page.mouse.move(...point);
    await page.mouse.up();
  }
}

// Fingers: touch(type, [[x, y, id], …]).
export async function fingers(page) {
  const session = await page.context().newCDPSession(page);
  return (type, points) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: points.map(([x, y, id = 0]) => ({ x, y, id })),
    });
}

export async function drawByFinger(page, strokes) {
  const touch = await fingers(page);
  for (const stroke of await onPaper(page, strokes)) {
    await touch("touchStart", [stroke[0]]);
    for (const point of stroke.slice(1)) await touch("touchMove", [point]);
    await touch("touchEnd", []);
  }
}

// meanwhile(): what happens while the pen is down.
export async function drawByPen(page, strokes, meanwhile = () => {}) {
  const session = await page.context().newCDPSession(page);
  const send = (type, [x, y], buttons) =>
    session.send("Input.dispatchMouseEvent", {
      type, x, y, buttons, button: "left", pointerType: "pen", clickCount: 1,
    });
  for (const stroke of await onPaper(page, strokes)) {
    await send("mousePressed", stroke[0], 1);
    await meanwhile();
    for (const point of stroke.slice(1)) await send("mouseMoved", point, 1);
    await send("mouseReleased", stroke.at(-1), 0);
  }
}

// More points on the way, as a real pointer gives them.
function dense(stroke, steps) {
  return stroke.flatMap(([x, y], at) => {
    if (at === 0) return [[x, y]];
    const [fromX, fromY] = stroke[at - 1];
    return Array.from({ length: steps }, (_, step) => [
      fromX + ((x - fromX) * (step + 1)) / steps,
      fromY + ((y - fromY) * (step + 1)) / steps,
    ]);
  });
}
