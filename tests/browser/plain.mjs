// Opens a page without a map (a batch, an uncertainty run) in Chromium and checks it: nothing goes wrong, nothing sticks out, axe-core
// has nothing serious to say, tables sort, links within the page lead somewhere.
//
//     node plain.mjs PAGE.html [FOLDER]

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Checks, browser, open } from "./open.mjs";

const [file, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const chromium = await browser();
const checks = new Checks();

async function sorts(page) {
  const table = page.locator("table.sortable").first();
  if (!(await table.count())) return;
  const column = 2;
  const shown = () => table.locator(`tbody tr > :nth-child(${column + 1})`).evaluateAll((all) => all.filter((c) => c.dataset.by).map((c) => Number(c.dataset.by)));
  const head = table.locator("thead th").nth(column);
  const before = await shown();
  await head.locator("button").click();
  const up = await shown();
  checks.same(await head.getAttribute("aria-sort"), "ascending", "the head says how it sorts");
  checks.same(JSON.stringify(up), JSON.stringify([...before].sort((a, b) => a - b)), "sorted upwards");
  await head.locator("button").press("Enter");
  checks.same(JSON.stringify(await shown()), JSON.stringify(up.reverse()), "sorted downwards, by the keyboard");
}

for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]]) {
  const { page, context, trouble } = await open(chromium, file, { width, scheme });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  checks.that(over <= 0, `nothing sticks out at ${width} pixels: ${over}`);
  if (width === 1280 && scheme === "light") {
    await page.locator('details').evaluateAll((all) => all.forEach((d) => { d.open = true; }));
    await sorts(page);
    const dead = await page.locator("a[href^='#']").evaluateAll((all) => all.map((a) => a.getAttribute("href").slice(1)).filter((id) => !document.getElementById(id)));
    checks.same(dead.join(", "), "", "links that lead nowhere");
  }
  if (pictures) await page.screenshot({ path: `${pictures}/plain-${width}-${scheme}.png`, fullPage: true });
  checks.that(!trouble.length, `nothing went wrong at ${width} pixels, ${scheme}: ${trouble.join("; ")}`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  for (const v of violations) {
    const where = v.nodes.slice(0, 3).map((n) => `${n.target.join(" ")}: ${n.any[0]?.message ?? n.all[0]?.message ?? ""}`).join(" | ");
    checks.that(!["serious", "critical"].includes(v.impact), `axe, ${scheme}: ${v.impact} ${v.id}, ${v.help}: ${where}`);
  }
  await context.close();
}

await chromium.close();
checks.end();
