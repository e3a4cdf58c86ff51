// Who trains: each worker with its slots, its device and when it was last heard from; and how to add one.

import { useState } from "preact/hooks";
import { get, post, type Refusal } from "../../api/client";
import type { Page, Worker } from "../../api/types";
import { State } from "../../components/badges";
import { Code } from "../../components/copy";
import { Panel } from "../../components/panel";
import { Empty, Shown } from "../../components/states";
import { useResource } from "../../live/resource";
import { ago, counted } from "../../numbers/format";
import { choice } from "../../router";

const EVERY_MS = 2000;

export function WorkersPage() {
  const gone = choice("gone");
  const workers = useResource("workers", (signal) => get<Page<Worker>>("/workers?limit=500", signal), {
    every: EVERY_MS,
  });
  document.title = "Workers · Ratesmith";
  return (
    <>
      <div class="title">
        <h1>Workers</h1>
        <label class="row">
          <input
            type="checkbox"
            checked={gone.value === "1"}
            onChange={(event) => gone.set(event.currentTarget.checked ? "1" : "")}
          />
          Show those that are gone
        </label>
      </div>
      <Shown of={workers} height={280}>
        {({ items }) => {
          const here = items.filter((it) => it.state !== "gone");
          const shown = gone.value ? items : here;
          if (shown.length === 0)
            return (
              <Panel title="Nobody trains">
                <Empty title="No worker is here">Sweeps wait until one comes. Start one as below.</Empty>
              </Panel>
            );
          const slots = here.reduce((sum, it) => sum + it.slots, 0);
          const busy = here.reduce((sum, it) => sum + busySlots(it), 0);
          return (
            <>
              <p class="sum">
                {counted(here.length, "worker")}, {busy} of {counted(slots, "slot")} busy
              </p>
              <ul class="workers">
                {shown.map((it) => (
                  <Card key={it.id} worker={it} now={workers.readAt} changed={workers.reload} />
                ))}
              </ul>
            </>
          );
        }}
      </Shown>
      <AddOne />
    </>
  );
}

/** How many slots are busy: each with one trial, or with a bundle of them. */
const busySlots = (it: Worker) => Math.min(it.slots, Math.ceil(it.running / it.bundle));

/** More slots than this are one bar. */
const SLOTS_DRAWN = 32;

function Card({ worker, now, changed }: { worker: Worker; now: number; changed: () => void }) {
  const [why, setWhy] = useState("");
  const drain = () => post(`/workers/${worker.id}/drain`).then(changed, (it: Refusal) => setWhy(it.message));
  const drawn = Math.min(worker.slots, SLOTS_DRAWN);
  const busy = Math.min(drawn, busySlots(worker));
  const state =
    worker.bundle > 1
      ? `${counted(worker.running, "trial")} in ${counted(worker.slots, "slot")} of up to ${worker.bundle}`
      : `${worker.running} of ${counted(worker.slots, "slot")} busy`;
  return (
    <li class="panel" data-gone={worker.state === "gone" || undefined}>
      <div class="row between">
        <strong>{worker.name}</strong>
        <State is={worker.state} />
      </div>
      <div class="slots" role="img" aria-label={state} title={state}>
        {Array.from({ length: drawn }, (_, at) => (
          <span key={at} data-busy={at < busy || undefined} />
        ))}
      </div>
      <dl class="facts">
        <div>
          <dt>Device</dt>
          <dd title={worker.device_reason}>{worker.device}</dd>
        </div>
        <div>
          <dt>Heard from</dt>
          <dd title={worker.seen_at}>{ago(worker.seen_at, now)}</dd>
        </div>
        <div>
          <dt>Here since</dt>
          <dd>{ago(worker.registered_at, now)}</dd>
        </div>
        <div>
          <dt>Version</dt>
          <dd>{worker.version}</dd>
        </div>
      </dl>
      <div class="row between">
        <span class="labels">
          {Object.entries(worker.labels).map(([key, it]) => (
            <code key={key}>
              {key}={it}
            </code>
          ))}
        </span>
        {worker.state === "active" && (
          <button type="button" onClick={drain} title="It finishes what it trains, then leaves">
            Drain
          </button>
        )}
      </div>
      {why && <p role="alert">{why}</p>}
    </li>
  );
}

function AddOne() {
  const server = location.origin;
  const isLocal = /^(127\.|\[::1\]|localhost)/.test(location.hostname);
  return (
    <Panel
      title="Add a worker"
      note={
        isLocal
          ? `On this machine. For others, let the coordinator listen beyond it: --listen 0.0.0.0:${location.port || 80} --insecure, inside a trusted network.`
          : "On any machine that reaches this address."
      }
    >
      <h3>Shell</h3>
      <Code label="Shell" text={`ratesmith worker --server ${server} --slots 4 --label room=attic`} />
      <h3>Docker</h3>
      <Code label="Docker" text={`docker run --rm --network host ratesmith worker --server ${server}`} />
      <h3>Slurm, eight at once</h3>
      <Code
        label="Slurm"
        text={`sbatch --array=1-8 --signal=B:TERM@60 --requeue --wrap \\\n  "exec ratesmith worker --server ${server} --slots \\$SLURM_CPUS_ON_NODE"`}
      />
    </Panel>
  );
}
