// What happens in one sweep, as it happens: one stream of server-sent events for the page.
//
// Events are gathered for a moment, so that a thousand trials a second redraw the page twice a second. The browser
// comes back by itself with the id of the last event; where it gives up, we begin anew.

import { signal } from "@preact/signals";
import { get, type Refusal } from "../api/client";
import type { Points, Sweep, Trial } from "../api/types";

/** How the stream stands. */
export type Line = "opening" | "live" | "lost" | "over" | "paused";

const GATHER_MS = 400;
const AGAIN_MS = 2000;

/** The sweep that is followed, as it stands. */
export const sweep = signal<Sweep | undefined>(undefined);
/** Why it cannot be shown. */
export const refusal = signal<Refusal | undefined>(undefined);
/** How the stream stands. */
export const line = signal<Line>("opening");
/** Grows when trials have changed. */
export const changes = signal(0);
/** Points that came in lately, and trials that changed. */
export const arrived = signal<{ points: Points[]; trials: Trial[] }>({ points: [], trials: [] });

let id = "";
let source: EventSource | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let gathered: { sweep?: Sweep; points: Points[]; trials: Trial[] } = { points: [], trials: [] };
let flushing: ReturnType<typeof setTimeout> | undefined;

/** Follows the sweep `next` from now on. */
export function follow(next: string): void {
  if (next === id) return;
  close();
  id = next;
  gathered = { points: [], trials: [] };
  sweep.value = undefined;
  refusal.value = undefined;
  line.value = "opening";
  open();
}

/** Stops following, or goes on. */
export function pause(): void {
  if (line.value === "paused") {
    line.value = "opening";
    open();
  } else if (line.value !== "over") {
    close();
    line.value = "paused";
  }
}

/** Ends what runs in the background. */
export function close(): void {
  source?.close();
  source = undefined;
  clearTimeout(timer);
  id = line.value === "paused" ? id : "";
}

async function open(): Promise<void> {
  const mine = id;
  try {
    const read = await get<Sweep>(`/sweeps/${mine}`);
    if (mine !== id) return;
    sweep.value = read;
    refusal.value = undefined;
    changes.value += 1;
    if (read.state === "completed" || read.state === "cancelled") {
      line.value = "over";
      if (read.counts.running === 0) return;
    }
    listen(mine);
  } catch (error) {
    if (mine !== id) return;
    refusal.value = error as Refusal;
    if ((error as Refusal).status !== 404) again();
  }
}

function listen(mine: string): void {
  source?.close();
  const stream = new EventSource(`/api/v1/sweeps/${mine}/events`);
  source = stream;
  stream.onopen = () => {
    if (line.value === "lost") changes.value += 1;
    line.value = "live";
  };
  stream.onerror = () => {
    if (source !== stream) return;
    if (line.value !== "over") line.value = "lost";
    // The browser gives up on an answer that is no stream: the sweep is over, or the coordinator is not well.
    if (stream.readyState === EventSource.CLOSED) again();
  };
  stream.addEventListener("sweep", (event) => gather({ sweep: JSON.parse(event.data) as Sweep }));
  stream.addEventListener("trial", (event) => gather({ trial: JSON.parse(event.data) as Trial }));
  stream.addEventListener("points", (event) => gather({ points: JSON.parse(event.data) as Points }));
}

function again(): void {
  source?.close();
  source = undefined;
  if (line.value !== "over") line.value = "lost";
  clearTimeout(timer);
  timer = setTimeout(open, AGAIN_MS);
}

function gather(it: { sweep?: Sweep; trial?: Trial; points?: Points }): void {
  if (it.sweep) gathered.sweep = it.sweep;
  if (it.trial) gathered.trials.push(it.trial);
  if (it.points) gathered.points.push(it.points);
  if (flushing === undefined) flushing = setTimeout(flush, GATHER_MS);
}

function flush(): void {
  flushing = undefined;
  const now = gathered;
  gathered = { points: [], trials: [] };
  if (now.sweep && now.sweep.id === id) {
    sweep.value = now.sweep;
    const isOver = now.sweep.state === "completed" || now.sweep.state === "cancelled";
    if (isOver && now.sweep.counts.running === 0) line.value = "over";
  }
  if (now.trials.length > 0) changes.value += 1;
  if (now.points.length > 0 || now.trials.length > 0)
    arrived.value = { points: now.points, trials: now.trials };
}

document.addEventListener("visibilitychange", () => {
  if (!id || line.value === "paused" || line.value === "over") return;
  if (document.hidden) source?.close();
  else open();
});
