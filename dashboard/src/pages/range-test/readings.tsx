// The single rates that published rules name, each with a shape of its own.

import type { RangeTest, Sweep } from "../../api/types";
import { Copy } from "../../components/copy";
import { rate } from "../../numbers/format";
import { sweepOver } from "../answer/refine";

type Key = keyof RangeTest["suggestions"];
type Shape = "circle" | "square" | "triangle" | "diamond" | "cross";

export const RULES: { key: Key; name: string; shape: Shape; what: string }[] = [
  { key: "valley", name: "valley", shape: "circle", what: "in the middle of the longest fall (fastai)" },
  { key: "slide", name: "slide", shape: "square", what: "before the slope turns for good (fastai)" },
  {
    key: "minimum",
    name: "minimum ÷ 10",
    shape: "triangle",
    what: "a tenth of the rate with the lowest loss (fastai)",
  },
  { key: "steep", name: "steep", shape: "diamond", what: "where the loss falls fastest (fastai)" },
  {
    key: "steepest",
    name: "steepest",
    shape: "cross",
    what: "where the loss falls fastest (torch-lr-finder)",
  },
];

interface Props {
  reading: Pick<RangeTest, "suggestions" | "edge" | "edge_spread" | "why">;
  sweep: Sweep;
}

export function Readings({ reading, sweep }: Props) {
  const { suggestions, edge, edge_spread: spread, why } = reading;
  return (
    <div class="around">
      <table class="readings">
        <tbody>
          {RULES.map(({ key, name, shape, what }, at) => {
            const lr = suggestions[key];
            return (
              <tr key={key}>
                <th scope="row">
                  <svg width="16" height="14" aria-hidden="true">
                    <Sign shape={shape} x={8} y={7} at={at} />
                  </svg>{" "}
                  {name}
                </th>
                <td title={lr ? String(lr) : undefined}>
                  <strong>{rate(lr)}</strong>
                </td>
                <td class="quiet">{what}</td>
                <td>
                  {lr && (
                    <span class="row">
                      <Copy text={String(lr)} />
                      <a href={sweepOver(sweep, lr / 10, lr * 10)}>Sweep around it</a>
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="note">
        {edge && (
          <>
            The loss is lowest at <strong>{rate(edge)}</strong>
            {spread && ` (between seeds ${rate(spread.low)} – ${rate(spread.high)})`}; above it training
            begins to fail.
          </>
        )}{" "}
        {why && `${why.charAt(0).toUpperCase()}${why.slice(1)}.`}
      </p>
    </div>
  );
}

/** A shape on a plot; `at` picks its colour. */
export function Sign({ shape, x, y, at }: { shape: Shape; x: number; y: number; at: number }) {
  const style = { fill: `var(--series-${(at % 6) + 1})` };
  const props = { class: "sign", style };
  switch (shape) {
    case "circle":
      return <circle {...props} cx={x} cy={y} r={5} />;
    case "square":
      return <rect {...props} x={x - 4.5} y={y - 4.5} width={9} height={9} />;
    case "triangle":
      return <path {...props} d={`M${x - 5.5} ${y + 4.5}L${x} ${y - 5.5}L${x + 5.5} ${y + 4.5}Z`} />;
    case "diamond":
      return <path {...props} d={`M${x - 6} ${y}L${x} ${y - 6}L${x + 6} ${y}L${x} ${y + 6}Z`} />;
    case "cross":
      return (
        <path
          {...props}
          style={{ stroke: `var(--series-${(at % 6) + 1})`, strokeWidth: 2.5 }}
          d={`M${x - 4.5} ${y - 4.5}L${x + 4.5} ${y + 4.5}M${x + 4.5} ${y - 4.5}L${x - 4.5} ${y + 4.5}`}
        />
      );
  }
}
