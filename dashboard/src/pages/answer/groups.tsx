// Where more than the rate varies: the best rate of each setting, since one rate for all of them may be none's best.

import type { Best } from "../../api/types";
import { Panel } from "../../components/panel";
import { leaf, rate, spread, value } from "../../numbers/format";

export function Groups({ answer }: { answer: Best }) {
  const groups = answer.groups ?? [];
  const names = Object.keys(groups[0]?.parameters ?? {});
  const scaling = answer.scaling;
  const rules = (scaling?.compatible_with ?? []).map((it) =>
    it === "linear" ? "the linear rule" : "the square-root rule",
  );
  const note = scaling
    ? `The best rate grows as the batch size to the power of ${scaling.exponent.toFixed(2)} (95 %: ${scaling.low.toFixed(2)} – ${scaling.high.toFixed(2)}), which fits ${rules.join(" and ") || "neither the linear nor the square-root rule"}.`
    : undefined;
  return (
    <Panel title="The best rate of each setting" note={note}>
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of settings">
        <table class="ranked">
          <thead>
            <tr>
              {names.map((it) => (
                <th scope="col" key={it} title={it}>
                  {leaf(it)}
                </th>
              ))}
              <th scope="col">Best rate</th>
              <th scope="col">Interval</th>
              <th scope="col">{answer.metric.name}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((it, at) => (
              <tr key={at}>
                {names.map((name) => (
                  <td key={name}>{value((it.parameters as Record<string, unknown>)[name])}</td>
                ))}
                <td>{rate(it.best?.lr, 3)}</td>
                <td>{it.interval ? `${rate(it.interval.low)} – ${rate(it.interval.high)}` : "–"}</td>
                <td>{it.best ? spread(it.best.mean, it.best.std ?? null) : "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
