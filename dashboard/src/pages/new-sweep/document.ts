// The document of a sweep: what stands where in it, and the one that follows from a sweep there is.

import type { Sweep } from "../../api/types";

export type Document = { [key: string]: unknown };

export const EMPTY: Document = {
  name: "my-sweep",
  method: "grid",
  metric: { name: "val_loss", goal: "minimize" },
  parameters: { lr: { distribution: "log_uniform", min: 1e-4, max: 10, points: 24 } },
  replicates: 3,
  seed: 0,
  train: {
    builtin: { dataset: "digits", model: { kind: "mlp", hidden: [128, 128] } },
    epochs: 20,
    batch_size: 64,
  },
  optimizer: { kind: "sgd", momentum: 0 },
  schedule: { kind: "constant" },
};

/** What stands at a dotted path; `\.` is a dot within a key. */
export function at(document: unknown, path: string): unknown {
  return keys(path).reduce<unknown>((it, key) => (it as Document | undefined)?.[key], document);
}

/** The document with `value` at a dotted path; nothing removes the key. */
export function put(document: Document, path: string, value: unknown): Document {
  const [key = "", ...rest] = keys(path);
  const next = { ...document };
  if (rest.length > 0) {
    const inner = next[key];
    const map =
      typeof inner === "object" && inner !== null && !Array.isArray(inner) ? (inner as Document) : {};
    next[key] = put(map, rest.map((it) => it.replaceAll(".", "\\.")).join("."), value);
  } else if (value === undefined) delete next[key];
  else next[key] = value;
  return next;
}

const keys = (path: string) => path.split(/(?<!\\)\./).map((it) => it.replaceAll("\\.", "."));

/** Which key the rate has among the parameters. */
export const rateKey = (document: Document): string =>
  at(document, "parameters.optimizer\\.lr") === undefined ? "parameters.lr" : "parameters.optimizer\\.lr";

/** The document with its rate spelled out: `[low, high]` is short for a log-uniform distribution. */
export function spelled(document: Document): Document {
  const lr = at(document, rateKey(document));
  if (!Array.isArray(lr)) return document;
  return put(document, rateKey(document), { distribution: "log_uniform", min: lr[0], max: lr[1] });
}

/** The lowest and highest rate, however they are written. */
export function bounds(document: Document): { min: number; max: number } | undefined {
  const lr = at(document, rateKey(document));
  const [min, max] = Array.isArray(lr) ? lr : [at(lr, "min"), at(lr, "max")];
  return typeof min === "number" && typeof max === "number" && min > 0 && max > min
    ? { min, max }
    : undefined;
}

const POINTS = 12;

/** A sweep like `sweep`, over the rates from `min` to `max` where they are given. */
export function like(sweep: Sweep, min: number, max: number): Document {
  const spec = { ...(sweep.spec as Document) };
  if (!(min > 0 && max > min)) return { ...spec, name: `${sweep.name}-again` };
  const wasRange = spec.method === "range_test" || spec.method === "find";
  const lr: Document = { distribution: "log_uniform", min, max };
  const method = wasRange ? "grid" : spec.method;
  if (method === "grid") lr.points = Number(at(spec, `${rateKey(spec)}.points`)) || POINTS;
  const next = put({ ...spec, method, name: `${sweep.name}-refined` }, rateKey(spec), lr);
  return wasRange ? put(next, "replicates", 3) : next;
}

/** The rates of a grid. */
export function grid({ min, max }: { min: number; max: number }, points: number): number[] {
  if (points < 2) return [min];
  return Array.from({ length: Math.min(points, 2000) }, (_, it) => min * (max / min) ** (it / (points - 1)));
}
