// One trial: how it went, beside its siblings; its attempts, and why they failed; and how to run it again.

import { useMemo } from "preact/hooks";
import { get, post } from "../../api/client";
import type { Curves, Metrics, Sweep, TrialWithAttempts } from "../../api/types";
import { shareOf, viridis } from "../../charts/colour";
import type { View } from "../../charts/lines";
import { extent } from "../../charts/scale";
import type { Curve } from "../../charts/trace";
import { State } from "../../components/badges";
import { Code } from "../../components/copy";
import { Panel } from "../../components/panel";
import { Empty, Shown } from "../../components/states";
import { useResource } from "../../live/resource";
import { arrived, changes } from "../../live/sweep";
import { counted, duration, metric, rate, value } from "../../numbers/format";
import { choice, go } from "../../router";
import { LineChart } from "../curves/chart";
import { heights, runsOf } from "../curves/model";
import { put } from "../new-sweep/draft";
import { yaml } from "../new-sweep/yaml";

export function TrialView({ id, sweep }: { id: string; sweep: Sweep }) {
  const tick = changes.value;
  const trial = useResource(id, (signal) => get<TrialWithAttempts>(`/trials/${id}`, signal), { tick });
  return (
    <>
      <p class="crumbs">
        <a href={`/sweeps/${sweep.id}/trials`}>All trials</a>
      </p>
      <Shown of={trial} height={520}>
        {(it) => <One trial={it} sweep={sweep} reload={trial.reload} />}
      </Shown>
    </>
  );
}

function One({ trial, sweep, reload }: { trial: TrialWithAttempts; sweep: Sweep; reload: () => void }) {
  const isOpen = trial.state === "queued" || trial.state === "running";
  const cancel = () => post(`/trials/${trial.id}/cancel`).then(reload, reload);
  const parameters = Object.entries(trial.parameters as Record<string, unknown>);
  return (
    <>
      <section class="panel hero" aria-label={`Trial ${trial.number}`}>
        <div class="headline">
          <p class="eyebrow">Trial {trial.number}</p>
          <p class="big" title={String(trial.lr)}>
            {rate(trial.lr)}
          </p>
          <p class="result">
            <State is={trial.diverged ? "diverged" : trial.state} />
            {trial.value != null && (
              <>
                {" "}
                {sweep.metric.name} <strong>{metric(trial.value)}</strong>
              </>
            )}
          </p>
          <div class="row">
            <Step by={-1} trial={trial} sweep={sweep} />
            <Step by={1} trial={trial} sweep={sweep} />
            {isOpen && (
              <button type="button" onClick={cancel}>
                Cancel it
              </button>
            )}
          </div>
        </div>
        <div class="around">
          <Why trial={trial} />
          <dl class="facts">
            {parameters.map(([name, it]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value(it)}</dd>
              </div>
            ))}
            <div>
              <dt>Seed</dt>
              <dd>{trial.seed}</dd>
            </div>
            <div>
              <dt>Before training</dt>
              <dd>{metric(trial.first)}</dd>
            </div>
            <div>
              <dt>Trained for</dt>
              <dd>{trial.train_ms == null ? "–" : duration(trial.train_ms)}</dd>
            </div>
          </dl>
        </div>
      </section>
      <Course trial={trial} sweep={sweep} />
      <div class="columns">
        <Attempts trial={trial} />
        <Panel title="Run it again" note="A sweep of this one trial: the same configuration, the same seed.">
          <Code label="Command" text={again(trial, sweep)} />
        </Panel>
      </div>
    </>
  );
}

/** Why it failed or diverged, in a sentence. */
function Why({ trial }: { trial: TrialWithAttempts }) {
  if (trial.error)
    return (
      <div class="failure" role="note">
        <strong>Why it failed</strong>
        <pre tabIndex={0} role="region" aria-label="The error">
          {trial.error}
        </pre>
      </div>
    );
  if (!trial.diverged) return null;
  return (
    <div class="failure" role="note">
      <strong>It diverged</strong>
      <p>
        {trial.value == null
          ? "The loss left the finite numbers: this rate is too high."
          : "It ended no better than it began: this rate is too high."}{" "}
        A result, and no failure.
      </p>
    </div>
  );
}

function Step({ by, trial, sweep }: { by: number; trial: TrialWithAttempts; sweep: Sweep }) {
  const to = trial.number + by;
  const open = async () => {
    const cursor = to > 0 ? `&cursor=${to - 1}` : "";
    const page = await get<{ items: { id: string }[] }>(`/sweeps/${sweep.id}/trials?limit=1${cursor}`);
    const id = page.items[0]?.id;
    if (id) go(`/sweeps/${sweep.id}/trials/${id}`);
  };
  return (
    <button
      type="button"
      onClick={open}
      disabled={to < 0 || to >= sweep.trials}
      aria-label={by < 0 ? "The trial before" : "The next trial"}
    >
      {by < 0 ? "←" : "→"}
    </button>
  );
}

const SIBLINGS = 200;

/** What it reported, over the faint curves of the trials beside it. */
function Course({ trial, sweep }: { trial: TrialWithAttempts; sweep: Sweep }) {
  const fresh = arrived.value.points.some((it) => it.trial === trial.id) ? arrived.value : 0;
  const own = useResource(
    trial.id,
    (signal) => get<Metrics>(`/trials/${trial.id}/metrics?max_points=2000`, signal),
    { tick: `${trial.state} ${fresh === 0 ? "" : Date.now()}` },
  );
  const series = own.value?.series ?? [];
  const name = choice("metric", sweep.metric.name);
  const others = useResource(`${sweep.id} ${name.value}`, (signal) =>
    get<Curves>(`/sweeps/${sweep.id}/curves?max_points=100&trials=${SIBLINGS}&metric=${name.value}`, signal),
  );
  const shown = series.find((it) => it.metric === name.value) ?? series[0];
  const siblings = useMemo(() => (others.value ? runsOf(others.value) : []), [others.value]);
  const view = useMemo((): View | undefined => {
    if (!shown) return undefined;
    const rates = extent(siblings.map((it) => it.lr)) ?? [1, 1];
    const isLog = !/acc|lr/i.test(shown.metric) && shown.values.every((it) => it == null || it > 0);
    const curves: Curve[] = siblings
      .filter((it) => it.id !== trial.id)
      .map((it) => ({ id: it.id, x: it.steps, y: it.values, colour: "#888", isDim: true, isPinned: false }));
    const colour = trial.lr ? viridis(shareOf(trial.lr, rates) * 0.9) : "#2563eb";
    const values = shown.values.map((it) => it ?? null);
    curves.push({ id: trial.id, x: shown.steps, y: values, colour, isDim: false, isPinned: trial.diverged });
    const mine = {
      ...trial,
      lr: trial.lr ?? null,
      steps: shown.steps,
      values,
      last: undefined,
      diverged: false,
    };
    return {
      curves,
      x: [0, Math.max(1, shown.steps.at(-1) ?? 1, ...siblings.map((it) => it.steps.at(-1) ?? 1))],
      y: heights([...siblings, ...(trial.diverged ? [] : [mine])], isLog),
      isLog,
      xLabel: "updates",
      yLabel: shown.metric,
      height: 340,
      selects: false,
    };
  }, [shown, siblings, trial.id]);
  return (
    <Panel
      title="How it went"
      note={
        view && siblings.length > 1
          ? `Its curve over ${counted(siblings.length - 1, "sibling")}, faint.`
          : undefined
      }
      name={`${sweep.name}-trial-${trial.number}`}
      actions={
        series.length > 1 && (
          <select
            aria-label="Metric"
            value={shown?.metric}
            onChange={(event) => name.set(event.currentTarget.value)}
          >
            {series.map((it) => (
              <option key={it.metric}>{it.metric}</option>
            ))}
          </select>
        )
      }
      table={
        shown &&
        (() => ({
          head: ["step", shown.metric],
          rows: shown.steps.map((it, at) => [it, shown.values[at] ?? null]),
        }))
      }
    >
      {view ? (
        <LineChart
          key={view.yLabel}
          label={`${view.yLabel} of trial ${trial.number}`}
          view={view}
          marked={trial.id}
          describe={(id) =>
            id === trial.id ? "this trial" : `trial ${siblings.find((it) => it.id === id)?.number}`
          }
          onPick={(id) => id !== trial.id && go(`/sweeps/${sweep.id}/trials/${id}`)}
        />
      ) : (
        <Empty title={own.value ? "It has reported nothing yet" : "Reading"} />
      )}
    </Panel>
  );
}

function Attempts({ trial }: { trial: TrialWithAttempts }) {
  return (
    <Panel title={counted(trial.attempts.length, "attempt")}>
      {trial.attempts.length === 0 ? (
        <Empty title="It waits for a worker" />
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label="Attempts">
          <table>
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">Began</th>
                <th scope="col">Took</th>
                <th scope="col">Ended</th>
                <th scope="col">Worker</th>
              </tr>
            </thead>
            <tbody>
              {trial.attempts.map((it) => (
                <tr key={it.attempt} title={it.error ?? undefined}>
                  <td>{it.attempt}</td>
                  <td>{new Date(it.started_at).toLocaleTimeString()}</td>
                  <td>{it.ended_at ? duration(Date.parse(it.ended_at) - Date.parse(it.started_at)) : "–"}</td>
                  <td>{it.ending ?? "under way"}</td>
                  <td class="quiet">{it.worker.slice(-8)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

/** The command that submits this one trial as a sweep of its own. */
function again(trial: TrialWithAttempts, sweep: Sweep): string {
  const { lr: _, ...rest } = trial.parameters as Record<string, unknown>;
  const fixed = Object.fromEntries(Object.entries(rest).map(([name, it]) => [name, { value: it }]));
  const isRange = sweep.method === "range_test";
  let spec = { ...(sweep.spec as Record<string, unknown>), name: `${sweep.name}-trial-${trial.number}` };
  spec = put(put(spec, "replicates", 1), "seed", trial.seed) as typeof spec;
  if (!isRange) {
    spec = put(spec, "method", "grid") as typeof spec;
    spec = put(put(spec, "trials", undefined), "parameters", {
      lr: { value: trial.lr },
      ...fixed,
    }) as typeof spec;
  }
  return `ratesmith submit - --watch --server ${location.origin} <<'SWEEP'\n${yaml(spec)}SWEEP`;
}
