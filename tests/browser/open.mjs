// What the checks share: Chromium, and a page whose every request, complaint and broken rule is written down.

import { chromium } from "playwright-core";
import { pathToFileURL } from "node:url";

/** Starts Chromium: `CHROMIUM`, or the one that Debian installs. */
export function browser() {
  const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
  // Containers rarely allow Chromium's sandbox; what is opened is only our own file.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** Opens a file. `trouble` of what is given back grows as things go wrong. */
export async function open(chromium, file, { width = 1280, height = 900, scheme = "light", scripts = true, bypassCSP = false } = {}) {
  const context = await chromium.newContext({
    viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: scripts, bypassCSP, locale: "de-DE", reducedMotion: "reduce",
  });
  const trouble = [];
  const url = pathToFileURL(file).href;
  const page = await context.newPage();
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) trouble.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => trouble.push(`script: ${error.message}`));
  page.on("dialog", (dialog) => { trouble.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== url && !request.url().startsWith("data:")) trouble.push(`request: ${request.url()}`); });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(url);
  if (scripts) await page.waitForSelector("html[data-ready]", { state: "attached", timeout: 20000 });
  return { page, context, trouble };
}

/** Collects what does not hold, so that one run tells everything. */
export class Checks {
  failures = [];
  count = 0;

  /** @param {boolean} holds @param {string} words what should hold, with the figures */
  that(holds, words) {
    this.count += 1;
    if (!holds) this.failures.push(words);
  }

  same(found, wanted, what) {
    this.that(found === wanted, `${what}: found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`);
  }

  /** Prints what was found and ends the program accordingly. */
  end() {
    this.failures.forEach((words) => console.log(`FAILED ${words}`));
    console.log(`${this.count} checks, ${this.failures.length} failed`);
    process.exitCode = this.failures.length || !this.count ? 1 : 0;
  }
}

/** As the reports write whole numbers. */
export const whole = (n) => (Math.round(n) + 0).toLocaleString("en-US", { useGrouping: "min2" });
