// The coordinator's shapes by their names, from its own description; see `tools/types.js`.

import type { components } from "./generated";

type Schemas = components["schemas"];

export type Sweep = Schemas["Sweep"];
export type Trial = Schemas["Trial"];
export type TrialsPage = Schemas["TrialsPage"];
export type TrialWithAttempts = Schemas["TrialWithAttempts"];
export type Metrics = Schemas["Metrics"];
export type Curves = Schemas["Curves"];
export type TrialCurve = Schemas["TrialCurve"];
export type Configurations = Schemas["Configurations"];
export type HeatMap = Schemas["HeatMap"];
export type Timeline = Schemas["Timeline"];
export type BestRate = Schemas["BestRate"];
export type RangeTest = Schemas["RangeTest"];
export type Reading = Schemas["Reading"];
export type Worker = Schemas["Worker"];
export type DryRun = Schemas["DryRun"];
export type Counts = Schemas["Counts"];

/** Points that came in, as the stream of events tells them. */
export interface Points {
  trial: string;
  attempt: number;
  first_seq: number;
  series: Schemas["SeriesView"][];
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export type Best = Schemas["Best"];
export type Group = Schemas["Group"];
export type Preview = Schemas["ScheduleView"];
