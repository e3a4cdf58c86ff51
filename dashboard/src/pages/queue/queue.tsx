// What waits, and how soon it will be done: every sweep that is open, and the slots that work on them.

import { useRef } from "preact/hooks";
import { get } from "../../api/client";
import type { Page, Sweep, Worker } from "../../api/types";
import { Progress, State } from "../../components/badges";
import { Panel } from "../../components/panel";
import { Empty, Shown } from "../../components/states";
import { Table } from "../../components/table";
import { useResource } from "../../live/resource";
import { ago, count, counted, duration } from "../../numbers/format";

const EVERY_MS = 2000;
/** The pace is measured over so long. */
const PACE_MS = 30_000;

interface Read {
  sweeps: Sweep[];
  workers: Worker[];
}

export function QueuePage() {
  document.title = "Queue · Ratesmith";
  const read = useResource(
    "queue",
    async (signal): Promise<Read> => {
      const [running, paused, workers] = await Promise.all([
        get<Page<Sweep>>("/sweeps?state=running&limit=500", signal),
        get<Page<Sweep>>("/sweeps?state=paused&limit=500", signal),
        get<Page<Worker>>("/workers?limit=500", signal),
      ]);
      return { sweeps: [...running.items, ...paused.items], workers: workers.items };
    },
    { every: EVERY_MS },
  );
  const pace = usePace(read.value?.sweeps, read.readAt);
  return (
    <>
      <div class="title">
        <h1>Queue</h1>
      </div>
      <Shown of={read} height={420}>
        {({ sweeps, workers }) => <Queue sweeps={sweeps} workers={workers} pace={pace} now={read.readAt} />}
      </Shown>
    </>
  );
}

function Queue({ sweeps, workers, pace, now }: Read & { pace: number | undefined; now: number }) {
  const sum = (of: (sweep: Sweep) => number) => sweeps.reduce((total, it) => total + of(it), 0);
  const [queued, running] = [sum((it) => it.counts.queued), sum((it) => it.counts.running)];
  const active = workers.filter((it) => it.state === "active");
  const slots = active.reduce((total, it) => total + it.slots, 0);
  const waiting = sweeps.filter((it) => it.state === "running" && it.counts.queued > 0);
  const oldest = waiting.map((it) => it.created_at).sort()[0];
  const facts: [string, string][] = [
    ["Waiting", count(queued)],
    ["Being trained", count(running)],
    [
      "Slots",
      slots === 0 ? "none" : `${count(slots)}, ${Math.round(Math.min(1, running / slots) * 100)} % busy`,
    ],
    ["Oldest waits", oldest ? ago(oldest, now).replace(" ago", "") : "–"],
    ["Pace", pace ? `${pace < 1 ? pace.toFixed(2) : count(Math.round(pace))} trials/s` : "–"],
    ["Done in", pace && queued > 0 ? `about ${duration(((queued + running) / pace) * 1000)}` : "–"],
  ];
  // In the order in which trials are handed out.
  const order = [...sweeps].sort((a, b) => b.priority - a.priority || a.id.localeCompare(b.id));
  return (
    <>
      <section class="panel" aria-label="In numbers">
        <dl class="facts wide-facts">
          {facts.map(([name, it]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{it}</dd>
            </div>
          ))}
        </dl>
        {queued > 0 && slots === 0 && (
          <p class="stale">
            Trials wait and nobody trains. <a href="/workers">Add a worker</a>
          </p>
        )}
      </section>
      <Panel
        title={counted(order.length, "open sweep")}
        note="Those with a higher priority first, then the older ones."
      >
        {order.length === 0 ? (
          <Empty title="Nothing waits">
            <a href="/sweeps/new">Write a sweep</a>
          </Empty>
        ) : (
          <Table
            label="Open sweeps"
            head={["Sweep", "State", "Waiting", "Running", "Priority", "Since", "Progress"]}
          >
            {order.map((it) => (
              <tr key={it.id} data-row>
                <td>
                  <a href={`/sweeps/${it.id}`}>{it.name}</a>
                </td>
                <td>
                  <State is={it.state} />
                </td>
                <td>{count(it.counts.queued)}</td>
                <td>{count(it.counts.running)}</td>
                <td>{it.priority}</td>
                <td>{ago(it.created_at, now)}</td>
                <td class="bar">
                  <Progress counts={it.counts} total={it.trials} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Panel>
    </>
  );
}

/** How many trials end in a second, from the readings of the last while. */
function usePace(sweeps: Sweep[] | undefined, at: number): number | undefined {
  const readings = useRef<{ at: number; over: Map<string, number> }[]>([]);
  const last = readings.current.at(-1);
  if (sweeps && at !== last?.at) {
    const over = new Map(sweeps.map((it) => [it.id, it.trials - it.counts.queued - it.counts.running]));
    readings.current = [...readings.current.filter((it) => at - it.at < PACE_MS), { at, over }];
  }
  const [first, now] = [readings.current[0], readings.current.at(-1)];
  if (!first || !now || now.at - first.at < EVERY_MS) return undefined;
  let ended = 0;
  for (const [id, over] of now.over) ended += over - (first.over.get(id) ?? over);
  return ended > 0 ? ended / ((now.at - first.at) / 1000) : undefined;
}
