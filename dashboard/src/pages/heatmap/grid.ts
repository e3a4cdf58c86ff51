// The coordinator's heat map as cells: a column a rate, a row a value of the second parameter.

import type { HeatMap } from "../../api/types";

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

export function gridOf(map: HeatMap): Grid {
  const { column, row, mean, trials, diverged, best } = map.cells;
  const cells = column.map(
    (at, it): Cell => ({
      lr: map.columns[at] ?? Number.NaN,
      row: row[it] ?? 0,
      mean: mean[it] ?? undefined,
      trials: trials[it] ?? 0,
      diverged: diverged[it] ?? 0,
    }),
  );
  return { columns: map.columns, rows: map.rows, cells, best: new Set(cells.filter((_, it) => best[it])) };
}
