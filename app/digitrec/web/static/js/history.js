// The history: what was drawn, to open again, to export and to delete.

import { newId } from "./storage.js";
import { thumbnail } from "./thumbnails.js";
import { say } from "./words.js";

const RECENT = 20;

export class History {
  #storage;
  #drawings = [];
  #current = null;

  // onOpen(drawing): one was chosen. onTrouble(): it could not be kept.
  constructor(storage, { onOpen, onTrouble }) {
    this.#storage = storage;
    this.onOpen = onOpen;
    this.onTrouble = onTrouble;
    this.dialog = document.getElementById("history");
    document.getElementById("export").addEventListener("click", () => this.#export());
    document.getElementById("delete-all").addEventListener("click", () => this.#deleteAll());
  }

  async load() {
    this.#drawings = await this.#storage.all("drawings").catch(() => []);
    this.#showRecent();
  }

  // Keeps the drawing on the paper; the same one until `begin`.
  keep(strokes, answer, corrected) {
    if (!strokes.length) {
      this.#drop();
      return;
    }
    this.#current ??= { id: newId(), created: new Date().toISOString() };
    const { text = "", confidence = null } = answer ?? {};
    this.#current = { ...this.#current, strokes, text, confidence, corrected };
    const at = this.#drawings.findIndex((one) => one.id === this.#current.id);
    if (at < 0) this.#drawings.push(this.#current);
    else this.#drawings[at] = this.#current;
    this.#storage.put("drawings", this.#current).catch(() => this.onTrouble());
    this.#showRecent();
  }

  // What comes next is another drawing.
  begin(drawing = null) {
    this.#current = drawing;
  }

  show() {
    const shown = this.#drawings.toReversed().map((drawing) => this.#thumbnail(drawing));
    document.getElementById("drawings").replaceChildren(...shown);
    document.getElementById("no-drawings").hidden = shown.length > 0;
    if (!this.dialog.open) this.dialog.showModal();
  }

  // The drawings as ink lines, each with what a person said it is.
  lines() {
    return this.#drawings
      .map(({ id, strokes, text, corrected }) => ({ id, strokes, label: corrected ?? text }))
      .map((line) => `${JSON.stringify(line)}\n`)
      .join("");
  }

  #drop() {
    if (!this.#current) return;
    this.#drawings = this.#drawings.filter((one) => one.id !== this.#current.id);
    this.#storage.delete("drawings", this.#current.id).catch(() => {});
    this.#current = null;
    this.#showRecent();
  }

  #showRecent() {
    const recent = this.#drawings.filter((one) => one.id !== this.#current?.id).slice(-RECENT);
    const shown = recent.toReversed().map((drawing) => this.#thumbnail(drawing));
    document.getElementById("recent").replaceChildren(...shown);
  }

  #thumbnail(drawing) {
    const text = drawing.corrected ?? drawing.text;
    const label = say("OPEN_AGAIN", { text: text || "?" });
    return thumbnail(drawing.strokes, text || "·", label, () => {
      this.dialog.close();
      this.onOpen(drawing);
    });
  }

  #export() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.lines()], { type: "application/x-ndjson" }));
    link.download = "digitrec.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  async #deleteAll() {
    if (!window.confirm(say("DELETE_ALL_QUESTION"))) return;
    await this.#storage.clear("drawings").catch(() => this.onTrouble());
    this.#drawings = [];
    this.#current = null;
    this.#showRecent();
    this.show();
  }
}
