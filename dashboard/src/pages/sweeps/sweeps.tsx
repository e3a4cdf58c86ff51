// All sweeps: what each came to, and how far it is.

import { useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Best, Page, Sweep } from "../../api/types";
import { Progress, State } from "../../components/badges";
import { Empty, Shown } from "../../components/states";
import { useResource } from "../../live/resource";
import { ago, count, leaf, rate, spread } from "../../numbers/format";
import { choice } from "../../router";
import { Ways } from "./ways";

const EVERY_MS = 3000;
const PAGE = 50;

export function SweepsPage() {
  const state = choice("state");
  const words = choice("q");
  const [cursors, setCursors] = useState<string[]>([]);
  const cursor = cursors.at(-1);
  const query = `?limit=${PAGE}${state.value ? `&state=${state.value}` : ""}${cursor ? `&cursor=${cursor}` : ""}`;
  const sweeps = useResource(query, (signal) => get<Page<Sweep>>(`/sweeps${query}`, signal), {
    every: EVERY_MS,
  });
  document.title = "Sweeps · Ratesmith";
  return (
    <>
      <div class="title">
        <h1>Sweeps</h1>
        <div class="filters">
          <input
            type="search"
            placeholder="Filter by name"
            aria-label="Filter by name"
            value={words.value}
            onInput={(event) => words.set(event.currentTarget.value)}
          />
          <select
            aria-label="State"
            value={state.value}
            onChange={(event) => {
              setCursors([]);
              state.set(event.currentTarget.value);
            }}
          >
            <option value="">Any state</option>
            {["running", "paused", "completed", "cancelled"].map((it) => (
              <option key={it}>{it}</option>
            ))}
          </select>
        </div>
      </div>
      <Shown of={sweeps} height={420}>
        {({ items, next_cursor }) => {
          const shown = items.filter((it) => it.name.toLowerCase().includes(words.value.toLowerCase()));
          if (items.length === 0 && !state.value && !cursor) return <Ways />;
          if (shown.length === 0)
            return <Empty title="No sweep fits this filter">Clear it to see all of them.</Empty>;
          return (
            <>
              <ul class="sweeps">
                {shown.map((it) => (
                  <Row key={it.id} sweep={it} now={sweeps.readAt} />
                ))}
              </ul>
              <div class="pager">
                {cursor && (
                  <button type="button" onClick={() => setCursors(cursors.slice(0, -1))}>
                    Newer
                  </button>
                )}
                {next_cursor && (
                  <button type="button" onClick={() => setCursors([...cursors, next_cursor])}>
                    Older
                  </button>
                )}
              </div>
            </>
          );
        }}
      </Shown>
    </>
  );
}

function Row({ sweep, now }: { sweep: Sweep; now: number }) {
  const over = sweep.trials - sweep.counts.queued - sweep.counts.running;
  return (
    <li>
      <a href={`/sweeps/${sweep.id}`} data-row>
        <div class="what">
          <strong>{sweep.name}</strong>
          <span class="quiet">
            {method(sweep)} · {ago(sweep.created_at, now)}
          </span>
        </div>
        <Outcome sweep={sweep} />
        <div class="how-far">
          <div>
            <State is={sweep.state} />
            <span class="quiet">
              {count(over)} / {count(sweep.trials)}
            </span>
          </div>
          <Progress counts={sweep.counts} total={sweep.trials} />
        </div>
      </a>
    </li>
  );
}

/** What a sweep came to so far, asked again when it has changed. */
function Outcome({ sweep }: { sweep: Sweep }) {
  const isRange = sweep.method === "range_test";
  const best = useResource(
    isRange ? undefined : sweep.id,
    (signal) => get<Best>(`/sweeps/${sweep.id}/best`, signal),
    { tick: sweep.updated_at },
  ).value;
  if (isRange) return <div class="outcome quiet">bracket, read from the curves</div>;
  if (!best) return <div class="outcome" />;
  if (!best.best) return <div class="outcome quiet">{best.why}</div>;
  return (
    <div class="outcome">
      <strong class="lr">{rate(best.best.lr)}</strong>
      <span class="quiet">
        {leaf(best.metric.name)} {spread(best.best.mean, best.best.std ?? null)}
      </span>
    </div>
  );
}

const NAMES: Record<string, string> = { range_test: "range test", sobol: "Sobol’" };

function method(sweep: Sweep): string {
  const name = NAMES[sweep.method] ?? sweep.method;
  const seeds = sweep.replicates > 1 ? ` × ${sweep.replicates} seeds` : "";
  return `${name}, ${count(sweep.configurations)}${seeds}`;
}
