// When each trial trained, and where: a lane a slot, gathered by worker.

import { get } from "../../api/client";
import type { Page, Sweep, Trial, Worker } from "../../api/types";
import { linear } from "../../charts/scale";
import { Panel } from "../../components/panel";
import { Empty, Shown } from "../../components/states";
import { useWidth } from "../../components/width";
import { useResource } from "../../live/resource";
import { changes } from "../../live/sweep";
import { counted, duration, rate } from "../../numbers/format";
import { go } from "../../router";
import { type Lane, lanes, type Stretch } from "./lanes";

/** So many trials are drawn, the first of them. */
const TRIALS_MAX = 2000;
const PAGE = 500;

export function TimelineView({ sweep }: { sweep: Sweep }) {
  const read = useResource(
    sweep.id,
    async (signal) => {
      const workers = await get<Page<Worker>>("/workers?limit=500", signal);
      const trials: Trial[] = [];
      for (let cursor = ""; trials.length < TRIALS_MAX; ) {
        const page = await get<Page<Trial>>(`/sweeps/${sweep.id}/trials?limit=${PAGE}${cursor}`, signal);
        trials.push(...page.items);
        if (!page.next_cursor) break;
        cursor = `&cursor=${page.next_cursor}`;
      }
      return { trials, workers: new Map(workers.items.map((it) => [it.id, it])) };
    },
    { tick: changes.value },
  );
  return (
    <Shown of={read} height={360}>
      {({ trials, workers }) => <Drawn sweep={sweep} trials={trials} workers={workers} />}
    </Shown>
  );
}

const LEFT = 130;
const TALL = 20;
/** So many lanes for a worker that is no longer known. */
const LANES = 8;

function Drawn({
  sweep,
  trials,
  workers: known,
}: {
  sweep: Sweep;
  trials: Trial[];
  workers: Map<string, Worker>;
}) {
  const [box, width] = useWidth<HTMLDivElement>(720);
  const all = lanes(trials, (id) => known.get(id)?.slots ?? LANES);
  const stretches = all.flatMap((it) => it.stretches);
  const first = Math.min(...stretches.map((it) => it.from));
  const last = Math.max(...stretches.map((it) => it.to));
  const x = linear([0, Math.max(1, last - first)], LEFT, width - 14, duration, Math.max(2, width / 140));
  const workers = new Set(all.map((it) => it.worker)).size;
  const nameOf = (id: string) => known.get(id)?.name ?? id.slice(-8);
  const busy =
    stretches.reduce((sum, it) => sum + it.to - it.from, 0) / (all.length * Math.max(1, last - first));
  const said = (it: Stretch) =>
    `trial ${it.trial.number}, lr ${rate(it.trial.lr)}, ${it.kind}, ${duration(it.to - it.from)}${it.trial.attempt > 1 ? `, attempt ${it.trial.attempt}` : ""}`;
  return (
    <Panel
      title="Timeline"
      note={
        stretches.length > 0
          ? `The latest attempts of ${counted(stretches.length, "trial")} on ${counted(workers, "worker")}; their lanes were busy ${Math.round(busy * 100)} % of the time.${sweep.trials > TRIALS_MAX ? ` Of the first ${TRIALS_MAX} trials.` : ""}`
          : undefined
      }
      name={`${sweep.name}-timeline`}
      table={() => ({
        head: ["trial", "worker", "began", "ended", "state", "attempt"],
        rows: stretches.map((it) => [
          it.trial.number,
          nameOf(it.trial.worker ?? ""),
          it.trial.started_at ?? null,
          it.trial.ended_at ?? null,
          it.kind,
          it.trial.attempt,
        ]),
      })}
    >
      {stretches.length === 0 ? (
        <Empty title="No trial has begun">A bar a trial grows here as soon as a worker trains.</Empty>
      ) : (
        <div class="plot" ref={box}>
          <svg
            role="img"
            aria-label={`${counted(stretches.length, "trial")} over ${duration(last - first)}`}
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
                    key={it.trial.id}
                    class="stretch"
                    data-kind={it.kind}
                    x={x(it.from - first)}
                    width={Math.max(1.5, x(it.to - first) - x(it.from - first) - 1)}
                    y={row * TALL + 7}
                    height={TALL - 6}
                    rx={2}
                    onClick={() => go(`/sweeps/${sweep.id}/trials/${it.trial.id}`)}
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
      )}
    </Panel>
  );
}

const isFirst = (all: Lane[], row: number) => all[row]?.worker !== all[row - 1]?.worker;

const shortened = (name: string) => (name.length > 16 ? `${name.slice(0, 15)}…` : name);
