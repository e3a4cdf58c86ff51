//! Boxes in the colours of numbers: a heat map.

use plotters::{
    prelude::DrawingBackend,
    style::{BLACK, RGBColor, WHITE},
};

use crate::{
    Cell,
    axes::Axes,
    canvas::{Canvas, Place, Side},
};

/// What is left free between two cells.
const GAP: f64 = 1.0;

impl Cell {
    pub(crate) fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, axes: &Axes) {
        let Some([(left, top), (right, bottom)]) = self.corners(axes) else { return };
        match self.share {
            Some(share) => {
                let around = [(left, top), (right, top), (right, bottom), (left, bottom)];
                let colour = canvas.palette.tone(share);
                canvas.fill(&around, colour);
                if canvas.width(&self.label) + 6.0 < right - left && bottom - top > 14.0 {
                    let middle = (f64::midpoint(left, right), f64::midpoint(top, bottom));
                    canvas.coloured(&self.label, middle, Side::Around, readable_on(colour));
                }
            }
            None => canvas.hatch([(left, top), (right, bottom)], canvas.palette.beyond),
        }
    }

    /// Draws the outline of the best, above all cells.
    pub(crate) fn outline<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, axes: &Axes) {
        if let Some(corners) = self.corners(axes).filter(|_| self.is_best) {
            canvas.frame(corners, canvas.palette.ink, 2.0);
        }
    }

    fn corners(&self, axes: &Axes) -> Option<[Place; 2]> {
        let (from, to) = (axes.place(self.x.0, self.y.1)?, axes.place(self.x.1, self.y.0)?);
        let left = from.0.max(axes.left) + GAP;
        let right = to.0.min(axes.right) - GAP;
        let (top, bottom) = (from.1.max(axes.top) + GAP, to.1.min(axes.bottom) - GAP);
        (right > left && bottom > top).then_some([(left, top), (right, bottom)])
    }
}

/// Black or white, whichever can be read on `colour`.
fn readable_on(RGBColor(red, green, blue): RGBColor) -> RGBColor {
    let [red, green, blue] = [red, green, blue].map(f64::from);
    if red * 0.299 + green * 0.587 + blue * 0.114 > 120.0 { BLACK } else { WHITE }
}
