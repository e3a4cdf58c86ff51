// The first thing that is seen of a sweep: which rate, how sure, and what lies around it.

import { get } from "../../api/client";
import { besidesRate } from "../../api/parameters";
import type { Best, Configurations, Sweep } from "../../api/types";
import { Copy } from "../../components/copy";
import { Panel } from "../../components/panel";
import { Empty, Shown } from "../../components/states";
import { Table } from "../../components/table";
import { useResource } from "../../live/resource";
import { changes } from "../../live/sweep";
import { counted, leaf, metric, rate, spread, value } from "../../numbers/format";
import { CurvesPanel } from "../curves/panel";
import { Facts } from "./facts";
import { Frontier } from "./frontier";
import { Groups } from "./groups";
import { LossPlot } from "./loss";
import { refined } from "./refine";
import { Ruler } from "./ruler";
import { Search } from "./search";
import { UseIt } from "./use";

export function AnswerView({ sweep }: { sweep: Sweep }) {
  const tick = changes.value;
  const best = useResource(sweep.id, (signal) => get<Best>(`/sweeps/${sweep.id}/best`, signal), { tick });
  const all = useResource(
    sweep.id,
    (signal) => get<Configurations>(`/sweeps/${sweep.id}/configurations`, signal),
    { tick },
  );
  return (
    <>
      <Shown of={best} height={230}>
        {(answer) => <Hero sweep={sweep} answer={answer} all={all.value} />}
      </Shown>
      <Shown of={all} height={440}>
        {(tried) =>
          tried.total === 0 ? (
            <Panel title="Loss against learning rate">
              <NoResult sweep={sweep} />
            </Panel>
          ) : (
            <LossPlot sweep={sweep} all={tried} best={best.value} />
          )
        }
      </Shown>
      <div class="columns">
        <CurvesPanel sweep={sweep} height={300} isSmall />
        <Shown of={best} height={300}>
          {(answer) => <UseIt answer={answer} sweep={sweep} />}
        </Shown>
      </div>
      {best.value?.find && <Search search={best.value.find} />}
      {best.value?.groups && best.value.groups.length > 1 && <Groups answer={best.value} />}
      {best.value?.divergence.frontier && <Frontier answer={best.value} />}
      {best.value && best.value.top.length > 1 && <Top answer={best.value} sweep={sweep} />}
    </>
  );
}

/** Why nothing is known yet, and what to do about it. */
function NoResult({ sweep }: { sweep: Sweep }) {
  const { failed, quarantined, running, queued } = sweep.counts;
  if (failed + quarantined > 0)
    return (
      <Empty title="No trial has a result">
        {counted(failed + quarantined, "trial")} failed.{" "}
        <a href={`/sweeps/${sweep.id}/trials?state=${failed > 0 ? "failed" : "quarantined"}`}>See why</a>
      </Empty>
    );
  if (running > 0 || queued === 0)
    return <Empty title="No trial is over yet">The first points appear here in a moment.</Empty>;
  return (
    <Empty title="No trial is over yet">
      Its trials wait for a worker. <a href="/workers">How to add one</a>
    </Empty>
  );
}

function Hero({ sweep, answer, all }: { sweep: Sweep; answer: Best; all: Configurations | undefined }) {
  const { best } = answer;
  if (!best)
    return (
      <section class="panel hero" aria-label="The answer">
        <div class="headline">
          <p class="eyebrow">Best learning rate</p>
          <p class="big quiet">–</p>
          <p>{answer.why}</p>
        </div>
      </section>
    );
  const refine = refined(sweep, answer);
  return (
    <section class="panel hero" aria-label="The answer">
      <div class="headline">
        <p class="eyebrow">
          {sweep.state === "running" ? "Best learning rate so far" : "Best learning rate"}
        </p>
        <p class="big" title={String(best.lr)}>
          {rate(best.lr)}
        </p>
        <p class="result">
          {answer.metric.name} <strong>{spread(best.mean, best.std ?? null)}</strong>
          {best.std != null && <span class="quiet"> (mean ± standard deviation of its seeds)</span>}
        </p>
        <Beside answer={answer} />
        <div class="row">
          <Copy text={String(best.lr)} label="Copy the rate" />
          {refine && (
            <a class="button" href={refine}>
              Refine around this
            </a>
          )}
        </div>
      </div>
      <div class="around">
        <Ruler answer={answer} all={all} />
        <Facts answer={answer} />
        <Warnings answer={answer} />
      </div>
    </section>
  );
}

/** With which other values the best rate was the best, where others vary. */
function Beside({ answer }: { answer: Best }) {
  const parameters = answer.top[0]?.parameters as Record<string, unknown> | undefined;
  const others = besidesRate(parameters);
  if (others.length === 0) return null;
  return <p class="quiet">with {others.map((it) => `${leaf(it)} ${value(parameters?.[it])}`).join(", ")}</p>;
}

function Warnings({ answer }: { answer: Best }) {
  const said = [...answer.warnings, ...(answer.why ? [answer.why] : [])];
  if (said.length === 0) return null;
  return (
    <ul class="warnings" aria-label="What to know before relying on this">
      {said.map((it) => (
        <li key={it}>{it.charAt(0).toUpperCase() + it.slice(1)}.</li>
      ))}
    </ul>
  );
}

/** The best configurations, each with a bar for how far it is from the best. */
function Top({ answer, sweep }: { answer: Best; sweep: Sweep }) {
  const rows = answer.top.slice(0, 10);
  const names = besidesRate(rows[0]?.parameters);
  const table = () => ({
    head: ["lr", ...names, answer.metric.name, "seeds"],
    rows: answer.top.map((it) => [
      it.lr ?? null,
      ...names.map((name) => value((it.parameters as Record<string, unknown>)[name])),
      it.mean,
      it.replicates,
    ]),
  });
  return (
    <Panel title="The best configurations" table={table} name={`${sweep.name}-best`} class="no-picture">
      <Table
        class="ranked"
        label="Table of the best configurations"
        head={[
          "#",
          "Learning rate",
          ...names.map((it) => ({ name: leaf(it), title: it })),
          answer.metric.name,
          "Seeds",
        ]}
      >
        {rows.map((it, at) => (
          <tr key={at} class={at === 0 ? "first" : ""}>
            <td>{at + 1}</td>
            <td title={String(it.lr)}>{rate(it.lr, 3)}</td>
            {names.map((name) => (
              <td key={name}>{value((it.parameters as Record<string, unknown>)[name])}</td>
            ))}
            <td>{metric(it.mean)}</td>
            <td>{it.replicates}</td>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}
