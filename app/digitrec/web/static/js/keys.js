// The keys of the page: the same as the window's, where the browser leaves them free.

import { say } from "./words.js";

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

const TABLE = [
  ["clear", "NAME_ESCAPE", "CLEAR"],
  ["undo", "^Z", "UNDO"],
  ["redo", "^Y", "REDO"],
  ["open", "^O", "OPEN"],
  [null, "^V", "PASTE"],
  [null, "^C", "COPY"],
  [null, "0 … 9", "CORRECT"],
  ["none", "N", "NONE"],
  ["takeBack", "NAME_BACKSPACE", "TAKE_BACK"],
  [null, "← →", "MOVE"],
  [null, "J S", "JOIN_SPLIT"],
  ["eraser", "E", "ERASER"],
  ["why", "W", "WHY"],
  ["keys", "F1", "HELP"],
];

const PLAIN = {
  Escape: "clear", Backspace: "takeBack", ArrowLeft: "previous", ArrowRight: "next", F1: "keys",
  n: "none", j: "join", s: "split", e: "eraser", w: "why",
};
const CHORDS = { z: "undo", y: "redo", o: "open" };

// actions: by the names above, and `correct(letter)`.
export function bindKeys(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const chord = MAC ? event.metaKey : event.ctrlKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    let action = chord ? CHORDS[key] : PLAIN[key];
    if (action === "undo" && event.shiftKey) action = "redo";
    if (!chord && /^[0-9]$/.test(key)) {
      if (!event.repeat) actions.correct(key);
      event.preventDefault();
    } else if (action && !(event.repeat && !["undo", "redo"].includes(action))) {
      event.preventDefault();
      actions[action]();
    }
  });
}

export function showKeys() {
  const control = say("KEY_NAME_CONTROL");
  const rows = TABLE.flatMap(([, key, does]) => {
    const [name, words] = ["dt", "dd"].map((tag) => document.createElement(tag));
    const named = key.startsWith("NAME_") ? say(`KEY_${key}`) : key;
    name.textContent = named.replace("^", MAC ? "⌘" : control);
    words.textContent = say(`KEY_${does}`);
    return [name, words];
  });
  document.getElementById("key-list").replaceChildren(...rows);
  document.getElementById("keys").showModal();
}
