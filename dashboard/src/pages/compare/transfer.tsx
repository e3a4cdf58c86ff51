// The best rate over something that differs between the sweeps: does a rate that was found small hold when it is large?

import { Plot, type Spot } from "../../charts/plot";
import { extent, padded } from "../../charts/scale";
import { Panel } from "../../components/panel";
import { mark, rate, value } from "../../numbers/format";
import { choice } from "../../router";
import { colour, type Side } from "./compare";
import { law, type Point, paths, points as pointsOf } from "./relation";

export function Transfer({ sides }: { sides: Side[] }) {
  const over = choice("over");
  const known = paths(sides);
  const path = known.includes(over.value) ? over.value : known[0];
  if (!path) return null;
  const points = pointsOf(sides, path);
  const line = law(points);
  const values = extent(points.map((it) => it.value));
  const rates = extent(points.flatMap((it) => [it.lr, ...(it.interval ?? [])]));
  if (!values || !rates) return null;
  const name = words(path);
  const ends = padded(values, true, 0.06);
  const spots: Spot[] = [...points]
    .sort((a, b) => a.value - b.value)
    .map((it) => ({ x: it.value, y: it.lr, label: () => said(it, name) }));
  return (
    <Panel
      title={`Best rate over ${name}`}
      note={
        line
          ? `Dashed: rate ∝ ${name}^${line.exponent.toFixed(2)}, fitted to ${points.length} best rates; with few of them it is a hint. Bars are intervals.`
          : "One value only."
      }
      name={`best-lr-over-${name.replaceAll(" ", "-")}`}
      actions={
        known.length > 1 && (
          <select aria-label="Over what" value={path} onChange={(it) => over.set(it.currentTarget.value)}>
            {known.map((it) => (
              <option key={it} value={it}>
                over {words(it)}
              </option>
            ))}
          </select>
        )
      }
      table={() => ({
        head: ["sweep", path, "best lr", "low", "high"],
        rows: points.map((it) => [
          it.name,
          it.value,
          it.lr,
          it.interval?.[0] ?? null,
          it.interval?.[1] ?? null,
        ]),
      })}
    >
      <Plot
        name={`Best learning rate over ${name}, ${points.length} best rates`}
        x={{ label: name, domain: ends, isLog: true, format: mark }}
        y={{ label: "best learning rate", domain: padded(rates, true, 0.08), isLog: true, format: mark }}
        height={320}
        spots={spots}
      >
        {(space) => (
          <>
            {line && (
              <line
                class="law"
                x1={space.x(ends[0])}
                y1={space.y(line.at(ends[0]))}
                x2={space.x(ends[1])}
                y2={space.y(line.at(ends[1]))}
              />
            )}
            {points.map((it, at) => (
              <g key={at} class="compared" style={{ stroke: colour(it.side) }}>
                {it.interval && (
                  <line
                    class="span"
                    x1={space.x(it.value)}
                    x2={space.x(it.value)}
                    y1={space.y(it.interval[0])}
                    y2={space.y(it.interval[1])}
                  />
                )}
                <circle cx={space.x(it.value)} cy={space.y(it.lr)} r={5} />
              </g>
            ))}
          </>
        )}
      </Plot>
    </Panel>
  );
}

/** `train.batch_size` as people say it: its last word, and of a list which one. */
function words(path: string): string {
  const parts = path.split(".");
  const last = parts.at(-1) ?? "";
  const name = /^\d+$/.test(last) ? `${parts.at(-2)} ${Number(last) + 1}` : last;
  return name.replaceAll("_", " ");
}

const said = (it: Point, name: string): string =>
  [
    it.name,
    `${name} ${value(it.value)}`,
    `best lr ${rate(it.lr, 3)}${it.interval ? ` (${rate(it.interval[0])} – ${rate(it.interval[1])})` : ""}`,
  ].join("\n");
