// A range test: the loss while the rate rises, every seed, and what each published rule reads from it.
// Dragging over a range writes the sweep that searches it.

import { get } from "../../api/client";
import type { RangeTest, Sweep } from "../../api/types";
import { Beyond } from "../../charts/beyond";
import { Plot, pathOf, type Space, type Spot } from "../../charts/plot";
import { extent, padded, quantile } from "../../charts/scale";
import { Copy } from "../../components/copy";
import { Panel } from "../../components/panel";
import { Empty, Shown } from "../../components/states";
import { useResource } from "../../live/resource";
import { changes } from "../../live/sweep";
import { counted, leaf, mark, metric, rate, value } from "../../numbers/format";
import { choice, go } from "../../router";
import { sweepOver } from "../answer/refine";
import { smoothed } from "../curves/model";
import { Readings, RULES, Sign } from "./readings";

const SMOOTHING = 0.9;

export function RangeTestView({ sweep }: { sweep: Sweep }) {
  const read = useResource(sweep.id, (signal) => get<RangeTest>(`/sweeps/${sweep.id}/range-test`, signal), {
    tick: changes.value,
  });
  return (
    <Shown of={read} height={560}>
      {(test) => <Test sweep={sweep} test={test} />}
    </Shown>
  );
}

function Test({ sweep, test }: { sweep: Sweep; test: RangeTest }) {
  const which = choice("configuration", "0");
  const names = [...new Set(test.curves.flatMap((it) => Object.keys(it.points)))].filter((it) => it !== "lr");
  const fallback = names.includes("train_loss") ? "train_loss" : (names[0] ?? "");
  const name = choice("metric", fallback);
  const reading = test.readings.find((it) => it.configuration === Number(which.value)) ?? test;
  const curves = test.curves.filter((it) => it.configuration === Number(which.value));
  const seen = curves.filter((it) => (it.points.lr?.length ?? 0) > 1);
  if (seen.length === 0)
    return (
      <Panel title="Range test">
        <Empty title="Nothing reported yet">The curve grows as soon as a worker trains.</Empty>
      </Panel>
    );
  const { bracket, edge } = reading;
  return (
    <>
      <section class="panel hero" aria-label="The reading">
        <div class="headline">
          <p class="eyebrow">Search between</p>
          <p class="big range">{bracket ? `${rate(bracket.low)} – ${rate(bracket.high)}` : "–"}</p>
          {bracket && (
            <div class="row">
              <a class="button primary" href={sweepOver(sweep, bracket.low, bracket.high)}>
                Sweep this range
              </a>
              <Copy
                text={`lr: [${bracket.low.toPrecision(3)}, ${bracket.high.toPrecision(3)}]`}
                label="Copy"
              />
            </div>
          )}
        </div>
        <Readings reading={reading} sweep={sweep} />
      </section>
      <Panel
        title={`${leaf(name.value)} while the rate rises`}
        note={`${counted(seen.length, "seed")}: raw faint, smoothed (β ${SMOOTHING}) bold. Drag over a range to sweep it.`}
        name={`${sweep.name}-range-test`}
        address={`/sweeps/${sweep.id}/plots/range-test.svg`}
        actions={
          <>
            {test.readings.length > 1 && (
              <select
                aria-label="Configuration"
                value={which.value}
                onChange={(event) => which.set(event.currentTarget.value)}
              >
                {test.readings.map((it) => (
                  <option key={it.configuration} value={String(it.configuration)}>
                    {Object.entries(it.parameters)
                      .map(([key, of]) => `${leaf(key)} ${value(of)}`)
                      .join(", ") || `configuration ${it.configuration}`}
                  </option>
                ))}
              </select>
            )}
            <select
              aria-label="Metric"
              value={name.value}
              onChange={(event) => name.set(event.currentTarget.value)}
            >
              {names.map((it) => (
                <option key={it}>{it}</option>
              ))}
            </select>
          </>
        }
        table={() => ({
          head: ["seed", "lr", name.value],
          rows: seen.flatMap((it) =>
            (it.points.lr ?? []).map((lr, at) => [it.seed, lr ?? null, it.points[name.value]?.[at] ?? null]),
          ),
        })}
      >
        <Curves sweep={sweep} curves={seen} name={name.value} reading={reading} />
        <p class="legend">
          {RULES.filter(({ key }) => reading.suggestions[key] != null).map((it, at) => (
            <span key={it.key}>
              <svg width="14" height="12" aria-hidden="true">
                <Sign shape={it.shape} x={7} y={6} at={at} />
              </svg>{" "}
              {it.name}
            </span>
          ))}
          {bracket && <span class="key good">bracket</span>}
          {edge && <span class="key beyond">beyond the edge</span>}
        </p>
      </Panel>
    </>
  );
}

interface CurvesProps {
  sweep: Sweep;
  curves: RangeTest["curves"];
  name: string;
  reading: Pick<RangeTest, "suggestions" | "bracket" | "edge">;
}

function Curves({ sweep, curves, name, reading }: CurvesProps) {
  const lines = curves.map((it) => {
    const raw = (it.points[name] ?? []).map((of) => of ?? null);
    return { id: it.trial, seed: it.seed, lr: it.points.lr ?? [], raw, smooth: smoothed(raw, SMOOTHING) };
  });
  const rates = extent(lines.flatMap((it) => it.lr)) ?? [1e-5, 1];
  const first = quantile(
    lines.map((it) => it.raw.find((of) => of != null) ?? null),
    0.5,
  );
  const reach = extent(lines.flatMap((it) => [...it.smooth, ...it.raw])) ?? [0, 1];
  // Where the loss explodes it leaves the plot: what matters happened below where it began.
  const top = first ? Math.min(reach[1], Math.max(first * 1.6, reach[0] * 1.2)) : reach[1];
  const mean = meanOf(lines);
  const spots: Spot[] = mean.map(([lr, of]) => ({
    x: lr,
    y: of,
    label: () => `lr ${rate(lr, 3)}\n${name} ${metric(of)}`,
  }));
  return (
    <Plot
      name={`${name} while the rate rises, ${counted(lines.length, "seed")}`}
      x={{ label: "learning rate", domain: padded(rates, true, 0.01), isLog: true, format: mark }}
      y={{ label: name, domain: padded([Math.min(reach[0], top), top], false), format: mark }}
      height={400}
      spots={spots}
      onRange={(low, high) => go(sweepOver(sweep, low, high))}
    >
      {(space) => (
        <>
          {reading.bracket && (
            <rect
              class="basin"
              x={space.x(reading.bracket.low)}
              width={space.x(reading.bracket.high) - space.x(reading.bracket.low)}
              y={space.top}
              height={space.bottom - space.top}
            />
          )}
          {reading.edge && <Beyond space={space} edge={reading.edge} />}
          <g class="rising">
            {lines.map((it) => (
              <path key={`${it.id}raw`} class="raw" d={through(space, it.lr, it.raw)} />
            ))}
            {lines.map((it, at) => (
              <path
                key={it.id}
                style={{ stroke: `var(--series-${(at % 6) + 1})` }}
                d={through(space, it.lr, it.smooth)}
              />
            ))}
          </g>
          {RULES.map(({ key, shape }, at) => {
            const lr = reading.suggestions[key];
            if (!lr) return null;
            const y = valueAt(mean, lr);
            return (
              <g key={key} class="reading">
                <line x1={space.x(lr)} x2={space.x(lr)} y1={space.top} y2={space.bottom} />
                {y !== undefined && (
                  <Sign shape={shape} x={space.x(lr)} y={Math.max(space.top + 8, space.y(y))} at={at} />
                )}
              </g>
            );
          })}
        </>
      )}
    </Plot>
  );
}

/** A line that leaves the plot stops at its edge. */
function through(space: Space, lr: (number | null)[], values: (number | null)[]): string {
  return pathOf(
    values.map((of, at): [number, number | null] => [
      space.x(lr[at] ?? Number.NaN),
      of == null ? null : Math.max(space.top - 2, space.y(of)),
    ]),
  );
}

type Line = { lr: (number | null)[]; smooth: (number | null)[] };

/** The mean of the smoothed curves, update by update. */
function meanOf(lines: Line[]): [number, number][] {
  const longest = lines.reduce((a, b) => (b.lr.length > a.lr.length ? b : a));
  return longest.lr.flatMap((lr, at): [number, number][] => {
    const values = lines.map((it) => it.smooth[at]).filter((it): it is number => it != null);
    if (lr == null || values.length < lines.length) return [];
    return [[lr, values.reduce((a, b) => a + b, 0) / values.length]];
  });
}

const valueAt = (mean: [number, number][], lr: number) => mean.find(([it]) => it >= lr * 0.999)?.[1];
