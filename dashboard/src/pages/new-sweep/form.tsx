// A sweep as a form. What the form does not know stays in the document as it is.

import type { ComponentChildren } from "preact";
import type { Mistake } from "../../api/client";
import { datasets, fit, metrics, models, named, withDataset, withMetric, withModel } from "./builtin";
import { at, type Document, put, rateKey, spelled } from "./document";

interface Props {
  document: Document;
  mistakes: Mistake[];
  change: (next: Document) => void;
}

const METHODS = [
  ["grid", "grid: evenly spaced"],
  ["random", "random"],
  ["sobol", "Sobol’: random, but even"],
  ["range_test", "range test: a rate that rises"],
  ["find", "find: range test, then search"],
] as const;

const OPTIMIZERS = ["sgd", "adam", "adamw", "rmsprop", "adagrad", "adadelta"];

const SCHEDULES: Record<string, Document> = {
  constant: {},
  cosine: { t_max: 20, unit: "epoch" },
  one_cycle: {},
  exponential: { gamma: 0.95, unit: "epoch" },
  step: { step_size: 10, gamma: 0.1, unit: "epoch" },
  polynomial: { total_iters: 20, power: 1, unit: "epoch" },
  time_based: { decay_rate: 0.1, unit: "epoch" },
  inverse_sqrt: { timescale: 100 },
};

export function Form({ document: written, mistakes, change }: Props) {
  const document = spelled(written);
  const lr = rateKey(document);
  const method = String(at(document, "method") ?? "");
  const set = (path: string, value: unknown) => change(put(document, path, value));
  const wrong = (path: string) =>
    mistakes.find((it) => it.path === path.replaceAll("\\.", ".") || it.path === path)?.message;
  const field = (path: string) => ({
    value: at(document, path),
    wrong: wrong(path),
    set: (it: unknown) => set(path, it),
  });
  const isRandom = method === "random" || method === "sobol";
  const chooseMethod = (next: string) => {
    const isDrawn = next === "random" || next === "sobol";
    let it = put(document, "method", next);
    it = put(it, `${lr}.points`, next === "grid" ? (at(document, `${lr}.points`) ?? 12) : undefined);
    it = put(it, "trials", isDrawn ? (at(document, "trials") ?? 32) : undefined);
    change(
      next === "range_test"
        ? put(put(it, "train.epochs", undefined), "train.steps", at(it, "train.steps") ?? 100)
        : it,
    );
  };
  const [dataset, model] = named(document);
  const metric = String(at(document, "metric.name") ?? "val_loss");
  const isBuiltin = at(document, "train.builtin") !== undefined;
  const momentum = ["sgd", "rmsprop"].includes(String(at(document, "optimizer.kind")));
  return (
    <div class="panel form">
      <Text name="Name" {...field("name")} />
      <fieldset>
        <legend>Search</legend>
        <Select
          name="Method"
          value={method}
          options={METHODS.map(([it, title]) => [it, title])}
          set={chooseMethod}
          wrong={wrong("method")}
        />
        <Amount name="Lowest rate" {...field(`${lr}.min`)} />
        <Amount name="Highest rate" {...field(`${lr}.max`)} />
        {method === "grid" && <Amount name="Rates" {...field(`${lr}.points`)} />}
        {isRandom && <Amount name="Configurations" {...field("trials")} />}
        <Amount name="Seeds for each" {...field("replicates")} />
        <Select
          name="Metric"
          value={metric}
          options={metrics(metric).map((it) => [it, it])}
          set={(it) => change(withMetric(document, it))}
          wrong={wrong("metric.name")}
        />
        <Select
          name="Better is"
          value={String(at(document, "metric.goal") ?? "minimize")}
          options={[
            ["minimize", "lower"],
            ["maximize", "higher"],
          ]}
          set={(it) => set("metric.goal", it)}
          wrong={wrong("metric.goal")}
        />
      </fieldset>
      <fieldset>
        <legend>Training</legend>
        {isBuiltin ? (
          <>
            <Select
              name="Data"
              value={dataset}
              options={datasets(dataset)}
              set={(it) => change(withDataset(document, it))}
              wrong={wrong("train.builtin.dataset")}
            />
            <Select
              name="Model"
              value={model}
              options={models(model)}
              set={(it) => change(withModel(document, it))}
              wrong={wrong("train.builtin.model")}
            />
            {fit(model) && <p class="hint">{fit(model)}</p>}
          </>
        ) : (
          <Field name="Program" wrong={wrong("train.command")}>
            <output>
              {JSON.stringify(
                at(document, "train.command") ?? Object.keys((document.train as Document) ?? {})[0],
              )}
            </output>
          </Field>
        )}
        {at(document, "train.steps") === undefined ? (
          <Amount name="Epochs" {...field("train.epochs")} />
        ) : (
          <Amount name="Updates" {...field("train.steps")} />
        )}
        {at(document, "parameters.train\\.batch_size") === undefined && (
          <Amount name="Batch size" {...field("train.batch_size")} />
        )}
        <List
          name="Or several batch sizes"
          value={at(document, "parameters.train\\.batch_size.values")}
          wrong={wrong("parameters.train.batch_size")}
          set={(it) => set("parameters.train\\.batch_size", it && { values: it })}
        />
      </fieldset>
      <fieldset>
        <legend>Optimizer and schedule</legend>
        <Select
          name="Optimizer"
          value={String(at(document, "optimizer.kind") ?? "sgd")}
          options={OPTIMIZERS.map((it) => [it, it])}
          set={(it) => change(put(document, "optimizer", { kind: it }))}
          wrong={wrong("optimizer.kind")}
        />
        {momentum && <Amount name="Momentum" {...field("optimizer.momentum")} />}
        <Amount name="Weight decay" {...field("optimizer.weight_decay")} />
        <Select
          name="Schedule"
          value={String(at(document, "schedule.kind") ?? "constant")}
          options={[
            ...new Set([...Object.keys(SCHEDULES), String(at(document, "schedule.kind") ?? "constant")]),
          ].map((it) => [it, it.replaceAll("_", " ")])}
          set={(it) => change(put(document, "schedule", { kind: it, ...SCHEDULES[it] }))}
          wrong={wrong("schedule.kind")}
        />
        {Object.entries((document.schedule as Document) ?? {})
          .filter(([, it]) => typeof it === "number")
          .map(([key]) => (
            <Amount key={key} name={key.replaceAll("_", " ")} {...field(`schedule.${key}`)} />
          ))}
        <Amount
          name="Warm-up, steps"
          value={at(document, "schedule.warmup.steps")}
          wrong={wrong("schedule.warmup.steps")}
          set={(it) => set("schedule.warmup", it ? { steps: it } : undefined)}
        />
      </fieldset>
    </div>
  );
}

interface FieldProps {
  name: string;
  value: unknown;
  wrong: string | undefined;
  set: (value: unknown) => void;
}

function Field({
  name,
  wrong,
  children,
}: {
  name: string;
  wrong: string | undefined;
  children: ComponentChildren;
}) {
  return (
    <label class={wrong ? "field wrong" : "field"}>
      <span>{name}</span>
      {children}
      {wrong && <small>{wrong}</small>}
    </label>
  );
}

const Text = ({ name, value, wrong, set }: FieldProps) => (
  <Field name={name} wrong={wrong}>
    <input value={String(value ?? "")} onInput={(event) => set(event.currentTarget.value)} />
  </Field>
);

/** Takes `3e-4` as well as `0.0003`; what is no number is handed on as it is, for the coordinator to say so. */
const Amount = ({ name, value, wrong, set }: FieldProps) => (
  <Field name={name} wrong={wrong}>
    <input
      inputMode="decimal"
      defaultValue={value === undefined ? "" : String(value)}
      onInput={(event) => {
        const text = event.currentTarget.value.trim();
        set(text === "" ? undefined : Number.isNaN(Number(text)) ? text : Number(text));
      }}
    />
  </Field>
);

const List = ({ name, value, wrong, set }: FieldProps) => (
  <Field name={name} wrong={wrong}>
    <input
      placeholder="32, 64, 128"
      defaultValue={Array.isArray(value) ? value.join(", ") : ""}
      onInput={(event) => {
        const parts = event.currentTarget.value.split(/[\s,]+/).filter(Boolean);
        set(parts.length > 0 ? parts.map((it) => (Number.isNaN(Number(it)) ? it : Number(it))) : undefined);
      }}
    />
  </Field>
);

function Select(props: {
  name: string;
  value: string;
  options: [string, string][];
  set: (value: string) => void;
  wrong: string | undefined;
}) {
  return (
    <Field name={props.name} wrong={props.wrong}>
      <select value={props.value} onChange={(event) => props.set(event.currentTarget.value)}>
        {props.options.map(([it, title]) => (
          <option key={it} value={it}>
            {title}
          </option>
        ))}
      </select>
    </Field>
  );
}
