// One trial: how it went, beside its siblings; its attempts, and why they failed; and how to run it again.

import { get, post } from "../../api/client";
import type { Page, Sweep, TrialWithAttempts, Worker } from "../../api/types";
import { State } from "../../components/badges";
import { Code } from "../../components/copy";
import { Panel } from "../../components/panel";
import { Empty, Shown } from "../../components/states";
import { useResource } from "../../live/resource";
import { changes } from "../../live/sweep";
import { counted, duration, metric, rate, value } from "../../numbers/format";
import { go } from "../../router";
import { again } from "./again";
import { Course } from "./course";

export function TrialView({ id, sweep }: { id: string; sweep: Sweep }) {
  const tick = changes.value;
  const trial = useResource(id, (signal) => get<TrialWithAttempts>(`/trials/${id}`, signal), { tick });
  return (
    <>
      <p class="crumbs">
        <a href={`/sweeps/${sweep.id}/trials`}>All trials</a>
      </p>
      <Shown of={trial} height={520}>
        {(it) => <One trial={it} sweep={sweep} reload={trial.reload} />}
      </Shown>
    </>
  );
}

function One({ trial, sweep, reload }: { trial: TrialWithAttempts; sweep: Sweep; reload: () => void }) {
  const isOpen = trial.state === "queued" || trial.state === "running";
  const cancel = () => post(`/trials/${trial.id}/cancel`).then(reload, reload);
  const parameters = Object.entries(trial.parameters as Record<string, unknown>);
  return (
    <>
      <section class="panel hero" aria-label={`Trial ${trial.number}`}>
        <div class="headline">
          <p class="eyebrow">Trial {trial.number}</p>
          <p class="big" title={String(trial.lr)}>
            {rate(trial.lr)}
          </p>
          <p class="result">
            <State is={trial.diverged ? "diverged" : trial.state} />
            {trial.value != null && (
              <>
                {" "}
                {sweep.metric.name} <strong>{metric(trial.value)}</strong>
              </>
            )}
          </p>
          <div class="row">
            <Step by={-1} trial={trial} sweep={sweep} />
            <Step by={1} trial={trial} sweep={sweep} />
            {isOpen && (
              <button type="button" onClick={cancel}>
                Cancel it
              </button>
            )}
          </div>
        </div>
        <div class="around">
          <Why trial={trial} />
          <dl class="facts">
            {parameters.map(([name, it]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value(it)}</dd>
              </div>
            ))}
            <div>
              <dt>Seed</dt>
              <dd>{trial.seed}</dd>
            </div>
            <div>
              <dt>Before training</dt>
              <dd>{metric(trial.first)}</dd>
            </div>
            <div>
              <dt>Trained for</dt>
              <dd>{trial.train_ms == null ? "–" : duration(trial.train_ms)}</dd>
            </div>
          </dl>
        </div>
      </section>
      <Course trial={trial} sweep={sweep} />
      <div class="columns">
        <Attempts trial={trial} />
        <Panel title="Run it again" note="A sweep of this one trial: the same configuration, the same seed.">
          <Code label="Command" text={again(trial, sweep)} />
        </Panel>
      </div>
    </>
  );
}

/** Why it failed or diverged, in a sentence. */
function Why({ trial }: { trial: TrialWithAttempts }) {
  if (trial.error)
    return (
      <div class="failure" role="note">
        <strong>Why it failed</strong>
        <pre tabIndex={0} role="region" aria-label="The error">
          {trial.error}
        </pre>
      </div>
    );
  if (!trial.diverged) return null;
  return (
    <div class="failure" role="note">
      <strong>It diverged</strong>
      <p>
        {trial.value == null
          ? "The loss left the finite numbers: this rate is too high."
          : "It ended no better than it began: this rate is too high."}{" "}
        A result, and no failure.
      </p>
    </div>
  );
}

function Step({ by, trial, sweep }: { by: number; trial: TrialWithAttempts; sweep: Sweep }) {
  const to = trial.number + by;
  const open = async () => {
    const cursor = to > 0 ? `&cursor=${to - 1}` : "";
    const page = await get<{ items: { id: string }[] }>(`/sweeps/${sweep.id}/trials?limit=1${cursor}`);
    const id = page.items[0]?.id;
    if (id) go(`/sweeps/${sweep.id}/trials/${id}`);
  };
  return (
    <button
      type="button"
      onClick={open}
      disabled={to < 0 || to >= sweep.trials}
      aria-label={by < 0 ? "The trial before" : "The next trial"}
    >
      {by < 0 ? "←" : "→"}
    </button>
  );
}

function Attempts({ trial }: { trial: TrialWithAttempts }) {
  const workers = useResource("workers", (signal) => get<Page<Worker>>("/workers?limit=500", signal));
  const nameOf = (id: string) => workers.value?.items.find((it) => it.id === id)?.name ?? id.slice(-8);
  return (
    <Panel title={counted(trial.attempts.length, "attempt")}>
      {trial.attempts.length === 0 ? (
        <Empty title="It waits for a worker" />
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label="Attempts">
          <table>
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">Began</th>
                <th scope="col">Took</th>
                <th scope="col">Ended</th>
                <th scope="col">Worker</th>
              </tr>
            </thead>
            <tbody>
              {trial.attempts.map((it) => (
                <tr key={it.attempt} title={it.error ?? undefined}>
                  <td>{it.attempt}</td>
                  <td>{new Date(it.started_at).toLocaleTimeString()}</td>
                  <td>{it.ended_at ? duration(Date.parse(it.ended_at) - Date.parse(it.started_at)) : "–"}</td>
                  <td>{it.ending ?? "under way"}</td>
                  <td class="quiet">{nameOf(it.worker)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
