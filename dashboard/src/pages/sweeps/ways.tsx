// Nothing has been asked yet: three ways to begin.

import { useState } from "preact/hooks";
import { post, type Refusal } from "../../api/client";
import type { Sweep } from "../../api/types";
import { Code } from "../../components/copy";
import { go } from "../../router";

const DEMO = {
  name: "first-look",
  method: "grid",
  metric: { name: "val_loss", goal: "minimize" },
  parameters: { lr: { distribution: "log_uniform", min: 1e-4, max: 10, points: 24 } },
  replicates: 3,
  train: {
    builtin: { dataset: "digits", model: { kind: "mlp", hidden: [128, 128] } },
    epochs: 20,
    batch_size: 64,
  },
  optimizer: { kind: "sgd" },
};

export function Ways() {
  const [why, setWhy] = useState("");
  const begin = () =>
    post<Sweep>("/sweeps", JSON.stringify(DEMO)).then(
      (sweep) => go(`/sweeps/${sweep.id}`),
      (refusal: Refusal) => setWhy(refusal.message),
    );
  const server = location.origin;
  return (
    <section class="ways" aria-label="No sweeps yet">
      <h2>Which learning rate?</h2>
      <p>
        A sweep tries many and answers with the best one, how sure that is, and where training begins to blow
        up. There is none yet.
      </p>
      <div class="row">
        <a class="button primary" href="/sweeps/new">
          Write a sweep
        </a>
        <button type="button" onClick={begin}>
          Start the example: 24 rates on handwritten digits
        </button>
      </div>
      {why && <p role="alert">{why}</p>}
      <h3>From a terminal</h3>
      <Code
        label="Command line"
        text={`ratesmith submit sweeps/digits-grid.yaml --watch --server ${server}`}
      />
      <h3>From any program</h3>
      <Code
        label="curl"
        text={`curl ${server}/api/v1/sweeps -H 'content-type: application/yaml' --data-binary @sweep.yaml`}
      />
      <h3>Somebody has to train</h3>
      <Code label="Worker" text={`ratesmith worker --server ${server}`} />
    </section>
  );
}
