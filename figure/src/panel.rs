//! What lies between a pair of axes: bands, lines, marks, guides and the legend.

use plotters::{prelude::DrawingBackend, style::RGBColor};

use crate::{
    Line, Panel,
    axes::Axes,
    canvas::{Canvas, Place, Side},
    scale::Scale,
};

/// Okabe and Ito's colours, which people who see colours differently can tell apart.
const COLOURS: [RGBColor; 8] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(0, 0, 0),
    RGBColor(240, 228, 66),
];
const GUIDE: RGBColor = RGBColor(150, 150, 150);
/// What lies around the box: left, right, above and below.
const MARGINS: [f64; 4] = [76.0, 28.0, 30.0, 52.0];
/// How long a legend's piece of line is, and how far the name is from it and from the next.
const SWATCH: [f64; 3] = [22.0, 6.0, 18.0];

impl Panel {
    /// Draws the panel between two heights.
    pub(crate) fn draw<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        [from, to]: [f64; 2],
        width: f64,
    ) {
        let [left, right, above, below] = MARGINS;
        let axes = Axes {
            left,
            right: width - right,
            top: from + above,
            bottom: to - below,
            across: Scale::over(self.x.spread, self.across()),
            up: Scale::over(self.y.spread, self.up()),
        };
        axes.grid(canvas);
        for guide in &self.guides {
            let Some(x) = axes.at_x(guide.x) else { continue };
            canvas.line(&[(x, axes.top), (x, axes.bottom)], GUIDE, 1.0);
            canvas.label(&guide.label, (x + 5.0, axes.top + 11.0), Side::Right);
        }
        let names = self.names();
        let colour = |name: &str| {
            COLOURS[names.iter().position(|it| *it == name).unwrap_or(0) % COLOURS.len()]
        };
        for line in &self.lines {
            line.draw(canvas, &axes, colour(&line.name));
        }
        for marks in &self.marks {
            for place in marks.points.iter().filter_map(|(x, y)| axes.place(*x, *y)) {
                canvas.dot(place, colour(&marks.name));
            }
        }
        axes.frame(canvas, &self.x, &self.y);
        if names.len() > 1 {
            legend(canvas, &axes, &names, colour);
        }
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
        lines.chain(marks).chain(self.guides.iter().map(|it| it.x))
    }

    fn up(&self) -> impl Iterator<Item = f64> {
        let lines = self.lines.iter().flat_map(|it| {
            let points = it.points.iter().filter_map(|it| it.1);
            points.chain(it.band.iter().flat_map(|it| [it.1, it.2]))
        });
        lines.chain(self.marks.iter().flat_map(|it| it.points.iter().map(|it| it.1)))
    }
}

impl Line {
    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, axes: &Axes, colour: RGBColor) {
        let band = self
            .band
            .iter()
            .map(|(x, low, high)| Some([axes.place(*x, *low)?, axes.place(*x, *high)?]));
        for piece in pieces(band) {
            let back = piece.iter().rev().map(|it| it[1]);
            let around: Vec<Place> = piece.iter().map(|it| it[0]).chain(back).collect();
            canvas.shade(&around, colour);
        }
        for piece in pieces(self.points.iter().map(|(x, y)| axes.place(*x, (*y)?))) {
            match piece[..] {
                // Between two gaps there is no line to see.
                [alone] => canvas.dot(alone, colour),
                _ => canvas.line(&piece, colour, 2.0),
            }
        }
    }
}

/// What lies between the gaps.
fn pieces<T>(items: impl Iterator<Item = Option<T>>) -> Vec<Vec<T>> {
    let mut pieces = vec![Vec::new()];
    for item in items {
        match (item, pieces.last_mut()) {
            (Some(item), Some(piece)) => piece.push(item),
            (Some(_) | None, _) => pieces.push(Vec::new()),
        }
    }
    pieces.retain(|it| !it.is_empty());
    pieces
}

/// Names with a piece of their line, right-aligned above the box; those without room are left out.
fn legend<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    axes: &Axes,
    names: &[&str],
    colour: impl Fn(&str) -> RGBColor,
) {
    let [length, before, after] = SWATCH;
    let down = axes.top - 13.0;
    let mut right = axes.right;
    for name in names.iter().rev() {
        let left = right - canvas.width(name) - before - length;
        if left < f64::midpoint(axes.left, axes.right) / 2.0 {
            break;
        }
        canvas.line(&[(left, down), (left + length, down)], colour(name), 3.0);
        canvas.label(name, (left + length + before, down), Side::Right);
        right = left - after;
    }
}
