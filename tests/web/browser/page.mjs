// What the page does, whoever reads for it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { drawByFinger, drawByMouse, drawByPen, fingers, moved, onPaper } from "./hands.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

const text = (page, id) => page.locator(`#${id}`).textContent();

async function reads(page, wanted) {
  await page.waitForFunction((big) => document.getElementById("big").textContent === big, wanted);
}

async function says(page, id, pattern) {
  await page.waitForFunction(
    ([name, source]) => new RegExp(source).test(document.getElementById(name).textContent),
    [id, pattern.source],
  );
}

async function accessible(page) {
  await page.evaluate(AXE); // not as a script of the page, which it would refuse
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), []);
}

export const scenarios = {
  "a digit drawn by mouse is read, and its ink is read the same by Python": {
    async scenario(page) {
      const reading = page.waitForResponse((response) => {
        const body = response.url().includes("/v1/read") && response.request().postData();
        return body && !body.includes('"draft"') && JSON.parse(body).strokes.length === 2;
      });
      await drawByMouse(page, moved(7, 0));
      await reads(page, "7");
      await says(page, "headline", /^Seven/);
      const response = await reading;
      return { body: response.request().postData(), answer: JSON.parse(await response.text()) };
    },
  },
  "the answer follows the pen before it is lifted": {
    async scenario(page) {
      const [stroke] = await onPaper(page, moved(1, 0));
      await page.mouse.move(...stroke[0]);
      await page.mouse.down();
      for (const point of stroke) await page.mouse.move(...point);
      await reads(page, "1");
      await page.mouse.up();
    },
  },
  "a finger draws, the page stays where it is, and a second finger draws nothing": {
    ...PHONE,
    async scenario(page) {
      const touch = await fingers(page);
      const [[[x, y]]] = await onPaper(page, [[[0.1, 0.1]]]);
      const strokes = moved(7, 0);
      await drawByFinger(page, strokes.slice(0, 1));
      const [second] = await onPaper(page, strokes.slice(1));
      await touch("touchStart", [second[0]]);
      await touch("touchStart", [second[0], [x, y, 1]]);
      for (const point of second) await touch("touchMove", [point, [x + 60, y + 200, 1]]);
      await touch("touchEnd", []);
      await reads(page, "7");
      assert.equal(await page.evaluate(() => window.scrollY), 0);
      await page.locator("#undo").tap();
      await page.locator("#undo").tap();
      assert.equal(await page.locator("#undo").isDisabled(), true);
    },
  },
  "a palm draws nothing, whether it comes before the pen or after it": {
    hasTouch: true,
    async scenario(page) {
      const touch = await fingers(page);
      const [palm] = await onPaper(page, [[[0.8, 0.8], [0.9, 0.95]]]);
      await touch("touchStart", [palm[0]]);
      await touch("touchMove", [palm[1]]);
      await drawByPen(page, moved(1, 0), async () => {
        await touch("touchEnd", []);
        await touch("touchStart", [palm[0]]);
        await touch("touchMove", [palm[2]]);
        await touch("touchEnd", []);
      });
      await reads(page, "1");
      await page.locator("#undo").click();
      assert.equal(await page.locator("#undo").isDisabled(), true);
    },
  },
  "a number: a digit is selected, corrected, joined; undo and redo go back and forth": {
    async scenario(page) {
      await drawByMouse(page, [...moved(7, -0.1, 0.6), ...moved(1, 0.4, 0.6)]);
      await reads(page, "71");
      await page.waitForFunction(() => document.querySelectorAll(".mark").length === 2);
      await page.locator(".mark").nth(1).click();
      await says(page, "note", /Digit 2 of 2/);
      await page.keyboard.press("4");
      await reads(page, "74");
      await says(page, "headline", /Corrected to 74/);
      await page.keyboard.press("Control+z");
      await reads(page, "71");
      await page.keyboard.press("Control+Shift+Z");
      await reads(page, "74");
      await page.keyboard.press("Backspace");
      await reads(page, "71");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("j");
      await page.waitForFunction(() => document.querySelectorAll(".mark").length === 0);
      await page.keyboard.press("Control+z");
      await reads(page, "71");
    },
  },
  "the eraser takes a stroke, and Escape all of them; both come back": {
    async scenario(page) {
      await drawByMouse(page, moved(7, 0));
      await reads(page, "7");
      await page.keyboard.press("e");
      const [, [start, , end]] = await onPaper(page, moved(7, 0));
      await page.mouse.move(...start);
      await page.mouse.down();
      await page.mouse.move(...end);
      await page.mouse.up();
      await page.keyboard.press("e");
      await page.keyboard.press("Control+z");
      await reads(page, "7");
      await page.keyboard.press("Escape");
      await reads(page, "");
      await page.keyboard.press("Control+z");
      await reads(page, "7");
    },
  },
  "drawings are kept in the browser, opened again, exported and deleted": {
    async scenario(page) {
      await drawByMouse(page, moved(4, 0));
      await reads(page, "4");
      await page.keyboard.press("Escape");
      await page.reload();
      await page.locator("#recent .thumbnail").click();
      await reads(page, "4");
      await page.locator("#show-history").click();
      const download = page.waitForEvent("download");
      await page.locator("#export").click();
      const stream = await (await download).createReadStream();
      const chunks = [];
      for await (const chunk of stream) chunks.push(chunk);
      const line = JSON.parse(Buffer.concat(chunks).toString());
      assert.equal(line.label, "4");
      assert.equal(line.strokes.length, 2);
      page.on("dialog", (dialog) => dialog.accept());
      await page.locator("#delete-all").click();
      await page.waitForFunction(() => !document.querySelector("#drawings li"));
      await page.reload();
      assert.equal(await page.locator("#recent .thumbnail").count(), 0);
      return line;
    },
  },
  "a hand is taught by ten digits, shown and forgotten": {
    async scenario(page) {
      await page.locator("#show-hand").click();
      await page.locator("#teach").click();
      for (let digit = 0; digit < 10; digit++) {
        await says(page, "status", new RegExp(`: ${digit}$`));
        await drawByMouse(page, moved([0, 1, 4, 7][digit % 4], 0));
      }
      await says(page, "status", /knows your handwriting/);
      await page.locator("#show-hand").click();
      assert.equal(await page.locator("#examples li").count(), 10);
      page.on("dialog", (dialog) => dialog.accept());
      await page.locator("#forget").click();
      await page.waitForFunction(() => !document.querySelector("#examples li"));
    },
  },
  "a correction teaches, and “Why?” shows what was seen": {
    async scenario(page) {
      await drawByMouse(page, moved(1, 0));
      await reads(page, "1");
      await page.keyboard.press("w");
      await page.waitForFunction(
        () => document.getElementById("view").getContext("2d").getImageData(14, 14, 1, 1).data[3],
      );
      await page.keyboard.press("7");
      await reads(page, "7");
      await page.keyboard.press("Escape");
      await page.locator("#show-hand").click();
      await page.waitForFunction(() => document.querySelectorAll("#examples li").length === 1);
    },
  },
  "a picture is opened, read and boxed": {
    async scenario(page) {
      const strokes = [...moved(7, 0), ...moved(4, 0.7)];
      const content = await page.evaluate((lines) => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 400, height: 200 });
        const context = canvas.getContext("2d");
        context.fillStyle = "white";
        context.fillRect(0, 0, 400, 200);
        context.lineWidth = 9;
        context.lineCap = context.lineJoin = "round";
        for (const line of lines) {
          context.beginPath();
          for (const [x, y] of line) context.lineTo(200 * x, 200 * y);
          context.stroke();
        }
        return canvas.toDataURL("image/png").split(",")[1];
      }, strokes);
      const buffer = Buffer.from(content, "base64");
      await page.locator("#open").setInputFiles({ name: "a.png", mimeType: "image/png", buffer });
      await reads(page, "74");
      assert.equal(await page.locator(".mark").count(), 2);
      assert.equal(await page.locator("#picture").isVisible(), true);
      await page.keyboard.press("Escape");
      assert.equal(await page.locator("#picture").isVisible(), false);
    },
  },
  "at 320 pixels nothing sticks out, and axe finds nothing": {
    ...PHONE,
    async scenario(page) {
      await drawByFinger(page, moved(7, 0));
      await reads(page, "7");
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(width, 320);
      await accessible(page);
    },
  },
  "on a dark desktop axe finds nothing, dialogs included": {
    colorScheme: "dark",
    async scenario(page) {
      await drawByMouse(page, [...moved(7, -0.1, 0.6), ...moved(1, 0.4, 0.6)]);
      await reads(page, "71");
      await page.keyboard.press("w");
      await accessible(page);
      await page.keyboard.press("F1");
      await accessible(page);
      await page.keyboard.press("Escape");
      await page.locator("#show-history").click();
      await accessible(page);
    },
  },
  "keys lead through the whole page and out of it": {
    async scenario(page) {
      const seen = new Set();
      for (let step = 0; step < 40; step++) {
        await page.keyboard.press("Tab");
        seen.add(await page.evaluate(() => document.activeElement.id));
      }
      for (const id of ["eraser", "show-history", "show-hand", "open"]) assert.ok(seen.has(id), id);
      assert.ok(seen.has(""), "the focus never leaves");
    },
  },
  "it speaks German where the browser does": {
    locale: "de-AT",
    async scenario(page) {
      await drawByMouse(page, moved(7, 0));
      await says(page, "headline", /^Sieben/);
      assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
      assert.equal(await text(page, "clear"), "Leeren");
    },
  },
  "without the server the drawing stays, and it says why it isn't read": {
    async scenario(page, { complaints }) {
      await page.context().setOffline(true);
      await drawByMouse(page, moved(7, 0));
      await says(page, "detail", /server doesn't answer/);
      await page.context().setOffline(false);
      await drawByMouse(page, [[[0.5, 0.05], [0.52, 0.06]]]);
      await says(page, "headline", /./);
      await page.keyboard.press("Control+z");
      await reads(page, "7");
      // The browser complains itself of requests without a network, sooner or later.
      const ours = complaints.filter((text) => !text.includes("ERR_INTERNET_DISCONNECTED"));
      complaints.splice(0, Infinity, ...ours);
    },
  },
};
