// From which rate on training blows up: one number for every picture and table.

import type { Best } from "../../api/types";

/** The rate at which half of the trials diverge, where that is known; else the lowest at which one did. */
export const edgeOf = ({ divergence }: Pick<Best, "divergence">): number | undefined =>
  divergence.frontier?.half?.lr ?? divergence.lowest_diverged ?? undefined;
