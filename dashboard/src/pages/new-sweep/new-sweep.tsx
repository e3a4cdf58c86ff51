// Writing a sweep: a form or text on one side, and on the other what it would make, judged by the coordinator itself
// while one types.

import { useEffect, useState } from "preact/hooks";
import { get, type Mistake, post, type Refusal } from "../../api/client";
import type { DryRun, Sweep } from "../../api/types";
import { Code } from "../../components/copy";
import { Panel } from "../../components/panel";
import { choice, go } from "../../router";
import { Cost } from "./cost";
import { EMPTY, like } from "./document";
import { type Draft, drafted, edited } from "./draft";
import { Form } from "./form";
import { Made } from "./made";
import { SchedulePreview } from "./schedule-preview";
import { snippets } from "./snippets";

const PAUSE_MS = 250;

export function NewSweepPage() {
  const [draft, setDraft] = useState<Draft>(() => drafted(EMPTY));
  const from = choice("from");
  const [min, max] = [Number(choice("min").value), Number(choice("max").value)];
  const side = choice("as", "form");
  const [plan, setPlan] = useState<DryRun>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [isSending, setSending] = useState(false);
  document.title = "New sweep · Ratesmith";

  useEffect(() => {
    if (!from.value) return;
    get<Sweep>(`/sweeps/${from.value}`).then((it) => setDraft(drafted(like(it, min, max))), setRefusal);
  }, [from.value]);

  useEffect(() => {
    if (draft.why) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      post<DryRun>("/sweeps?dry_run=true", draft.text, "application/yaml").then(
        (it) => {
          if (!isWanted) return;
          setPlan(it);
          setRefusal(undefined);
        },
        (it) => isWanted && setRefusal(it),
      );
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [draft.text, draft.why]);

  const submit = () => {
    setSending(true);
    post<Sweep>("/sweeps", draft.text, "application/yaml").then(
      (it) => go(`/sweeps/${it.id}`),
      (it) => {
        setSending(false);
        setRefusal(it);
      },
    );
  };
  const mistakes: Mistake[] = draft.why ? [{ path: "", message: draft.why }] : (refusal?.mistakes ?? []);
  const other = snippets(draft.text)[side.value];
  return (
    <>
      <div class="title">
        <h1>New sweep</h1>
      </div>
      <p class="note lead">
        It trains the same network with many learning rates and answers with the best one, and how sure that
        is. Change what you like: beside the form stands what would be made and what it costs. Nothing begins
        before you submit it.
      </p>
      <form
        class="writing"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div>
          <div class="tabs small" role="group" aria-label="How the sweep is written">
            {["form", "YAML", "command line", "curl", "Python"].map((it) => (
              <button key={it} type="button" aria-pressed={side.value === it} onClick={() => side.set(it)}>
                {it === "form" ? "Form" : it}
              </button>
            ))}
          </div>
          {side.value === "form" && (
            <Form document={draft.document} mistakes={mistakes} change={(it) => setDraft(drafted(it))} />
          )}
          {side.value === "YAML" && (
            <textarea
              class="panel written"
              aria-label="The sweep as YAML"
              spellcheck={false}
              value={draft.text}
              rows={Math.max(24, draft.text.split("\n").length + 1)}
              onInput={(event) => setDraft(edited(draft, event.currentTarget.value))}
            />
          )}
          {other && <Code label={side.value} text={other} />}
        </div>
        <div class="judged">
          <Panel title="What it would make">
            <Made draft={draft} plan={mistakes.length === 0 ? plan : undefined} />
            <Mistakes mistakes={mistakes} refusal={draft.why ? undefined : refusal} />
            <button
              type="submit"
              class="primary wide"
              disabled={isSending || mistakes.length > 0 || Boolean(refusal)}
            >
              {isSending ? "Submitting" : "Submit"}
            </button>
          </Panel>
          {plan && mistakes.length === 0 && (
            <Cost trials={plan.find?.budget ?? plan.trials} from={from.value} />
          )}
          <SchedulePreview document={draft.document} />
        </div>
      </form>
    </>
  );
}

function Mistakes({ mistakes, refusal }: { mistakes: Mistake[]; refusal: Refusal | undefined }) {
  if (mistakes.length === 0) return refusal ? <p role="alert">{refusal.message}</p> : null;
  return (
    <ul class="mistakes" role="alert" aria-label="Mistakes">
      {mistakes.map((it) => (
        <li key={it.path + it.message}>
          {it.path && <code>{it.path}</code>} {it.message}
        </li>
      ))}
    </ul>
  );
}
