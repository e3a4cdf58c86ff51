// The best rates of all sweeps, those that one metric decided together: what a rate for the next sweep can be taken from.

import { get } from "../../api/client";
import type { BestRate, Page } from "../../api/types";
import { saveCsv } from "../../charts/download";
import { extent, log, padded, type Scale } from "../../charts/scale";
import { Panel } from "../../components/panel";
import { Empty, Shown } from "../../components/states";
import { Table } from "../../components/table";
import { useResource } from "../../live/resource";
import { counted, mark, metric, rate } from "../../numbers/format";
import { choice } from "../../router";

const KEYS = ["dataset", "model", "optimizer", "schedule"] as const;
const LIMIT = 500;
const COMPARED_MAX = 6;
/** How wide the place of a rate among the others is drawn. */
const WIDE = 150;

export function BestPage() {
  document.title = "Best rates · Ratesmith";
  const filters = [...KEYS, "metric" as const].map((key) => ({ key, of: choice(key) }));
  // All are read at once: the words to filter by are those that there are.
  const read = useResource("best", (signal) => get<Page<BestRate>>(`/best?limit=${LIMIT}`, signal), {
    every: 10_000,
  });
  return (
    <>
      <div class="title">
        <h1>Best rates</h1>
      </div>
      <Shown of={read} height={420}>
        {({ items, next_cursor }) => {
          if (items.length === 0)
            return (
              <Panel title="Nothing found yet">
                <Empty title="No sweep has a best rate yet">
                  The best rate of every sweep is kept here, to begin the next one from.{" "}
                  <a href="/sweeps/new">Write a sweep</a>
                </Empty>
              </Panel>
            );
          const fits = (it: BestRate) => filters.every(({ key, of }) => !of.value || it[key] === of.value);
          const shown = items.filter(fits);
          const metrics = [...new Set(shown.map((it) => it.metric))];
          return (
            <>
              <div class="controls" role="group" aria-label="Which sweeps">
                {filters.map(({ key, of }) => {
                  const known = [...new Set(items.map((it) => it[key]).filter((it) => it != null))].sort();
                  if (known.length < 2 && !of.value) return null;
                  return (
                    <label key={key}>
                      {key}
                      <select value={of.value} onChange={(event) => of.set(event.currentTarget.value)}>
                        <option value="">any</option>
                        {known.map((it) => (
                          <option key={it}>{it}</option>
                        ))}
                      </select>
                    </label>
                  );
                })}
              </div>
              {shown.length === 0 && (
                <Empty title="No sweep fits this filter">Clear it to see all of them.</Empty>
              )}
              {metrics.map((it) => (
                <Rates key={it} name={it} rates={shown.filter((rate) => rate.metric === it)} />
              ))}
              {next_cursor && <p class="note">The first {LIMIT} sweeps.</p>}
            </>
          );
        }}
      </Shown>
    </>
  );
}

/** The sweeps that one metric decided, the best first. */
function Rates({ name, rates }: { name: string; rates: BestRate[] }) {
  const reach = extent(rates.map((it) => it.lr));
  const x = reach && log(padded(reach, true, 0.08), 4, WIDE - 4, mark);
  const ids = rates.slice(0, COMPARED_MAX).map((it) => it.sweep);
  const save = () =>
    saveCsv(`best-rates-${name}`, {
      head: ["sweep", "name", "lr", name, "seeds", ...KEYS],
      rows: rates.map((it) => [
        it.sweep,
        it.name,
        it.lr,
        it.mean,
        it.replicates,
        ...KEYS.map((key) => it[key] ?? null),
      ]),
    });
  return (
    <Panel
      title={`By ${name}`}
      note={`${counted(rates.length, "sweep")}, the ${rates[0]?.goal === "maximize" ? "highest" : "lowest"} ${name} first.`}
      actions={
        <>
          {ids.length > 1 && (
            <a class="button" href={`/compare?ids=${ids.join()}`}>
              Compare {ids.length < rates.length ? `the first ${ids.length}` : "them"}
            </a>
          )}
          <button type="button" onClick={save}>
            CSV
          </button>
        </>
      }
    >
      <Table
        class="ranked"
        label={`Best rates by ${name}`}
        head={[
          "Best rate",
          "Among these",
          name,
          "Seeds",
          "Dataset",
          "Model",
          "Optimizer",
          "Schedule",
          "Sweep",
        ]}
      >
        {rates.map((it) => (
          <tr key={it.sweep} data-row>
            <td title={String(it.lr)}>
              <strong>{rate(it.lr, 3)}</strong>
            </td>
            <td>{x && <Place x={x} lr={it.lr} />}</td>
            <td>{metric(it.mean)}</td>
            <td>{it.replicates}</td>
            {KEYS.map((key) => (
              <td key={key}>{it[key] ?? <span class="quiet">several</span>}</td>
            ))}
            <td>
              <a href={`/sweeps/${it.sweep}`}>{it.name}</a>
            </td>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}

/** Where a rate lies among the others, on their logarithmic scale. */
const Place = ({ x, lr }: { x: Scale; lr: number }) => (
  <svg class="place" width={WIDE} height="14" aria-hidden="true">
    <line x1="0" x2={WIDE} y1="7" y2="7" />
    {x.ticks
      .filter((it) => it.label)
      .map(({ at }) => (
        <line key={at} x1={x(at)} x2={x(at)} y1="4" y2="10" />
      ))}
    <circle cx={x(lr)} cy="7" r="4" />
  </svg>
);
