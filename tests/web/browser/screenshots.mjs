// Takes the README's pictures of the page: `node screenshots.mjs CHROMIUM ADDRESS FOLDER`, while
// `digitrec serve` runs.

import { chromium } from "playwright-core";
import { drawByMouse, moved } from "./hands.mjs";

const [executablePath, address, folder] = process.argv.slice(2);
const SHOTS = {
  "page-desktop": { viewport: { width: 1000, height: 640 } },
  "page-phone": {
    viewport: { width: 360, height: 680 }, colorScheme: "dark", hasTouch: true, isMobile: true,
  },
};

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
for (const [name, options] of Object.entries(SHOTS)) {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(address);
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  const numbers = [moved(4, 0), moved(1, 0), moved(0, 0), moved(7, 0)];
  numbers.push([...moved(7, -0.12, 0.62), ...moved(4, 0.4, 0.62)]);
  for (const [at, strokes] of numbers.entries()) {
    if (at) await page.keyboard.press("Escape");
    await drawByMouse(page, strokes);
    await page.waitForFunction(() => document.getElementById("headline").textContent);
    await page.waitForTimeout(1000); // until the bars stand still
  }
  await page.evaluate(() => document.activeElement?.blur());
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}
await browser.close();
