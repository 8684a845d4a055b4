// Digits of people, drawn by real pointer events: what the page reads, and how long it takes.
// DIGITREC_DRAWINGS names a file with ink lines, whose points lie in a square of side 1.

import { readFileSync } from "node:fs";
import { drawByMouse } from "./hands.mjs";

function drawings() {
  const lines = readFileSync(process.env.DIGITREC_DRAWINGS, "utf8").split("\n");
  return lines.filter(Boolean).map((line) => JSON.parse(line));
}

export const scenarios = {
  "every digit is read": {
    async scenario(page) {
      await page.evaluate(() => {
        document.addEventListener("reading", ({ detail }) => {
          window.lastReading = detail;
        });
      });
      const found = [];
      for (const { id, strokes } of drawings()) {
        await page.keyboard.press("Escape");
        await page.evaluate(() => {
          window.lastReading = null;
        });
        await drawByMouse(page, strokes, 1);
        const reading = await page.waitForFunction(
          (count) => window.lastReading?.strokes === count && window.lastReading,
          strokes.length,
        );
        found.push({ id, ...(await reading.jsonValue()) });
      }
      return found;
    },
  },
};
