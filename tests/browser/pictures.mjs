// The pictures of the pages in the manual; called by docs/pictures.sh.
//
//     node pictures.mjs PAGE.html BATCH.html FOLDER

import { browser, open } from "./open.mjs";

const [page, batch, folder] = process.argv.slice(2);
const chromium = await browser();
const shots = [
  { file: page, name: "page", width: 1280, height: 1180, to: "header" },
  { file: page, name: "page-map", width: 1280, height: 900, to: "#theatre", element: true, period: 7 },
  { file: page, name: "page-dark", width: 1280, height: 900, to: "#theatre", element: true, scheme: "dark" },
  { file: page, name: "page-charts", width: 1280, height: 900, to: "#course .charts", element: true },
  { file: page, name: "page-narrow", width: 390, height: 844, to: "header" },
  { file: batch, name: "page-batch", width: 1280, height: 1000, to: "header" },
];
for (const { file, name, width, height, to, element, period, scheme } of shots) {
  const { page: shown, context } = await open(chromium, file, { width, height, scheme });
  if (period !== undefined) await shown.locator("#day").fill(String(period));
  await shown.evaluate(() => document.activeElement.blur());
  const path = `${folder}/${name}.png`;
  if (element) await shown.locator(to).screenshot({ path });
  else await shown.screenshot({ path });
  await context.close();
}
await chromium.close();
