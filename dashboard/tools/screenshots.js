// Makes the pictures of the dashboard: a coordinator, a worker, real sweeps, and a browser that looks at them.
import { mkdirSync } from "node:fs";
import { open, settled } from "../tests/browser.js";
import { Coordinator } from "../tests/coordinator.js";

const FOLDER = new URL("../screenshots/", import.meta.url).pathname;
const DIGITS = {
  builtin: { dataset: "digits", model: { kind: "mlp", hidden: [128, 128] } },
  epochs: 20,
  batch_size: 64,
};
const LOSS = { name: "val_loss", goal: "minimize" };
const rates = (min, max, points) => ({
  lr: { distribution: "log_uniform", min, max, ...(points && { points }) },
});

const coordinator = await Coordinator.start();
const browser = await open();
try {
  coordinator.worker("attic", 2);
  const range = await coordinator.sweep({
    name: "digits-range-test",
    method: "range_test",
    metric: LOSS,
    parameters: rates(1e-5, 10),
    replicates: 3,
    train: { ...DIGITS, epochs: undefined, steps: 100 },
  });
  const batches = await coordinator.sweep({
    name: "digits-batches",
    method: "grid",
    metric: LOSS,
    parameters: { ...rates(3e-3, 10, 11), "train.batch_size": { values: [16, 32, 64, 128, 256] } },
    train: { builtin: DIGITS.builtin, epochs: 10 },
  });
  const grid = await coordinator.sweep({
    name: "digits-mlp",
    method: "grid",
    metric: LOSS,
    parameters: rates(1e-4, 10, 24),
    replicates: 3,
    train: DIGITS,
  });
  mkdirSync(FOLDER, { recursive: true });
  const views = [
    ["answer", `/sweeps/${grid}`, 1120],
    ["curves", `/sweeps/${grid}/curves`, 760],
    ["range-test", `/sweeps/${range}`, 900],
    ["heatmap", `/sweeps/${batches}/heatmap`, 640],
    ["new-sweep", `/sweeps/new?from=${grid}&min=0.05&max=1`, 860],
  ];
  for (const theme of ["light", "dark"]) {
    for (const [name, path, height] of views) {
      if (theme === "dark" && name !== "answer") continue;
      const page = await browser.newPage({ colorScheme: theme, viewport: { width: 1200, height } });
      await page.goto(coordinator.url + path);
      await settled(page);
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${FOLDER}${name}-${theme}.png` });
      await page.close();
    }
  }
} finally {
  await browser.close();
  coordinator.stop();
}
