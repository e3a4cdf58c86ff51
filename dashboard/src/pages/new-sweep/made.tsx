// What a draft would make: so many trials, at these rates.

import type { DryRun } from "../../api/types";
import { log, padded } from "../../charts/scale";
import { useWidth } from "../../components/width";
import { count, counted, mark, rate } from "../../numbers/format";
import { at, bounds, grid, rateKey } from "./document";
import type { Draft } from "./draft";

export function Made({ draft, plan }: { draft: Draft; plan: DryRun | undefined }) {
  const { document } = draft;
  const reach = bounds(document);
  const points = Number(at(document, `${rateKey(document)}.points`));
  const drawn = (plan?.preview ?? []).flatMap((it) => (it.lr == null ? [] : [it.lr]));
  const method = document.method;
  const rates = reach && method === "grid" && points > 0 ? grid(reach, points) : [...new Set(drawn)];
  return (
    <>
      {plan?.find && (
        <p class="made">
          <strong>{counted(plan.find.budget, "trial")} at most</strong>
          <span class="quiet"> where a plain grid would cost {count(plan.find.grid_cost)}</span>
        </p>
      )}
      {plan && !plan.find && (
        <p class="made">
          <strong>{counted(plan.trials, "trial")}</strong>
          <span class="quiet">
            {" "}
            = {counted(plan.configurations, "configuration")} × {counted(plan.replicates, "seed")}
          </span>
        </p>
      )}
      {reach && <Rates reach={reach} rates={rates} isRising={method === "range_test"} />}
      {reach && (
        <p class="note">
          {method === "range_test"
            ? `The rate rises from ${rate(reach.min)} to ${rate(reach.max)} in each run.`
            : `${rate(reach.min)} to ${rate(reach.max)}: ${Math.log10(reach.max / reach.min).toFixed(1)} decades${
                method === "grid" && points > 1
                  ? `, each rate ${((reach.max / reach.min) ** (1 / (points - 1))).toFixed(2)} times the one before`
                  : rates.length > 0 && plan && plan.configurations > rates.length
                    ? `; the first ${count(rates.length)} of them`
                    : ""
              }.`}
        </p>
      )}
    </>
  );
}

const HEIGHT = 56;

function Rates({
  reach,
  rates,
  isRising,
}: {
  reach: { min: number; max: number };
  rates: number[];
  isRising: boolean;
}) {
  const [box, width] = useWidth<HTMLDivElement>(360);
  const x = log(padded([reach.min, reach.max], true, 0.01), 12, width - 12, mark, Math.max(3, width / 70));
  const [from, to] = [x(reach.min), x(reach.max)];
  return (
    <div ref={box} class="ruler">
      <svg
        role="img"
        aria-label={`Rates from ${rate(reach.min)} to ${rate(reach.max)}`}
        width={width}
        height={HEIGHT}
      >
        <rect class="track" x={from} width={Math.max(1, to - from)} y={8} height={18} rx={4} />
        {isRising && <path class="ramp" d={`M${from} 26L${to} 8V26Z`} />}
        {rates.map((it) => (
          <line key={it} class="planned" x1={x(it)} x2={x(it)} y1={8} y2={26} />
        ))}
        {x.ticks.map(({ at, label }) => (
          <g key={at} class="mark">
            <line x1={x(at)} x2={x(at)} y1={28} y2={label ? 35 : 32} />
            {label && (
              <text x={x(at)} y={49} text-anchor="middle">
                {label}
              </text>
            )}
          </g>
        ))}
      </svg>
    </div>
  );
}
