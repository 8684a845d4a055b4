// The paper: takes the pointer's strokes and shows them as smooth ink.

const PEN_REST = 700; // milliseconds for which a finger is taken for a palm after the pen
const LEAST_STEP = 0.5; // pixels between two points that are kept

export class Paper {
  #canvas;
  #context;
  #pointer = null; // { id, type, erasing }
  #penSeen = -Infinity;
  #scale = 1;
  #drawn = false;
  #erased = false;

  // Events: onStroke(stroke), onGrow(stroke), onErase(index), onEraseEnd()
  constructor(canvas, events) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.events = events;
    this.strokes = [];
    this.growing = null;
    this.faded = new Set();
    this.spots = [];
    this.erasing = false;
    const on = (name, call) => canvas.addEventListener(name, call);
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", (event) => this.#cancel(event));
    on("contextmenu", (event) => event.preventDefault());
    // Safari scrolls under a finger in spite of touch-action if a touch begins a gesture.
    canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    new ResizeObserver(() => this.show()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.show());
  }

  get busy() {
    return this.#pointer !== null;
  }

  // As in the window, a stroke is as wide as a thick felt pen on a note.
  get penWidth() {
    const { clientWidth, clientHeight } = this.#canvas;
    return Math.max(7, 0.024 * Math.min(clientWidth, clientHeight)) / this.#scale;
  }

  // Where a point of the ink lies on the paper, in CSS pixels.
  placed([x, y]) {
    return [x * this.#scale, y * this.#scale];
  }

  show() {
    if (this.#drawn) return;
    this.#drawn = true;
    requestAnimationFrame(() => {
      this.#drawn = false;
      this.#draw();
    });
  }

  #down(event) {
    if (event.pointerType === "pen") {
      this.#penSeen = event.timeStamp;
      if (this.#pointer?.type === "touch") this.#forget(); // the palm came first
    }
    const palm = event.pointerType === "touch" && event.timeStamp - this.#penSeen < PEN_REST;
    if (this.#pointer || palm || event.button === 1) return;
    event.preventDefault();
    document.activeElement?.blur(); // or Space would press the button that was used last
    this.#canvas.setPointerCapture(event.pointerId);
    const erasing = this.erasing || event.button === 2 || event.button === 5;
    this.#pointer = { id: event.pointerId, type: event.pointerType, erasing };
    if (erasing) {
      this.#eraseAt(this.#point(event));
    } else {
      this.growing = [this.#point(event)];
      this.events.onGrow(this.growing);
    }
    this.show();
  }

  #move(event) {
    if (event.pointerType === "pen") this.#penSeen = event.timeStamp;
    if (event.pointerId !== this.#pointer?.id) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) {
      const point = this.#point(each);
      if (this.#pointer.erasing) this.#eraseAt(point);
      else this.#extend(point);
    }
    if (!this.#pointer.erasing) this.events.onGrow(this.growing);
    this.show();
  }

  #up(event) {
    if (event.pointerId !== this.#pointer?.id) return;
    const { erasing } = this.#pointer;
    this.#pointer = null;
    if (erasing) {
      if (this.#erased) this.events.onEraseEnd();
      this.#erased = false;
      return;
    }
    this.#extend(this.#point(event));
    const stroke = this.growing;
    this.growing = null;
    this.events.onStroke(stroke);
  }

  #cancel(event) {
    if (event.pointerId === this.#pointer?.id) this.#forget();
  }

  #forget() {
    this.#pointer = null;
    this.growing = null;
    this.events.onGrow(null);
    this.show();
  }

  #point(event) {
    const box = this.#canvas.getBoundingClientRect();
    const rounded = (value) => Math.round((value / this.#scale) * 100) / 100;
    return [rounded(event.clientX - box.left), rounded(event.clientY - box.top)];
  }

  #extend(point) {
    const last = this.growing[this.growing.length - 1];
    const step = Math.hypot(point[0] - last[0], point[1] - last[1]);
    if (step * this.#scale >= LEAST_STEP) this.growing.push(point);
  }

  #eraseAt(point) {
    const reach = 1.2 * this.penWidth;
    const hit = this.strokes.findLastIndex((stroke) => distance(stroke, point) < reach);
    if (hit < 0) return;
    this.#erased = true;
    this.events.onErase(hit);
  }

  #draw() {
    const { clientWidth, clientHeight } = this.#canvas;
    const dense = window.devicePixelRatio || 1;
    const [width, height] = [clientWidth, clientHeight].map((side) => Math.round(side * dense));
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    if (!this.growing) this.#scale = this.#fitting(clientWidth, clientHeight);
    const context = this.#context;
    context.setTransform(dense * this.#scale, 0, 0, dense * this.#scale, 0, 0);
    context.clearRect(0, 0, width, height);
    const colours = getComputedStyle(this.#canvas);
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = this.penWidth;
    context.strokeStyle = context.fillStyle = colours.getPropertyValue("--ink");
    this.strokes.forEach((stroke, at) => {
      context.globalAlpha = this.faded.has(at) ? 0.25 : 1;
      trace(context, stroke);
    });
    context.globalAlpha = 1;
    if (this.spots.length) this.#tint(context, colours);
    if (this.growing) trace(context, this.growing);
  }

  // Ink that was drawn on a larger paper is shown smaller, never cut off.
  #fitting(width, height) {
    let [right, bottom] = [0, 0];
    for (const stroke of this.strokes) {
      for (const [x, y] of stroke) {
        right = Math.max(right, x);
        bottom = Math.max(bottom, y);
      }
    }
    return Math.min(1, width / (right + 8), height / (bottom + 8));
  }

  // Ink that speaks for the answer, and ink that speaks against it. The spots lie along the ink,
  // one after the other; what is painted beside it doesn't show.
  #tint(context, colours) {
    const gaps = this.spots.slice(1).map(([x, y], at) => {
      const [lastX, lastY] = this.spots[at];
      return Math.hypot(x - lastX, y - lastY);
    });
    const gap = gaps.sort((one, other) => one - other)[gaps.length >> 1] ?? 0;
    context.globalCompositeOperation = "source-atop";
    for (const [x, y, shade] of this.spots) {
      context.fillStyle = colours.getPropertyValue(shade > 0 ? "--for" : "--against");
      context.globalAlpha = Math.abs(shade);
      context.beginPath();
      context.arc(x, y, Math.hypot(gap, this.penWidth) / 2, 0, 7);
      context.fill();
    }
    context.globalAlpha = 1;
    context.globalCompositeOperation = "source-over";
  }
}

// Draws a stroke as a smooth curve: through the middles between its points.
function trace(context, stroke) {
  context.beginPath();
  context.moveTo(...stroke[0]);
  if (stroke.length === 1) context.lineTo(stroke[0][0] + 0.01, stroke[0][1]);
  for (let at = 1; at < stroke.length; at++) {
    const [x, y] = stroke[at];
    const next = stroke[at + 1];
    if (next) context.quadraticCurveTo(x, y, (x + next[0]) / 2, (y + next[1]) / 2);
    else context.lineTo(x, y);
  }
  context.stroke();
}

function distance(stroke, [x, y]) {
  let least = Math.hypot(stroke[0][0] - x, stroke[0][1] - y);
  for (let at = 1; at < stroke.length; at++) {
    const [[ax, ay], [bx, by]] = [stroke[at - 1], stroke[at]];
    const [dx, dy] = [bx - ax, by - ay];
    const share = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
    const near = Math.max(0, Math.min(1, share));
    least = Math.min(least, Math.hypot(ax + near * dx - x, ay + near * dy - y));
  }
  return least;
}
