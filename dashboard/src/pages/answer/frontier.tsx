// How many trials of each rate diverged, and the rate at which half of them do.

import type { Best } from "../../api/types";
import { Plot } from "../../charts/plot";
import { extent, padded } from "../../charts/scale";
import { Panel } from "../../components/panel";
import { counted, mark, rate } from "../../numbers/format";

export function Frontier({ answer }: { answer: Best }) {
  const { rates = [], half } = answer.divergence.frontier ?? {};
  const reach = extent(rates.map((it) => it.lr));
  if (!reach || !rates.some((it) => it.diverged > 0)) return null;
  const share = (it: { trials: number; diverged: number }) => it.diverged / Math.max(1, it.trials);
  return (
    <Panel
      title="Where training blows up or learns nothing"
      note={[
        half &&
          `Half of the trials diverge at ${rate(half.lr)} (95 %: ${rate(half.low)} – ${rate(half.high)}).`,
        "One that ends hardly better than it began counts as well: its network has died, though no number says so.",
      ]
        .filter(Boolean)
        .join(" ")}
      table={() => ({
        head: ["lr", "trials", "diverged"],
        rows: rates.map((it) => [it.lr, it.trials, it.diverged]),
      })}
    >
      <Plot
        name="Share of trials that diverged, by learning rate"
        x={{ label: "learning rate", domain: padded(reach, true), isLog: true, format: mark }}
        y={{
          label: "diverged",
          domain: [-0.05, 1.05],
          format: (it) => (it < 0 || it > 1 ? "" : `${Math.round(it * 100)} %`),
        }}
        height={220}
        spots={rates.map((it) => ({
          x: it.lr,
          y: share(it),
          label: () => `lr ${rate(it.lr, 3)}\n${it.diverged} of ${counted(it.trials, "trial")} diverged`,
        }))}
      >
        {(space) => (
          <>
            {half && (
              <rect
                class="edge"
                x={space.x(half.low)}
                width={Math.max(1, space.x(half.high) - space.x(half.low))}
                y={space.top}
                height={space.bottom - space.top}
              />
            )}
            <g class="dots">
              {rates.map((it) => (
                <circle key={it.lr} cx={space.x(it.lr)} cy={space.y(share(it))} r={4} />
              ))}
            </g>
          </>
        )}
      </Plot>
    </Panel>
  );
}
