// Measures what the browser's main thread spends on hundreds of curves: to draw them first, to renew them all, to
// follow the pointer; and what the answer with the curves weighs and takes. Fails where a limit is passed.
//
//   RATESMITH_BINARY=target/release/ratesmith node tools/draw.js
import { build } from "vite";
import { open, settled } from "../tests/browser.js";
import { Coordinator } from "../tests/coordinator.js";

const CURVES = 500;
const POINTS = 1000;
const LIMITS = { draw: 150, update: 60, hover: 16, answer: 200, kilobytes: 250 };

const coordinator = await Coordinator.start();
const browser = await open();
const measured = {};
try {
  coordinator.worker("ada", 2);
  const id = await coordinator.sweep({
    name: "many",
    method: "grid",
    parameters: { lr: { distribution: "log_uniform", min: 1e-4, max: 2, points: CURVES } },
    train: { synthetic: { optimum: 0.1, edge: 1, steps: POINTS, noise: 0.02 } },
  });
  const asked = `${coordinator.url}/api/v1/sweeps/${id}/curves?max_points=300&trials=${CURVES}`;
  await (await fetch(asked)).arrayBuffer();
  const times = [];
  for (let it = 0; it < 5; it++) {
    const began = performance.now();
    const answer = await fetch(asked, { headers: { "accept-encoding": "gzip" } });
    await answer.arrayBuffer();
    times.push(performance.now() - began);
  }
  measured.answer = median(times);
  measured.kilobytes = await weight(asked);

  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const debug = await page.context().newCDPSession(page);
  await debug.send("Performance.enable");
  const spent = async () => {
    const { metrics } = await debug.send("Performance.getMetrics");
    return metrics.find((it) => it.name === "TaskDuration").value * 1000;
  };
  // The page's own chart, given curves of its own, so that nothing else is measured.
  await page.goto(`${coordinator.url}/settings`);
  await settled(page);
  await page.evaluate(await drawing());
  await page.evaluate(prepare, { CURVES, POINTS });
  await page.waitForTimeout(500);
  measured.draw = await cost(page, spent, () => page.evaluate(() => window.measure.draw()));
  const renewed = [];
  for (let it = 0; it < 5; it++)
    renewed.push(await cost(page, spent, () => page.evaluate(() => window.measure.renew())));
  measured.update = median(renewed);
  const { x, y, width, height } = await page.locator("#measured .u-over").boundingBox();
  const hovered = await cost(page, spent, async () => {
    for (let it = 0; it < 40; it++)
      await page.mouse.move(x + (width * it) / 40, y + height * (0.3 + (it % 7) / 14));
  });
  measured.hover = hovered / 40;
} finally {
  await browser.close();
  coordinator.stop();
}

let isWithin = true;
for (const [name, limit] of Object.entries(LIMITS)) {
  const unit = name === "kilobytes" ? "kB" : "ms";
  const fits = measured[name] <= limit;
  isWithin &&= fits;
  console.log(
    `${name.padEnd(10)} ${measured[name].toFixed(1).padStart(8)} ${unit}, at most ${limit} ${fits ? "" : "TOO MUCH"}`,
  );
}
process.exit(isWithin ? 0 : 1);

/** What the main thread spent on `act` and on the frames after it. */
async function cost(page, spent, act) {
  const before = await spent();
  await act();
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return (await spent()) - before;
}

/** What draws curves, as one script for the page; it comes by the debugger's door, as the policy lets no other in. */
async function drawing() {
  const entry = new URL("../src/charts/lines.ts", import.meta.url).pathname;
  const lib = { entry, formats: ["iife"], name: "drawing" };
  const [{ output }] = await build({ logLevel: "error", configFile: false, build: { lib, write: false } });
  return `${output.find((it) => it.type === "chunk").code}; window.drawing = drawing; void 0`;
}

/** In the page: makes the curves, and ways to show them. */
function prepare({ CURVES, POINTS }) {
  const { Lines } = window.drawing;
  const box = document.createElement("div");
  box.id = "measured";
  box.className = "lines";
  box.style.width = "1200px";
  document.querySelector("main").prepend(box);
  const x = Array.from({ length: POINTS }, (_, at) => at);
  const curves = (shift) =>
    Array.from({ length: CURVES }, (_, curve) => ({
      id: String(curve),
      x,
      y: x.map(
        (at) =>
          2.3 * Math.exp((-at * (curve + 1)) / (CURVES * 300)) * (1 + 0.05 * Math.sin(at * 1.7 + curve)) +
          0.05 +
          shift,
      ),
      colour: `hsl(${curve % 360} 60% 50%)`,
      isDim: false,
      isPinned: false,
    }));
  const view = (shift) => ({
    curves: curves(shift),
    x: [0, POINTS],
    y: [0.05, 3],
    isLog: true,
    xLabel: "updates",
    yLabel: "loss",
    height: 480,
    selects: false,
  });
  const views = Array.from({ length: 8 }, (_, it) => view(it / 100));
  let at = 0;
  let lines;
  const told = { onHover: () => undefined, onPick: () => undefined, onSelect: () => undefined };
  window.measure = {
    draw: () => {
      lines = new Lines(box, views[at++], told);
    },
    renew: () => lines.show(views[at++]),
  };
}

/** How many kilobytes an answer has on its way. */
async function weight(address) {
  const { get } = await import("node:http");
  return new Promise((resolve) =>
    get(address, { headers: { "accept-encoding": "gzip" } }, (answer) => {
      let bytes = 0;
      answer.on("data", (it) => {
        bytes += it.length;
      });
      answer.on("end", () => resolve(bytes / 1000));
    }),
  );
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
