// How a search came to its answer: what it decided, one stage after another, and what that cost beside a grid.

import type { Best } from "../../api/types";
import { Panel } from "../../components/panel";
import { counted } from "../../numbers/format";

const STAGES: Record<string, string> = {
  range_test: "range tests",
  bracket: "a few rates in the bracket",
  rates: "rates around the best",
  seeds: "seeds where rates cannot be told apart",
  done: "done",
};

export function Search({ search }: { search: NonNullable<Best["find"]> }) {
  const { stage, decisions, end, cost, budget, grid_cost: grid } = search;
  const spent = `${cost.toFixed(1)} of ${budget.toFixed(0)} trials spent; a plain grid would cost ${grid.toFixed(0)}.`;
  return (
    <Panel title="How it searched" note={`Now: ${STAGES[stage] ?? stage}. ${spent}`}>
      <div
        class="budget"
        role="img"
        aria-label={spent}
        style={{ "--cost": cost / Math.max(grid, budget), "--budget": budget / Math.max(grid, budget) }}
      >
        <span class="allowed" />
        <span class="spent" />
      </div>
      <ol class="decisions">
        {decisions.map((it) => (
          <li key={it.why}>
            <strong>{counted(it.trials, "trial")}</strong> {it.why}
          </li>
        ))}
        {end && <li class="quiet">{end}</li>}
      </ol>
    </Panel>
  );
}
