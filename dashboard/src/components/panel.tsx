// A panel: a title, what it shows, and what can be saved of it.

import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { saveCsv, savePng, saveSvg, type Table } from "../charts/download";
import { Copy } from "./copy";

interface Props {
  title: string;
  /** One sentence on how to read it. */
  note?: ComponentChildren;
  actions?: ComponentChildren;
  /** What the picture shows, in numbers: a table for those who cannot see it, and for the file. */
  table?: (() => Table) | undefined;
  /** The picture as a drawing, where it is not one on the page. */
  drawing?: (() => string | undefined) | undefined;
  /** Where the coordinator draws the same, for documents that are to show it as it is when they are read. */
  address?: string;
  /** What files are called. */
  name?: string;
  class?: string;
  isStale?: boolean;
  children: ComponentChildren;
}

export function Panel({
  title,
  note,
  actions,
  table,
  drawing,
  address,
  name,
  isStale,
  children,
  ...rest
}: Props) {
  const box = useRef<HTMLElement>(null);
  return (
    <section
      class={`panel ${rest.class ?? ""}`}
      ref={box}
      aria-label={title}
      data-stale={isStale || undefined}
    >
      <header>
        <div>
          <h2>{title}</h2>
          {note && <p class="note">{note}</p>}
        </div>
        <div class="actions">
          {actions}
          {table && <Save of={box} name={name ?? title} table={table} drawing={drawing} address={address} />}
        </div>
      </header>
      {children}
      {table && <Behind title={title} table={table} />}
    </section>
  );
}

function Save({
  of,
  name,
  table,
  drawing,
  address,
}: {
  of: { current: HTMLElement | null };
  name: string;
  table: () => Table;
  drawing: (() => string | undefined) | undefined;
  address: string | undefined;
}) {
  const svg = () => of.current?.querySelector<SVGSVGElement>(".plot svg, svg.plot");
  const picture = () => svg() ?? of.current?.querySelector("canvas");
  const png = () => {
    const it = picture();
    if (it) savePng(name, it);
  };
  const vector = () => {
    const it = drawing?.() ?? svg();
    if (it) saveSvg(name, it);
  };
  return (
    <details class="menu">
      <summary aria-label={`Save ${name}`} title="Save">
        Save
      </summary>
      <div>
        <button type="button" onClick={png}>
          Picture, PNG
        </button>
        <button type="button" onClick={vector} disabled={of.current !== null && !drawing && !svg()}>
          Drawing, SVG
        </button>
        <button type="button" onClick={() => saveCsv(name, table())}>
          Numbers, CSV
        </button>
        {address && <Address path={address} />}
      </div>
    </details>
  );
}

/** The address of the picture that the coordinator draws, to look at and to take away. */
function Address({ path }: { path: string }) {
  const address = `${location.origin}/api/v1${path}`;
  return (
    <>
      <a href={address} data-outside>
        Live picture, SVG
      </a>
      <Copy text={`![](${address})`} label="Live picture for Markdown" title={address} />
    </>
  );
}

const ROWS_SHOWN = 200;

/** The table behind a picture, made when it is opened. */
function Behind({ title, table }: { title: string; table: () => Table }) {
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? table() : undefined;
  return (
    <details class="behind" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {shown && (
        <div class="scroll" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
          <table>
            <thead>
              <tr>
                {shown.head.map((it) => (
                  <th key={it} scope="col">
                    {it}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.rows.slice(0, ROWS_SHOWN).map((row, at) => (
                <tr key={at}>
                  {row.map((it, column) => (
                    <td key={column}>{it ?? "–"}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {shown.rows.length > ROWS_SHOWN && (
            <p class="note">
              The first {ROWS_SHOWN} of {shown.rows.length} rows; the file has all of them.
            </p>
          )}
        </div>
      )}
    </details>
  );
}
