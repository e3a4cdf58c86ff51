// A button that copies, and says that it has.

import { useState } from "preact/hooks";

type Words = { text: string; label?: string; title?: string };

export function Copy({ text, label = "Copy", title }: Words) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    // There is no clipboard on a page that came over plain HTTP from another machine.
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(copied ? "Copied" : "Select it and copy by hand");
    setTimeout(() => setSaid(""), 1600);
  };
  return (
    <button type="button" class="copy" onClick={copy} aria-live="polite" title={title}>
      {said || label}
    </button>
  );
}

/** A few lines to copy. */
export const Code = ({ text, label }: { text: string; label: string }) => (
  <div class="code">
    <pre tabIndex={0} role="region" aria-label={label}>
      {text}
    </pre>
    <Copy text={text} />
  </div>
);
