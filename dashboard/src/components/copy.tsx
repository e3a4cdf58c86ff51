// A button that copies, and says that it has.

import { useState } from "preact/hooks";

export function Copy({ text, label = "Copy" }: { text: string; label?: string }) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    await navigator.clipboard.writeText(text).then(
      () => setSaid("Copied"),
      () => setSaid("Select it and copy by hand"),
    );
    setTimeout(() => setSaid(""), 1600);
  };
  return (
    <button type="button" class="copy" onClick={copy} aria-live="polite">
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
