// Hundreds of curves on one canvas. uPlot keeps the axes, the scales and the cursor; the curves are drawn here in one
// go, since a series each would cost more than all their points. What the pointer is on is drawn on a canvas above.

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { mark } from "../numbers/format";
import { type Band, drawBand } from "./band";
import { Box, type Places } from "./places";
import { type Domain, linear, log } from "./scale";
import { colourOf } from "./tint";
import { type Curve, leaves, nearest, touches, trace, triangle } from "./trace";
import { vector } from "./vector";

export interface View {
  curves: Curve[];
  /** Many curves as a few, above them. */
  bands?: Band[];
  x: Domain;
  y: Domain;
  isLog: boolean;
  xLabel: string;
  yLabel: string;
  height: number;
  /** Whether dragging selects curves, or zooms. */
  selects: boolean;
}

interface Told {
  onHover: (id: string | undefined) => void;
  onPick: (id: string) => void;
  onSelect: (ids: string[]) => void;
}

/** All curves together are drawn in so many columns: among hundreds a few dots are not seen, and a redraw stays quick. */
const COLUMNS = 90_000;
const GRAIN_MAX = 8;

export class Lines {
  private plot: uPlot | undefined;
  private readonly above = document.createElement("canvas");
  private hovered: string | undefined;
  private kept: string | undefined;

  constructor(
    private readonly box: HTMLElement,
    private view: View,
    private readonly told: Told,
  ) {
    this.build();
  }

  /** Shows `view` from now on. Axes are made anew only where they have changed. */
  show(view: View): void {
    const was = this.view;
    this.view = view;
    const isSame = (["isLog", "xLabel", "yLabel", "height", "selects"] as const).every(
      (it) => was[it] === view[it],
    );
    if (!isSame || !this.plot) {
      this.build();
      return;
    }
    const isSameRoom = [...was.x, ...was.y].every((it, at) => it === [...view.x, ...view.y][at]);
    if (isSameRoom || !this.isWhole(was)) this.plot.redraw(false, false);
    else this.whole();
    this.highlight();
  }

  /** Draws one curve above the others, or none. */
  mark(id: string | undefined): void {
    this.kept = id;
    this.highlight();
  }

  /** What is in sight, as a drawing. */
  drawing(title: string): string {
    const { x, y } = this.plot?.scales ?? {};
    const seen = (scale: uPlot.Scale | undefined, whole: Domain): Domain => [
      scale?.min ?? whole[0],
      scale?.max ?? whole[1],
    ];
    const colour = (name: string) => colourOf(this.box, name);
    const paint = {
      paper: colour("--paper"),
      ink: colour("--ink-soft"),
      grid: colour("--grid"),
      dim: colour("--dim"),
      diverged: colour("--diverged"),
    };
    const shown = { ...this.view, x: seen(x, this.view.x), y: seen(y, this.view.y), title, format: mark };
    return vector(shown, paint, Math.max(480, this.box.clientWidth), this.view.height);
  }

  resize(width: number): void {
    this.plot?.setSize({ width, height: this.view.height });
  }

  destroy(): void {
    this.plot?.destroy();
    this.plot = undefined;
  }

  private build(): void {
    this.destroy();
    const axis = (label: string, size: number, isLog: boolean, wanted: number): uPlot.Axis => ({
      label,
      size,
      labelSize: 18,
      labelGap: 2,
      gap: 6,
      font: "12px system-ui, sans-serif",
      labelFont: "12px system-ui, sans-serif",
      stroke: () => colourOf(this.box, "--ink-soft"),
      grid: { stroke: () => colourOf(this.box, "--grid"), width: 1 },
      ticks: { show: false },
      // Its own marks on a log scale begin at the edge and, with some edges, never end.
      splits: (_, __, low, high) => marks(low, high, isLog, wanted).map((it) => it.at),
      values: (plot, _, which) => {
        const { min = 1, max = 10 } = plot.scales[which === 0 ? "x" : "y"] ?? {};
        return marks(min, max, isLog, wanted).map((it) => it.label);
      },
    });
    this.plot = new uPlot(
      {
        width: this.box.clientWidth || 640,
        height: this.view.height,
        legend: { show: false },
        padding: [12, 14, 0, 0],
        cursor: {
          drag: { x: true, y: true, uni: 20, setScale: !this.view.selects },
          points: { show: false },
          y: false,
        },
        scales: {
          x: { time: false, range: (_, low, high) => [low ?? this.view.x[0], high ?? this.view.x[1]] },
          y: {
            distr: this.view.isLog ? 3 : 1,
            range: (_, low, high) => [low ?? this.view.y[0], high ?? this.view.y[1]],
          },
        },
        series: [{}, { show: true, paths: () => null, points: { show: false } }],
        axes: [axis(this.view.xLabel, 34, false, 8), axis(this.view.yLabel, 52, this.view.isLog, 6)],
        hooks: {
          draw: [() => this.draw()],
          setCursor: [(plot) => this.hover(plot)],
          setSelect: [(plot) => this.select(plot)],
          setSize: [() => this.highlight()],
        },
      },
      // All of it is in sight at first; to say so afterwards would draw it twice.
      [[...this.view.x], [null, null]],
      this.box,
    );
    const over = this.plot.over;
    this.above.className = "above";
    over.appendChild(this.above);
    over.addEventListener("dblclick", () => this.whole());
    over.addEventListener("click", () => this.hovered && this.told.onPick(this.hovered));
  }

  private whole(): void {
    const [x, y] = [this.view.x, this.view.y];
    this.plot?.batch(() => {
      this.plot?.setScale("x", { min: x[0], max: x[1] });
      this.plot?.setScale("y", { min: y[0], max: y[1] });
    });
  }

  private isWhole(view: View): boolean {
    const scale = this.plot?.scales.x;
    return scale?.min === view.x[0] && scale?.max === view.x[1];
  }

  private draw(): void {
    const plot = this.plot;
    if (!plot) return;
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.lineJoin = "bevel";
    const place = this.places(bbox.left, bbox.top, bbox.width, bbox.height);
    const dim = colourOf(this.box, "--dim");
    const scale = devicePixelRatio;
    const grain = Math.ceil((this.view.curves.length * bbox.width) / scale / COLUMNS);
    for (const isDim of [true, false]) {
      for (const curve of this.view.curves) {
        if (curve.isDim !== isDim) continue;
        ctx.strokeStyle = isDim ? dim : curve.colour;
        ctx.lineWidth = (this.view.curves.length > 60 ? 1 : 1.5) * scale;
        trace(ctx, curve, place, grain > 1 ? Math.min(grain, GRAIN_MAX) * scale : 1);
        ctx.stroke();
      }
    }
    for (const band of this.view.bands ?? []) drawBand(ctx, band, place, 2.5 * scale);
    ctx.fillStyle = colourOf(this.box, "--diverged");
    for (const curve of this.view.curves) {
      if (!curve.isPinned || curve.x.length === 0) continue;
      const left = Math.min(bbox.left + bbox.width - 6 * scale, place.x(leaves(curve, this.view.y)));
      triangle(ctx, left, bbox.top + 7 * scale, 4 * scale);
    }
    ctx.restore();
  }

  private places(left: number, top: number, width: number, height: number): Places {
    const { x, y } = this.plot?.scales ?? {};
    const box = { left, top, width, height };
    return new Box(box, [x?.min ?? 0, x?.max ?? 1], [y?.min ?? 0, y?.max ?? 1], this.view.isLog);
  }

  private hover(plot: uPlot): void {
    const { left = -1, top = -1 } = plot.cursor;
    const { width, height } = plot.over.getBoundingClientRect();
    const place = this.places(0, 0, width, height);
    const found = left < 0 ? undefined : nearest(this.view.curves, plot.posToVal(left, "x"), top, place);
    if (found === this.hovered) return;
    this.hovered = found;
    this.highlight();
    this.told.onHover(found);
  }

  private highlight(): void {
    const plot = this.plot;
    const ink = this.above.getContext("2d");
    if (!plot || !ink) return;
    const { width, height } = plot.over.getBoundingClientRect();
    const scale = devicePixelRatio;
    this.above.width = width * scale;
    this.above.height = height * scale;
    const curve = this.view.curves.find((it) => it.id === (this.hovered ?? this.kept));
    if (!curve) return;
    const place = this.places(0, 0, width * scale, height * scale);
    ink.lineJoin = "round";
    for (const [colour, thick] of [[colourOf(this.box, "--paper"), 6] as const, [curve.colour, 3] as const]) {
      ink.strokeStyle = colour;
      ink.lineWidth = thick * scale;
      trace(ink, curve, place);
      ink.stroke();
    }
  }

  private select(plot: uPlot): void {
    const { left, top, width, height } = plot.select;
    if (!this.view.selects || width < 4) return;
    const tall = height < 4 ? plot.over.clientHeight : height;
    const box = plot.over.getBoundingClientRect();
    const place = this.places(0, 0, box.width, box.height);
    const area = { left, top: height < 4 ? 0 : top, width, height: tall };
    const inside = this.view.curves.filter((it) => touches(it, area, place));
    this.told.onSelect(inside.map((it) => it.id));
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }
}

/** The marks of an axis, the same as on our drawings. */
const marks = (low: number, high: number, isLog: boolean, wanted: number) =>
  (isLog ? log : linear)([low, high], 0, 1, mark, wanted).ticks;
