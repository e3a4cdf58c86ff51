// A table that scrolls by itself where it is wider than the page.

import type { ComponentChildren } from "preact";

interface Props {
  label: string;
  /** The columns, each with what a pointer on it is told. */
  head: (string | { name: string; title: string })[];
  class?: string;
  children: ComponentChildren;
}

export const Table = ({ label, head, children, ...rest }: Props) => (
  <div class="scroll" tabIndex={0} role="region" aria-label={label}>
    <table class={rest.class}>
      <thead>
        <tr>
          {head.map((it, at) => {
            const { name, title } = typeof it === "string" ? { name: it, title: undefined } : it;
            return (
              <th key={at} scope="col" title={title}>
                {name}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);
