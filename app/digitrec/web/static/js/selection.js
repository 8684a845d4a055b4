// What a person does to the digits of an answer: which one is looked at, corrected, joined, split.

const POSSIBLE = 0.02; // as in the window: a single digit may be several from here on

// The letter of each digit: as corrected if there are as many, else as read.
export function letters(answer, corrected) {
  const read = answer.digits.map((digit) => (digit.rejected ? "?" : String(digit.digit)));
  const given = [...(corrected ?? "")].filter((letter) => /[0-9?]/.test(letter));
  return given.length === read.length ? given : read;
}

// The correction after a letter is put at a place; the same letter again takes it back.
export function put(answer, corrected, place, letter) {
  if (!answer.digits.length) return corrected === letter ? null : letter;
  const now = letters(answer, corrected);
  const read = answer.digits[place].rejected ? "?" : String(answer.digits[place].digit);
  now[place] = now[place] === letter && (letter !== read || corrected) ? read : letter;
  let at = 0;
  const text = answer.text.replace(/[0-9?]/g, () => now[at++]);
  return text === answer.text ? null : text;
}

// The groups of strokes after two digits are joined; null if that can't be.
export function joined({ digits, details }, place) {
  const groups = details.strokes.map((group) => [...group]);
  if (digits.length === 1) groups.push(details.strays);
  const left = Math.min(place ?? 0, groups.length - 2);
  if (left < 0 || !groups[left + 1].length) return null;
  const one = [...groups[left], ...groups[left + 1]].sort((a, b) => a - b);
  return [...groups.slice(0, left), one, ...groups.slice(left + 2)];
}

// What can be done to a digit.
export function offers({ digits, details, alternatives, rejected }, place) {
  const parts = (at) => details.strokes[at]?.length > 1;
  if (place !== null) return { join: digits.length > 1, split: parts(place) };
  if (digits.length !== 1) return { join: false, split: false };
  const several = rejected || alternatives.some(([text, share]) => text.length > 1 && share > POSSIBLE);
  return { join: details.strays.length > 0, split: parts(0) && several };
}
