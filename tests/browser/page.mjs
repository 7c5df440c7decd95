// Opens a page in Chromium and checks it against the answer that `--format json` prints.
//
//     node page.mjs PAGE.html ANSWER.json [FOLDER]
//
// With a folder, pictures of the page are left there. CHROMIUM names the browser.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Checks, browser, open, whole } from "./open.mjs";

const [file, answerFile, pictures] = process.argv.slice(2);
const answer = JSON.parse(readFileSync(answerFile, "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const chromium = await browser();
const checks = new Checks();
const periods = answer.timeline;
const last = periods.length - 1;

const words = (page, what) => page.locator(what).textContent();

async function verdict(page) {
  checks.same(await words(page, "h1"), answer.asked.title, "title");
  checks.same(await words(page, "[data-fact=ceiling]"), whole(Math.ceil(answer.most_men - 1e-6)), "ceiling");
  if (await page.locator("[data-fact=target]").count()) {
    checks.same(await words(page, "[data-fact=target]"), whole(answer.asked.target_men), "target");
    const margin = `${answer.margin < 0 ? "-" : "+"}${Math.abs(answer.margin * 100).toFixed(1)} %`;
    checks.same(await words(page, "[data-fact=margin]"), margin, "margin");
  }
  const why = await words(page, "#why .words");
  answer.sentences.forEach((s) => checks.that(why.includes(s), `the sentence stands there: ${s}`));
}

async function stands(page, i) {
  const now = periods[i];
  checks.same(await page.locator("#day").getAttribute("aria-valuetext"), `day ${now.day}, ${now.date}`, `slider at ${i}`);
  checks.same(await words(page, "#now-front"), now.front || "–", `front at ${i}`);
  checks.same(await words(page, "#now-railhead"), now.railhead || "–", `railhead at ${i}`);
  const marked = await page.locator(".place.front").evaluateAll((all) => all.map((p) => p.getAttribute("aria-label")).sort());
  checks.same(marked.join(", "), now.front ? now.front.split(", ").sort().join(", ") : "", `front on the map at ${i}`);
  const lines = await page.locator(".chart:has(.now) .legend").evaluateAll((all) => all.map((l) => l.textContent.replace(/\s+/g, " ")));
  checks.that(lines.some((l) => l.includes(`Front ${whole(now.front_km)}`)), `front in the chart at ${i}: ${whole(now.front_km)} km in ${lines[0]}`);
  return page.locator(".place.ours").count();
}

async function slider(page) {
  await page.locator("#day").focus();
  const ours = [await stands(page, last)];
  await page.keyboard.press("Home");
  ours.push(await stands(page, 0));
  await page.keyboard.press("ArrowRight");
  await stands(page, Math.min(1, last));
  await page.keyboard.press("End");
  await stands(page, last);
  const taken = periods.some((p, i) => i > 0 && p.taken.length);
  checks.that(!taken || ours[0] > ours[1], `more is held at the end (${ours[0]}) than in the first period (${ours[1]})`);
}

/** What the card says: figures by their keys. */
const card = (page) => page.locator("#card").evaluate((c) => ({
  hidden: c.hidden, name: c.querySelector("p")?.textContent, figures: Object.fromEntries([...c.querySelectorAll("dd")].map((d) => [d.dataset.key, d.textContent])),
}));

function flowAgrees(found, flow, ends) {
  const way = flow.from === ends[1] && flow.to === ends[0] ? "back" : "forth";
  checks.same(found.figures[`t_${way}`], `${whole(flow.t_per_day)} t a day`, `tonnes on ${flow.link} ${way}`);
  if (flow.kind === "sea") return;
  const traffic = (Math.round(flow.traffic_per_day * 10) / 10).toLocaleString("en-US", { useGrouping: "min2", minimumFractionDigits: 1 });
  checks.that(found.figures[`traffic_${way}`]?.startsWith(`${traffic} `), `traffic on ${flow.link}: ${traffic} in ${found.figures[`traffic_${way}`]}`);
}

async function hover(page) {
  const flows = answer.flows.filter((f) => f.to_day === periods[last].day);
  const kinds = { rail: "Rail line", road: "Road", sea: "Sea link" };
  let seen = 0;
  for (const flow of flows.slice(0, 15)) {
    const link = page.locator(`.link[aria-label^="${kinds[flow.kind]} ${flow.link}: "]`);
    // A point of the line over which nothing else lies.
    const at = await link.evaluate((g) => {
      const line = g.querySelector(".line"), matrix = line.getScreenCTM();
      line.scrollIntoView({ block: "center" });
      const where = line.getScreenCTM() ?? matrix;
      for (const share of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]) {
        const p = line.getPointAtLength(line.getTotalLength() * share).matrixTransform(where);
        if (g.contains(document.elementFromPoint(p.x, p.y))) return [p.x, p.y];
      }
      return null;
    });
    if (!at) continue;
    await page.mouse.move(...at);
    const found = await card(page);
    seen += 1;
    checks.that(!found.hidden && found.name === (await link.getAttribute("aria-label")), `card of ${flow.link}: ${found.name}`);
    flowAgrees(found, flow, (await link.getAttribute("aria-label")).replace(/^[^:]*: /, "").replace(/, [\d,]+ km.*$/, "").split(" to "));
  }
  checks.that(!flows.length || seen > 0, "some line could be pointed at");
  await page.mouse.move(2, 2);
}

async function focus(page) {
  const stocks = answer.stocks.filter((s) => s.day === periods[last].day);
  await page.locator(".place[tabindex='0']").focus();
  let seen = 0;
  const places = await page.locator(".place").count();
  for (let i = 0; i < places; i += 1) {
    const found = await card(page);
    const name = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    checks.that(!found.hidden && found.name === name, `card of ${name} under the focus: ${found.name}`);
    const of = stocks.filter((s) => s.name === name);
    if (of.length === 1) {
      seen += 1;
      checks.same(found.figures.men, whole(of[0].men), `men at ${name}`);
      checks.same(found.figures.stock_t, `${whole(of[0].stock_t)} t`, `stock at ${name}`);
    }
    await page.keyboard.press("ArrowRight");
  }
  checks.that(!stocks.length || seen > 0, "some place with stocks was reached by the keyboard");
  await page.keyboard.press("Escape");
  checks.that((await card(page)).hidden, "Escape closes the card");
}

async function layout(page, width) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  checks.that(over <= 0, `nothing sticks out at ${width} pixels: ${over}`);
  const clash = await page.locator("#map .names text").evaluateAll((all) => {
    const boxes = all.filter((t) => t.getClientRects().length && getComputedStyle(t.parentElement).display !== "none")
      .map((t) => [t.textContent, t.getBoundingClientRect()]);
    const out = [];
    boxes.forEach(([a, r], i) => boxes.slice(i + 1).forEach(([b, s]) => {
      const [w, h] = [Math.min(r.right, s.right) - Math.max(r.left, s.left), Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top)];
      // The box of a line of text is higher than its letters.
      if (w > 1 && h > 0.3 * Math.min(r.height, s.height)) out.push(`${a} and ${b}`);
    }));
    return { clashes: out, names: boxes.length };
  });
  checks.that(clash.names > 0, `names stand on the map at ${width} pixels`);
  checks.that(!clash.clashes.length, `names over each other at ${width} pixels: ${clash.clashes.join("; ")}`);
}

async function accessible(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  for (const v of violations) {
    const where = v.nodes.slice(0, 3).map((n) => `${n.target.join(" ")}: ${n.any[0]?.message ?? n.all[0]?.message ?? ""}`).join(" | ");
    checks.that(!["serious", "critical"].includes(v.impact), `${what}: ${v.impact} ${v.id}, ${v.help}: ${where}`);
  }
  checks.that(true, what);
}

for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]]) {
  const { page, context, trouble } = await open(chromium, file, { width, scheme });
  await layout(page, width);
  if (width === 1280 && scheme === "light") {
    await verdict(page);
    if (periods.length) {
      await slider(page);
      await hover(page);
      await focus(page);
    } else {
      await page.locator(".place[tabindex='0']").focus();
      checks.that(!(await card(page)).hidden, "a place has a card on day 0");
    }
  }
  if (pictures) await page.screenshot({ path: `${pictures}/page-${width}-${scheme}.png`, fullPage: true });
  checks.that(!trouble.length, `nothing went wrong at ${width} pixels, ${scheme}: ${trouble.join("; ")}`);
  // Last, for it puts a script of its own into the page.
  await page.locator("details").evaluateAll((all) => all.forEach((d) => { d.open = true; }));
  await accessible(page, `axe at ${width} pixels, ${scheme}`);
  await context.close();
}

const still = await open(chromium, file, { scripts: false });
checks.that(await still.page.locator(".verdict").isVisible(), "the verdict stands without scripts");
checks.that(await still.page.locator("#map").isVisible(), "the map stands without scripts");
checks.that(!periods.length || !(await still.page.locator("#day").isVisible()), "no slider without scripts");
checks.that(!still.trouble.length, `nothing went wrong without scripts: ${still.trouble.join("; ")}`);

await chromium.close();
checks.end();
