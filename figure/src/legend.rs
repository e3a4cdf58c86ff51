//! What colours and shapes stand for, above the box.

use plotters::{prelude::DrawingBackend, style::RGBColor};

use crate::{
    Kind, Panel, Ramp,
    axes::Axes,
    canvas::{Canvas, Side},
};

/// How long a legend's piece of line is, and how far the name is from it and from the next.
const SWATCH: [f64; 3] = [22.0, 6.0, 18.0];
/// How long a ramp of colours is, and of how many pieces.
const RAMP: f64 = 96.0;
const PIECES: u32 = 24;

/// One entry: what is drawn, and its name.
struct Entry<'a> {
    name: &'a str,
    swatch: Swatch,
}

#[derive(Clone, Copy)]
enum Swatch {
    Line(RGBColor),
    Stretch(Kind),
    Pin,
}

impl Panel {
    /// The legend, right-aligned above the box; what has no room is left out, the first names first.
    pub(crate) fn legend<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        axes: &Axes,
        names: &[(&str, RGBColor)],
    ) {
        let [length, before, after] = SWATCH;
        let down = axes.top - 13.0;
        let free = axes.left + canvas.width(&self.y.label) + after;
        let mut right = axes.right;
        if let Some(ramp) = &self.ramp {
            right = ramp.draw(canvas, right, down) - after;
        }
        for entry in self.entries(names).iter().rev() {
            let left = right - canvas.width(entry.name) - before - length;
            if left < free {
                break;
            }
            entry.swatch.draw(canvas, left, down);
            canvas.label(entry.name, (left + length + before, down), Side::Right);
            right = left - after;
        }
    }

    fn entries<'a>(&'a self, names: &[(&'a str, RGBColor)]) -> Vec<Entry<'a>> {
        let mut entries: Vec<Entry<'a>> = Vec::new();
        if names.len() > 1 {
            let lines = names.iter();
            entries
                .extend(lines.map(|(name, colour)| Entry { name, swatch: Swatch::Line(*colour) }));
        }
        let stretches =
            self.stretches.iter().map(|it| (it.name.as_str(), Swatch::Stretch(it.kind)));
        let pins = self.pins.iter().filter(|it| !it.at.is_empty());
        for (name, swatch) in stretches.chain(pins.map(|it| (it.name.as_str(), Swatch::Pin))) {
            if !name.is_empty() && !entries.iter().any(|it| it.name == name) {
                entries.push(Entry { name, swatch });
            }
        }
        entries
    }
}

impl Swatch {
    fn draw<B: DrawingBackend>(self, canvas: &Canvas<'_, B>, left: f64, down: f64) {
        let (right, palette) = (left + SWATCH[0], canvas.palette);
        let corners = [(left, down - 6.0), (right, down + 6.0)];
        match self {
            Self::Line(colour) => canvas.line(&[(left, down), (right, down)], colour, 3.0),
            Self::Pin => canvas.triangle((right - 8.0, down), palette.beyond),
            Self::Stretch(Kind::Sure) => {
                canvas.line(&[(left, down), (right, down)], palette.good, 4.0);
            }
            Self::Stretch(Kind::Beyond) => canvas.hatch(corners, palette.beyond),
            Self::Stretch(Kind::Good) => {
                let [(left, top), (right, bottom)] = corners;
                let around = [(left, top), (right, top), (right, bottom), (left, bottom)];
                canvas.shade(&around, palette.good);
            }
        }
    }
}

impl Ramp {
    /// Draws the ramp so that it ends at `right`; returns where it begins.
    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, right: f64, down: f64) -> f64 {
        let gap = SWATCH[1];
        canvas.label(&self.high, (right, down), Side::Left);
        let end = right - canvas.width(&self.high) - gap;
        let piece = RAMP / f64::from(PIECES);
        for at in 0..PIECES {
            let left = end - RAMP + f64::from(at) * piece;
            let (top, bottom) = (down - 5.0, down + 5.0);
            // A hair of overlap, so that no ground shines through.
            let right = left + piece + 0.5;
            let around = [(left, top), (right, top), (right, bottom), (left, bottom)];
            let share = f64::from(at) / f64::from(PIECES - 1);
            canvas.fill(&around, canvas.palette.tone(share));
        }
        let begin = end - RAMP - gap;
        canvas.label(&self.low, (begin, down), Side::Left);
        let begin = begin - canvas.width(&self.low) - gap;
        let colour = canvas.palette.soft;
        canvas.coloured(&self.label, (begin, down), Side::Left, colour);
        begin - canvas.width(&self.label)
    }
}
