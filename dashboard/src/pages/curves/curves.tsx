// All learning curves, and the controls to look at them with. The address holds how they are looked at.

import { useState } from "preact/hooks";
import type { Sweep } from "../../api/types";
import { Panel } from "../../components/panel";
import { Table } from "../../components/table";
import { counted, metric, rate } from "../../numbers/format";
import { choice } from "../../router";
import { epochsOf, type Run } from "./model";
import { CurvesPanel } from "./panel";

export function CurvesView({ sweep }: { sweep: Sweep }) {
  const name = choice("metric", sweep.metric.name);
  const scale = choice("y", "auto");
  const top = choice("top", "0");
  const smoothing = choice("smooth", "0");
  const drag = choice("drag", "zoom");
  const colour = choice("colour", "lr");
  const across = choice("x", "updates");
  const bands = choice("bands");
  const [names, setNames] = useState<string[]>([]);
  const [picked, setPicked] = useState<Run[]>([]);
  const looks = {
    metric: name.value,
    scale: scale.value,
    top: Number(top.value),
    smoothing: Number(smoothing.value),
    selects: drag.value === "select",
    colour: colour.value,
    across: across.value,
    bands: bands.value === "decades",
  };
  return (
    <>
      <div class="controls" role="group" aria-label="How the curves are shown">
        <Choice
          name="Metric"
          of={name}
          options={(names.length ? names : [name.value]).map((it) => [it, it])}
        />
        <Choice
          name="Scale"
          of={scale}
          options={[
            ["auto", "auto"],
            ["log", "log"],
            ["linear", "linear"],
          ]}
        />
        {epochsOf(sweep) && (
          <Choice
            name="Across"
            of={across}
            options={[
              ["updates", "updates"],
              ["epochs", "epochs"],
            ]}
          />
        )}
        <Choice
          name="Show"
          of={bands}
          options={[
            ["", "each curve"],
            ["decades", "decades of rates"],
          ]}
        />
        <Choice
          name="Colour"
          of={colour}
          options={[
            ["lr", "rate"],
            ["state", "state"],
          ]}
        />
        <Choice
          name="Stand out"
          of={top}
          options={[
            ["0", "all"],
            ["5", "best 5"],
            ["20", "best 20"],
            ["100", "best 100"],
          ]}
        />
        <Choice
          name="Drag"
          of={drag}
          options={[
            ["zoom", "zooms"],
            ["select", "selects"],
          ]}
        />
        <label>
          Smoothing
          <input
            type="range"
            min="0"
            max="0.98"
            step="0.02"
            value={smoothing.value}
            onInput={(event) => smoothing.set(event.currentTarget.value)}
          />
        </label>
      </div>
      <CurvesPanel
        sweep={sweep}
        height={480}
        looks={looks}
        onMetrics={setNames}
        onSelect={setPicked}
        selected={new Set(picked.map((it) => it.id))}
      />
      {picked.length > 0 && <Picked runs={picked} sweep={sweep} clear={() => setPicked([])} />}
      <p class="note hint">
        {looks.selects
          ? "Drag a box over curves to list them."
          : "Drag to zoom, double-click to see all again."}{" "}
        Click a curve to open its trial.
      </p>
    </>
  );
}

function Choice(props: { name: string; of: ReturnType<typeof choice>; options: [string, string][] }) {
  return (
    <label>
      {props.name}
      <select value={props.of.value} onChange={(event) => props.of.set(event.currentTarget.value)}>
        {props.options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Picked({ runs, sweep, clear }: { runs: Run[]; sweep: Sweep; clear: () => void }) {
  return (
    <Panel
      title={`${counted(runs.length, "trial")} selected`}
      actions={
        <button type="button" onClick={clear}>
          Clear
        </button>
      }
    >
      <Table label="Selected trials" head={["Trial", "Learning rate", sweep.metric.name, "State"]}>
        {runs.slice(0, 100).map((it) => (
          <tr key={it.id} data-row>
            <td>
              <a href={`/sweeps/${sweep.id}/trials/${it.id}`}>{it.number}</a>
            </td>
            <td>{rate(it.lr, 3)}</td>
            <td>{metric(it.last)}</td>
            <td>{it.diverged ? "diverged" : it.state}</td>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}
