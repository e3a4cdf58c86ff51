// The built-in models and the data sets that every worker has, and which of them go together.

import { at, type Document, put } from "./document";

const DATASET = "train.builtin.dataset";
const MODEL = "train.builtin.model";

/** What a model learns from. */
type Sample = "row" | "image" | "text";

interface Choice {
  /** What stands in the document. */
  value: unknown;
  title: string;
}

const DATASETS: Record<string, Choice & { sample: Sample }> = {
  digits: { value: "digits", title: "digits: handwritten", sample: "image" },
  blobs: { value: { kind: "blobs" }, title: "blobs: clouds of points", sample: "row" },
  moons: { value: { kind: "moons" }, title: "moons: two half circles", sample: "row" },
  spirals: {
    value: { kind: "spirals", classes: 3, noise: 0.05, samples: 1500 },
    title: "spirals",
    sample: "row",
  },
  teacher: { value: { kind: "teacher" }, title: "teacher: labelled by a network", sample: "row" },
  patterns: { value: { kind: "patterns" }, title: "patterns: simple and complex ones", sample: "row" },
  grammar: {
    value: { kind: "grammar", samples: 1200 },
    title: "grammar: a text of made-up words",
    sample: "text",
  },
};

const MODELS: Record<string, Choice & { samples: Sample[] }> = {
  logistic: { value: { kind: "logistic" }, title: "logistic regression", samples: ["row", "image"] },
  mlp: {
    value: { kind: "mlp", hidden: [128, 128] },
    title: "mlp: fully connected",
    samples: ["row", "image"],
  },
  cnn: { value: { kind: "cnn", channels: [16, 32] }, title: "cnn: convolutional", samples: ["image"] },
  resnet: { value: { kind: "resnet", depth: 8 }, title: "resnet: residual", samples: ["image"] },
  transformer: {
    value: { kind: "transformer", layers: 2, heads: 4, width: 64 },
    title: "transformer: a character language model",
    samples: ["text"],
  },
};

const nameOf = (value: unknown) => (typeof value === "string" ? value : String(at(value, "kind") ?? ""));

/** The names of the data set and of the model that stand in the document. */
export const named = (document: Document): [string, string] => [
  nameOf(at(document, DATASET)),
  nameOf(at(document, MODEL)),
];

/** What can be chosen, and what is chosen already, as names and titles. */
const options = (choices: Record<string, Choice>, chosen: string): [string, string][] => {
  const known = Object.entries(choices).map(([name, it]): [string, string] => [name, it.title]);
  return chosen in choices ? known : [...known, [chosen, chosen]];
};

export const datasets = (chosen: string) => options(DATASETS, chosen);
export const models = (chosen: string) => options(MODELS, chosen);

/** The document with this data set, and with a model that can learn it. */
export function withDataset(document: Document, name: string): Document {
  const next = put(document, DATASET, DATASETS[name]?.value ?? name);
  const [, model] = named(document);
  const sample = DATASETS[name]?.sample;
  if (!sample || !(model in MODELS) || MODELS[model]?.samples.includes(sample)) return next;
  return put(next, MODEL, MODELS[sample === "text" ? "transformer" : "mlp"]?.value);
}

/** The document with this model, and with a data set that it can learn. */
export function withModel(document: Document, name: string): Document {
  const next = put(document, MODEL, MODELS[name]?.value ?? { kind: name });
  const [dataset] = named(document);
  const sample = DATASETS[dataset]?.sample;
  if (!sample || MODELS[name]?.samples.includes(sample)) return next;
  return put(next, DATASET, DATASETS[name === "transformer" ? "grammar" : "digits"]?.value);
}

/** What the choice of a model leaves of the data, in words; one of the two follows the other. */
export const fit = (model: string): string | undefined => {
  const samples = MODELS[model]?.samples;
  if (!samples || samples.includes("row")) return undefined;
  return samples[0] === "text"
    ? "A language model learns a text: choosing it chooses such data, and other data another model."
    : "It learns from images: choosing other data chooses another model.";
};

const METRICS = ["val_loss", "val_accuracy", "train_loss", "train_accuracy"];

/** What may decide, and what does already. */
export const metrics = (chosen: string): string[] => [...new Set([...METRICS, chosen])];

/** The document with this metric deciding, and the better way that it has. */
export const withMetric = (document: Document, name: string): Document =>
  put(put(document, "metric.name", name), "metric.goal", name.includes("acc") ? "maximize" : "minimize");
