// What is on the paper, and the way back and forth between its states.
// A sheet never changes:
//   strokes: lists of [x, y]; groups: the strokes of each digit, if a person chose them
//   corrected: what a person said it is; picture: { url, blob, name } in place of strokes

export const BLANK = Object.freeze({ strokes: [], groups: null, corrected: null, picture: null });

export class Sheets {
  #past = [];
  #future = [];

  constructor() {
    this.now = BLANK;
  }

  get blank() {
    return !this.now.strokes.length && !this.now.picture;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  // Goes on with some fields changed.
  change(fields) {
    this.#past.push(this.now);
    this.#future = [];
    this.now = Object.freeze({ ...this.now, ...fields });
  }

  addStroke(stroke) {
    this.change({ strokes: [...this.now.strokes, stroke], groups: null, corrected: null });
  }

  undo() {
    this.#go(this.#past, this.#future);
  }

  redo() {
    this.#go(this.#future, this.#past);
  }

  #go(from, to) {
    if (!from.length) return;
    to.push(this.now);
    this.now = from.pop();
  }
}
