// The answer in one picture: a ruler of rates with what was tried, what is good, and where training blows up.

import type { Best, Configurations } from "../../api/types";
import { extent, log, padded } from "../../charts/scale";
import { useWidth } from "../../components/width";
import { mark, rate } from "../../numbers/format";
import { edgeOf } from "./edge";

const HEIGHT = 96;
const BAR = 34;
const THICK = 22;

export function Ruler({ answer, all }: { answer: Best; all: Configurations | undefined }) {
  const [box, width] = useWidth<HTMLDivElement>(600);
  const { best, interval, basin, tied } = answer;
  const edge = edgeOf(answer);
  const reach = extent([...(all?.lr ?? []), best?.lr, edge, basin?.low, basin?.high]);
  if (!best?.lr || !reach) return null;
  const x = log(padded(reach, true, 0.02), 10, width - 10, mark, Math.max(3, width / 80));
  const said = [
    `best ${rate(best.lr)}`,
    interval && `interval ${rate(interval.low)} to ${rate(interval.high)}`,
    basin && `good from ${rate(basin.low)} to ${rate(basin.high)}`,
    edge != null && `diverges from ${rate(edge)}`,
  ];
  const place = x(best.lr);
  const ties = new Set(tied?.map((it) => it.lr));
  const tried = all?.lr.filter((it) => it != null) ?? [];
  return (
    <div ref={box} class="ruler">
      <svg
        role="img"
        aria-label={`Learning rates: ${said.filter(Boolean).join(", ")}`}
        width={width}
        height={HEIGHT}
      >
        <rect class="track" x={10} width={width - 20} y={BAR} height={THICK} rx={4} />
        {basin && (
          <rect
            class="good"
            x={x(basin.low)}
            width={x(basin.high) - x(basin.low)}
            y={BAR}
            height={THICK}
            rx={4}
          />
        )}
        {edge != null && edge < x.domain[1] && <Beyond from={x(edge)} to={width - 10} />}
        <path class="tried" d={marks(tried.filter((it) => !ties.has(it)).map(x))} />
        <path class="tried tied" d={marks(tried.filter((it) => ties.has(it)).map(x))} />
        {interval && (
          <g class="interval">
            <line x1={x(interval.low)} x2={x(interval.high)} y1={BAR + THICK / 2} y2={BAR + THICK / 2} />
            {[interval.low, interval.high].map((it) => (
              <line key={it} x1={x(it)} x2={x(it)} y1={BAR + 5} y2={BAR + THICK - 5} />
            ))}
          </g>
        )}
        <g class="best">
          <line x1={place} x2={place} y1={BAR - 6} y2={BAR + THICK + 4} />
          <circle cx={place} cy={BAR + THICK / 2} r={6} />
          <text
            x={place}
            y={BAR - 13}
            text-anchor={place > width - 60 ? "end" : place < 60 ? "start" : "middle"}
          >
            {rate(best.lr)}
          </text>
        </g>
        {x.ticks.map(({ at, label }) => (
          <g key={at} class="mark">
            <line x1={x(at)} x2={x(at)} y1={BAR + THICK + 5} y2={BAR + THICK + (label ? 12 : 9)} />
            {label && (
              <text x={x(at)} y={BAR + THICK + 26} text-anchor="middle">
                {label}
              </text>
            )}
          </g>
        ))}
      </svg>
      <p class="legend" aria-hidden="true">
        {basin && <span class="key good">good</span>}
        {interval && <span class="key interval">interval</span>}
        {edge != null && <span class="key beyond">diverges</span>}
        <span class="key tried">tried</span>
      </p>
    </div>
  );
}

/** A short mark at each of these places: one path, as thousands of elements would take their time. */
const marks = (places: number[]) =>
  [...new Set(places.map((it) => it.toFixed(1)))].map((it) => `M${it} ${BAR + THICK - 7}v6`).join("");

/** Hatched, so that it is told apart without colours. */
const Beyond = ({ from, to }: { from: number; to: number }) => (
  <g class="beyond">
    <defs>
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1="0" y1="0" x2="0" y2="6" />
      </pattern>
    </defs>
    <rect x={from} width={Math.max(0, to - from)} y={BAR} height={THICK} rx={4} fill="url(#hatch)" />
  </g>
);
