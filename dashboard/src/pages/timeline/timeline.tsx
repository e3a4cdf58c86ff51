// When each trial trained, and where: a lane a slot, gathered by worker. Of more trials than can be told apart, how busy
// each worker was.

import { get } from "../../api/client";
import type { Page, Sweep, Timeline, Worker } from "../../api/types";
import { linear } from "../../charts/scale";
import { Panel } from "../../components/panel";
import { Empty, Shown } from "../../components/states";
import { useWidth } from "../../components/width";
import { useResource } from "../../live/resource";
import { changes } from "../../live/sweep";
import { counted, duration, rate } from "../../numbers/format";
import { go } from "../../router";
import { Busy } from "./busy";
import { type Lane, lanes, type Stretch, shortened } from "./lanes";

export function TimelineView({ sweep }: { sweep: Sweep }) {
  const read = useResource(
    sweep.id,
    async (signal) => {
      const [timeline, workers] = await Promise.all([
        get<Timeline>(`/sweeps/${sweep.id}/timeline`, signal),
        get<Page<Worker>>("/workers?limit=500", signal),
      ]);
      return { timeline, workers: new Map(workers.items.map((it) => [it.id, it])) };
    },
    { tick: changes.value },
  );
  return (
    <Shown of={read} height={360}>
      {({ timeline, workers }) =>
        timeline.trials === 0 ? (
          <Panel title="Timeline">
            <Empty title="No trial has begun">A bar a trial grows here as soon as a worker trains.</Empty>
          </Panel>
        ) : timeline.stretches ? (
          <Each sweep={sweep} timeline={timeline} workers={workers} />
        ) : (
          <Busy sweep={sweep} timeline={timeline} workers={workers} />
        )
      }
    </Shown>
  );
}

const LEFT = 130;
const TALL = 20;
/** So many lanes for a worker that is no longer known. */
const LANES = 8;

interface Props {
  sweep: Sweep;
  timeline: Timeline;
  workers: Map<string, Worker>;
}

function Each({ sweep, timeline, workers: known }: Props) {
  const [box, width] = useWidth<HTMLDivElement>(720);
  const all = lanes(timeline, (id) => known.get(id)?.slots ?? LANES);
  const stretches = all.flatMap((it) => it.stretches);
  const length = Math.max(1, timeline.length_ms);
  const x = linear([0, length], LEFT, width - 14, duration, Math.max(2, width / 140));
  const nameOf = (id: string) => known.get(id)?.name ?? id.slice(-8);
  const busy = stretches.reduce((sum, it) => sum + it.to - it.from, 0) / (all.length * length);
  const began = Date.parse(timeline.began_at);
  return (
    <Panel
      title="Timeline"
      note={`The latest attempts of ${counted(stretches.length, "trial")} on ${counted(timeline.workers.length, "worker")}; their lanes were busy ${Math.round(busy * 100)} % of the time.`}
      name={`${sweep.name}-timeline`}
      table={() => ({
        head: ["trial", "worker", "began", "ended", "state", "attempt"],
        rows: all.flatMap((lane) =>
          lane.stretches.map((it) => [
            it.number,
            nameOf(lane.worker),
            new Date(began + it.from).toISOString(),
            it.kind === "running" ? null : new Date(began + it.to).toISOString(),
            it.kind,
            it.attempt,
          ]),
        ),
      })}
    >
      <div class="plot" ref={box}>
        <svg
          role="img"
          aria-label={`${counted(stretches.length, "trial")} over ${duration(length)}`}
          width={width}
          height={all.length * TALL + 52}
        >
          <g class="axes">
            {x.ticks.map(({ at, label }) => (
              <g key={at}>
                <line x1={x(at)} x2={x(at)} y1={4} y2={all.length * TALL + 8} />
                <text x={x(at)} y={all.length * TALL + 24} text-anchor="middle">
                  {label}
                </text>
              </g>
            ))}
          </g>
          {all.map((lane, row) => (
            <g key={row}>
              {isFirst(all, row) && (
                <text x={LEFT - 10} y={row * TALL + TALL / 2 + 4} dy="0.32em" text-anchor="end">
                  {shortened(nameOf(lane.worker))}
                </text>
              )}
              {lane.stretches.map((it) => (
                <rect
                  key={it.id}
                  class="stretch"
                  data-kind={it.kind}
                  x={x(it.from)}
                  width={Math.max(1.5, x(it.to) - x(it.from) - 1)}
                  y={row * TALL + 7}
                  height={TALL - 6}
                  rx={2}
                  onClick={() => go(`/sweeps/${sweep.id}/trials/${it.id}`)}
                >
                  <title>{said(it)}</title>
                </rect>
              ))}
            </g>
          ))}
          <text class="name" x={(LEFT + width) / 2} y={all.length * TALL + 44} text-anchor="middle">
            since the first trial began
          </text>
        </svg>
        <p class="legend">
          {[...new Set(stretches.map((it) => it.kind))].map((it) => (
            <span key={it} class="key stretch" data-kind={it}>
              {it}
            </span>
          ))}
        </p>
      </div>
    </Panel>
  );
}

const said = (it: Stretch) =>
  `trial ${it.number}, lr ${rate(it.lr)}, ${it.kind}, ${duration(it.to - it.from)}${it.attempt > 1 ? `, attempt ${it.attempt}` : ""}`;

const isFirst = (all: Lane[], row: number) => all[row]?.worker !== all[row - 1]?.worker;
