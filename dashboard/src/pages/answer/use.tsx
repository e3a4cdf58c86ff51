// The best rate in the words of the library that trains with it.

import { useState } from "preact/hooks";
import type { Best, Sweep } from "../../api/types";
import { Code } from "../../components/copy";
import { Panel } from "../../components/panel";
import { Empty } from "../../components/states";

type Config = { optimizer?: Record<string, unknown> };

const TORCH: Record<string, string> = {
  sgd: "SGD",
  adagrad: "Adagrad",
  adadelta: "Adadelta",
  rmsprop: "RMSprop",
  adam: "Adam",
  adamw: "AdamW",
};

type Write = (lr: number, kind: string, rest: [string, unknown][]) => string;

const LIBRARIES: Record<string, Write> = {
  PyTorch: (lr, kind, rest) =>
    `optimizer = torch.optim.${TORCH[kind] ?? "SGD"}(\n    ${["model.parameters()", `lr=${lr}`, ...rest.map(torch)].join(",\n    ")},\n)`,
  Keras: (lr, kind, rest) =>
    `model.compile(\n    optimizer=keras.optimizers.${TORCH[kind] ?? "SGD"}(${[`learning_rate=${lr}`, ...rest.map(keras)].join(", ")}),\n    loss=…,\n)`,
  optax: (lr, kind, rest) =>
    `optimizer = optax.${kind}(${[`learning_rate=${lr}`, ...rest.map(optax)].join(", ")})`,
  "Hugging Face": (lr, kind, rest) =>
    `arguments = TrainingArguments(\n    ${["output_dir=…", `learning_rate=${lr}`, `optim="${kind === "sgd" || kind === "adagrad" ? kind : "adamw_torch"}"`, ...rest.filter(([key]) => key === "weight_decay").map(torch)].join(",\n    ")},\n)`,
};

export function UseIt({ answer, sweep }: { answer: Best; sweep: Sweep }) {
  const [library, setLibrary] = useState("PyTorch");
  const best = answer.best;
  if (!best?.lr)
    return (
      <Panel title="Use it">
        <Empty title="Nothing to use yet">{answer.why}</Empty>
      </Panel>
    );
  const {
    kind = "sgd",
    lr: _,
    ...rest
  } = ((best.config as Config).optimizer ?? {}) as Record<string, unknown>;
  const set = Object.entries(rest).filter(([, it]) => it !== 0 && it !== false);
  const write = LIBRARIES[library];
  return (
    <Panel
      title="Use it"
      note={
        sweep.spec && hasSchedule(best.config)
          ? "The rate is the peak of the schedule that it was found with."
          : undefined
      }
    >
      <div class="tabs small" role="group" aria-label="Library">
        {Object.keys(LIBRARIES).map((it) => (
          <button key={it} type="button" aria-pressed={it === library} onClick={() => setLibrary(it)}>
            {it}
          </button>
        ))}
      </div>
      {write && (
        <Code label={`For ${library}`} text={write(Number(best.lr.toPrecision(3)), String(kind), set)} />
      )}
      <h3>Again, from a terminal</h3>
      <Code label="Command line" text={`ratesmith best ${sweep.id} --json --server ${location.origin}`} />
    </Panel>
  );
}

const hasSchedule = (config: unknown): boolean => {
  const kind = (config as { schedule?: { kind?: string } }).schedule?.kind;
  return kind !== undefined && kind !== "constant";
};

const torch = ([key, it]: [string, unknown]) => `${key}=${python(it)}`;
const keras = ([key, it]: [string, unknown]) =>
  `${{ alpha: "rho", eps: "epsilon" }[key] ?? key}=${python(it)}`;
const optax = ([key, it]: [string, unknown]) => `${{ alpha: "decay" }[key] ?? key}=${python(it)}`;

function python(it: unknown): string {
  if (typeof it === "boolean") return it ? "True" : "False";
  return Array.isArray(it) ? `(${it.map(python).join(", ")})` : JSON.stringify(it);
}
