// Every trial of a sweep in one table, however many: only the rows in sight are there, and only their pages are read.

import { useRef } from "preact/hooks";
import { get } from "../../api/client";
import { besidesRate } from "../../api/parameters";
import type { Sweep, Trial, TrialsPage } from "../../api/types";
import { Panel } from "../../components/panel";
import { Empty, Loading } from "../../components/states";
import { useResource } from "../../live/resource";
import { changes } from "../../live/sweep";
import { count, counted } from "../../numbers/format";
import { choice, path } from "../../router";
import { TrialView } from "../trial/trial";
import { type Column, columnsOf, shownOf, toggled } from "./columns";
import { Conditions } from "./conditions";
import { useRows } from "./rows";
import { useWindow } from "./window";

/** The diverged are among the completed. */
const STATES = [
  "queued",
  "running",
  "completed",
  "diverged",
  "stopped",
  "failed",
  "cancelled",
  "quarantined",
] as const;
const ROW_PX = 36;
const HEIGHT_PX = 640;

export function TrialsView({ sweep }: { sweep: Sweep }) {
  const id = path.value.split("/")[4];
  return id ? <TrialView key={id} id={id} sweep={sweep} /> : <Table sweep={sweep} />;
}

function Table({ sweep }: { sweep: Sweep }) {
  const state = choice("state");
  const where = choice("where");
  const selection = [
    state.value ? `&state=${state.value}` : "",
    where.value ? `&where=${encodeURIComponent(where.value)}` : "",
  ].join("");
  const found = useFound(sweep, where.value ? selection : undefined);
  const known = state.value ? sweep.counts[state.value as (typeof STATES)[number]] : sweep.trials;
  const total = where.value ? (found.value?.total ?? 0) : known;
  const box = useRef<HTMLDivElement>(null);
  const seen = useWindow(box, total, ROW_PX, HEIGHT_PX);
  const sort = choice("sort", "number");
  const order = choice("order", "asc");
  const asked = [
    selection,
    sort.value !== "number" ? `&sort=${sort.value}` : "",
    order.value === "desc" ? "&order=desc" : "",
  ].join("");
  const rows = useRows(sweep, asked, total, seen.first, seen.last);
  const names = useNames(rows);
  const picked = choice("columns");
  const all = columnsOf(sweep, names);
  const shown = shownOf(all, picked.value);
  const columns = shown.map((it) => it.width).join(" ");
  return (
    <Panel
      title={counted(total, state.value ? `${state.value} trial` : "trial")}
      actions={
        <>
          <select
            aria-label="State"
            value={state.value}
            onChange={(event) => state.set(event.currentTarget.value)}
          >
            <option value="">Any state</option>
            {STATES.filter((it) => sweep.counts[it] > 0 || it === state.value).map((it) => (
              <option key={it} value={it}>
                {it}, {count(sweep.counts[it])}
              </option>
            ))}
          </select>
          <details class="menu">
            <summary>Columns</summary>
            <div>
              {all.map(({ title }) => (
                <label key={title} class="row">
                  <input
                    type="checkbox"
                    checked={shown.some((it) => it.title === title)}
                    onChange={() => picked.set(toggled(all, picked.value, title))}
                  />
                  {title}
                </label>
              ))}
            </div>
          </details>
          <a
            class="button"
            href={`/api/v1/sweeps/${sweep.id}/export?format=csv${selection}`}
            download={`${sweep.name}.csv`}
          >
            CSV
          </a>
          <a
            class="button"
            href={`/api/v1/sweeps/${sweep.id}/export?format=jsonl${selection}`}
            download={`${sweep.name}.jsonl`}
          >
            JSONL
          </a>
        </>
      }
    >
      <Conditions of={where} names={names} metric={sweep.metric.name} refusal={found.refusal?.message} />
      {where.value && !found.value ? (
        !found.refusal && <Loading height={HEIGHT_PX} />
      ) : total === 0 ? (
        <Empty title="No such trial" />
      ) : (
        <div
          class="virtual"
          ref={box}
          style={{ maxHeight: `${HEIGHT_PX}px` }}
          tabIndex={0}
          role="table"
          aria-label="Trials"
          aria-rowcount={total + 1}
        >
          <div class="head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: columns }}>
            {shown.map(({ title, sort: by }) =>
              by ? (
                <Head
                  key={title}
                  title={title}
                  order={sort.value === by ? order.value : ""}
                  choose={(next) => {
                    sort.set(by);
                    order.set(next);
                    box.current?.scrollTo(0, 0);
                  }}
                />
              ) : (
                <span role="columnheader" key={title}>
                  {title}
                </span>
              ),
            )}
          </div>
          <div role="rowgroup" style={{ height: `${total * ROW_PX}px`, position: "relative" }}>
            {Array.from({ length: seen.last - seen.first }, (_, it) => seen.first + it).map((at) => (
              <div
                key={at}
                class="line"
                role="row"
                aria-rowindex={at + 2}
                data-row
                style={{ top: `${at * ROW_PX}px`, height: `${ROW_PX}px`, gridTemplateColumns: columns }}
              >
                <Cells trial={rows.get(at)} columns={shown} />
              </div>
            ))}
          </div>
        </div>
      )}
    </Panel>
  );
}

/** How many trials a `selection` with conditions has: of those nobody keeps count. */
function useFound(sweep: Sweep, selection: string | undefined) {
  return useResource(
    selection && `${sweep.id}${selection}`,
    (signal) => get<TrialsPage>(`/sweeps/${sweep.id}/trials?limit=1${selection}`, signal),
    { tick: changes.value },
  );
}

/** The names of what varies besides the rate: of all trials, also while none is in sight. */
function useNames(rows: Map<number, Trial>): string[] {
  const names = useRef<string[]>([]);
  const { value: some } = rows.values().next();
  if (some) names.current = besidesRate(some.parameters);
  return names.current;
}

/** The head of a column that can be sorted by; a click turns the order round. */
function Head({
  title,
  order,
  choose,
}: {
  title: string;
  order: string;
  choose: (order: "asc" | "desc") => void;
}) {
  const sorted = order === "desc" ? "descending" : order === "asc" ? "ascending" : "none";
  return (
    <span role="columnheader" aria-sort={sorted}>
      <button type="button" class="sort" onClick={() => choose(order === "asc" ? "desc" : "asc")}>
        {title}
        <span aria-hidden="true">{order === "asc" ? "▲" : order === "desc" ? "▼" : "↕"}</span>
      </button>
    </span>
  );
}

function Cells({ trial, columns }: { trial: Trial | undefined; columns: Column[] }) {
  if (!trial)
    return (
      <span role="cell" class="quiet">
        …
      </span>
    );
  return (
    <>
      {columns.map((it) => (
        <span role="cell" key={it.title} title={it.whole?.(trial)}>
          {it.cell(trial)}
        </span>
      ))}
    </>
  );
}
