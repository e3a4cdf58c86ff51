// Measures how long each page of a sweep of 100,000 trials takes to stand, from the click on its address to the last part
// that was waited for; the slowest of a few times. Fails where one takes a second.
//
//   RATESMITH_BINARY=target/release/ratesmith node tools/large.js
import { open, pageOf } from "../tests/browser.js";
import { Coordinator, until } from "../tests/coordinator.js";

const TRIALS = 100_000;
const BATCHES = [32, 64, 128, 256];
const LIMIT_MS = 1000;
const TIMES = 3;
const PATIENCE_MS = 600_000;

const coordinator = await Coordinator.start();
const browser = await open();
let isWithin = true;
try {
  coordinator.worker("ada", 2);
  const id = await coordinator.sweep(
    {
      name: "large",
      method: "grid",
      parameters: {
        lr: { distribution: "log_uniform", min: 1e-4, max: 10, points: TRIALS / BATCHES.length },
        "train.batch_size": { values: BATCHES },
      },
      train: { synthetic: { optimum: 0.1, edge: 1, steps: 20, noise: 0.02 } },
    },
    { over: false },
  );
  const isOver = async () => (await coordinator.get(`/sweeps/${id}`)).state === "completed";
  await until(isOver, "100,000 trials to end", PATIENCE_MS);
  const [trial] = (await coordinator.get(`/sweeps/${id}/trials?limit=1`)).items;
  /** Each page, and what stands there once it has come. */
  const pages = [
    ["/", "large"],
    [`/sweeps/${id}`, "Best learning rate"],
    [`/sweeps/${id}/curves`, "Learning curves"],
    [`/sweeps/${id}/heatmap`, "rate ∝ batch"],
    [`/sweeps/${id}/trials`, "100,000 trials"],
    [`/sweeps/${id}/trials?where=batch_size=64`, "25,000 trials"],
    [`/sweeps/${id}/trials/${trial.id}`, "Run it again"],
    [`/sweeps/${id}/timeline`, "Timeline"],
    [`/sweeps/${id}/spec`, "As submitted"],
    [`/compare?ids=${id}`, "Side by side"],
    ["/best", "By val_loss"],
    ["/queue", "Nothing waits"],
    ["/workers", "ada"],
    ["/sweeps/new", "trials"],
  ];
  const page = await pageOf(browser, coordinator.url);
  for (const [path, words] of pages) {
    const times = [];
    for (let it = 0; it < TIMES; it++) times.push(await opened(page, coordinator.url + path, words));
    const slowest = Math.max(...times);
    isWithin &&= slowest <= LIMIT_MS;
    const named = path.replaceAll(id, "ID").replace(trial.id, "TRIAL");
    const verdict = slowest <= LIMIT_MS ? "" : "TOO SLOW";
    console.log(`${named.padEnd(34)} ${times.map((ms) => ms.toFixed(0).padStart(6)).join("")} ms ${verdict}`);
  }
} finally {
  await browser.close();
  coordinator.stop();
}
process.exit(isWithin ? 0 : 1);

/** Milliseconds from the start of the navigation until `words` are there and nothing is being loaded. */
async function opened(page, address, words) {
  await page.goto(address, { waitUntil: "commit" });
  const stands = await page.waitForFunction(
    (words) =>
      document.querySelector("main")?.textContent.includes(words) &&
      !document.querySelector(".skeleton") &&
      performance.now(),
    words,
    { polling: "raf" },
  );
  return stands.jsonValue();
}
