// The frame of a plot: axes, grid, a cursor for pointer and keyboard, a range to drag, and the table behind it.
// What is drawn inside is the caller's.

import type { ComponentChildren, TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import { useRef, useState } from "preact/hooks";
import { useWidth } from "../components/width";
import { type Domain, linear, log, type Scale } from "./scale";

export interface Axis {
  label: string;
  domain: Domain;
  isLog?: boolean;
  format: (value: number) => string;
}

/** Something that the cursor can stand on. */
export interface Spot {
  x: number;
  y: number;
  /** What is said of it; asked for once the cursor is there, as spots may be thousands. */
  label: () => string;
  href?: string;
}

export interface Space {
  x: Scale;
  y: Scale;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface Props {
  name: string;
  x: Axis;
  y: Axis;
  height?: number;
  spots?: Spot[];
  onSpot?: (spot: Spot) => void;
  /** Called with the range of x that was dragged over. */
  onRange?: (low: number, high: number) => void;
  range?: Domain | undefined;
  children: (space: Space) => ComponentChildren;
}

const LEFT = 56;
const RIGHT = 14;
const TOP = 14;
const BOTTOM = 44;

/** How far along the points a key goes. */
const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, PageDown: 10, PageUp: -10 };

export function Plot({ name, x, y, height = 340, spots = [], onSpot, onRange, range, children }: Props) {
  const [box, width] = useWidth<HTMLDivElement>(720);
  const [at, setAt] = useState<number>();
  const [drag, setDrag] = useState<[number, number]>();
  const start = useRef<number | undefined>(undefined);
  const space: Space = {
    x: (x.isLog ? log : linear)(x.domain, LEFT, width - RIGHT, x.format, Math.max(3, width / 90)),
    y: (y.isLog ? log : linear)(y.domain, height - BOTTOM, TOP, y.format, Math.max(3, height / 60)),
    left: LEFT,
    right: width - RIGHT,
    top: TOP,
    bottom: height - BOTTOM,
  };
  const spot = at === undefined ? undefined : spots[at];
  const place = spot && { x: space.x(spot.x), y: clamp(space.y(spot.y), TOP, height - BOTTOM) };

  const onMove = (event: TargetedPointerEvent<SVGSVGElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const [px, py] = [event.clientX - left, event.clientY - top];
    if (start.current !== undefined) setDrag([start.current, clamp(px, LEFT, width - RIGHT)]);
    else setAt(nearest(spots, space, px, py));
  };
  const onDown = (event: TargetedPointerEvent<SVGSVGElement>) => {
    if (!onRange || event.button !== 0) return;
    start.current = clamp(
      event.clientX - event.currentTarget.getBoundingClientRect().left,
      LEFT,
      width - RIGHT,
    );
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onUp = () => {
    if (drag && Math.abs(drag[1] - drag[0]) > 6)
      onRange?.(space.x.invert(Math.min(...drag)), space.x.invert(Math.max(...drag)));
    else if (spot) onSpot?.(spot);
    start.current = undefined;
    setDrag(undefined);
  };
  const onKey = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    const step = STEPS[event.key];
    if (step && spots.length > 0) {
      event.preventDefault();
      setAt((was) => clamp((was ?? (step > 0 ? -1 : spots.length)) + step, 0, spots.length - 1));
    } else if (event.key === "Enter" && spot) onSpot?.(spot);
    else if (event.key === "Escape") setAt(undefined);
  };

  return (
    <div
      class="plot"
      ref={box}
      role="group"
      aria-label={`${name}. ${spots.length > 0 ? "Arrow keys move along the points." : ""}`}
      tabIndex={spots.length > 0 ? 0 : undefined}
      onKeyDown={onKey}
      onBlur={() => setAt(undefined)}
    >
      <svg
        role="img"
        aria-label={name}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        class={onRange ? "can-range" : spot?.href || onSpot ? "can-click" : ""}
        onPointerMove={onMove}
        onPointerDown={onDown}
        onPointerUp={onUp}
        onPointerLeave={() => setAt(undefined)}
      >
        <Axes space={space} x={x} y={y} width={width} height={height} />
        {range && <Range space={space} low={space.x(range[0])} high={space.x(range[1])} />}
        {children(space)}
        {drag && <Range space={space} low={Math.min(...drag)} high={Math.max(...drag)} />}
        {place && (
          <g class="cursor" aria-hidden="true">
            <line x1={place.x} x2={place.x} y1={TOP} y2={height - BOTTOM} />
            <circle cx={place.x} cy={place.y} r={6} />
          </g>
        )}
      </svg>
      {spot && place && (
        <output
          class="tip"
          style={{ left: `${place.x}px`, top: `${place.y}px` }}
          data-side={place.x > width * 0.6 ? "left" : "right"}
        >
          {spot
            .label()
            .split("\n")
            .map((line, at) => (
              <span key={at}>{line}</span>
            ))}
        </output>
      )}
    </div>
  );
}

function Range({ space, low, high }: { space: Space; low: number; high: number }) {
  return <rect class="range" x={low} width={high - low} y={space.top} height={space.bottom - space.top} />;
}

function Axes(props: { space: Space; x: Axis; y: Axis; width: number; height: number }) {
  const { space, x, y, width, height } = props;
  return (
    <g class="axes" aria-hidden="true">
      {space.x.ticks.map(({ at, label }) => (
        <g key={at} class={label ? "major" : "minor"}>
          <line x1={space.x(at)} x2={space.x(at)} y1={space.top} y2={space.bottom} />
          {label && (
            <text x={space.x(at)} y={space.bottom + 18} text-anchor="middle">
              {label}
            </text>
          )}
        </g>
      ))}
      {space.y.ticks.map(({ at, label }) => (
        <g key={at} class={label ? "major" : "minor"}>
          <line x1={space.left} x2={space.right} y1={space.y(at)} y2={space.y(at)} />
          {label && (
            <text x={space.left - 8} y={space.y(at)} dy="0.32em" text-anchor="end">
              {label}
            </text>
          )}
        </g>
      ))}
      <line class="base" x1={space.left} x2={space.right} y1={space.bottom} y2={space.bottom} />
      <text class="name" x={(space.left + width - RIGHT) / 2} y={height - 6} text-anchor="middle">
        {x.label}
      </text>
      <text
        class="name"
        transform={`translate(12 ${(space.top + space.bottom) / 2}) rotate(-90)`}
        text-anchor="middle"
      >
        {y.label}
      </text>
    </g>
  );
}

/** The spot nearest to a place, if one is near. */
function nearest(spots: Spot[], space: Space, px: number, py: number): number | undefined {
  let found: number | undefined;
  let least = 40 ** 2;
  spots.forEach((spot, at) => {
    const y = clamp(space.y(spot.y), space.top, space.bottom);
    const distance = (space.x(spot.x) - px) ** 2 + ((y - py) / 2) ** 2;
    if (distance < least) [found, least] = [at, distance];
  });
  return found;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The path through `points`; a point that is not finite interrupts it. */
export function pathOf(points: Iterable<[number, number | null | undefined]>): string {
  let path = "";
  let isDown = false;
  for (const [x, y] of points) {
    if (y == null || !Number.isFinite(y) || !Number.isFinite(x)) {
      isDown = false;
      continue;
    }
    path += `${isDown ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    isDown = true;
  }
  return path;
}
