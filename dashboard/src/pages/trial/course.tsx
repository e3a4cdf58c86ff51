// How a trial went: its curve over those of its siblings.

import { useEffect, useMemo, useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Curves, Metrics, Sweep, TrialWithAttempts } from "../../api/types";
import { shareOf, viridis } from "../../charts/colour";
import type { View } from "../../charts/lines";
import { extent } from "../../charts/scale";
import type { Curve } from "../../charts/trace";
import { Panel } from "../../components/panel";
import { Empty } from "../../components/states";
import { useResource } from "../../live/resource";
import { arrived } from "../../live/sweep";
import { counted } from "../../numbers/format";
import { choice, go } from "../../router";
import { LineChart } from "../curves/chart";
import { heights, runsOf } from "../curves/model";

const SIBLINGS = 200;

/** What it reported, over the faint curves of the trials beside it. */
export function Course({ trial, sweep }: { trial: TrialWithAttempts; sweep: Sweep }) {
  const [tick, setTick] = useState(0);
  useEffect(
    () =>
      arrived.subscribe(({ points }) => {
        if (points.some((it) => it.trial === trial.id)) setTick((it) => it + 1);
      }),
    [trial.id],
  );
  const own = useResource(
    trial.id,
    (signal) => get<Metrics>(`/trials/${trial.id}/metrics?max_points=2000`, signal),
    { tick: `${trial.state} ${tick}` },
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
