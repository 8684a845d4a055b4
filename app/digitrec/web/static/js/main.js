// Starts the page: words first, then the desk; the reader may still be getting ready.

import { Desk, tell } from "./desk.js";
import { bindKeys, showKeys } from "./keys.js";
import { takePictures } from "./pictures.js";
import { ServerReader, WorkerReader } from "./readers.js";
import { Storage } from "./storage.js";
import { loadWords, percent, say } from "./words.js";

const element = (id) => document.getElementById(id);
const inBrowser = document.documentElement.dataset.reader === "browser";

function makeReader() {
  if (!inBrowser) return new ServerReader();
  return new WorkerReader((share) =>
    tell(say("GETTING_READY", { percent: percent(share) }), 60_000),
  );
}

async function start() {
  const reader = makeReader(); // it loads while the page does
  await loadWords();
  const desk = new Desk(reader, new Storage());
  desk.show();
  bind(desk);
  reader.ready.then(
    () => {
      if (inBrowser) tell(say("READY_OFFLINE"));
      document.documentElement.dataset.ready = "yes";
    },
    (error) => desk.panel.showTrouble(say("CANNOT_READ"), say("NO_READER", { reason: error.message })),
  );
  await Promise.all([desk.history.load(), desk.hand.load()]);
  if (inBrowser) await navigator.serviceWorker?.register("service-worker.js");
}

function bind(desk) {
  const actions = {
    clear: () => desk.clear(),
    undo: () => desk.undo(),
    redo: () => desk.redo(),
    open: () => element("open").click(),
    none: () => desk.correct("?"),
    correct: (letter) => desk.correct(letter),
    takeBack: () => desk.takeBack(),
    previous: () => desk.move(-1),
    next: () => desk.move(1),
    join: () => desk.join(),
    split: () => desk.split(),
    eraser: () => desk.setErasing(!desk.paper.erasing),
    why: () => desk.setExplaining(!desk.explaining),
    keys: showKeys,
  };
  bindKeys(actions);
  for (const id of ["clear", "undo", "redo", "join", "split", "eraser", "why"]) {
    element(id).addEventListener("click", actions[id]);
  }
  element("show-history").addEventListener("click", () => desk.history.show());
  element("show-hand").addEventListener("click", () => desk.hand.show());
  element("show-keys").addEventListener("click", showKeys);
  for (const button of document.querySelectorAll("dialog .close")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
  takePictures({
    onPicture: (blob) => desk.openPicture(blob),
    onNone: () => tell(say("NOTHING_TO_PASTE")),
  });
  document.addEventListener("copy", (event) => {
    if (String(document.getSelection())) return; // the person copies text of the page
    if (desk.text) event.clipboardData.setData("text/plain", desk.text);
    event.preventDefault();
    tell(desk.text ? say("COPIED", { text: desk.text }) : say("NOTHING_TO_COPY"));
  });
}

start();
