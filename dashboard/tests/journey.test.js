// The whole way, with real training: from a form to an answer, and through the death of the coordinator.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertClean, open, pageOf } from "./browser.js";
import { Coordinator } from "./coordinator.js";

let coordinator;
let browser;

before(async () => {
  coordinator = await Coordinator.start();
  browser = await open();
});

after(async () => {
  await browser?.close();
  coordinator?.stop();
});

test("from nothing to an answer, told of each mistake on the way", async () => {
  const page = await pageOf(browser, coordinator.url);
  await page.to("/");
  await page.getByRole("link", { name: "Write a sweep" }).click();
  await page.getByLabel("Name").fill("my first");
  await page.getByLabel("Highest rate").fill("1e-9");
  await page.getByRole("alert", { name: "Mistakes" }).getByText("parameters.lr.max").waitFor();
  assert.ok(await page.getByRole("button", { name: "Submit" }).isDisabled());
  await page.getByLabel("Highest rate").fill("5");
  // Every choice of the form is a sweep that the coordinator takes.
  for (const model of ["logistic", "cnn", "resnet", "transformer", "mlp"]) {
    const judged = page.waitForResponse((it) => it.request().method() === "POST");
    await page.getByLabel("Model").selectOption(model);
    assert.ok((await judged).ok(), model);
  }
  await page.getByLabel("Rates", { exact: true }).fill("10");
  await page.getByLabel("Epochs").fill("3");
  await page.getByText("30 trials").waitFor();
  await page.getByRole("button", { name: "YAML" }).click();
  assert.match(await page.getByLabel("The sweep as YAML").inputValue(), /points: 10/);
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByRole("heading", { name: "my first" }).waitFor();
  await page.getByText("No trial is over yet").waitFor();
  coordinator.worker();
  // Nobody reloads: the answer comes by itself.
  await page.getByText("30 of 30 trials").waitFor({ timeout: 60_000 });
  await page.locator(".big", { hasText: /^[\d.e−]+$/ }).waitFor();
  await page.getByRole("button", { name: "Copy the rate" }).waitFor();
  await page.getByText("optimizer = torch.optim.SGD").waitFor();
  // The browser itself writes each refused dry run to the console; anything else would be ours.
  page.errors = page.errors.filter((it) => !it.includes("status of 400"));
  assertClean(page);
});

test("a page goes on by itself when the coordinator was killed and is back", async () => {
  const slow = { optimum: 0.1, edge: 1, steps: 20, step_ms: 60 };
  const id = await coordinator.sweep(
    {
      name: "long",
      method: "grid",
      parameters: { lr: { distribution: "log_uniform", min: 1e-3, max: 10, points: 8 } },
      train: { synthetic: slow },
    },
    { over: false },
  );
  const page = await pageOf(browser, coordinator.url);
  await page.to(`/sweeps/${id}`);
  await page.getByText("live", { exact: true }).waitFor();
  await coordinator.kill();
  await page.getByText("no connection, trying again").waitFor();
  await coordinator.serve();
  await page.getByText("live", { exact: true }).waitFor();
  await page.getByText(/about [\d.]+ m?s left/).waitFor({ timeout: 90_000 });
  await page.getByText("8 of 8 trials").waitFor({ timeout: 90_000 });
  assert.equal(await page.getByText(/about .* left/).count(), 0);
});
