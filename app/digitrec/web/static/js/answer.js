// The answer panel: the reading in large type, how sure it is, and ten bars to correct it with.

import { verdictOf } from "./verdict.js";
import { percent, say } from "./words.js";

const element = (id) => document.getElementById(id);

export class AnswerPanel {
  #bars = [];

  // onCorrect(letter): a bar, or "not a digit", was chosen.
  constructor(onCorrect) {
    for (let digit = 0; digit < 10; digit++) this.#bars.push(makeBar(digit, onCorrect));
    element("bars").append(...this.#bars.map((bar) => bar.item));
    element("none").addEventListener("click", () => onCorrect("?"));
    this.showWaiting();
  }

  showWaiting() {
    this.#show({ big: "", headline: "", detail: say("WAITING"), note: "", bars: null });
  }

  showTrouble(headline, detail) {
    this.#show({ big: "", headline, detail, note: "", bars: null, rejected: true });
  }

  show(answer, corrected, selected) {
    this.#show(verdictOf(answer, corrected, selected));
    const chosen = corrected?.length === 1 ? corrected : null;
    this.#bars.forEach((bar, digit) => {
      bar.button.setAttribute("aria-pressed", String(chosen === String(digit)));
    });
  }

  #show({ big, headline, detail, note, bars, rejected = false }) {
    put("big", big);
    put("headline", headline);
    put("detail", detail);
    put("note", note);
    element("big").classList.toggle("rejected", rejected);
    fit(element("big"));
    const best = bars ? bars.indexOf(Math.max(...bars)) : -1;
    this.#bars.forEach((bar, digit) => {
      const share = bars?.[digit] ?? 0;
      bar.fill.style.transform = `scaleX(${share})`;
      bar.share.textContent = share >= 0.01 ? percent(share) : "";
      bar.button.classList.toggle("best", digit === best);
      bar.button.disabled = element("none").disabled = !bars && !headline;
    });
  }
}

function put(id, text) {
  // A live region speaks whenever its content is set, the same or not.
  if (element(id).textContent !== text) element(id).textContent = text;
}

// The largest type in which a number fits.
function fit(big) {
  big.style.fontSize = "";
  const size = parseFloat(getComputedStyle(big).fontSize);
  if (big.scrollWidth > big.clientWidth) {
    const smaller = (size * big.clientWidth) / big.scrollWidth;
    big.style.fontSize = `${Math.max(18, Math.floor(smaller))}px`;
  }
}

function makeBar(digit, onCorrect) {
  const [item, button, name, track, fill, share] = "li button span span span span"
    .split(" ")
    .map((tag) => document.createElement(tag));
  button.className = "bar";
  button.type = "button";
  button.title = say("CORRECT_TO", { digit });
  name.textContent = digit;
  track.className = "track";
  fill.className = "fill";
  share.className = "share";
  track.append(fill);
  button.append(name, track, share);
  button.addEventListener("click", () => onCorrect(String(digit)));
  item.append(button);
  return { item, button, fill, share };
}
