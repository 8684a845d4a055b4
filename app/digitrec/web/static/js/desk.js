// The desk: brings together the paper, the sheets on it, the reader and the answer.

import { AnswerPanel } from "./answer.js";
import { History } from "./history.js";
import { TaughtHand } from "./hand.js";
import { Marks } from "./marks.js";
import { Paper } from "./paper.js";
import { contained } from "./pictures.js";
import { ReadingLoop } from "./reading-loop.js";
import { joined, letters, offers, put } from "./selection.js";
import { BLANK, Sheets } from "./sheets.js";
import { leastSure } from "./verdict.js";
import { say } from "./words.js";

const element = (id) => document.getElementById(id);
const LESSON_REST = 900; // milliseconds without the pen after which an example is taken

export class Desk {
  answer = null;
  selected = null;
  explaining = false;
  #sheets = new Sheets();
  #timer = 0;
  #reader;

  constructor(reader, storage) {
    this.#reader = reader;
    this.panel = new AnswerPanel((letter) => this.correct(letter));
    this.paper = new Paper(element("ink"), {
      onStroke: (stroke) => this.#add(stroke),
      onGrow: (stroke) => this.#grow(stroke),
      onErase: (at) => this.#erase(at),
      onEraseEnd: () => this.#changed(),
    });
    this.marks = new Marks(element("marks"), (at) => this.select(at === this.selected ? null : at));
    this.history = new History(storage, {
      onOpen: (drawing) => this.#open(drawing),
      onTrouble: () => tell(say("DRAWING_LOST")),
    });
    this.hand = new TaughtHand(storage, {
      onChange: () => this.read(),
      onAsk: (digit) => this.#ask(digit),
    });
    this.loop = new ReadingLoop(reader, {
      onAnswer: (answer, request) => this.#read(answer, request),
      onTrouble: (error) => this.#trouble(error),
    });
    new ResizeObserver(() => this.#showMarks()).observe(element("paper"));
  }

  get sheet() {
    return this.#sheets.now;
  }

  undo() {
    this.#sheets.undo();
    this.#changed();
  }

  redo() {
    this.#sheets.redo();
    this.#changed();
  }

  clear() {
    if (this.hand.asked !== null) {
      this.hand.end();
      return;
    }
    if (this.#sheets.blank) return;
    this.#learn();
    this.history.begin();
    this.#sheets.change(BLANK);
    this.#changed();
  }

  openPicture(blob) {
    if (!this.#sheets.blank) this.clear();
    const picture = { blob, url: URL.createObjectURL(blob), name: blob.name || say("PASTED") };
    this.#sheets.change({ ...BLANK, picture });
    this.#changed();
  }

  correct(letter) {
    if (!this.answer) {
      tell(say("NOTHING_TO_CORRECT"));
      return;
    }
    const { digits } = this.answer;
    const place = this.selected ?? (digits.length ? leastSure(digits) : 0);
    this.#sheets.change({ corrected: put(this.answer, this.sheet.corrected, place, letter) });
    this.#keep();
    this.show();
  }

  takeBack() {
    if (this.sheet.corrected === null) return;
    this.#sheets.change({ corrected: null });
    this.#keep();
    this.show();
  }

  select(place) {
    this.selected = place;
    this.show();
    if (this.explaining) this.read();
  }

  move(by) {
    const count = this.answer?.digits.length ?? 0;
    if (count < 2) return;
    const place = (this.selected ?? (by > 0 ? -1 : count)) + by;
    this.select(place >= 0 && place < count ? place : null);
  }

  join() {
    if (!this.answer || this.sheet.picture) return;
    if (this.selected === null && this.answer.digits.length > 1) tell(say("NOTHING_SELECTED"));
    else this.#regroup(joined(this.answer, this.selected));
  }

  async split() {
    if (!this.answer || this.sheet.picture) return;
    if (this.selected === null && this.answer.digits.length > 1) {
      tell(say("NOTHING_SELECTED"));
      return;
    }
    const { details } = this.answer;
    const place = this.selected ?? 0;
    const whole = details.strokes[place] ?? [];
    const strokes = whole.map((at) => this.sheet.strokes[at]);
    const body = this.#line({ strokes });
    const [halves] = await this.#reader.read(body, { digits: 2 }).catch(() => [{ error: "" }]);
    if (halves.error !== undefined || halves.digits.length < 2) {
      tell(say("CANNOT_SPLIT"));
      return;
    }
    const two = halves.details.strokes.map((half) => half.map((at) => whole[at]));
    this.#regroup([...details.strokes.slice(0, place), ...two, ...details.strokes.slice(place + 1)]);
  }

  setErasing(on) {
    this.paper.erasing = on;
    element("ink").classList.toggle("erasing", on);
    element("eraser").setAttribute("aria-pressed", String(on));
  }

  setExplaining(on) {
    this.explaining = on;
    element("why").setAttribute("aria-pressed", String(on));
    element("insight").hidden = !on;
    this.paper.spots = [];
    this.paper.show();
    if (on) this.read();
  }

  // The reading as text, with its correction; empty if there is none.
  get text() {
    return this.answer ? (this.sheet.corrected ?? this.answer.text) : "";
  }

  read(growing = null) {
    if (this.sheet.picture) {
      this.loop.ask({ body: this.sheet.picture.blob, options: { picture: true }, sheet: this.sheet });
      return;
    }
    const strokes = growing ? [...this.sheet.strokes, growing] : this.sheet.strokes;
    if (!strokes.length) return;
    const line = { strokes, dot: this.paper.penWidth / 2 };
    if (growing) line.draft = true;
    else if (this.sheet.groups) line.groups = this.sheet.groups;
    if (this.explaining && !growing) line.explain = this.selected ?? this.#least();
    const since = performance.now();
    this.loop.ask({ body: this.#line(line), options: {}, sheet: this.sheet, growing, since });
  }

  show() {
    const { answer, sheet } = this;
    element("hint").hidden = !this.#sheets.blank || this.paper.busy;
    for (const [id, on] of [
      ["undo", this.#sheets.canUndo],
      ["redo", this.#sheets.canRedo],
      ["clear", !this.#sheets.blank],
    ]) {
      element(id).disabled = !on;
    }
    this.#showMarks();
    if (!answer) {
      if (this.#sheets.blank && !this.paper.busy) this.panel.showWaiting();
      element("join").hidden = element("split").hidden = true;
      return;
    }
    this.panel.show(answer, this.sheet.corrected, this.selected);
    const offered = sheet.picture ? {} : offers(answer, this.selected);
    element("join").hidden = !offered.join;
    element("split").hidden = !offered.split;
  }

  #least() {
    return this.answer?.digits.length ? leastSure(this.answer.digits) : 0;
  }

  #line(line) {
    const { examples } = this.hand;
    return JSON.stringify(examples.length ? { ...line, hand: examples } : line);
  }

  #add(stroke) {
    if (this.sheet.picture) this.clear();
    this.#sheets.addStroke(stroke);
    this.#changed();
    if (this.hand.asked !== null) {
      this.#timer = setTimeout(() => this.#takeExample(), LESSON_REST);
    }
  }

  #grow(stroke) {
    clearTimeout(this.#timer);
    element("hint").hidden = true;
    this.paper.spots = [];
    if (stroke && !this.sheet.picture) this.read(stroke);
    else this.show();
  }

  #erase(at) {
    const strokes = this.sheet.strokes.filter((_, index) => index !== at);
    this.#sheets.change({ strokes, groups: null, corrected: null });
    this.paper.strokes = strokes;
    this.paper.show();
  }

  #regroup(groups) {
    if (!groups) return;
    this.#sheets.change({ groups, corrected: null });
    this.#changed();
  }

  #changed() {
    this.answer = null;
    this.selected = null;
    this.paper.strokes = this.sheet.strokes;
    this.paper.faded = new Set();
    this.paper.spots = [];
    this.paper.show();
    this.#showPicture();
    if (this.#sheets.blank) {
      this.loop.drop();
      this.history.begin();
    } else {
      this.read();
      this.#keep();
    }
    this.show();
  }

  #showPicture() {
    const { picture } = this.sheet;
    const shown = element("picture");
    shown.hidden = !picture;
    if (!picture) return;
    if (shown.src !== picture.url) shown.src = picture.url;
    this.panel.showTrouble(say("LOADING"), say("READING_PICTURE", { name: picture.name }));
  }

  #read(answer, { sheet, growing, since }) {
    if (sheet !== this.sheet && !growing) return; // the next answer is on its way
    if (answer.error !== undefined) {
      this.answer = null;
      this.panel.showTrouble(say("NOT_READ"), answer.error);
      return;
    }
    this.answer = answer;
    if (!growing) {
      this.paper.faded = new Set(answer.details.strays);
      this.#explain(answer.details.explanation);
      this.#keep();
    }
    this.paper.show();
    this.show();
    if (!growing && !sheet.picture) tellPainted(answer, sheet, since);
  }

  #explain(explanation) {
    if (!explanation) return;
    const image = new ImageData(28, 28);
    explanation.view.forEach((level, at) => image.data.set([level, level, level, 255], 4 * at));
    element("view").getContext("2d").putImageData(image, 0, 0);
    this.paper.spots = explanation.spots;
    const example = this.hand.examples[this.answer.details.examples[this.selected ?? this.#least()]];
    element("insight-words").textContent = !example
      ? say("INSIGHT_SHOWN")
      : say(example.label === "?" ? "LIKE_NO_DIGIT" : "LIKE_EXAMPLE", { digit: example.label });
  }

  #trouble(error) {
    const reason = say(error.message);
    this.panel.showTrouble(say("CANNOT_READ"), say("NO_READER", { reason }));
  }

  #showMarks() {
    const waiting = !this.answer && this.sheet.strokes.length && !this.sheet.picture;
    if (waiting) return; // those of the last answer stay until the next, so that they don't flicker
    const digits = this.answer?.digits ?? [];
    const size = this.answer?.details.size;
    const placed = size ? contained(size, element("paper")) : (point) => this.paper.placed(point);
    const shown = this.answer ? letters(this.answer, this.sheet.corrected) : [];
    this.marks.show(digits, shown, this.selected, placed);
  }

  #keep() {
    if (this.sheet.picture || this.hand.asked !== null) return;
    this.history.keep(this.sheet.strokes, this.answer, this.sheet.corrected);
  }

  // What a correction teaches: each digit whose letter was changed.
  #learn() {
    const { strokes, corrected, picture } = this.sheet;
    if (corrected === null || picture || !this.answer) return;
    const read = letters(this.answer, null);
    const given = letters(this.answer, corrected);
    const groups = this.answer.details.strokes;
    this.hand.learn(
      given
        .map((label, at) => ({ label, strokes: (groups[at] ?? []).map((stroke) => strokes[stroke]) }))
        .filter((lesson, at) => lesson.label !== read[at] && lesson.strokes.length),
    );
  }

  #open({ id, created, strokes, corrected }) {
    if (!this.#sheets.blank) this.clear();
    this.#sheets.change({ ...BLANK, strokes, corrected });
    this.history.begin({ id, created });
    this.#changed();
  }

  #ask(digit) {
    clearTimeout(this.#timer);
    this.#sheets = new Sheets();
    this.history.begin();
    this.#changed();
    if (digit === null) {
      element("hint").textContent = say("HINT");
      tell(say("LESSON_DONE"));
      return;
    }
    element("hint").textContent = `${say("LESSON_REQUEST")} ${digit}`;
    tell(`${say("LESSON_REQUEST")} ${digit}`, 60_000);
  }

  #takeExample() {
    if (this.hand.asked !== null && !this.paper.busy) this.hand.take(this.sheet.strokes);
  }
}

// Tells whoever listens, as the window's trace does, once a reading has been painted.
function tellPainted({ text, confidence }, { strokes }, since) {
  requestAnimationFrame(() => {
    const milliseconds = performance.now() - since;
    const detail = { text, confidence, strokes: strokes.length, milliseconds };
    document.dispatchEvent(new CustomEvent("reading", { detail }));
  });
}

let silence = 0;

// Says something for a while at the foot of the page.
export function tell(text, milliseconds = 4000) {
  element("status").textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => {
    element("status").textContent = "";
  }, milliseconds);
}
