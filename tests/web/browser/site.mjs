// The site that reads by itself: the same page, and no server once it has been visited.

import assert from "node:assert/strict";
import { drawByMouse, moved } from "./hands.mjs";

async function reads(page, wanted) {
  await page.waitForFunction((big) => document.getElementById("big").textContent === big, wanted);
}

export const scenarios = {
  "it reads by itself, also after a reload with the server gone": {
    async scenario(page, { stop }) {
      await drawByMouse(page, moved(7, 0));
      await reads(page, "7");
      await page.evaluate(() => navigator.serviceWorker.ready);
      stop();
      await page.reload();
      await page.waitForSelector("html[data-ready]", { timeout: 240_000, state: "attached" });
      await page.keyboard.press("Escape");
      await drawByMouse(page, [...moved(7, -0.1, 0.6), ...moved(1, 0.4, 0.6)]);
      await reads(page, "71");
      const line = { strokes: [...moved(4, 0)] };
      const answer = await page.evaluate(async (body) => {
        const { WorkerReader } = await import("./js/readers.js");
        const reader = new WorkerReader();
        const [first] = await reader.read(body);
        const milliseconds = [];
        for (let time = 0; time < 30; time++) {
          const shifted = body.replace("0.52", String(0.52 + time / 1000)); // not known yet
          const begun = performance.now();
          await reader.read(shifted);
          milliseconds.push(performance.now() - begun);
        }
        return { first, milliseconds };
      }, JSON.stringify(line));
      assert.equal(answer.first.text, "4");
      return { line, answer: answer.first, milliseconds: answer.milliseconds };
    },
  },
};
