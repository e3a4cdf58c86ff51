// Configurations sorted into cells: a column a rate, a row a value of the second parameter.

import type { Configurations } from "../../api/types";

export interface Cell {
  lr: number;
  row: number;
  /** The mean over the trials of the cell; nothing where all diverged. */
  mean: number | undefined;
  trials: number;
  diverged: number;
}

export interface Grid {
  columns: number[];
  rows: unknown[];
  cells: Cell[];
  /** The best cell of each row. */
  best: Set<Cell>;
}

/** More columns or rows than this are gathered into as many. */
const COLUMNS_MAX = 40;
const ROWS_MAX = 24;

export function cells(all: Configurations, second: string): Grid {
  const values = all.parameters[second] ?? [];
  const columns = gathered(
    all.lr.filter((it): it is number => it != null),
    COLUMNS_MAX,
    true,
  );
  const numbers = values.filter((it): it is never => typeof it === "number") as number[];
  const isNumeric = numbers.length === values.length;
  const rows: unknown[] = isNumeric ? gathered(numbers, ROWS_MAX, false) : [...new Set(values.map(text))];
  const sums = new Map<
    string,
    { sum: number; finite: number; trials: number; diverged: number; lr: number; row: number }
  >();
  all.lr.forEach((lr, at) => {
    if (lr == null) return;
    const column = nearest(columns, lr, true);
    const row = isNumeric
      ? nearest(rows as number[], Number(values[at]), false)
      : rows.indexOf(text(values[at]));
    const key = `${column} ${row}`;
    const cell = sums.get(key) ?? {
      sum: 0,
      finite: 0,
      trials: 0,
      diverged: 0,
      lr: columns[column] ?? lr,
      row,
    };
    const mean = all.mean[at];
    const trials = all.replicates[at] ?? 0;
    const diverged = all.diverged[at] ?? 0;
    if (mean != null && diverged < trials) {
      cell.sum += mean;
      cell.finite += 1;
    }
    cell.trials += trials;
    cell.diverged += diverged;
    sums.set(key, cell);
  });
  const found = [...sums.values()].map(
    ({ sum, finite, trials, diverged, lr, row }): Cell => ({
      lr,
      row,
      trials,
      diverged,
      mean: finite > 0 ? sum / finite : undefined,
    }),
  );
  return {
    columns,
    rows,
    cells: found,
    best: bestOfRows(found, rows.length, all.metric.goal === "maximize"),
  };
}

function bestOfRows(cells: Cell[], rows: number, maximizes: boolean): Set<Cell> {
  const best = new Set<Cell>();
  for (let row = 0; row < rows; row++) {
    const mine = cells.filter((it) => it.row === row && it.mean !== undefined && it.diverged === 0);
    const [first] = mine.sort((a, b) => ((a.mean ?? 0) - (b.mean ?? 0)) * (maximizes ? -1 : 1));
    if (first) best.add(first);
  }
  return best;
}

/** The values there are, in order; of too many, as many places spread over them. */
function gathered(values: number[], max: number, isLog: boolean): number[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.length <= max) return distinct;
  const [low = 1, high = 1] = [distinct[0], distinct.at(-1)];
  const steps = Math.min(max, 16);
  return Array.from({ length: steps }, (_, it) => {
    const share = (it + 0.5) / steps;
    return isLog && low > 0 ? low * (high / low) ** share : low + (high - low) * share;
  });
}

function nearest(places: number[], wanted: number, isLog: boolean): number {
  const size = isLog ? Math.log : (it: number) => it;
  let found = 0;
  places.forEach((it, at) => {
    if (Math.abs(size(it) - size(wanted)) < Math.abs(size(places[found] ?? it) - size(wanted))) found = at;
  });
  return found;
}

const text = (it: unknown) => (typeof it === "string" ? it : JSON.stringify(it));
