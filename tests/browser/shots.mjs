// Compares how a page looks with how it is to look, at two widths.
//
//     node shots.mjs PAGE.html FOLDER            the pictures of FOLDER are what it is to look like
//     node shots.mjs PAGE.html FOLDER --write    makes them
//
// All letters are set in the fonts of the papers: which fonts a machine has moves every line. Another version of Chromium still moves some, so
// a small share of the pixels may differ; without its charts a page must differ by more, or the comparison would see nothing.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { Checks, browser, open } from "./open.mjs";

const [file, folder, write] = process.argv.slice(2);
/** Widths, with heights that have map and charts on the picture. */
const SIZES = [[1280, 2400], [390, 4400]];
/** Pixels that may differ, as a share of those of the page that are plainly not its ground. */
const MAY_DIFFER = 0.05;
const chromium = await browser();
const checks = new Checks();

/** Pixels that are plainly not the ground, which the first one shows. */
const drawn = ({ data }) => {
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    if ([0, 1, 2].some((k) => Math.abs(data[i + k] - data[k]) > 24)) count += 1;
  }
  return count;
};

/** A font of the papers, as a rule of a style sheet. */
const face = (file, weight) => {
  const font = readFileSync(new URL(`../../src/report/pdf/assets/${file}`, import.meta.url)).toString("base64");
  return `@font-face { font-family: Shots; font-weight: ${weight}; src: url(data:font/ttf;base64,${font}); }`;
};
const FONTS = `${face("NotoSans-Regular.ttf", "normal")} ${face("NotoSans-Bold.ttf", "bold")} * { font-family: Shots !important; }`;

const differs = (a, b) => pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.1 });

for (const [width, height] of SIZES) {
  const { page, context } = await open(chromium, file, { width, height, bypassCSP: true });
  await page.addStyleTag({ content: FONTS });
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => document.activeElement.blur());
  const shot = await page.screenshot();
  const name = `${folder}/page-${width}.png`;
  if (write) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(name, shot);
  }
  checks.that(existsSync(name), `${name} is there`);
  if (!existsSync(name)) continue;
  const [now, wanted] = [PNG.sync.read(shot), PNG.sync.read(readFileSync(name))];
  checks.same(`${now.width} x ${now.height}`, `${wanted.width} x ${wanted.height}`, `size at ${width}`);
  if (now.data.length !== wanted.data.length) continue;
  const share = differs(now, wanted) / drawn(wanted);
  console.log(`${width} pixels wide: ${(share * 100).toFixed(2)} % of what is drawn differs`);
  checks.that(share <= MAY_DIFFER, `at ${width} pixels ${(share * 100).toFixed(1)} % of what is drawn differs from ${name}`);
  await page.locator("svg").evaluateAll((all) => all.forEach((drawing) => drawing.setAttribute("visibility", "hidden")));
  const bare = differs(PNG.sync.read(await page.screenshot()), wanted) / drawn(wanted);
  checks.that(bare > MAY_DIFFER, `at ${width} pixels without drawings only ${(bare * 100).toFixed(1)} % differs`);
  await context.close();
}
await chromium.close();
checks.end();
