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
      <Fact name="Good range">
        {basin ? (
          <span
            title={`Where the curve through all rates lies within ${rate(basin.within * 100)} % of its best`}
          >
            {between(basin.low, basin.high)} <small class="quiet">on the fitted curve</small>
          </span>
        ) : (
          <Unknown />
        )}
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
        <Fact name="As good by their seeds">
          <span
            title={`Too close to the best for their seeds to tell: ${tied.map((it) => rate(it.lr, 3)).join(", ")}`}
          >
            {tied.length <= 3
              ? tied.map((it) => rate(it.lr)).join(", ")
              : many(tied.flatMap((it) => it.lr ?? []))}
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

const many = (rates: number[]) =>
  `${rates.length} rates from ${rate(Math.min(...rates))} to ${rate(Math.max(...rates))}`;

const Unknown = () => <span class="quiet">not known</span>;

const between = (low: number, high: number) => `${rate(low)} – ${rate(high)}`;
