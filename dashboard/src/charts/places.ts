// From values to places on a canvas.

import type { Domain } from "./scale";

export interface Places {
  x: (value: number) => number;
  y: (value: number) => number;
}

/** How far beyond its box a place may lie; a canvas draws nothing sensible at infinity. */
const BEYOND = 1e4;

/** Places within a box, the same as uPlot's own. An object and not two closures: of these a browser makes quick loops
 * over hundreds of thousands of points. */
export class Box implements Places {
  private readonly top: number;
  private readonly from: number;
  private readonly across: number;
  private readonly peak: number;
  private readonly down: number;

  constructor(
    box: { left: number; top: number; width: number; height: number },
    [low, high]: Domain,
    [bottom, peak]: Domain,
    private readonly isLog: boolean,
  ) {
    this.across = box.width / (high - low || 1);
    this.from = box.left - low * this.across;
    this.peak = this.size(peak);
    this.down = box.height / (this.peak - this.size(bottom) || 1);
    this.top = box.top;
  }

  x(value: number): number {
    return this.from + value * this.across;
  }

  y(value: number): number {
    const place = this.top + (this.peak - this.size(value)) * this.down;
    return Math.max(this.top - BEYOND, Math.min(this.top + BEYOND, place));
  }

  private size(value: number): number {
    return this.isLog ? Math.log(value) : value;
  }
}
