// Several sweeps on one scale of rates: where each has its best, and how the loss rises around it.

import { get } from "../../api/client";
import type { Best, Configurations, Page, Sweep } from "../../api/types";
import { Plot, pathOf, type Spot } from "../../charts/plot";
import { extent, padded, quantile } from "../../charts/scale";
import { Panel } from "../../components/panel";
import { Empty, Shown } from "../../components/states";
import { Table } from "../../components/table";
import { useResource } from "../../live/resource";
import { leaf, mark, metric, rate, spread } from "../../numbers/format";
import { choice } from "../../router";
import { edgeOf } from "../answer/edge";
import { Transfer } from "./transfer";

const SWEEPS_MAX = 6;

export interface Side {
  sweep: Sweep;
  best: Best;
  points: { lr: number; mean: number }[];
}

export function ComparePage() {
  document.title = "Compare · Ratesmith";
  const chosen = choice("ids");
  const ids = chosen.value.split(",").filter(Boolean).slice(0, SWEEPS_MAX);
  const list = useResource("sweeps", (signal) => get<Page<Sweep>>("/sweeps?limit=100", signal));
  const sides = useResource(ids.length > 0 ? ids.join() : undefined, (signal) =>
    Promise.all(ids.map((id) => sideOf(id, signal))),
  );
  const toggle = (id: string) =>
    chosen.set((ids.includes(id) ? ids.filter((it) => it !== id) : [...ids, id]).slice(-SWEEPS_MAX).join());
  return (
    <>
      <div class="title">
        <h1>Compare</h1>
      </div>
      <div class="comparing">
        <Shown of={list} height={300}>
          {({ items }) => (
            <Panel title="Sweeps" note={`Up to ${SWEEPS_MAX}.`} class="picks">
              {items.length === 0 && <Empty title="No sweeps yet" />}
              {items
                .filter((it) => it.method !== "range_test")
                .map((it) => (
                  <label key={it.id}>
                    <input type="checkbox" checked={ids.includes(it.id)} onChange={() => toggle(it.id)} />
                    <Swatch at={ids.indexOf(it.id)} />
                    <span title={new Date(it.created_at).toLocaleString()}>{it.name}</span>
                  </label>
                ))}
            </Panel>
          )}
        </Shown>
        <div>
          {ids.length === 0 ? (
            <Panel title="Loss against learning rate">
              <Empty title="Nothing to compare yet">
                Choose two or more sweeps: models, optimizers, sizes.
              </Empty>
            </Panel>
          ) : (
            <Shown of={sides} height={420}>
              {(it) => <Compared sides={it} />}
            </Shown>
          )}
        </div>
      </div>
    </>
  );
}

const Swatch = ({ at }: { at: number }) => (
  <svg width="12" height="12" aria-hidden="true">
    {at >= 0 && <circle cx="6" cy="6" r="5" style={{ fill: colour(at) }} />}
  </svg>
);

export const colour = (at: number) => `var(--series-${(at % SWEEPS_MAX) + 1})`;

async function sideOf(id: string, signal: AbortSignal): Promise<Side> {
  const [sweep, best, all] = await Promise.all([
    get<Sweep>(`/sweeps/${id}`, signal),
    get<Best>(`/sweeps/${id}/best`, signal),
    get<Configurations>(`/sweeps/${id}/configurations`, signal),
  ]);
  return { sweep, best, points: lowest(all) };
}

/** The best mean at each rate, whatever else varies. */
function lowest(all: Configurations): Side["points"] {
  const sign = all.metric.goal === "maximize" ? -1 : 1;
  const best = new Map<number, number>();
  all.lr.forEach((lr, at) => {
    const mean = all.mean[at];
    if (lr == null || mean == null || (all.diverged[at] ?? 0) > 0) return;
    const was = best.get(lr);
    if (was === undefined || (mean - was) * sign < 0) best.set(lr, mean);
  });
  return [...best].map(([lr, mean]) => ({ lr, mean })).sort((a, b) => a.lr - b.lr);
}

function Compared({ sides }: { sides: Side[] }) {
  const points = sides.flatMap((it) => it.points);
  const metrics = [...new Set(sides.map((it) => it.best.metric.name))];
  const rates = extent(points.map((it) => it.lr));
  const means = points.map((it) => it.mean);
  const heights = extent(means);
  if (!rates || !heights)
    return (
      <Panel title="Loss against learning rate">
        <Empty title="No trial of these is over yet" />
      </Panel>
    );
  const top = Math.min(heights[1], (quantile(means, 0.95) ?? heights[1]) * 1.1);
  const name = metrics.length === 1 ? (metrics[0] ?? "") : "metric";
  const spots: Spot[] = sides.flatMap(({ sweep, points }) =>
    points.map((it) => ({
      x: it.lr,
      y: it.mean,
      label: () => `${sweep.name}\nlr ${rate(it.lr, 3)}\n${metric(it.mean)}`,
    })),
  );
  return (
    <>
      <Panel
        title={`${leaf(name)} against learning rate`}
        note={
          metrics.length > 1
            ? "These sweeps decide by different metrics: compare where they are best, not how good."
            : "The best of each rate; a line down from each best rate."
        }
        name="compared"
        table={() => ({
          head: ["sweep", "lr", name],
          rows: sides.flatMap(({ sweep, points }) => points.map((it) => [sweep.name, it.lr, it.mean])),
        })}
      >
        <Plot
          name={`${name} against learning rate of ${sides.length} sweeps`}
          x={{ label: "learning rate", domain: padded(rates, true), isLog: true, format: mark }}
          y={{ label: name, domain: padded([heights[0], top], false), format: mark }}
          height={400}
          spots={[...spots].sort((a, b) => a.x - b.x)}
        >
          {(space) => (
            <>
              {sides.map(({ sweep, points, best }, at) => (
                <g key={sweep.id} class="compared" style={{ stroke: colour(at) }}>
                  {best.interval && (
                    <line
                      class="span"
                      x1={space.x(best.interval.low)}
                      x2={space.x(best.interval.high)}
                      y1={space.bottom - 5 - at * 6}
                      y2={space.bottom - 5 - at * 6}
                    />
                  )}
                  <path
                    d={pathOf(
                      points.map((it): [number, number] => [
                        space.x(it.lr),
                        Math.max(space.top, space.y(it.mean)),
                      ]),
                    )}
                  />
                  {points.map((it) => (
                    <circle
                      key={it.lr}
                      cx={space.x(it.lr)}
                      cy={Math.max(space.top, space.y(it.mean))}
                      r={3}
                    />
                  ))}
                  {best.best?.lr && (
                    <line
                      class="down"
                      x1={space.x(best.best.lr)}
                      x2={space.x(best.best.lr)}
                      y1={Math.max(space.top, space.y(best.best.mean))}
                      y2={space.bottom}
                    />
                  )}
                </g>
              ))}
            </>
          )}
        </Plot>
      </Panel>
      <Panel title="Side by side">
        <Table
          label="Table of sweeps side by side"
          head={["Sweep", "Best rate", "Interval", "Result", "Diverges from", "Against the first"]}
        >
          {sides.map(({ sweep, best }, at) => (
            <tr key={sweep.id} data-row>
              <td>
                <Swatch at={at} /> <a href={`/sweeps/${sweep.id}`}>{sweep.name}</a>
              </td>
              <td>{rate(best.best?.lr, 3)}</td>
              <td>{best.interval ? `${rate(best.interval.low)} – ${rate(best.interval.high)}` : "–"}</td>
              <td>
                {best.best ? `${best.metric.name} ${spread(best.best.mean, best.best.std ?? null)}` : "–"}
              </td>
              <td>{rate(edgeOf(best))}</td>
              <td>{times(best.best?.lr, sides[0]?.best.best?.lr)}</td>
            </tr>
          ))}
        </Table>
      </Panel>
      <Transfer sides={sides} />
    </>
  );
}

const times = (lr: number | null | undefined, first: number | null | undefined) =>
  lr && first ? `× ${rate(lr / first)}` : "–";
