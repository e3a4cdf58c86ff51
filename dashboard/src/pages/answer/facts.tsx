// What is known around the best rate, in numbers. What the trials cannot support is left out, and said to be.

import type { Best } from "../../api/types";
import { count, rate } from "../../numbers/format";

export function Facts({ answer }: { answer: Best }) {
  const { interval, basin, divergence, tied, horizon, counts } = answer;
  const half = divergence.frontier?.half;
  const trained = horizon.epochs ? `${count(horizon.epochs)} epochs` : "";
  const updates = horizon.steps ? `${count(horizon.steps)} updates` : "";
  return (
    <dl class="facts">
      <Fact name={interval ? `${Math.round(interval.confidence * 100)} % interval` : "Interval"}>
        {interval ? between(interval.low, interval.high) : <Unknown />}
      </Fact>
      <Fact name={basin ? `Within ${rate(basin.within * 100)} % of the best` : "Good range"}>
        {basin ? between(basin.low, basin.high) : <Unknown />}
      </Fact>
      <Fact name={half ? "Half diverge at" : "Diverges from"}>
        {half ? (
          <span title={`95 %: ${half.low} to ${half.high}`}>{rate(half.lr)}</span>
        ) : divergence.lowest_diverged != null ? (
          rate(divergence.lowest_diverged)
        ) : (
          <span class="quiet">no rate tried</span>
        )}
      </Fact>
      {tied && tied.length > 0 && (
        <Fact name="Cannot be told apart">
          <span title={tied.map((it) => rate(it.lr, 3)).join(", ")}>
            {tied.length <= 3 ? tied.map((it) => rate(it.lr)).join(", ") : `${tied.length} other rates`}
          </span>
        </Fact>
      )}
      <Fact name="Evidence">
        {count(counts.completed - counts.diverged)} finished
        {counts.diverged > 0 && `, ${count(counts.diverged)} diverged`}
        {counts.stopped > 0 && `, ${count(counts.stopped)} stopped`}
      </Fact>
      {(trained || updates) && (
        <Fact name="Trained for">{[trained, updates].filter(Boolean).join(", ")}</Fact>
      )}
    </dl>
  );
}

const Fact = ({ name, children }: { name: string; children: preact.ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Unknown = () => <span class="quiet">not known</span>;

const between = (low: number, high: number) => `${rate(low)} – ${rate(high)}`;
