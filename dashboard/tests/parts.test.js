// The parts that compute, without a browser: numbers as people read them, marks on an axis, sweeps as text.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createServer } from "vite";
import { parse } from "yaml";

let vite;
const load = (path) => vite.ssrLoadModule(`/src/${path}`);

before(async () => {
  const server = { middlewareMode: true, hmr: false, ws: false, watch: null };
  vite = await createServer({
    server,
    appType: "custom",
    logLevel: "error",
    optimizeDeps: { noDiscovery: true },
  });
});

after(() => vite?.close());

test("a rate is told with as few digits as it takes", async () => {
  const { rate, mark } = await load("numbers/format.ts");
  const told = [0.496, 0.0281, 0.00281, 1e-4, 12.34, 1000, 0, null].map((it) => rate(it));
  assert.deepEqual(told, ["0.50", "0.028", "2.8e−3", "1e−4", "12", "1e3", "0", "–"]);
  assert.deepEqual([0.1, 0.001, 10, 2.5].map(mark), ["0.1", "1e−3", "10", "2.5"]);
});

test("a mean has the digits that its spread leaves", async () => {
  const { spread } = await load("numbers/format.ts");
  assert.equal(spread(0.23576, 0.01162), "0.236 ± 0.012");
  assert.equal(spread(12.3456, 1.7), "12.3 ± 1.7");
  assert.equal(spread(0.5, null), "0.5000");
});

test("an axis ends, wherever it begins, and has a label", async () => {
  const { log, linear } = await load("charts/scale.ts");
  for (const [low, high] of [
    [0.0979, 2.68],
    [1e-9, 1e9],
    [0.11, 0.12],
    [3, 3],
    [1e-300, 1e300],
  ]) {
    for (const scale of [log, linear]) {
      const { ticks } = scale([low, high], 0, 500, String);
      assert.ok(ticks.length < 500, `${ticks.length} marks from ${low} to ${high}`);
      if (high > low)
        assert.ok(
          ticks.some((it) => it.label !== ""),
          `no label from ${low} to ${high}`,
        );
    }
  }
});

test("a place on a scale is the value that it came from", async () => {
  const { log } = await load("charts/scale.ts");
  const scale = log([1e-4, 10], 50, 700, String);
  assert.equal(scale(1e-4), 50);
  assert.ok(Math.abs(scale.invert(scale(0.03)) - 0.03) < 1e-12);
});

test("a sweep as text is the sweep", async () => {
  const { yaml } = await load("pages/new-sweep/yaml.ts");
  const sweep = {
    name: "no: 1, #2 'x'",
    method: "grid",
    parameters: {
      lr: { distribution: "log_uniform", min: 1e-4, max: 10 },
      "train.batch_size": { values: [16, 32] },
    },
    train: { builtin: { dataset: "digits", model: { kind: "mlp", hidden: [128, 128] } }, epochs: 20 },
    optimizer: { kind: "sgd", nesterov: false },
    note: "null",
    empty: {},
  };
  assert.deepEqual(parse(yaml(sweep)), sweep);
});

test("a range test becomes a grid over the range that was chosen", async () => {
  const { like } = await load("pages/new-sweep/document.ts");
  const spec = { method: "range_test", parameters: { lr: [1e-5, 10] }, train: { steps: 100 } };
  const next = like({ name: "test", spec }, 0.01, 0.5);
  assert.deepEqual(
    [next.method, next.replicates, next.parameters.lr.min, next.parameters.lr.max],
    ["grid", 3, 0.01, 0.5],
  );
});
