// What the answer says in words: the same sentences, by the same limits, as the window's
// (app/digitrec/ui/answer/verdict.py).

import { percent, say, sayOne, sentence } from "./words.js";

const SURE = 0.95;
const FAIRLY_SURE = 0.75;
const FLAT = 0.15;
const SHORT = 4;
const MOST_LINES = 3;

export function verdictOf(answer, corrected, selected) {
  const { digits, details } = answer;
  if (!digits.length) {
    const reason = sentence(details.reason ?? "");
    const empty = { big: "", headline: say("NOT_READ"), detail: reason, note: "", bars: null };
    return corrected === null ? empty : withCorrection(empty, answer, corrected);
  }
  const least = leastSure(digits);
  const shown = digits[selected ?? least];
  const flat = Math.max(...shown.probabilities) < FLAT;
  const verdict = {
    big: shortened(answer.text, lineOf(answer, selected ?? least)),
    headline: headline(answer, digits[least]),
    detail: flat ? say("NONE_LIKELIER") : detail(answer),
    note: note(digits, least, selected),
    bars: flat ? null : shown.probabilities,
    rejected: answer.rejected,
  };
  return corrected === null ? verdict : withCorrection(verdict, answer, corrected);
}

// The digit to check first: a rejected one, else the least probable.
export function leastSure(digits) {
  let found = 0;
  digits.forEach((digit, at) => {
    const best = digits[found];
    const rank = (one) => (one.rejected ? 0 : 1) + one.confidence / 2;
    if (rank(digit) < rank(best)) found = at;
  });
  return found;
}

export function ranking(digit) {
  return [...digit.probabilities.keys()].sort(
    (one, other) => digit.probabilities[other] - digit.probabilities[one],
  );
}

function lineOf({ details }, place) {
  let end = 0;
  return Math.max(0, details.lines.findIndex((count) => place < (end += count)));
}

function shortened(text, line) {
  const lines = text.split("\n");
  return lines.length <= MOST_LINES ? text : lines[Math.min(line, lines.length - 1)];
}

function headline(answer, least) {
  const count = answer.digits.length;
  const single = count === 1 && !answer.marks.length;
  if (answer.rejected) return say(count > 1 ? "PARTLY_READ" : "NOT_A_DIGIT");
  const number = count < 10 ? sayOne("COUNTS", count - 1) : count;
  const what = single
    ? sayOne("DIGITS", least.digit)
    : sayOne("NUMBER", count, { what: number, count });
  if (answer.confidence >= SURE) return say("SURE", { what });
  if (answer.confidence >= FAIRLY_SURE) return say("FAIRLY_SURE", { what });
  if (single) {
    const [first, second] = ranking(least);
    return say("MAYBE", { first, second });
  }
  if (count <= SHORT && answer.alternatives.length && !answer.details.lines.length) {
    return say("MAYBE", { first: answer.text, second: answer.alternatives[0][0] });
  }
  return say("UNSURE", { what });
}

function detail(answer) {
  const share = percent(answer.confidence);
  const count = answer.details.strays.length;
  return count ? `${share} · ${sayOne("LEFT_OUT", count, { count })}` : share;
}

function note(digits, least, selected) {
  const count = digits.length;
  if (selected !== null) return say("SELECTED", { place: selected + 1, count });
  return count === 1 ? "" : say("LEAST_SURE", { place: least + 1, count });
}

function withCorrection(verdict, answer, text) {
  const share = percent(answer.confidence);
  return {
    ...verdict,
    big: shortened(text, 0),
    headline: text === "?" ? say("NO_DIGIT") : say("CORRECTED", { text }),
    detail: answer.digits.length ? say("READ_AS", { text: answer.text || "?", percent: share }) : "",
    rejected: false,
  };
}
