// Schedules to look at before anything is trained: one, or several over one another; and as code and numbers to take
// away.

import { useState } from "preact/hooks";
import type { Preview } from "../../api/types";
import { saveCsv } from "../../charts/download";
import { Code } from "../../components/copy";
import { Panel } from "../../components/panel";
import { choice } from "../../router";
import { yaml } from "../new-sweep/yaml";
import { ScheduleChart } from "./chart";
import { KINDS, type Parameters } from "./kinds";

export function SchedulePage() {
  document.title = "Schedule · Ratesmith";
  const kind = choice("kind", "one_cycle");
  const lr = choice("lr", "0.1");
  const steps = choice("steps", "1000");
  const warmup = choice("warmup", "0");
  const scale = choice("y", "linear");
  const known = KINDS[kind.value] ?? {};
  const typed: Parameters = {};
  // Each parameter is a choice of its own, so that the address holds the schedule.
  const fields = Object.entries(known).map(([name, fallback]) => {
    const field = choice(name, String(fallback));
    typed[name] = typeof fallback === "number" ? Number(field.value) : field.value;
    return { name, field, fallback };
  });
  const [preview, setPreview] = useState<Preview>();
  const schedule = {
    kind: kind.value,
    ...typed,
    ...(Number(warmup.value) > 0 && { warmup: { steps: Number(warmup.value) } }),
  };
  return (
    <>
      <div class="title">
        <h1>Schedule</h1>
      </div>
      <div class="writing">
        <Panel
          title={kind.value.replaceAll("_", " ")}
          note="As the coordinator computes it and workers train with it."
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
                <button
                  type="button"
                  onClick={() =>
                    saveCsv(`schedule-${kind.value}`, {
                      head: ["step", "lr"],
                      rows: preview.lr.map((it, at) => [at, it ?? null]),
                    })
                  }
                >
                  CSV
                </button>
              )}
            </>
          }
        >
          <ScheduleChart
            request={{ lr: Number(lr.value), schedule, steps: Number(steps.value) }}
            height={380}
            isLog={scale.value === "log"}
            onRead={setPreview}
          />
        </Panel>
        <div>
          <form class="panel form" onSubmit={(event) => event.preventDefault()}>
            <label class="field">
              <span>Kind</span>
              <select value={kind.value} onChange={(event) => kind.set(event.currentTarget.value)}>
                {Object.keys(KINDS).map((it) => (
                  <option key={it} value={it}>
                    {it.replaceAll("_", " ")}
                  </option>
                ))}
              </select>
            </label>
            {[
              { name: "rate", field: lr },
              { name: "updates", field: steps },
              ...fields,
              { name: "warm-up, steps", field: warmup },
            ].map(({ name, field }) => (
              <label class="field" key={name}>
                <span>{name.replaceAll("_", " ")}</span>
                <input
                  value={field.value}
                  onChange={(event) => field.set(event.currentTarget.value.trim())}
                />
              </label>
            ))}
          </form>
          <Panel title="In a sweep">
            <Code label="The schedule in a sweep" text={yaml({ schedule })} />
          </Panel>
        </div>
      </div>
    </>
  );
}
