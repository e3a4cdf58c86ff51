// How busy each worker was with very many trials: a lane a worker, as high as its slots, filled as far as they trained;
// below it what ended and how.

import type { Sweep, Timeline, Worker } from "../../api/types";
import { linear, type Scale } from "../../charts/scale";
import { Panel } from "../../components/panel";
import { useWidth } from "../../components/width";
import { count, counted, duration } from "../../numbers/format";
import { shortened } from "./lanes";

const LEFT = 130;
/** How high a lane is, and the strip below it that says what ended. */
const TALL = 44;
const STRIP = 6;
/** More workers than this are one lane together. */
const WORKERS_MAX = 24;

/** Slots that are less busy than this tell nothing by it. */
const QUICK = 0.02;

type Lane = Timeline["lanes"][number];

interface Row {
  name: string;
  slots: number;
  lane: Lane;
}

export function Busy({
  sweep,
  timeline,
  workers,
}: {
  sweep: Sweep;
  timeline: Timeline;
  workers: Map<string, Worker>;
}) {
  const [box, width] = useWidth<HTMLDivElement>(720);
  const rows = rowsOf(timeline, workers);
  const length = Math.max(1, timeline.length_ms);
  const x = linear([0, length], LEFT, width - 14, duration, Math.max(2, width / 140));
  const parts = rows[0]?.lane.busy.length ?? 1;
  const at = (part: number) => x((part / parts) * length);
  const height = rows.length * TALL;
  const mean = (row: Row) => row.lane.busy.reduce((sum, it) => sum + it, 0) / (parts * row.slots);
  // Trials that take no time keep nobody busy: then it is how many ended that shows what went on.
  const share = rows.reduce((sum, it) => sum + mean(it), 0) / Math.max(1, rows.length);
  const isQuick = share < QUICK;
  const most = Math.max(1, ...rows.flatMap((it) => it.lane.ended));
  const high = isQuick
    ? ({ lane }: Row, part: number) => (lane.ended[part] ?? 0) / most
    : ({ lane, slots }: Row, part: number) => (lane.busy[part] ?? 0) / slots;
  const seen = isQuick
    ? "how many ended. Each took next to no time."
    : `how many trained side by side. Slots were busy ${Math.round(share * 100)} % of the time.`;
  return (
    <Panel
      title="Timeline"
      note={`${counted(timeline.trials, "trial")} on ${counted(timeline.workers.length, "worker")} in ${duration(length)}, too many to draw each: ${seen}`}
      name={`${sweep.name}-timeline`}
      table={() => ({
        head: ["worker", "from, seconds", "trained side by side", "ended", "diverged", "failed"],
        rows: rows.flatMap(({ name, lane }) =>
          lane.busy.map((busy, part) => [
            name,
            Math.round((part / parts) * length) / 1000,
            busy,
            lane.ended[part] ?? 0,
            lane.diverged[part] ?? 0,
            lane.failed[part] ?? 0,
          ]),
        ),
      })}
    >
      <div class="plot" ref={box}>
        <svg
          role="img"
          aria-label={`${count(timeline.trials)} trials over ${duration(length)}: ${rows.map((it) => `${it.name} ${Math.round(mean(it) * 100)} % busy`).join(", ")}`}
          width={width}
          height={height + 52}
        >
          <g class="axes">
            {x.ticks.map(({ at, label }) => (
              <g key={at}>
                <line x1={x(at)} x2={x(at)} y1={4} y2={height + 8} />
                <text x={x(at)} y={height + 24} text-anchor="middle">
                  {label}
                </text>
              </g>
            ))}
          </g>
          {rows.map((row, it) => (
            <g key={row.name + it}>
              <text x={LEFT - 10} y={it * TALL + TALL / 2} dy="0.32em" text-anchor="end">
                {shortened(row.name)}
              </text>
              <path class="stretch" data-kind="completed" d={area(row, high, at, x, it * TALL)} />
              <Ends lane={row.lane} at={at} top={(it + 1) * TALL - STRIP} />
            </g>
          ))}
          <text class="name" x={(LEFT + width) / 2} y={height + 44} text-anchor="middle">
            since the first trial began
          </text>
        </svg>
        <p class="legend">
          <span class="key stretch" data-kind="completed">
            {isQuick ? "trials that ended" : "slots that trained"}
          </span>
          {["diverged", "failed"].map(
            (kind) =>
              rows.some((it) => it.lane[kind as "diverged" | "failed"].some((count) => count > 0)) && (
                <span key={kind} class="key stretch" data-kind={kind}>
                  some {kind}
                </span>
              ),
          )}
        </p>
      </div>
    </Panel>
  );
}

/** A row a worker, and one for all that find no room. */
function rowsOf({ workers, lanes }: Timeline, known: Map<string, Worker>): Row[] {
  const rows = workers.map((id, at): Row => {
    const lane = lanes[at] ?? { busy: [], ended: [], diverged: [], failed: [] };
    const slots = Math.max(1, known.get(id)?.slots ?? Math.ceil(Math.max(...lane.busy)));
    return { name: known.get(id)?.name ?? id.slice(-8), slots, lane };
  });
  if (rows.length <= WORKERS_MAX) return rows;
  const others = rows.slice(WORKERS_MAX - 1);
  const sum = (of: (lane: Lane) => number[]) =>
    of(others[0]?.lane as Lane).map((_, part) =>
      others.reduce((all, it) => all + (of(it.lane)[part] ?? 0), 0),
    );
  const lane = {
    busy: sum((it) => it.busy),
    ended: sum((it) => it.ended),
    diverged: sum((it) => it.diverged),
    failed: sum((it) => it.failed),
  };
  const slots = others.reduce((all, it) => all + it.slots, 0);
  return [...rows.slice(0, WORKERS_MAX - 1), { name: `${others.length} others`, slots, lane }];
}

function area(
  row: Row,
  high: (row: Row, part: number) => number,
  at: (part: number) => number,
  x: Scale,
  top: number,
): string {
  const floor = top + TALL - STRIP - 2;
  const place = (part: number) => floor - Math.min(1, high(row, part)) * (TALL - STRIP - 6);
  const stairs = row.lane.busy.map(
    (_, part) => `L${at(part).toFixed(1)} ${place(part).toFixed(1)}H${at(part + 1).toFixed(1)}`,
  );
  return `M${x(0)} ${floor}${stairs.join("")}V${floor}Z`;
}

/** Where something diverged or failed: the larger its share of what ended there, the stronger the mark. */
function Ends({ lane, at, top }: { lane: Lane; at: (part: number) => number; top: number }) {
  return (
    <>
      {lane.ended.map((ended, part) =>
        (["failed", "diverged"] as const).map((kind) => {
          const share = (lane[kind][part] ?? 0) / Math.max(1, ended);
          if (share === 0) return null;
          return (
            <rect
              key={`${kind} ${part}`}
              class="stretch"
              data-kind={kind}
              x={at(part)}
              width={Math.max(1, at(part + 1) - at(part))}
              y={top}
              height={STRIP - 2}
              opacity={0.35 + 0.65 * share}
            >
              <title>{`${lane[kind][part]} of ${ended} that ended here ${kind}`}</title>
            </rect>
          );
        }),
      )}
    </>
  );
}
