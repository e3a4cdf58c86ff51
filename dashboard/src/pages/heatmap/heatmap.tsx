// Rate against a second parameter: the mean of each cell, what diverged hatched, the best of each row marked; over
// batch sizes with the lines that the linear and the square-root rule would draw.

import { get } from "../../api/client";
import type { HeatMap, Sweep } from "../../api/types";
import { ink, viridis } from "../../charts/colour";
import { extent, log, quantile } from "../../charts/scale";
import { Panel } from "../../components/panel";
import { Empty, Shown } from "../../components/states";
import { useWidth } from "../../components/width";
import { useResource } from "../../live/resource";
import { changes } from "../../live/sweep";
import { counted, leaf, mark, metric, rate, value } from "../../numbers/format";
import { choice } from "../../router";
import { type Cell, type Grid, gridOf } from "./grid";

export function HeatmapView({ sweep }: { sweep: Sweep }) {
  const second = choice("by");
  const query = second.value && `?by=${encodeURIComponent(second.value)}`;
  const map = useResource(
    `${sweep.id}${query}`,
    (signal) => get<HeatMap>(`/sweeps/${sweep.id}/heatmap${query}`, signal),
    { tick: changes.value },
  );
  return (
    <Shown of={map} height={480}>
      {(it) => <Mapped sweep={sweep} map={it} choose={second.set} />}
    </Shown>
  );
}

function Mapped({ sweep, map, choose }: { sweep: Sweep; map: HeatMap; choose: (by: string) => void }) {
  const by = map.by ?? "";
  const isEmpty = map.cells.column.length === 0;
  if (!by || isEmpty)
    return (
      <Panel title="Heat map">
        <Empty title={by ? "No trial is over yet" : "Only the rate varies in this sweep"}>
          {!by && (
            <>
              With a second parameter, such as several batch sizes, each cell shows how one pair of values
              did. <a href={`/sweeps/new?from=${sweep.id}`}>Write such a sweep</a>
            </>
          )}
        </Empty>
      </Panel>
    );
  const grid = gridOf(map);
  return (
    <Panel
      title={`Learning rate × ${leaf(by).replaceAll("_", " ")}`}
      note={`Mean ${map.metric.name} of each cell. Hatched: every trial diverged. Blank: not tried. Outlined: the best of its row.`}
      name={`${sweep.name}-heatmap`}
      address={`/sweeps/${sweep.id}/plots/heatmap.svg?by=${encodeURIComponent(by)}`}
      actions={
        map.others.length > 1 && (
          <select aria-label="Second axis" value={by} onChange={(event) => choose(event.currentTarget.value)}>
            {map.others.map((it) => (
              <option key={it}>{it}</option>
            ))}
          </select>
        )
      }
      table={() => ({
        head: ["lr", by, `mean ${map.metric.name}`, "trials", "diverged"],
        rows: grid.cells.map((it) => [
          it.lr,
          value(grid.rows[it.row]),
          it.mean ?? null,
          it.trials,
          it.diverged,
        ]),
      })}
    >
      <Drawing grid={grid} sweep={sweep} name={by} />
    </Panel>
  );
}

const LEFT = 78;
const TOP = 12;
const TALL = 46;

function Drawing({ grid, sweep, name }: { grid: Grid; sweep: Sweep; name: string }) {
  const [box, width] = useWidth<HTMLDivElement>(720);
  const reach = extent(grid.cells.map((it) => it.lr)) ?? [1e-3, 1];
  const tall = Math.max(18, Math.min(TALL, 560 / grid.rows.length));
  const bottom = TOP + grid.rows.length * tall;
  const columns = Math.max(1, grid.columns.length);
  const ratio = columns > 1 ? (reach[1] / reach[0]) ** (0.5 / (columns - 1)) : 1.2;
  const x = log([reach[0] / ratio, reach[1] * ratio], LEFT, width - 12, mark, Math.max(3, width / 90));
  const wide = (width - 12 - LEFT) / columns;
  const means = grid.cells.map((it) => it.mean ?? null);
  const [low, high] = [quantile(means, 0) ?? 0, quantile(means, 0.9) ?? 1];
  const maximizes = sweep.metric.goal === "maximize";
  const worst = maximizes ? (quantile(means, 0.1) ?? 0) : high;
  const best = maximizes ? (quantile(means, 1) ?? 1) : low;
  const shade = (mean: number) => 1 - Math.min(1, Math.max(0, (mean - best) / (worst - best || 1)));
  const batches = name.endsWith("batch_size") ? grid.rows.map(Number) : [];
  return (
    <div class="plot" ref={box}>
      <svg role="img" aria-label={words(grid, name, sweep)} width={width} height={bottom + 44}>
        <defs>
          <pattern
            id="hatched"
            width="7"
            height="7"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" y1="0" x2="0" y2="7" />
          </pattern>
        </defs>
        {grid.rows.map((it, row) => (
          <text key={row} x={LEFT - 10} y={TOP + (row + 0.5) * tall} dy="0.32em" text-anchor="end">
            {value(it)}
          </text>
        ))}
        {grid.cells.map((it) => {
          const left = x(it.lr) - wide / 2;
          const top = TOP + it.row * tall;
          const share = it.mean === undefined ? 0 : shade(it.mean);
          return (
            <g key={`${it.row} ${it.lr}`}>
              <title>{told(it, grid, name, sweep)}</title>
              <rect
                class={grid.best.has(it) ? "cell best-of-row" : "cell"}
                x={left + 1}
                y={top + 1}
                width={Math.max(1, wide - 2)}
                height={tall - 2}
                rx={3}
                fill={it.mean === undefined ? "url(#hatched)" : viridis(share)}
              />
              {it.mean !== undefined && wide > 38 && (
                <text
                  x={x(it.lr)}
                  y={top + tall / 2}
                  dy="0.32em"
                  text-anchor="middle"
                  style={{ fill: ink(share) }}
                >
                  {metric(it.mean, 2)}
                </text>
              )}
            </g>
          );
        })}
        {batches.length > 1 && batches.every((it) => it > 0) && (
          <Guides grid={grid} batches={batches} x={x} tall={tall} />
        )}
        {x.ticks
          .filter((it) => it.label)
          .map(({ at, label }) => (
            <text key={at} x={x(at)} y={bottom + 18} text-anchor="middle">
              {label}
            </text>
          ))}
        <text class="name" x={(LEFT + width) / 2} y={bottom + 38} text-anchor="middle">
          learning rate
        </text>
      </svg>
      {batches.length > 1 && (
        <p class="legend">
          <span class="key linear">rate ∝ batch</span>
          <span class="key root">rate ∝ √batch</span>
        </p>
      )}
    </div>
  );
}

/** Where the best rate of the first row would go by either rule. */
function Guides({
  grid,
  batches,
  x,
  tall,
}: {
  grid: Grid;
  batches: number[];
  x: ReturnType<typeof log>;
  tall: number;
}) {
  const first = [...grid.best].sort((a, b) => a.row - b.row)[0];
  if (!first) return null;
  const from = batches[first.row] ?? 1;
  const line = (power: number) =>
    batches
      .map((batch, row): [number, number] => [
        x(first.lr * (batch / from) ** power),
        TOP + (row + 0.5) * tall,
      ])
      .filter(([left]) => left >= LEFT && left <= x(x.domain[1]))
      .map(([left, top], at) => `${at === 0 ? "M" : "L"}${left.toFixed(1)} ${top.toFixed(1)}`)
      .join("");
  return (
    <g class="guides">
      <path class="linear" d={line(1)} />
      <path class="root" d={line(0.5)} />
    </g>
  );
}

function told(cell: Cell, grid: Grid, name: string, sweep: Sweep): string {
  const where = `lr ${rate(cell.lr, 3)}, ${leaf(name)} ${value(grid.rows[cell.row])}`;
  const result = cell.mean === undefined ? "diverged" : `${sweep.metric.name} ${metric(cell.mean)}`;
  return `${where}: ${result}${cell.diverged > 0 ? `, ${cell.diverged} of ${counted(cell.trials, "trial")} diverged` : ""}`;
}

const words = (grid: Grid, name: string, sweep: Sweep): string =>
  `Learning rate by ${leaf(name)}. Best: ${[...grid.best].map((it) => told(it, grid, name, sweep)).join("; ")}`;
