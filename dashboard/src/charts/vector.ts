// What a canvas of curves shows, as a drawing: for files, which are looked at closely.

import type { Band } from "./band";
import type { Places } from "./places";
import { type Domain, linear, log } from "./scale";
import { type Curve, leaves } from "./trace";

interface Shown {
  curves: Curve[];
  bands?: Band[] | undefined;
  /** What of it is in sight. */
  x: Domain;
  y: Domain;
  isLog: boolean;
  xLabel: string;
  yLabel: string;
  title: string;
  format: (value: number) => string;
}

/** The colours of the page, which a file does not know by their names. */
export interface Paint {
  paper: string;
  ink: string;
  grid: string;
  dim: string;
  diverged: string;
}

const LEFT = 64;
const RIGHT = 16;
const TOP = 40;
const BOTTOM = 48;

/** The drawing, `width` by `height`. */
export function vector(shown: Shown, paint: Paint, width: number, height: number): string {
  const x = linear(shown.x, LEFT, width - RIGHT, shown.format, width / 110);
  const y = (shown.isLog ? log : linear)(shown.y, height - BOTTOM, TOP, shown.format, height / 70);
  const bottom = height - BOTTOM;
  const place: Places = { x, y: (it) => Math.max(-1e4, Math.min(1e4, y(it))) };
  const parts = [
    text(width / 2, 22, "middle", shown.title, 'font-size="15" font-weight="600"'),
    ...x.ticks
      .filter((it) => it.label)
      .map(
        ({ at, label }) => grid(x(at), TOP, x(at), bottom, paint) + text(x(at), bottom + 18, "middle", label),
      ),
    ...y.ticks
      .filter((it) => it.label)
      .map(
        ({ at, label }) =>
          grid(LEFT, y(at), width - RIGHT, y(at), paint) + text(LEFT - 8, y(at) + 4, "end", label),
      ),
    text((LEFT + width - RIGHT) / 2, height - 10, "middle", shown.xLabel),
    text(LEFT, TOP - 10, "start", shown.yLabel),
    `<clipPath id="box"><rect x="${LEFT}" y="${TOP}" width="${width - LEFT - RIGHT}" height="${bottom - TOP}"/></clipPath>`,
    `<g clip-path="url(#box)" fill="none" stroke-linejoin="round">`,
    ...[true, false].flatMap((isDim) =>
      shown.curves
        .filter((it) => it.isDim === isDim)
        .map(
          (it) =>
            `<path stroke="${isDim ? paint.dim : it.colour}" stroke-width="1.2" d="${path(it.x, it.y, place)}"/>`,
        ),
    ),
    ...(shown.bands ?? []).map((it) => drawn(it, place)),
    "</g>",
    ...shown.curves
      .filter((it) => it.isPinned && it.x.length > 0)
      .map((it) => {
        const left = Math.min(width - RIGHT - 5, Math.max(LEFT, x(leaves(it, shown.y))));
        return `<path fill="${paint.diverged}" d="M${left - 4} ${TOP + 11}L${left} ${TOP + 3}L${left + 4} ${TOP + 11}Z"/>`;
      }),
  ];
  const title = escaped(shown.title);
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12"><title>${title}</title><rect width="${width}" height="${height}" fill="${paint.paper}"/><g fill="${paint.ink}">${parts.join("")}</g></svg>`;
}

const grid = (x1: number, y1: number, x2: number, y2: number, paint: Paint) =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${paint.grid}"/>`;

const text = (x: number, y: number, anchor: string, words: string, more = "") =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" ${more}>${escaped(words)}</text>`;

function path(x: ArrayLike<number>, y: ArrayLike<number | null>, place: Places): string {
  let [out, isDown] = ["", false];
  for (let at = 0; at < x.length; at++) {
    const value = y[at];
    if (value != null)
      out += `${isDown ? "L" : "M"}${place.x(x[at] ?? 0).toFixed(1)} ${place.y(value).toFixed(1)}`;
    isDown = value != null;
  }
  return out;
}

function drawn(band: Band, place: Places): string {
  const known = band.x.map((_, at) => at).filter((at) => band.middle[at] != null);
  const of = (list: (number | null)[], places: number[]) =>
    path(
      places.map((at) => band.x[at] ?? 0),
      places.map((at) => list[at] ?? null),
      place,
    );
  const around = `${of(band.high, known)}${of(band.low, [...known].reverse()).replace("M", "L")}Z`;
  return `<path fill="${band.colour}" fill-opacity="0.22" d="${around}"/><path stroke="${band.colour}" stroke-width="2.5" d="${of(band.middle, known)}"/>`;
}

const ESCAPES: Record<string, string> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };

const escaped = (words: string) => words.replace(/[<>&"]/g, (it) => ESCAPES[it] ?? it);
