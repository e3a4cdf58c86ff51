// A browser for tests: Debian's Chromium, watched for errors and for requests to anybody else.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** On a machine that is busy with other things a page takes its time. */
const PATIENCE_MS = 60_000;

/** Opens a browser; `root` and containers have no sandbox for it. */
export const open = () => chromium.launch({ executablePath: EXECUTABLE, args: ["--no-sandbox"] });

/** A page whose errors and requests are kept. */
export async function pageOf(browser, url, { theme = "light", width = 1280, height = 900 } = {}) {
  const context = await browser.newContext({ colorScheme: theme, viewport: { width, height } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.errors = [];
  page.foreign = [];
  page.on("console", (it) => it.type() === "error" && page.errors.push(it.text()));
  page.on("pageerror", (it) => page.errors.push(it.message));
  page.on("request", (it) => {
    const address = it.url();
    if (!address.startsWith(url) && !address.startsWith("blob:")) page.foreign.push(address);
  });
  page.to = async (path) => {
    await page.goto(url + path);
    await settled(page);
  };
  return page;
}

/** Waits until nothing is loading any more. */
export async function settled(page) {
  await page.waitForFunction(
    () => document.querySelector("main h1, main h2") && !document.querySelector(".skeleton"),
  );
}

/** What axe has to say against the page, one line a finding. */
export async function findings(page) {
  // The coordinator's policy lets no script be written into its pages, so axe comes by the debugger's door.
  if (!(await page.evaluate(() => "axe" in window))) {
    const { readFileSync } = await import("node:fs");
    await page.evaluate(`${readFileSync(AXE, "utf8")}; void 0`);
  }
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap((it) =>
    it.nodes.map((node) => `${it.id}: ${node.target.join(" ")} ${node.failureSummary}`),
  );
}

/** How far the page reaches beyond its window. */
export const sideways = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Nothing went wrong, and nobody else was asked. */
export function assertClean(page) {
  assert.deepEqual(page.errors, [], "errors in the console");
  assert.deepEqual(page.foreign, [], "requests to other hosts");
}
