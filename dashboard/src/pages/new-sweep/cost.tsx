// What a sweep would cost: trials, times the time of one, divided by the slots there are.

import { useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Page, Trial, Worker } from "../../api/types";
import { Panel } from "../../components/panel";
import { useResource } from "../../live/resource";
import { count, counted, duration } from "../../numbers/format";

export function Cost({ trials, from }: { trials: number; from: string }) {
  const [typed, setTyped] = useState<number>();
  const workers = useResource("workers", (signal) => get<Page<Worker>>("/workers?limit=500", signal), {
    every: 10_000,
  });
  const before = useResource(from || undefined, (signal) =>
    get<Page<Trial>>(`/sweeps/${from}/trials?state=completed&limit=100`, signal),
  );
  const slots = (workers.value?.items ?? [])
    .filter((it) => it.state === "active")
    .reduce((sum, it) => sum + it.slots, 0);
  const times = (before.value?.items ?? []).flatMap((it) => (it.train_ms == null ? [] : [it.train_ms]));
  const measured = times.length > 0 ? times.reduce((a, b) => a + b, 0) / times.length / 1000 : undefined;
  const seconds = typed ?? measured ?? 10;
  return (
    <Panel title="What it would cost">
      <div class="row">
        <label class="row">
          <input
            type="number"
            class="short"
            min="0"
            step="any"
            value={Number(seconds.toPrecision(3))}
            onInput={(event) => setTyped(Math.max(0, Number(event.currentTarget.value)))}
          />
          seconds a trial
        </label>
        <span class="quiet">
          × {count(trials)} ÷ {slots > 0 ? counted(slots, "slot") : "no slot yet"}
        </span>
      </div>
      <p class="made">
        <strong>{duration((seconds * trials * 1000) / Math.max(1, slots))}</strong>
        <span class="quiet"> on {slots > 0 ? "the workers there are" : "one slot"}</span>
      </p>
      <p class="note">
        {typed === undefined && measured !== undefined
          ? "As long as the trials of the sweep that this one came from took."
          : typed === undefined
            ? "A guess: put in what one run of yours takes."
            : ""}{" "}
        {slots === 0 && <a href="/workers">Add a worker</a>}
      </p>
    </Panel>
  );
}
