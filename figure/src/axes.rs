//! The box of a panel, its grid, and the labels around it.

use plotters::{prelude::DrawingBackend, style::RGBColor};

use crate::{
    Axis,
    canvas::{Canvas, Place, Side},
    scale::Scale,
    text,
};

const GRID: RGBColor = RGBColor(222, 222, 222);
const FINE: RGBColor = RGBColor(242, 242, 242);
const FRAME: RGBColor = RGBColor(120, 120, 120);

/// Where a panel's lines are drawn, and at which scales.
pub(crate) struct Axes {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) across: Scale,
    pub(crate) up: Scale,
}

impl Axes {
    /// Where the point is drawn; nothing where it has no place.
    pub(crate) fn place(&self, x: f64, y: f64) -> Option<Place> {
        Some((self.at_x(x)?, self.at_y(y)?))
    }

    pub(crate) fn at_x(&self, x: f64) -> Option<f64> {
        Some(self.left + self.across.share(x)? * (self.right - self.left))
    }

    fn at_y(&self, y: f64) -> Option<f64> {
        Some(self.bottom - self.up.share(y)? * (self.bottom - self.top))
    }

    /// The grid, which lies below the lines.
    pub(crate) fn grid<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) {
        let lines = [
            (self.across.between(), self.up.between(), FINE),
            (self.across.ticks(), self.up.ticks(), GRID),
        ];
        for (across, up, colour) in lines {
            for x in across.into_iter().filter_map(|it| self.at_x(it)) {
                canvas.line(&[(x, self.top), (x, self.bottom)], colour, 1.0);
            }
            for y in up.into_iter().filter_map(|it| self.at_y(it)) {
                canvas.line(&[(self.left, y), (self.right, y)], colour, 1.0);
            }
        }
    }

    /// The frame and the labels around it.
    pub(crate) fn frame<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, x: &Axis, y: &Axis) {
        canvas.frame([(self.left, self.top), (self.right, self.bottom)], FRAME);
        for tick in self.across.ticks() {
            if let Some(at) = self.at_x(tick) {
                canvas.label(&text::number(tick), (at, self.bottom + 7.0), Side::Below);
            }
        }
        for tick in self.up.ticks() {
            if let Some(at) = self.at_y(tick) {
                canvas.label(&text::number(tick), (self.left - 7.0, at), Side::Left);
            }
        }
        let middle = f64::midpoint(self.left, self.right);
        canvas.label(&x.label, (middle, self.bottom + 26.0), Side::Below);
        canvas.label(&y.label, (self.left, self.top - 13.0), Side::Right);
    }
}
