// Loss against rate: a dot a configuration, a bar for its seeds, a band through the rates that vary in nothing else.
// Diverged ones are pinned to the edge, in a shape of their own, and have no say in the scale.

import { besidesRate } from "../../api/parameters";
import type { Best, Configurations, Sweep } from "../../api/types";
import { Beyond } from "../../charts/beyond";
import { type Axis, Plot, pathOf, type Space, type Spot } from "../../charts/plot";
import { type Domain, extent, padded } from "../../charts/scale";
import { Panel } from "../../components/panel";
import { count, counted, leaf, mark, metric, rate, value } from "../../numbers/format";
import { choice, go } from "../../router";
import { type Dot, dotsOf, families, isWide, shownHeights } from "./dots";
import { edgeOf } from "./edge";
import { sweepOver } from "./refine";

/** More dots than this are small, and all of one shape. */
const MANY = 300;

interface Props {
  sweep: Sweep;
  all: Configurations;
  best: Best | undefined;
}

export function LossPlot({ sweep, all, best }: Props) {
  const scale = choice("y", "auto");
  const dots = dotsOf(all);
  const settled = dots.filter((it) => !it.diverged && !it.stopped);
  const stopped = dots.filter((it) => it.stopped);
  const isLog = scale.value === "log" || (scale.value === "auto" && isWide(settled));
  const reach = extent(dots.map((it) => it.lr));
  const heights = shownHeights(settled.length > 0 ? settled : stopped);
  if (!reach || !heights) return <NoRates dots={dots.length} />;
  const edge = best && edgeOf(best);
  const maximizes = all.metric.goal === "maximize";
  const pinned = maximizes ? "bottom" : "top";
  const x: Axis = { label: "learning rate", domain: padded(reach, true), isLog: true, format: mark };
  const y: Axis = {
    label: all.metric.name,
    domain: padded(heights, isLog),
    isLog,
    format: mark,
  };
  const others = besidesRate(all.parameters);
  const kin = families(settled, all, others);
  const spots: Spot[] = [...dots]
    .sort((a, b) => a.lr - b.lr)
    .map((it) => ({
      x: it.lr,
      y: it.diverged ? endOf(y.domain, maximizes) : it.mean,
      label: () => said(it, all, others),
    }));
  const note = [
    all.total > all.configuration.length
      ? `${count(dots.length)} of ${counted(all.total, "configuration")}, chosen to show how far results reach.`
      : `Each dot is one configuration${sweep.replicates > 1 ? ", its bar the range over seeds" : ""}.`,
    kin.every((it) => isJoined(it.dots)) ? "A line joins the means." : "",
    `Drag over a range to sweep it.`,
  ].join(" ");
  return (
    <Panel
      title={`${leaf(all.metric.name)} against learning rate`}
      note={note}
      name={`${sweep.name}-${all.metric.name}-against-lr`}
      address={`/sweeps/${sweep.id}/plots/answer.svg`}
      table={() => tableOf(all, others)}
      actions={
        <select
          aria-label="Vertical scale"
          value={scale.value}
          onChange={(it) => scale.set(it.currentTarget.value)}
        >
          <option value="auto">Scale: auto</option>
          <option value="linear">Scale: linear</option>
          <option value="log">Scale: log</option>
        </select>
      }
    >
      <Plot
        name={`${all.metric.name} against learning rate, ${counted(dots.length, "configuration")}`}
        x={x}
        y={y}
        height={380}
        spots={spots}
        onRange={(low, high) => go(sweepOver(sweep, low, high))}
      >
        {(space) => (
          <>
            {edge != null && <Beyond space={space} edge={edge} />}
            <Around best={best} space={space} />
            {kin.map((it, at) => (
              <Kin
                key={it.name}
                dots={it.dots}
                colour={colour(at)}
                space={space}
                isMany={settled.length > MANY}
              />
            ))}
            <g class="dots early">
              {stopped.map((it) => (
                <circle key={it.at} cx={space.x(it.lr)} cy={clamped(space, it.mean)} r={3.5} />
              ))}
            </g>
            <g class="diverged">
              <path
                d={dots
                  .filter((it) => it.diverged)
                  .map((it) => triangle(space.x(it.lr), pinned === "top" ? space.top + 5 : space.bottom - 5))
                  .join("")}
              />
            </g>
          </>
        )}
      </Plot>
      <p class="legend">
        {kin.length === 1 && <span class="key dot">configuration</span>}
        {kin.length > 1 &&
          kin.map((it, at) => (
            <span key={it.name} class="key dot" style={{ "--key": colour(at) }}>
              {it.name}
            </span>
          ))}
        {best?.basin && <span class="key good">good</span>}
        {best?.interval && <span class="key interval">interval</span>}
        {best?.best && <span class="key best">best</span>}
        {edge != null && <span class="key beyond">beyond the edge</span>}
        {stopped.length > 0 && <span class="key early">stopped early, at what it had come to</span>}
        {dots.some((it) => it.diverged) && <span class="key diverged">diverged, pinned to the {pinned}</span>}
      </p>
    </Panel>
  );
}

const NoRates = ({ dots }: { dots: number }) => (
  <Panel title="Loss against learning rate">
    <p class="empty">
      {dots > 0 ? "Every trial that is over diverged." : "The rate does not vary in this sweep."}
    </p>
  </Panel>
);

/** The interval, the good range and the best rate, behind the dots. */
function Around({ best, space }: { best: Best | undefined; space: Space }) {
  const { top, bottom } = space;
  const height = bottom - top;
  return (
    <>
      {best?.basin && (
        <rect
          class="basin"
          x={space.x(best.basin.low)}
          width={space.x(best.basin.high) - space.x(best.basin.low)}
          y={top}
          height={height}
        />
      )}
      {best?.interval && (
        <rect
          class="interval"
          x={space.x(best.interval.low)}
          width={space.x(best.interval.high) - space.x(best.interval.low)}
          y={bottom - 4}
          height={4}
        />
      )}
      {best?.best?.lr && (
        <line class="best" x1={space.x(best.best.lr)} x2={space.x(best.best.lr)} y1={top} y2={bottom} />
      )}
    </>
  );
}

/** Dots that differ in their rate alone, their means joined, in a band from the lowest to the highest seed. */
function Kin(props: { dots: Dot[]; colour: string; space: Space; isMany: boolean }) {
  const { dots, colour, space, isMany } = props;
  const sorted = [...dots].sort((a, b) => a.lr - b.lr);
  const places = (of: (dot: Dot) => number) =>
    sorted.map((it): [number, number] => [space.x(it.lr), clamped(space, of(it))]);
  // Each a path, however many there are: a page of thousands of elements takes its time.
  const height = (at: number) => clamped(space, at).toFixed(1);
  const seeds = (it: Dot) => `M${space.x(it.lr).toFixed(1)} ${height(it.low)}V${height(it.high)}`;
  const dot = (it: Dot) => `M${space.x(it.lr).toFixed(1)} ${height(it.mean)}h0`;
  const band = `${pathOf(places((it) => it.high))}${pathOf(places((it) => it.low).reverse()).replace("M", "L")}Z`;
  return (
    <g style={{ "--kin": colour }}>
      {isJoined(dots) && (
        <g class="mean">
          <path class="band" d={band} />
          <path d={pathOf(places((it) => it.mean))} />
        </g>
      )}
      <g class="dots">
        <path
          class="seeds"
          d={dots
            .filter((it) => it.high > it.low)
            .map(seeds)
            .join("")}
        />
        {isMany ? (
          <path class="many" d={dots.map(dot).join("")} />
        ) : (
          dots.map((it) => <circle key={it.at} cx={space.x(it.lr)} cy={clamped(space, it.mean)} r={4} />)
        )}
      </g>
    </g>
  );
}

/** Whether a line through these says something: each rate once, and enough of them. */
const isJoined = (dots: Dot[]) => dots.length > 4 && new Set(dots.map((it) => it.lr)).size === dots.length;

const colour = (at: number) => `var(--series-${at + 1})`;

const clamped = (space: Space, at: number) => Math.min(space.bottom, Math.max(space.top, space.y(at)));

const endOf = (domain: Domain, maximizes: boolean) => (maximizes ? domain[0] : domain[1]);

export const triangle = (x: number, y: number) => `M${x - 5} ${y + 4}l5 -9l5 9Z`;

function said(dot: Dot, all: Configurations, others: string[]): string {
  const early = all.stopped[dot.at] ?? 0;
  const result = dot.stopped
    ? `stopped early at ${all.metric.name} ${metric(dot.mean)}`
    : dot.diverged
      ? `${counted(all.diverged[dot.at] ?? 0, "trial")} of ${all.replicates[dot.at]} diverged`
      : `${all.metric.name} ${metric(dot.mean)}${dot.high > dot.low ? ` (${metric(dot.low, 3)} – ${metric(dot.high, 3)})` : ""}`;
  const rest = others.map((it) => `${leaf(it)} ${value(all.parameters[it]?.[dot.at])}`);
  const more = !dot.stopped && early > 0 ? [`${counted(early, "trial")} stopped early`] : [];
  return [`lr ${rate(dot.lr, 3)}`, result, ...more, ...rest].join("\n");
}

function tableOf(all: Configurations, others: string[]) {
  return {
    head: [
      "configuration",
      "lr",
      ...others,
      `mean ${all.metric.name}`,
      "lowest",
      "highest",
      "trials",
      "diverged",
      "stopped",
    ],
    rows: all.lr.map((lr, at) => [
      all.configuration[at] ?? null,
      lr ?? null,
      ...others.map((it) => value(all.parameters[it]?.[at])),
      all.mean[at] ?? null,
      all.low[at] ?? null,
      all.high[at] ?? null,
      all.replicates[at] ?? null,
      all.diverged[at] ?? null,
      all.stopped[at] ?? null,
    ]),
  };
}
