//! What lies between a pair of axes: cells, stretches, strands, lines, marks and guides.

use plotters::{prelude::DrawingBackend, style::RGBColor};

use crate::{
    Guide, Kind, Line, Panel, Pins, Span, Stretch,
    axes::Axes,
    canvas::{Canvas, Place, Side},
    pieces,
    scale::Scale,
};

/// What lies around the box: left, right, above and below.
const MARGINS: [f64; 4] = [76.0, 28.0, 30.0, 52.0];
/// How far the rows of the guides' labels lie apart.
const ROW: f64 = 16.0;

impl Panel {
    /// Draws the panel between two heights.
    pub(crate) fn draw<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        [from, to]: [f64; 2],
        width: f64,
    ) {
        let [left, right, above, below] = MARGINS;
        // Names are as long as they are.
        let names = self.y.names.iter().map(|it| canvas.width(&it.1) + 14.0);
        let axes = Axes {
            left: names.fold(left, f64::max).min(width / 3.0),
            right: width - right,
            top: from + above,
            // However little room there is, what lies above lies above.
            bottom: (to - below).max(from + above + ROW),
            across: Scale::along(&self.x, self.across()),
            up: Scale::along(&self.y, self.up()),
        };
        axes.grid(canvas, &self.y);
        self.cells.iter().for_each(|it| it.draw(canvas, &axes));
        self.cells.iter().for_each(|it| it.outline(canvas, &axes));
        self.stretches.iter().for_each(|it| it.draw(canvas, &axes));
        guides(canvas, &axes, &self.guides);
        for strand in &self.strands {
            draw_line(canvas, &axes, &strand.points, (canvas.palette.tone(strand.share), 1.0));
        }
        self.draw_named(canvas, &axes);
        self.pins.iter().for_each(|it| it.draw(canvas, &axes));
        axes.frame(canvas, &self.x, &self.y);
        let middle = (f64::midpoint(axes.left, axes.right), f64::midpoint(axes.top, axes.bottom));
        canvas.coloured(&self.empty, middle, Side::Around, canvas.palette.soft);
    }

    /// Draws what has a name, and the legend.
    fn draw_named<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, axes: &Axes) {
        let series = canvas.palette.series;
        let coloured = self.names().into_iter().enumerate();
        let names: Vec<(&str, RGBColor)> =
            coloured.map(|(at, name)| (name, series[at % series.len()])).collect();
        let colour =
            |name: &str| names.iter().find(|it| it.0 == name).map_or(canvas.palette.ink, |it| it.1);
        self.lines.iter().for_each(|it| it.draw(canvas, axes, colour(&it.name)));
        self.spans.iter().for_each(|it| it.draw(canvas, axes, colour(&it.name)));
        for marks in &self.marks {
            for place in marks.points.iter().filter_map(|(x, y)| axes.place(*x, *y)) {
                if (axes.top - 0.5..=axes.bottom + 0.5).contains(&place.1) {
                    canvas.dot(place, colour(&marks.name));
                }
            }
        }
        self.legend(canvas, axes, &names);
    }

    /// Every name once, in the order of their colours.
    fn names(&self) -> Vec<&str> {
        let lines = self.lines.iter().map(|it| it.name.as_str());
        let mut names = Vec::new();
        for name in lines.chain(self.marks.iter().map(|it| it.name.as_str())) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn across(&self) -> impl Iterator<Item = f64> {
        let lines = self.lines.iter().flat_map(|it| {
            let points = it.points.iter().map(|it| it.0);
            points.chain(it.band.iter().map(|it| it.0))
        });
        let marks = self.marks.iter().flat_map(|it| it.points.iter().map(|it| it.0));
        let strands = self.strands.iter().flat_map(|it| it.points.iter().map(|it| it.0));
        let cells = self.cells.iter().flat_map(|it| [it.x.0, it.x.1]);
        let pins = self.pins.iter().flat_map(|it| it.at.iter().copied());
        let guides = self.guides.iter().map(|it| it.x);
        lines.chain(marks).chain(strands).chain(cells).chain(pins).chain(guides)
    }

    fn up(&self) -> impl Iterator<Item = f64> {
        let lines = self.lines.iter().flat_map(|it| {
            let points = it.points.iter().filter_map(|it| it.1);
            points.chain(it.band.iter().flat_map(|it| [it.1, it.2]))
        });
        let marks = self.marks.iter().flat_map(|it| it.points.iter().map(|it| it.1));
        let strands = self.strands.iter().flat_map(|it| it.points.iter().filter_map(|it| it.1));
        let cells = self.cells.iter().flat_map(|it| [it.y.0, it.y.1]);
        let spans = self.spans.iter().flat_map(|it| [it.low, it.high]);
        lines.chain(marks).chain(strands).chain(cells).chain(spans)
    }
}

impl Line {
    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, axes: &Axes, colour: RGBColor) {
        let within = |it: Place| (it.0, it.1.clamp(axes.top, axes.bottom));
        let band = self.band.iter().map(|(x, low, high)| {
            Some([within(axes.place(*x, *low)?), within(axes.place(*x, *high)?)])
        });
        for piece in pieces::pieces(band) {
            let back = piece.iter().rev().map(|it| it[1]);
            let around: Vec<Place> = piece.iter().map(|it| it[0]).chain(back).collect();
            canvas.shade(&around, colour);
        }
        draw_line(canvas, axes, &self.points, (colour, 2.0));
    }
}

fn draw_line<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    axes: &Axes,
    points: &[(f64, Option<f64>)],
    (colour, width): (RGBColor, f64),
) {
    for piece in pieces::line(axes, points) {
        match piece[..] {
            // Between two gaps there is no line to see.
            [alone] => canvas.dot(alone, colour),
            _ => canvas.line(&piece, colour, width),
        }
    }
}

impl Span {
    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, axes: &Axes, colour: RGBColor) {
        let (Some(low), Some(high)) = (axes.place(self.x, self.low), axes.place(self.x, self.high))
        else {
            return;
        };
        let within = |it: Place| (it.0, it.1.clamp(axes.top, axes.bottom));
        canvas.line(&[within(low), within(high)], colour, 1.0);
    }
}

impl Pins {
    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, axes: &Axes) {
        let down = if self.is_low { axes.bottom - 8.0 } else { axes.top + 8.0 };
        for x in self.at.iter().filter_map(|it| axes.at_x(*it)) {
            canvas.triangle((x, down), canvas.palette.beyond);
        }
    }
}

impl Stretch {
    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, axes: &Axes) {
        let Some([(left, top), (right, bottom)]) = axes.column(self.from, self.to) else { return };
        let palette = canvas.palette;
        match self.kind {
            Kind::Good => {
                let around = [(left, top), (right, top), (right, bottom), (left, bottom)];
                canvas.shade(&around, palette.good);
            }
            Kind::Sure => {
                canvas.line(&[(left, bottom - 3.0), (right, bottom - 3.0)], palette.good, 4.0);
            }
            Kind::Beyond => canvas.hatch([(left, top), (right, bottom)], palette.beyond),
        }
    }
}

/// Upright lines, and what is there; a label that has no room beside the one before goes a row down.
fn guides<B: DrawingBackend>(canvas: &Canvas<'_, B>, axes: &Axes, guides: &[Guide]) {
    let mut placed: Vec<(f64, &Guide)> =
        guides.iter().filter_map(|it| Some((axes.at_x(it.x)?, it))).collect();
    placed.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut rows: Vec<f64> = Vec::new();
    for (x, guide) in placed {
        canvas.line(&[(x, axes.top), (x, axes.bottom)], canvas.palette.guide, 1.0);
        let width = canvas.width(&guide.label) + 10.0;
        // What would stand out on the right stands on the left of its line.
        let (side, from) =
            if x + width > axes.right { (Side::Left, x - width) } else { (Side::Right, x) };
        let row = rows.iter().position(|free| *free <= from).unwrap_or(rows.len());
        let to = from + width;
        match rows.get_mut(row) {
            Some(free) => *free = to,
            None => rows.push(to),
        }
        let across = if matches!(side, Side::Left) { x - 5.0 } else { x + 5.0 };
        let down = axes.top + 11.0 + ROW * f64::from(u32::try_from(row).unwrap_or(0));
        canvas.label(&guide.label, (across, down), side);
    }
}
