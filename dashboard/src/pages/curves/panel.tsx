// The learning curves of a sweep, live: coloured by rate, the best on top.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { get } from "../../api/client";
import { CURVES_MAX, curvesOf, POINTS } from "../../api/paths";
import type { Curves, Sweep } from "../../api/types";
import { shareOf, viridis } from "../../charts/colour";
import type { View } from "../../charts/lines";
import { type Domain, extent } from "../../charts/scale";
import type { Curve } from "../../charts/trace";
import { Panel } from "../../components/panel";
import { Empty, Shown } from "../../components/states";
import { useResource } from "../../live/resource";
import { arrived, changes, line } from "../../live/sweep";
import { count, counted, rate, metric as written } from "../../numbers/format";
import { go } from "../../router";
import { band, decades } from "./bands";
import { LineChart } from "./chart";
import { better, epochsOf, extend, heights, type Run, runsOf, smoothed, updatesAnEpoch } from "./model";

export interface Looks {
  metric?: string;
  smoothing?: number;
  /** How many of the best stand out; 0 is all. */
  top?: number;
  scale?: string;
  selects?: boolean;
  colour?: string;
  /** Across go `updates`, or `epochs`. */
  across?: string;
  /** Decades of rates, as bands. */
  bands?: boolean;
}

interface Props {
  sweep: Sweep;
  height: number;
  looks?: Looks;
  isSmall?: boolean;
  selected?: ReadonlySet<string>;
  onSelect?: (runs: Run[]) => void;
  onMetrics?: (names: string[]) => void;
}

export function CurvesPanel(props: Props) {
  const { sweep, isSmall, looks = {} } = props;
  const path = curvesOf(sweep.id, isSmall ? POINTS.small : POINTS.large, looks.metric);
  const isLive = line.value === "live";
  const read = useResource(
    path,
    (signal) => get<Curves>(path, signal),
    // While it is live what comes in is added to what was read; afterwards it is read once more.
    { tick: isLive ? "live" : sweep.updated_at },
  );
  return (
    <Shown of={read} height={props.height + 90}>
      {(curves) => <Drawn key={`${sweep.id}${curves.metric}`} {...props} curves={curves} />}
    </Shown>
  );
}

function Drawn({ sweep, height, looks = {}, isSmall, curves, ...props }: Props & { curves: Curves }) {
  const runs = useMemo(() => runsOf(curves), [curves]);
  const [, redraw] = useState(0);
  const [hovered, setHovered] = useState<string>();
  const seen = useRef(changes.value);
  const drawing = useRef<(title: string) => string>(undefined);
  useEffect(() => props.onMetrics?.(curves.metrics), [curves]);
  useEffect(
    () =>
      arrived.subscribe(({ points, trials }) => {
        if (extend(runs, curves.metric, points, trials, CURVES_MAX)) redraw((it) => it + 1);
      }),
    [runs],
  );
  seen.current = changes.value;

  const ranked = [...runs].filter((it) => it.values.length > 0).sort(better(sweep));
  const isLog = looks.scale === "log" || (looks.scale !== "linear" && wantsLog(curves.metric, runs));
  const epochs = looks.across === "epochs" ? epochsOf(sweep) : undefined;
  const view = viewOf(ranked, {
    ...looks,
    isLog,
    height,
    name: curves.metric,
    selected: props.selected,
    epochs,
  });
  const groups = looks.bands ? decades(ranked) : [];
  const rates = extent(ranked.map((it) => it.lr));
  const run = ranked.find((it) => it.id === hovered);
  const diverged = ranked.filter((it) => it.diverged).length;
  const more =
    curves.begun > CURVES_MAX
      ? `${count(ranked.length)} of ${counted(curves.begun, "trial")}, the best among them`
      : counted(ranked.length, "trial");
  return (
    <Panel
      title={curves.metric === sweep.metric.name ? "Learning curves" : `Learning curves: ${curves.metric}`}
      note={`${more}, coloured by rate${looks.bands ? "; of each decade the median, in a band from the lower to the upper quartile" : ""}${diverged > 0 ? `; ${diverged} diverged, marked ▲ where they left` : ""}.`}
      name={`${sweep.name}-curves`}
      address={`/sweeps/${sweep.id}/plots/curves.svg?metric=${encodeURIComponent(curves.metric)}`}
      drawing={() => drawing.current?.(`${sweep.name}: ${curves.metric}`)}
      actions={isSmall && <a href={`/sweeps/${sweep.id}/curves`}>All of it</a>}
      table={() => ({
        head: ["trial", "lr", "state", curves.metric],
        rows: ranked.map((it) => [it.number, it.lr, it.diverged ? "diverged" : it.state, it.last ?? null]),
      })}
    >
      {ranked.length === 0 ? (
        <Empty title="Nothing reported yet">Curves begin to grow as soon as a worker trains.</Empty>
      ) : (
        <>
          <LineChart
            label={`${curves.metric} over steps, ${counted(ranked.length, "curve")}`}
            view={view}
            marked={undefined}
            describe={(id) => describe(ranked, id, curves.metric)}
            onDrawn={(it) => {
              drawing.current = it;
            }}
            onHover={setHovered}
            onPick={(id) => go(`/sweeps/${sweep.id}/trials/${id}`)}
            onSelect={(ids) => props.onSelect?.(ranked.filter((it) => ids.includes(it.id)))}
          />
          <p class="legend">
            {rates && (
              <span class="scale">
                {rate(rates[0])} <Gradient /> {rate(rates[1])}
              </span>
            )}
            {groups.map((it) => (
              <span key={it.name} class="key dot" style={{ "--key": shade(it.lr, rates) }}>
                {it.name}, {counted(it.runs.length, "trial")}
              </span>
            ))}
            <span class="hovered">{run && describe(ranked, run.id, curves.metric)}</span>
          </p>
        </>
      )}
    </Panel>
  );
}

const Gradient = () => (
  <svg class="gradient" width="96" height="10" aria-hidden="true">
    {Array.from({ length: 24 }, (_, at) => (
      <rect key={at} x={at * 4} width={4.5} height={10} fill={viridis(at / 23)} />
    ))}
  </svg>
);

function viewOf(
  ranked: Run[],
  of: Looks & {
    isLog: boolean;
    height: number;
    name: string;
    selected: ReadonlySet<string> | undefined;
    epochs: number | undefined;
  },
): View {
  const rates = extent(ranked.map((it) => it.lr)) ?? [1, 1];
  const isPicked = (run: Run, place: number) =>
    !of.bands && (of.selected?.size ? of.selected.has(run.id) : !of.top || place < of.top);
  const length = of.epochs ? updatesAnEpoch(ranked, of.epochs) : undefined;
  const across = (run: Run) => {
    const updates = length?.(run);
    return updates ? run.steps.map((it) => it / updates) : run.steps;
  };
  const shown = ranked.map((run) => ({
    ...run,
    steps: across(run),
    values: smoothed(run.values, of.smoothing ?? 0),
  }));
  const curves = shown.map((run, place): Curve => {
    return {
      id: run.id,
      x: run.steps,
      y: run.values,
      colour:
        of.colour === "state"
          ? (STATES[run.diverged ? "diverged" : run.state] ?? "#888")
          : shade(run.lr, rates),
      isDim: !isPicked(run, place),
      isPinned: run.diverged,
    };
  });
  const ends = shown.map((it) => it.steps.at(-1) ?? 1);
  return {
    curves: curves.reverse(),
    bands: of.bands ? decades(shown).map((it) => band(it, shade(it.lr, rates))) : [],
    x: [0, Math.max(1, ...ends)],
    y: heights(ranked, of.isLog),
    isLog: of.isLog,
    xLabel: of.epochs ? "epochs" : "updates",
    yLabel: of.name,
    height: of.height,
    selects: of.selects ?? false,
  };
}

/** The colour of a rate. The brightest yellow cannot be seen on white. */
const shade = (lr: number | null, rates: Domain | undefined): string =>
  viridis((lr && rates ? shareOf(lr, rates) : 0.5) * 0.93);

const STATES: Record<string, string> = {
  completed: "#2563eb",
  running: "#0d9488",
  stopped: "#8b5cf6",
  diverged: "#c2410c",
  failed: "#be123c",
};

/** Losses fall by ratios, unless they can be negative or hardly fall; accuracies do not. */
function wantsLog(metric: string, runs: Run[]): boolean {
  if (/acc|f1|auc|score/i.test(metric)) return false;
  return runs.every((it) => it.values.every((value) => value === null || value > 0));
}

function describe(runs: Run[], id: string, name: string): string {
  const run = runs.find((it) => it.id === id);
  if (!run) return "";
  const end = run.diverged ? "diverged" : `${name} ${written(run.last)}`;
  return `trial ${run.number}, lr ${rate(run.lr, 3)}, ${end}, ${run.state}`;
}
