// The page's words, in the best language that the browser asks for.

let words = {};

export async function loadWords(wanted = navigator.languages) {
  const has = await (await fetch("words/languages.json")).json();
  const codes = wanted.flatMap((tag) => [tag.replace("-", "_"), tag.split("-")[0]]);
  const language = codes.find((code) => has.includes(code)) ?? "en";
  words = await (await fetch(`words/${language}.json`)).json();
  document.documentElement.lang = language.replace("_", "-");
  for (const [attribute, set] of [
    ["text", (element, text) => { element.textContent = text; }],
    ["label", (element, text) => element.setAttribute("aria-label", text)],
    ["alt", (element, text) => { element.alt = text; }],
  ]) {
    for (const element of document.querySelectorAll(`[data-${attribute}]`)) {
      set(element, say(element.dataset[attribute]));
    }
  }
}

// A sentence by its name, with {values} filled in.
export function say(name, values = {}) {
  return fill(words[name] ?? name, values);
}

// An entry of a list of words.
export function sayOne(name, index, values = {}) {
  const list = words[name] ?? [];
  return fill(list[Math.min(index, list.length - 1)] ?? String(index), values);
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

// A probability in whole per cent that never claims certainty, as in the window.
export function percent(share) {
  if (share >= 0.995) return say("OVER", { percent: say("PER_CENT", { number: 99 }) });
  if (share < 0.01) return say("UNDER", { percent: say("PER_CENT", { number: 1 }) });
  return say("PER_CENT", { number: Math.round(share * 100) });
}

export function sentence(text) {
  if (!text) return "";
  const whole = text[0].toLocaleUpperCase(document.documentElement.lang) + text.slice(1);
  return /[.!?…。！？]$/.test(whole) ? whole : say("SENTENCE", { text: whole });
}
