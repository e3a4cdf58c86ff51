// Schedules to look at before anything is trained: how a rate moves, and how a batch grows instead of it; as code and
// numbers to take away.

import { useState } from "preact/hooks";
import type { Preview } from "../../api/types";
import { saveCsv } from "../../charts/download";
import { Code } from "../../components/copy";
import { Panel } from "../../components/panel";
import { choice } from "../../router";
import { yaml } from "../new-sweep/yaml";
import { ScheduleChart } from "./chart";
import { DATA, GROWTH, KINDS, LOSSES, type Parameters, typed, written } from "./kinds";

interface Field {
  name: string;
  title: string;
  value: string;
  set: (value: string) => void;
}

export function SchedulePage() {
  document.title = "Schedule · Ratesmith";
  const kind = choice("kind", "one_cycle");
  const lr = choice("lr", "0.1");
  const steps = choice("steps", "1000");
  const warmup = choice("warmup", "0");
  const scale = choice("y", "linear");
  const grows = choice("batch");
  const [preview, setPreview] = useState<Preview>();
  // Each parameter is a choice of its own, so that the address holds the schedule.
  const own = useFields(KINDS[kind.value] ?? {}, "");
  const growth = useFields(GROWTH, "grow_");
  const data = useFields(DATA, "");
  const isGrowing = grows.value === "grow";
  const isPlateau = kind.value === "plateau";
  const schedule = {
    kind: kind.value,
    ...own.values,
    // With a growing batch all is counted in epochs: the updates of one become fewer.
    ...(isGrowing && kind.value !== "constant" && { unit: "epoch" }),
    ...(Number(warmup.value) > 0 && { warmup: { steps: Number(warmup.value) } }),
  };
  const batch_schedule = { kind: "grow", ...growth.values };
  const length = isGrowing
    ? { ...data.values, batch_schedule }
    : { steps: isPlateau ? LOSSES.length : Number(steps.value) };
  const request = {
    lr: Number(lr.value),
    schedule,
    ...length,
    ...(isPlateau && { metrics: isGrowing ? losses(Number(data.values.epochs)) : LOSSES }),
  };
  const sweep = isGrowing
    ? { schedule, batch_schedule, train: { batch_size: data.values.batch_size, epochs: data.values.epochs } }
    : { schedule };
  const fields: Field[] = [
    { name: "lr", title: "Rate", value: lr.value, set: lr.set },
    ...(isGrowing || isPlateau
      ? []
      : [{ name: "steps", title: "Updates", value: steps.value, set: steps.set }]),
    ...own.fields,
    {
      name: "warmup",
      title: `Warm-up, ${isGrowing || isPlateau ? "epochs" : "updates"}`,
      value: warmup.value,
      set: warmup.set,
    },
  ];
  return (
    <>
      <div class="title">
        <h1>Schedule</h1>
      </div>
      <div class="writing">
        <Panel
          title={`${spaced(kind.value)}${isGrowing ? ", with a growing batch" : ""}`}
          note={`As the coordinator computes it and workers train with it.${isPlateau ? " The plateau is told a loss an epoch that falls until it is 0.3 and then no longer does." : ""}`}
          actions={
            <>
              <select
                aria-label="Vertical scale"
                value={scale.value}
                onChange={(it) => scale.set(it.currentTarget.value)}
              >
                <option value="linear">Scale: linear</option>
                <option value="log">Scale: log</option>
              </select>
              {preview && (
                <button type="button" onClick={() => save(kind.value, preview)}>
                  CSV
                </button>
              )}
            </>
          }
        >
          <ScheduleChart request={request} height={380} isLog={scale.value === "log"} onRead={setPreview} />
        </Panel>
        <div>
          <form class="panel form" onSubmit={(event) => event.preventDefault()}>
            <label class="field">
              <span>Kind</span>
              <select value={kind.value} onChange={(event) => kind.set(event.currentTarget.value)}>
                {Object.keys(KINDS).map((it) => (
                  <option key={it} value={it}>
                    {spaced(it)}
                  </option>
                ))}
              </select>
            </label>
            <Inputs fields={fields} />
            <label class="field">
              <span>Batch</span>
              <select value={grows.value} onChange={(event) => grows.set(event.currentTarget.value)}>
                <option value="">stays the same</option>
                <option value="grow">grows</option>
              </select>
            </label>
            {isGrowing && <Inputs fields={[...data.fields, ...growth.fields]} />}
          </form>
          <Panel title="In a sweep">
            <Code label="The schedule in a sweep" text={yaml(sweep)} />
          </Panel>
        </div>
      </div>
    </>
  );
}

const Inputs = ({ fields }: { fields: Field[] }) => (
  <>
    {fields.map(({ name, title, value, set }) => (
      <label class="field" key={name}>
        <span>{title}</span>
        <input value={value} onChange={(event) => set(event.currentTarget.value.trim())} />
      </label>
    ))}
  </>
);

/** Parameters as fields, and what is typed in them. */
function useFields(known: Parameters, prefix: string): { fields: Field[]; values: Parameters } {
  const values: Parameters = {};
  const fields = Object.entries(known).map(([name, fallback]) => {
    const field = choice(prefix + name, written(fallback));
    values[name] = typed(field.value, fallback);
    return { name: prefix + name, title: TITLES[prefix + name] ?? sentence(spaced(name)), ...field };
  });
  return { fields, values };
}

/** What fields are called where the parameter's own name would not say enough. */
const TITLES: Record<string, string> = {
  grow_milestones: "Batch grows at epochs",
  grow_factor: "by a factor of",
  grow_max_batch: "up to",
  dataset_size: "Examples in the data",
};

const sentence = (it: string) => it.charAt(0).toUpperCase() + it.slice(1);

const spaced = (name: string) => name.replaceAll("_", " ");

/** A loss an epoch that falls and then no longer does, for so many epochs. */
const losses = (epochs: number) =>
  Array.from({ length: Math.min(10_000, Math.max(1, epochs || 1)) }, (_, at) => LOSSES[at] ?? LOSSES.at(-1));

/** The numbers behind the picture: each entry is an update, or an epoch with so many of them. */
function save(kind: string, preview: Preview): void {
  const lists: [string, readonly (number | null)[] | null | undefined][] = [
    ["lr", preview.lr],
    ["momentum", preview.momentum],
    ["batch_size", preview.batch_size],
    ["updates", preview.updates],
    ["noise_scale", preview.noise_scale],
  ];
  const known = lists.filter((it): it is [string, readonly (number | null)[]] => it[1] != null);
  saveCsv(`schedule-${kind}`, {
    head: ["entry", ...known.map(([name]) => name)],
    rows: preview.lr.map((_, at) => [at, ...known.map(([, list]) => list?.[at] ?? null)]),
  });
}
