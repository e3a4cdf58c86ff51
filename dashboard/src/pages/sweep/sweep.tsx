// One sweep: its name, where it stands, what can be done to it; and below, one of its views.

import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { post, type Refusal, remove } from "../../api/client";
import type { Sweep } from "../../api/types";
import { Progress, State } from "../../components/badges";
import { Loading, Refused } from "../../components/states";
import { isFrom, type Look, left, over } from "../../live/left";
import { follow, sweep as followed, line, pause, refusal } from "../../live/sweep";
import { count, duration } from "../../numbers/format";
import { go, path } from "../../router";
import { AnswerView } from "../answer/answer";

type View = ComponentType<{ sweep: Sweep }>;

const VIEWS: [string, string, () => Promise<View>][] = [
  ["", "Answer", async () => AnswerView],
  ["range-test", "Range test", async () => (await import("../range-test/range-test")).RangeTestView],
  ["curves", "Curves", async () => (await import("../curves/curves")).CurvesView],
  ["heatmap", "Heat map", async () => (await import("../heatmap/heatmap")).HeatmapView],
  ["trials", "Trials", async () => (await import("../trials/trials")).TrialsView],
  ["timeline", "Timeline", async () => (await import("../timeline/timeline")).TimelineView],
  ["spec", "As submitted", async () => (await import("./spec")).SpecView],
];

export function SweepPage({ id }: { id: string }) {
  useEffect(() => follow(id), [id]);
  const sweep = followed.value;
  if (refusal.value && !sweep)
    return <Refused title="This sweep cannot be shown" message={refusal.value.message} />;
  if (!sweep || sweep.id !== id) return <Loading height={480} />;
  document.title = `${sweep.name} · Ratesmith`;
  const view = path.value.split("/")[3] ?? "";
  return (
    <>
      <div class="title sweep-title">
        <div>
          <h1>{sweep.name}</h1>
          <div class="standing">
            <State is={sweep.state} />
            <span class="quiet">
              {count(over(sweep))} of {count(sweep.trials)} trials
              {sweep.counts.running > 0 && ` · ${count(sweep.counts.running)} running`}
              <Left sweep={sweep} />
            </span>
            <Live />
          </div>
        </div>
        <Actions sweep={sweep} />
      </div>
      <Progress counts={sweep.counts} total={sweep.trials} />
      <nav class="tabs" aria-label="Views of this sweep">
        {VIEWS.filter(([name]) => belongs(name, sweep)).map(([name, title]) => (
          <a
            key={name}
            href={`/sweeps/${id}${name && `/${name}`}`}
            aria-current={name === (view || first(sweep)) ? "page" : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      <Viewed view={view} sweep={sweep} />
    </>
  );
}

/** What is seen first of a sweep: its answer, and of a range test its reading. */
const first = (sweep: Sweep) => (sweep.method === "range_test" ? "range-test" : "");

/** Whether a view has something to show for this kind of sweep. */
function belongs(view: string, sweep: Sweep): boolean {
  const isRange = sweep.method === "range_test";
  if (view === "range-test") return isRange || sweep.method === "find";
  if (view === "") return !isRange;
  return !isRange || view !== "heatmap";
}

function Viewed({ view, sweep }: { view: string; sweep: Sweep }) {
  const wanted = view || first(sweep);
  const [shown, setShown] = useState<{ view: string; Show: View }>();
  useEffect(() => {
    let isWanted = true;
    const load = VIEWS.find(([name]) => name === wanted)?.[2];
    load?.().then((Show) => isWanted && setShown({ view: wanted, Show }));
    return () => {
      isWanted = false;
    };
  }, [wanted]);
  if (!VIEWS.some(([name]) => name === wanted))
    return <Refused title="Nothing stands here" message="This sweep has no such view." />;
  return shown?.view === wanted ? <shown.Show key={sweep.id} sweep={sweep} /> : <Loading height={420} />;
}

/** How long the rest takes, at the pace since the page was opened, or the sweep went on. */
function Left({ sweep }: { sweep: Sweep }) {
  const first = useRef<Look | undefined>(undefined);
  const now = performance.now();
  const look = isFrom(first.current, sweep) ? first.current : { id: sweep.id, at: now, over: over(sweep) };
  first.current = sweep.state === "running" ? look : undefined;
  const rest = first.current && left(first.current, sweep, now);
  return rest === undefined ? null : ` · about ${duration(rest)} left`;
}

const LINES = {
  opening: "connecting",
  live: "live",
  lost: "no connection, trying again",
  over: "",
  paused: "paused",
};

/** Whether what is shown is fresh; a click pauses it. */
function Live() {
  if (!LINES[line.value]) return null;
  return (
    <button type="button" class="live" data-line={line.value} onClick={pause} title="Pause, go on (.)">
      <span aria-hidden="true">●</span> <span role="status">{LINES[line.value]}</span>
    </button>
  );
}

/** What can be done to a sweep in each state. */
function Actions({ sweep }: { sweep: Sweep }) {
  const [why, setWhy] = useState("");
  const act = (verb: string) => () =>
    post<Sweep>(`/sweeps/${sweep.id}/${verb}`).then(
      (it) => {
        followed.value = it;
        setWhy("");
      },
      (error: Refusal) => setWhy(error.message),
    );
  const forget = () => {
    if (!confirm(`Forget ${sweep.name} and all its trials? This cannot be undone.`)) return;
    remove(`/sweeps/${sweep.id}`).then(
      () => go("/"),
      (error: Refusal) => setWhy(error.message),
    );
  };
  const isOpen = sweep.state === "running" || sweep.state === "paused";
  const failed = sweep.counts.failed + sweep.counts.quarantined;
  const from = `/sweeps/new?from=${sweep.id}`;
  return (
    <div class="actions">
      {sweep.state === "running" && (
        <button type="button" onClick={act("pause")}>
          Pause
        </button>
      )}
      {sweep.state === "paused" && (
        <button type="button" onClick={act("resume")}>
          Resume
        </button>
      )}
      {isOpen && (
        <button type="button" onClick={act("cancel")}>
          Cancel
        </button>
      )}
      {failed > 0 && sweep.state !== "cancelled" && (
        <button type="button" onClick={act("retry")}>
          Retry {failed} failed
        </button>
      )}
      <a class="button" href={from}>
        Clone
      </a>
      {!isOpen && (
        <button type="button" class="plain" onClick={forget}>
          Forget
        </button>
      )}
      {why && (
        <p role="alert" class="why">
          {why}
        </p>
      )}
    </div>
  );
}
