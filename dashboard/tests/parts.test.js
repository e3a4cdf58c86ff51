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

test("a length of time has two units at most", async () => {
  const { duration } = await load("numbers/format.ts");
  const told = [250, 9_940, 59_000, 60_000, 80_000, 599_600, 3_000_000, 7_200_000].map(duration);
  assert.deepEqual(told, ["250 ms", "9.9 s", "59 s", "1 min", "1 min 20 s", "10 min", "50 min", "2.0 h"]);
});

test("the rest is told at the pace since one looks, once three trials are over", async () => {
  const { left, isFrom } = await load("live/left.ts");
  const sweep = (over, more = {}) => ({
    id: "a",
    state: "running",
    method: "grid",
    trials: 20,
    counts: { queued: 20 - over - 1, running: 1 },
    ...more,
  });
  const first = { id: "a", at: 1000, over: 5 };
  assert.equal(left(first, sweep(7), 9000), undefined);
  assert.equal(left(first, sweep(10), 11_000), 20_000);
  assert.equal(left(first, sweep(10, { method: "find" }), 11_000), undefined);
  assert.ok(isFrom(first, sweep(5)));
  assert.ok(!isFrom(first, sweep(4)), "a retry takes back what was over");
  assert.ok(!isFrom(first, sweep(9, { state: "paused" })));
  assert.ok(!isFrom(first, sweep(9, { id: "b" })) && !isFrom(undefined, sweep(9)));
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

test("a model and a data set that it cannot learn are never chosen together", async () => {
  const { named, withDataset, withModel } = await load("pages/new-sweep/builtin.ts");
  const { EMPTY } = await load("pages/new-sweep/document.ts");
  const choose = (...steps) => named(steps.reduce((it, [how, name]) => how(it, name), EMPTY));
  assert.deepEqual(choose([withModel, "transformer"]), ["grammar", "transformer"]);
  assert.deepEqual(choose([withModel, "transformer"], [withDataset, "moons"]), ["moons", "mlp"]);
  assert.deepEqual(choose([withDataset, "moons"], [withModel, "resnet"]), ["digits", "resnet"]);
  assert.deepEqual(choose([withModel, "cnn"], [withDataset, "grammar"]), ["grammar", "transformer"]);
  assert.deepEqual(choose([withModel, "logistic"], [withDataset, "blobs"]), ["blobs", "logistic"]);
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

test("the law between best rates and sizes is the one that they follow", async () => {
  const { law, paths, points } = await load("pages/compare/relation.ts");
  const side = (batch, lr) => ({
    sweep: {
      name: `b${batch}`,
      spec: { seed: batch, train: { batch_size: batch, builtin: { model: { hidden: [64] } } } },
    },
    best: { best: { lr }, interval: { low: lr / 2, high: lr * 2 }, groups: [] },
  });
  const sides = [side(16, 0.1), side(64, 0.2), side(256, 0.4)];
  assert.deepEqual(paths(sides), ["train.batch_size"]);
  const line = law(points(sides, "train.batch_size"));
  assert.ok(Math.abs(line.exponent - 0.5) < 1e-9 && Math.abs(line.at(1024) - 0.8) < 1e-9);
  assert.equal(law(points([side(16, 0.1), side(16, 0.3)], "train.batch_size")), undefined);
});

test("a sweep that varies a size itself gives a best rate for each of its values", async () => {
  const { points } = await load("pages/compare/relation.ts");
  const group = (batch, lr) => ({ parameters: { "train.batch_size": batch }, best: { lr }, interval: null });
  const sides = [
    {
      sweep: { name: "s", spec: {} },
      best: { groups: [group(32, 0.1), group(64, 0.2), { ...group(128), best: null }] },
    },
  ];
  assert.deepEqual(
    points(sides, "train.batch_size").map((it) => [it.value, it.lr]),
    [
      [32, 0.1],
      [64, 0.2],
    ],
  );
});

const run = (number, lr, values, more = {}) => ({
  id: String(number),
  number,
  configuration: number,
  lr,
  state: "completed",
  diverged: false,
  steps: values.map((_, at) => at * 10),
  values,
  last: values.at(-1),
  ...more,
});

test("a band is the median of a decade and its quartiles, and what diverged has no say", async () => {
  const { band, decades } = await load("pages/curves/bands.ts");
  const runs = [1, 2, 3, 4, 5].map((it) => run(it, 0.1 + it / 100, [5, it]));
  const wild = run(6, 0.5, [5, 900], { diverged: true });
  const found = decades([...runs, wild, run(7, 0.01, [5, 4])]);
  assert.deepEqual(
    found.map((it) => [it.name, it.runs.length]),
    [
      ["0.01 – 0.1", 1],
      ["0.1 – 1", 5],
    ],
  );
  const { x, low, middle, high } = band(found[1], "red");
  assert.deepEqual(
    [x, low, middle, high],
    [
      [0, 10],
      [5, 2],
      [5, 3],
      [5, 4],
    ],
  );
});

test("updates become epochs by what whole runs took, and by the first report before one has ended", async () => {
  const { updatesAnEpoch, epochsOf } = await load("pages/curves/model.ts");
  const done = run(0, 0.1, [3, 2, 1]);
  const begun = run(1, 0.2, [3, 2], { state: "running" });
  assert.deepEqual([done, begun].map(updatesAnEpoch([done, begun], 2)), [10, 10]);
  assert.equal(updatesAnEpoch([begun], 2)(begun), 10);
  const sweep = (spec) => epochsOf({ method: "grid", spec });
  assert.deepEqual(
    [
      sweep({ train: { epochs: 5 } }),
      sweep({ train: { steps: 5 } }),
      sweep({ train: { epochs: 5 }, batch_schedule: {} }),
    ],
    [5, undefined, undefined],
  );
});

test("trials of one worker lie in as many lanes as ran side by side", async () => {
  const { lanes } = await load("pages/timeline/lanes.ts");
  const timeline = {
    workers: ["ada", "bob"],
    stretches: {
      trial: ["a", "b", "c", "d"],
      number: [0, 1, 2, 3],
      lr: [null, 0.1, 0.1, 0.1],
      worker: [0, 0, 0, 1],
      attempt: [1, 1, 1, 2],
      from_ms: [0, 5, 10, 0],
      to_ms: [10, 15, 20, 20],
      state: ["completed", "completed", "diverged", "running"],
    },
  };
  const told = lanes(timeline, () => 4).map((it) => [it.worker, it.stretches.map((one) => one.id).join("")]);
  assert.deepEqual(told, [
    ["ada", "ac"],
    ["ada", "b"],
    ["bob", "d"],
  ]);
});

test("a drawing of curves holds each of them, and what is written in it cannot break out", async () => {
  const { vector } = await load("charts/vector.ts");
  const curve = (id, y) => ({
    id,
    x: [0, 1, 2],
    y,
    colour: "#123456",
    isDim: false,
    isPinned: y[2] === null,
  });
  const shown = {
    curves: [curve("a", [3, 2, 1]), curve("b", [3, 9, null])],
    bands: [{ x: [0, 1], low: [1, 1], middle: [2, 2], high: [3, 3], colour: "#654321" }],
    x: [0, 2],
    y: [0.5, 5],
    isLog: true,
    xLabel: "updates",
    yLabel: "loss",
    title: "<script>&",
    format: String,
  };
  const paint = { paper: "#fff", ink: "#000", grid: "#eee", dim: "#ccc", diverged: "#b00" };
  const drawing = vector(shown, paint, 600, 400);
  assert.ok(drawing.includes("&lt;script&gt;&amp;") && !drawing.includes("<script"));
  assert.equal(drawing.match(/stroke="#123456"/g).length, 2);
  assert.equal(drawing.match(/fill="#b00"/g).length, 1, "the one that diverged is marked");
  assert.ok(!/NaN|Infinity|undefined/.test(drawing), drawing);
});

test("a curve on a canvas keeps the lowest and highest of each column, and breaks where a value is missing", async () => {
  const { trace } = await load("charts/trace.ts");
  const { Box } = await load("charts/places.ts");
  const drawn = (y, grain) => {
    const path = [];
    const ink = {
      beginPath: () => undefined,
      moveTo: (...to) => path.push(["move", ...to]),
      lineTo: (...to) => path.push(["line", ...to]),
    };
    const box = new Box({ left: 0, top: 0, width: 80, height: 100 }, [0, 8], [0, 10], false);
    trace(ink, { x: y.map((_, at) => at), y }, box, grain);
    return path.map((it) => it.join(" "));
  };
  assert.deepEqual(drawn([1, 2, null, null, 3, null], 1), ["move 0 90", "line 10 80", "move 40 70"]);
  assert.deepEqual(drawn([], 1), []);
  // Columns of 40: the first holds two points, the second four, the third two.
  const columns = ["move 0 50", "line 0 10", "line 40 90", "line 40 20", "line 80 60", "line 80 40"];
  assert.deepEqual(drawn([5, 9, 4, 1, 8, 3, 4, 6], 40), columns);
});

test("a place on a canvas is the same share of the way, by ratios on a log scale, and never infinitely far", async () => {
  const { Box } = await load("charts/places.ts");
  const place = new Box({ left: 5, top: 7, width: 100, height: 60 }, [10, 30], [0.01, 10], true);
  assert.deepEqual(
    [10, 20, 30].map((it) => place.x(it)),
    [5, 55, 105],
  );
  assert.deepEqual(
    [10, 1, 0.01].map((it) => Math.round(place.y(it) * 1e6) / 1e6),
    [7, 27, 67],
  );
  assert.ok(Number.isFinite(place.y(0)) && Number.isFinite(place.y(Number.POSITIVE_INFINITY)));
});

test("columns of the table are shown and hidden, and the usual ones need no words in the address", async () => {
  const { columnsOf, shownOf, toggled } = await load("pages/trials/columns.tsx");
  const all = columnsOf({ id: "a", metric: { name: "val_loss" } }, ["train.batch_size"]);
  const titles = (chosen) => shownOf(all, chosen).map((it) => it.title);
  assert.deepEqual(titles(""), [
    "Trial",
    "State",
    "Rate",
    "batch_size",
    "val_loss",
    "Seed",
    "Trained",
    "Why",
  ]);
  const more = toggled(all, "", "Began");
  assert.deepEqual(titles(more).slice(-3), ["Trained", "Began", "Why"]);
  assert.equal(toggled(all, more, "Began"), "", "back to the usual ones");
  assert.deepEqual(titles("Rate,no such column"), ["Rate"]);
  assert.equal(titles("no such column").length, all.length, "a table without columns shows nothing");
});

test("a metric brings the way that is better with it, and whoever chooses a model learns what it does to the data", async () => {
  const { withMetric, metrics, fit } = await load("pages/new-sweep/builtin.ts");
  assert.deepEqual(withMetric({}, "val_accuracy"), { metric: { name: "val_accuracy", goal: "maximize" } });
  assert.deepEqual(withMetric({}, "val_loss"), { metric: { name: "val_loss", goal: "minimize" } });
  assert.ok(metrics("own_metric").includes("own_metric"), "what stands there already can be kept");
  assert.match(fit("transformer"), /text/);
  assert.equal(fit("mlp"), undefined);
});
