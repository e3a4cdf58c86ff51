// What the trials in the table have to be, as one writes it: the coordinator reads it, and says what it does not understand.

import { useEffect, useState } from "preact/hooks";
import { leaf } from "../../numbers/format";
import type { choice } from "../../router";

interface Props {
  /** Where the address has it. */
  of: ReturnType<typeof choice>;
  /** What varies besides the rate. */
  names: string[];
  metric: string;
  /** Why the coordinator does not take it. */
  refusal: string | undefined;
}

/** Asked for once nobody has typed for so long. */
const REST_MS = 450;

export function Conditions({ of, names, metric, refusal }: Props) {
  const [text, setText] = useState(of.value);
  const settled = text.trim();
  useEffect(() => setText((was) => (was.trim() === of.value ? was : of.value)), [of.value]);
  useEffect(() => {
    if (settled === of.value) return;
    const soon = setTimeout(() => of.set(settled), REST_MS);
    return () => clearTimeout(soon);
  }, [settled]);
  const some = names[0] ? leaf(names[0]) : "seed";
  return (
    <form
      class="conditions"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        of.set(settled);
      }}
    >
      <input
        type="search"
        aria-label="Conditions on trials"
        aria-describedby="conditions"
        aria-invalid={Boolean(refusal) || undefined}
        placeholder={`Conditions, like lr >= 0.01 and ${some} = …`}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p id="conditions" class={refusal ? "refusal" : "hint"} role="status">
        {refusal?.replace(/^where: /, "") ??
          `On lr, ${[...names.map(leaf), metric].join(", ")}, seed, number, seconds, worker and state, with = != < <= > >=.`}
      </p>
    </form>
  );
}
