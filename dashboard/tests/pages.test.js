// Every page, in both themes and on a phone: it shows what it should, accessibly, without errors and without asking
// anybody else.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertClean, findings, open, pageOf, settled, sideways } from "./browser.js";
import { Coordinator, until } from "./coordinator.js";

const SYNTHETIC = { optimum: 0.1, edge: 1, steps: 40, noise: 0.01 };
const LR = { distribution: "log_uniform", min: 1e-3, max: 10 };

let coordinator;
let browser;
const ids = {};

before(async () => {
  coordinator = await Coordinator.start();
  browser = await open();
  coordinator.worker("ada", 2);
  const metric = { name: "val_loss", goal: "minimize" };
  const grid = { method: "grid", metric, replicates: 2, train: { synthetic: SYNTHETIC } };
  ids.grid = await coordinator.sweep({ ...grid, name: "plain", parameters: { lr: { ...LR, points: 12 } } });
  ids.batches = await coordinator.sweep({
    name: "batches",
    method: "grid",
    metric,
    parameters: { lr: { ...LR, points: 6 }, "train.batch_size": { values: [64, 128] } },
    train: { builtin: { dataset: "digits", model: { kind: "mlp", hidden: [8] } }, epochs: 1 },
  });
  ids.range = await coordinator.sweep({
    name: "range",
    method: "range_test",
    metric,
    parameters: { lr: LR },
    replicates: 2,
    train: { builtin: { dataset: "digits", model: { kind: "mlp", hidden: [8] } }, steps: 40, batch_size: 64 },
  });
  ids.find = await coordinator.sweep({
    name: "found",
    method: "find",
    metric,
    parameters: { lr: LR },
    train: { synthetic: { ...SYNTHETIC, steps: 100 } },
  });
  ids.trial = (await coordinator.get(`/sweeps/${ids.grid}/trials?limit=1`)).items[0].id;
});

after(async () => {
  await browser?.close();
  coordinator?.stop();
});

/** Each page, and what it must say. */
const pages = () => [
  ["/", "plain"],
  [`/sweeps/${ids.grid}`, "Best learning rate"],
  [`/sweeps/${ids.grid}/curves`, "Learning curves"],
  [`/sweeps/${ids.range}`, "Search between"],
  [`/sweeps/${ids.batches}/heatmap`, "rate ∝ batch"],
  [`/sweeps/${ids.grid}/trials`, "24 trials"],
  [`/sweeps/${ids.grid}/trials/${ids.trial}`, "Run it again"],
  [`/sweeps/${ids.grid}/timeline`, "Timeline"],
  [`/sweeps/${ids.grid}/spec`, "As submitted"],
  ["/sweeps/new", "72 trials"],
  ["/workers", "ada"],
  ["/queue", "Nothing waits"],
  [`/compare?ids=${ids.grid},${ids.batches}`, "Side by side"],
  ["/schedule", "As the coordinator computes it"],
  [`/sweeps/${ids.find}`, "How it searched"],
  ["/settings", "Appearance"],
  ["/best", "By val_loss"],
  [`/sweeps/${ids.grid}/curves?bands=decades`, "of each decade the median"],
  [`/compare?ids=${ids.batches}`, "Best rate over batch size"],
  ["/schedule?batch=grow&kind=constant", "batch size, 128 to 5120"],
];

for (const theme of ["light", "dark"]) {
  test(`every page is accessible and clean, ${theme}`, async () => {
    const page = await pageOf(browser, coordinator.url, { theme });
    for (const [path, words] of pages()) {
      await page.to(path);
      await page.getByText(words, { exact: false }).first().waitFor();
      assert.deepEqual(await findings(page), [], `axe on ${path}`);
    }
    assertClean(page);
  });
}

test("no page scrolls sideways on a phone", async () => {
  const page = await pageOf(browser, coordinator.url, { width: 400, height: 800 });
  for (const [path, words] of pages()) {
    await page.to(path);
    await page.getByText(words, { exact: false }).first().waitFor();
    assert.ok((await sideways(page)) <= 0, `${path} scrolls sideways by ${await sideways(page)} pixels`);
  }
  assertClean(page);
});

test("a plot is read with the keyboard, and as a table", async () => {
  const page = await pageOf(browser, coordinator.url);
  await page.to(`/sweeps/${ids.grid}`);
  await page.getByRole("group", { name: /against learning rate, 12/ }).focus();
  await page.keyboard.press("ArrowRight");
  await page.locator(".tip", { hasText: "lr 1e−3" }).waitFor();
  await page.getByText("As a table").first().click();
  const rows = page.getByRole("region", { name: /against learning rate, as a table/ }).locator("tbody tr");
  await rows.first().waitFor();
  assert.equal(await rows.count(), 12);
  assertClean(page);
});

test("an answer asks for each thing once, and for its numbers before its script is there", async () => {
  const page = await pageOf(browser, coordinator.url);
  const asked = [];
  page.on("request", (it) => asked.push(new URL(it.url()).pathname));
  await page.to(`/sweeps/${ids.grid}`);
  const sweep = `/api/v1/sweeps/${ids.grid}`;
  const script = asked.findIndex((it) => it.startsWith("/assets/sweep-"));
  for (const path of [sweep, `${sweep}/best`, `${sweep}/configurations`, `${sweep}/curves`]) {
    assert.equal(asked.filter((it) => it === path).length, 1, path);
    assert.ok(asked.indexOf(path) < script, `${path} waits for a script`);
  }
  assertClean(page);
});

test("what is dragged over becomes the next sweep", async () => {
  const page = await pageOf(browser, coordinator.url);
  await page.to(`/sweeps/${ids.grid}`);
  const plot = await page.getByRole("img", { name: /against learning rate, 12/ }).boundingBox();
  await page.mouse.move(plot.x + plot.width * 0.4, plot.y + 150);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width * 0.7, plot.y + 150, { steps: 5 });
  await page.mouse.up();
  await page.getByRole("heading", { name: "New sweep" }).waitFor();
  assert.match(page.url(), /from=.*&min=0\.0\d+&max=\d/);
  await until(
    async () => (await page.getByLabel("Name").inputValue()) === "plain-refined",
    "the form to be filled",
  );
});

test("a form is submitted with the return key, once it has no mistakes", async () => {
  const page = await pageOf(browser, coordinator.url);
  await page.to("/sweeps/new");
  const submit = page.getByRole("button", { name: "Submit" });
  await page.getByLabel("Highest rate").fill("1e-9");
  await page.getByRole("alert", { name: "Mistakes" }).getByText("parameters.lr.max").waitFor();
  await page.getByLabel("Highest rate").press("Enter");
  assert.match(page.url(), /\/sweeps\/new$/);
  await page.getByLabel("Highest rate").fill("5");
  await page.getByLabel("Name").fill("by the return key");
  while (await submit.isDisabled()) await page.waitForTimeout(50);
  await page.getByLabel("Name").press("Enter");
  await page.getByRole("heading", { name: "by the return key" }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
});

test("trials are sorted by a click on the head of a column", async () => {
  const page = await pageOf(browser, coordinator.url);
  await page.to(`/sweeps/${ids.grid}/trials`);
  const head = page.getByRole("columnheader", { name: "val_loss" });
  const first = page.locator(".line").first().getByRole("cell").nth(3);
  const { items } = await coordinator.get(`/sweeps/${ids.grid}/trials?limit=100`);
  const values = items.map((it) => it.value).filter((it) => it !== null);
  for (const [order, wanted] of [
    ["ascending", Math.min(...values)],
    ["descending", Math.max(...values)],
  ]) {
    await head.getByRole("button").click();
    await page.locator(`[aria-sort=${order}]`).waitFor();
    await until(
      async () => (await first.textContent()) === wanted.toPrecision(4),
      `the ${order} values to begin with ${wanted}`,
    );
  }
  assert.match(page.url(), /sort=value&order=desc/);
  assertClean(page);
});

test("trials are found by conditions, which the address and the downloads hold, and a mistake is told", async () => {
  const page = await pageOf(browser, coordinator.url);
  await page.to(`/sweeps/${ids.grid}/trials`);
  const { items } = await coordinator.get(`/sweeps/${ids.grid}/trials?limit=100`);
  const rate = items[0].lr;
  const text = `lr = ${rate.toPrecision(3)} and seed = ${items[0].seed}`;
  await page.keyboard.press("/");
  const box = page.getByRole("searchbox", { name: "Conditions on trials" });
  await box.pressSequentially(text);
  const wanted = items.filter((it) => it.lr === rate && it.seed === items[0].seed);
  assert.ok(wanted.length > 0 && wanted.length < items.length);
  await page.getByRole("heading", { name: counted(wanted.length) }).waitFor();
  await until(async () => (await page.locator(".line").count()) === wanted.length, "the rows that meet them");
  const href = await page.getByRole("link", { name: "CSV" }).getAttribute("href");
  const csv = await (await fetch(coordinator.url + href)).text();
  assert.equal(csv.trim().split("\n").length, 1 + wanted.length);
  await page.reload();
  await page.getByRole("heading", { name: counted(wanted.length) }).waitFor();
  assert.equal(await box.inputValue(), text);
  await box.fill("width = 32");
  await page.getByText("nothing about these trials is called `width`; there are").waitFor();
  assert.equal(await box.getAttribute("aria-invalid"), "true");
  await box.fill("");
  await page.getByRole("heading", { name: counted(items.length) }).waitFor();
  assert.doesNotMatch(page.url(), /where/);
});

const counted = (trials) => `${trials} trial${trials === 1 ? "" : "s"}`;

test("curves can be saved as a drawing of what is in sight, and the coordinator draws them too", async () => {
  const page = await pageOf(browser, coordinator.url);
  await page.to(`/sweeps/${ids.grid}/curves`);
  const panel = page.getByRole("region", { name: "Learning curves" }).first();
  await panel.locator(".menu").evaluate((it) => it.setAttribute("open", ""));
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    panel.getByRole("button", { name: "Drawing, SVG" }).click(),
  ]);
  const drawing = await (await import("node:fs/promises")).readFile(await saved.path(), "utf8");
  const live = await panel.getByRole("link", { name: "Live picture, SVG" }).getAttribute("href");
  const drawn = await (await fetch(live)).text();
  const told = await page.evaluate(
    (all) =>
      all.map((it) => {
        const parsed = new DOMParser().parseFromString(it, "image/svg+xml");
        const isWhole = parsed.querySelector("parsererror") === null;
        return [
          isWhole,
          parsed.querySelectorAll("path, polyline").length >= 24,
          !!parsed.querySelector("title"),
        ];
      }),
    [drawing, drawn],
  );
  assert.deepEqual(told, [
    [true, true, true],
    [true, true, true],
  ]);
  assertClean(page);
});

test("the address holds the view, and unknown ones are refused in words", async () => {
  const page = await pageOf(browser, coordinator.url);
  await page.to(`/sweeps/${ids.grid}/curves`);
  await page.getByLabel("Stand out").selectOption("5");
  assert.match(page.url(), /top=5/);
  await page.reload();
  await settled(page);
  assert.equal(await page.getByLabel("Stand out").inputValue(), "5");
  await page.goto(`${coordinator.url}/sweeps/01a20f23-c7c9-732d-aeb7-000000000000`);
  await page.getByText("This sweep cannot be shown").waitFor();
});

test("numbers and pictures can be saved", async () => {
  const page = await pageOf(browser, coordinator.url);
  await page.to(`/sweeps/${ids.grid}`);
  for (const [button, ending] of [
    ["Numbers, CSV", ".csv"],
    ["Drawing, SVG", ".svg"],
    ["Picture, PNG", ".png"],
  ]) {
    const panel = page.getByRole("region", { name: /against learning rate/ }).first();
    await panel.locator(".menu").evaluate((it) => it.setAttribute("open", ""));
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      panel.getByRole("button", { name: button }).click(),
    ]);
    assert.ok(saved.suggestedFilename().endsWith(ending), saved.suggestedFilename());
  }
  assertClean(page);
});
