// Runs the scenarios in Chromium. Prints a line of JSON for each: { name, error, result }.
// Arguments: the path of Chromium, the page's address or the folder of a site, the file of the scenarios, and, to run only
// some of them, a part of their names.

import { chromium } from "playwright-core";
import { serveFolder } from "./file-server.mjs";

const [executablePath, place, file, part = ""] = process.argv.slice(2);
const { scenarios, ready = "html[data-ready]" } = await import(file);

const isSite = !place.startsWith("http");
const { address, stop } = isSite ? await serveFolder(place) : { address: place, stop: () => {} };

const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
  ],
});

for (const [name, { scenario, ...options }] of Object.entries(scenarios)) {
  if (!name.includes(part)) continue;
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.stack));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  let [error, result] = [null, null];
  try {
    await page.goto(address);
    await page.waitForSelector(ready, { timeout: 240_000, state: "attached" });
    result = (await scenario(page, { stop, complaints })) ?? null;
    if (complaints.length) error = complaints.join("\n");
  } catch (failure) {
    error = [failure.stack, ...complaints].join("\n");
  }
  console.log(JSON.stringify({ name, error, result }));
  await context.close();
}

await browser.close();
stop();
