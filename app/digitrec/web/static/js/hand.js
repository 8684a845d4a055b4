// The taught hand: examples of a person's digits, which each reading takes into account.

import { newId } from "./storage.js";
import { thumbnail } from "./thumbnails.js";
import { say } from "./words.js";

const MOST = 300; // examples that are sent along; the newest

export class TaughtHand {
  #storage;
  #examples = [];
  #lesson = null;

  // onChange(): there are other examples. onAsk(digit): the next one to draw, or null at the end.
  constructor(storage, { onChange, onAsk }) {
    this.#storage = storage;
    this.onChange = onChange;
    this.onAsk = onAsk;
    this.dialog = document.getElementById("hand");
    document.getElementById("teach").addEventListener("click", () => this.begin());
    document.getElementById("forget").addEventListener("click", () => this.#forget());
  }

  // What is sent with a drawing.
  get examples() {
    return this.#examples.slice(-MOST).map(({ strokes, label }) => ({ strokes, label }));
  }

  // The digit that is asked for; null if none is.
  get asked() {
    return this.#lesson;
  }

  async load() {
    this.#examples = await this.#storage.all("examples").catch(() => []);
  }

  async learn(lessons) {
    for (const { strokes, label } of lessons) {
      const example = { id: newId(), created: new Date().toISOString(), strokes, label };
      this.#examples.push(example);
      await this.#storage.put("examples", example).catch(() => {});
    }
    if (lessons.length) this.onChange();
  }

  begin() {
    this.dialog.close();
    this.#lesson = 0;
    this.onAsk(0);
  }

  // Takes the drawing of the digit that was asked for, and asks for the next.
  async take(strokes) {
    await this.learn([{ strokes, label: String(this.#lesson) }]);
    this.#lesson = this.#lesson < 9 ? this.#lesson + 1 : null;
    this.onAsk(this.#lesson);
  }

  end() {
    this.#lesson = null;
    this.onAsk(null);
  }

  show() {
    const shown = this.#examples.map((example) =>
      thumbnail(example.strokes, example.label, `${say("FORGET")} ${example.label}`, () =>
        this.#remove(example),
      ),
    );
    const taught = new Set(this.#examples.map((one) => one.label).filter((one) => one !== "?"));
    document.getElementById("examples").replaceChildren(...shown);
    document.getElementById("hand-help").textContent = say("HAND_HELP", { count: taught.size });
    document.getElementById("forget").disabled = !shown.length;
    if (!this.dialog.open) this.dialog.showModal();
  }

  async #remove(example) {
    this.#examples = this.#examples.filter((one) => one !== example);
    await this.#storage.delete("examples", example.id).catch(() => {});
    this.onChange();
    this.show();
  }

  async #forget() {
    if (!window.confirm(say("FORGET_QUESTION"))) return;
    this.#examples = [];
    await this.#storage.clear("examples").catch(() => {});
    this.onChange();
    this.show();
  }
}
