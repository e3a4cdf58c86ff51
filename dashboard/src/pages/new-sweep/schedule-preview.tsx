// The schedule of a draft, drawn as the coordinator would run it.

import { Panel } from "../../components/panel";
import { ScheduleChart } from "../schedule/chart";
import { at, bounds, type Document } from "./document";

/** So many examples are assumed: the shape of a schedule over epochs does not depend on them. */
const EXAMPLES = 1024;

export function SchedulePreview({ document }: { document: Document }) {
  const schedule = document.schedule;
  const peak = bounds(document)?.max;
  if (!schedule || at(schedule, "kind") === "constant" || document.method === "range_test" || !peak)
    return null;
  const epochs = Number(at(document, "train.epochs"));
  const batch = Number(at(document, "train.batch_size")) || 64;
  const length =
    epochs > 0
      ? { batch_size: batch, dataset_size: EXAMPLES, epochs }
      : { steps: Number(at(document, "train.steps")) || 100 };
  const extra = document.batch_schedule ? { batch_schedule: document.batch_schedule } : {};
  return (
    <Panel title="Its schedule" note="At the highest rate; lower ones have the same shape.">
      <ScheduleChart request={{ lr: peak, schedule, ...extra, ...length }} height={200} />
    </Panel>
  );
}
