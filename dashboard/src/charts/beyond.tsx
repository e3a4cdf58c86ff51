// The rates beyond the edge: hatched, so that they are told apart without colours.

import type { Space } from "./plot";

export function Beyond({ space, edge }: { space: Space; edge: number }) {
  const from = Math.max(space.left, space.x(edge));
  return (
    <g class="beyond">
      <defs>
        <pattern id="past" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="7" />
        </pattern>
      </defs>
      <rect
        x={from}
        width={Math.max(0, space.right - from)}
        y={space.top}
        height={space.bottom - space.top}
        fill="url(#past)"
        opacity="0.3"
      />
    </g>
  );
}
