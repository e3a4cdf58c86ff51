// A schedule as a curve: the rate, and where it changes the batch size, update by update.

import { post, type Refusal } from "../../api/client";
import type { Preview } from "../../api/types";
import { type Axis, Plot, pathOf, type Space } from "../../charts/plot";
import { extent, padded } from "../../charts/scale";
import { Empty, Loading } from "../../components/states";
import { useResource } from "../../live/resource";
import { mark, rate } from "../../numbers/format";

interface Props {
  request: Record<string, unknown>;
  height: number;
  isLog?: boolean;
  onRead?: (preview: Preview) => void;
}

export function ScheduleChart({ request, height, isLog, onRead }: Props) {
  const body = JSON.stringify(request);
  const read = useResource(body, async () => {
    const preview = await post<Preview>("/schedules/preview", body);
    onRead?.(preview);
    return preview;
  });
  if (!read.value) return read.refusal ? <Why refusal={read.refusal} /> : <Loading height={height} />;
  const { batch_size: batch, updates } = read.value;
  const lr = read.value.lr.map((it) => it ?? Number.NaN);
  const isByEpoch = updates.some((it) => it > 1);
  const reach = extent(isLog ? lr.filter((it) => it > 0) : lr) ?? [0, 1];
  const x: Axis = {
    label: isByEpoch ? "epoch" : "update",
    domain: [0, Math.max(1, lr.length - 1)],
    format: mark,
  };
  const y: Axis = {
    label: "learning rate",
    domain: padded([isLog ? reach[0] : 0, reach[1]], isLog ?? false),
    isLog: isLog ?? false,
    format: mark,
  };
  const every = Math.max(1, Math.floor(lr.length / 400));
  const spots = lr.flatMap((it, at) =>
    at % every === 0
      ? [
          {
            x: at,
            y: it,
            label: () => `${x.label} ${at}\nlr ${rate(it, 3)}${batch?.[at] ? `\nbatch ${batch[at]}` : ""}`,
          },
        ]
      : [],
  );
  return (
    <>
      <Plot name="Learning rate over the run" x={x} y={y} height={height} spots={spots}>
        {(space) => (
          <>
            {batch && changes(batch) && <path class="batch" d={batchPath(batch, space)} />}
            <path
              class="schedule"
              d={pathOf(lr.map((it, at): [number, number] => [space.x(at), space.y(it)]))}
            />
          </>
        )}
      </Plot>
      {batch && changes(batch) && (
        <p class="legend">
          <span class="key dot">learning rate</span>
          <span class="key batch">
            batch size, {Math.min(...batch)} to {Math.max(...batch)}
          </span>
        </p>
      )}
    </>
  );
}

function Why({ refusal }: { refusal: Refusal }) {
  if (refusal.status === 404)
    return <Empty title="No preview">This coordinator does not draw schedules.</Empty>;
  return (
    <ul class="mistakes" role="alert">
      {refusal.mistakes.length > 0 ? (
        refusal.mistakes.map((it) => (
          <li key={it.path}>
            <code>{it.path}</code> {it.message}
          </li>
        ))
      ) : (
        <li>{refusal.message}</li>
      )}
    </ul>
  );
}

const changes = (values: number[]) => values.some((it) => it !== values[0]);

/** The batch size as stairs, in a scale of its own. */
function batchPath(batch: number[], space: Space): string {
  const high = Math.max(...batch) * 1.1;
  const place = (it: number) => space.bottom - (it / high) * (space.bottom - space.top);
  return pathOf(
    batch.flatMap((it, at): [number, number][] => [
      [space.x(at), place(it)],
      [space.x(at + 1), place(it)],
    ]),
  );
}
