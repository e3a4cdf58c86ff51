// Where a sweep or a trial stands: a shape, a colour and a word, so that none of them has to do alone.

import type { Counts } from "../api/types";
import { count, counted } from "../numbers/format";

const SHAPES: Record<string, string> = {
  running: "●",
  active: "●",
  queued: "○",
  paused: "❙❙",
  completed: "✓",
  stopped: "◐",
  diverged: "▲",
  failed: "✕",
  quarantined: "✕",
  cancelled: "–",
  draining: "◔",
  gone: "○",
};

export const State = ({ is }: { is: string }) => (
  <span class="state" data-state={is}>
    <span aria-hidden="true">{SHAPES[is] ?? "●"}</span> {is}
  </span>
);

/** How far the trials of a sweep have come: one bar, a stretch a state. */
export function Progress({ counts, total }: { counts: Counts; total: number }) {
  const parts: [string, number][] = [
    ["completed", counts.completed - counts.diverged],
    ["diverged", counts.diverged],
    ["stopped", counts.stopped],
    ["failed", counts.failed + counts.quarantined],
    ["cancelled", counts.cancelled],
    ["running", counts.running],
  ];
  const over = total - counts.queued - counts.running;
  const words = parts.filter(([, it]) => it > 0).map(([name, it]) => `${count(it)} ${name}`);
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label="Trials that are over"
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={over}
      aria-valuetext={`${count(over)} of ${counted(total, "trial")} over; ${words.join(", ") || "none begun"}`}
      title={words.join(" · ")}
    >
      {parts.map(([name, it]) => it > 0 && <span key={name} data-state={name} style={{ flexGrow: it }} />)}
      <span style={{ flexGrow: counts.queued }} />
    </div>
  );
}
