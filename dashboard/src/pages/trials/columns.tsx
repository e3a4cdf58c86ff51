// What the table of trials can show, and which of it is shown.

import type { ComponentChildren } from "preact";
import type { Sweep, Trial } from "../../api/types";
import { State } from "../../components/badges";
import { counted, duration, leaf, metric, rate, value } from "../../numbers/format";

export interface Column {
  title: string;
  /** As CSS has it. */
  width: string;
  /** What the coordinator sorts by. */
  sort?: string;
  cell: (trial: Trial) => ComponentChildren;
  /** The whole of it, where the cell is short. */
  whole?: (trial: Trial) => string | undefined;
  /** Not shown unless somebody asks for it. */
  isExtra?: boolean;
}

/** All there are, for a sweep in which parameters of these `names` vary besides the rate. */
export function columnsOf(sweep: Sweep, names: string[]): Column[] {
  const parameter = (name: string): Column => ({
    title: leaf(name),
    width: "minmax(90px, 1fr)",
    cell: (it) => value((it.parameters as Record<string, unknown>)[name]),
  });
  return [
    {
      title: "Trial",
      width: "72px",
      sort: "number",
      cell: (it) => <a href={`/sweeps/${sweep.id}/trials/${it.id}`}>{it.number}</a>,
    },
    {
      title: "State",
      width: "110px",
      sort: "state",
      cell: (it) => <State is={it.diverged ? "diverged" : it.state} />,
    },
    {
      title: "Rate",
      width: "92px",
      sort: "lr",
      cell: (it) => rate(it.lr, 3),
      whole: (it) => String(it.lr),
    },
    ...names.map(parameter),
    { title: sweep.metric.name, width: "minmax(110px, 1fr)", sort: "value", cell: result },
    { title: "Seed", width: "84px", cell: (it) => it.seed },
    {
      title: "Trained",
      width: "84px",
      sort: "duration",
      cell: (it) => (it.train_ms == null ? "–" : duration(it.train_ms)),
    },
    {
      title: "Began",
      width: "100px",
      sort: "started_at",
      cell: (it) => (it.started_at ? new Date(it.started_at).toLocaleTimeString() : "–"),
      whole: (it) => it.started_at ?? undefined,
      isExtra: true,
    },
    { title: "Attempts", width: "84px", cell: (it) => it.attempt, isExtra: true },
    {
      title: "Why",
      width: "minmax(120px, 1.6fr)",
      cell: (it) => <span class="quiet">{why(it)}</span>,
      whole: (it) => it.error ?? undefined,
    },
  ];
}

/** Those that `chosen` names, separated by commas; the usual ones where it is empty, all where it names none of them. */
export function shownOf(all: Column[], chosen: string): Column[] {
  const titles = chosen.split(",");
  const shown = all.filter((it) => (chosen ? titles.includes(it.title) : !it.isExtra));
  return shown.length > 0 ? shown : all;
}

/** The choice once one more is shown, or one less; empty for the usual ones. */
export function toggled(all: Column[], chosen: string, title: string): string {
  const now = shownOf(all, chosen);
  const next = all.filter((it) => now.includes(it) !== (it.title === title));
  const isUsual = next.every((it) => !it.isExtra) && next.length === all.filter((it) => !it.isExtra).length;
  return isUsual ? "" : next.map((it) => it.title).join(",");
}

function result(trial: Trial) {
  if (trial.state !== "completed" && trial.state !== "stopped") return "–";
  return trial.diverged ? "diverged" : metric(trial.value);
}

function why(trial: Trial): string {
  if (trial.error) return trial.error;
  if (trial.diverged)
    return trial.value == null ? "the loss left the finite numbers" : "it ended no better than it began";
  return trial.failures > 0 ? `after ${counted(trial.failures, "failure")}` : "";
}
