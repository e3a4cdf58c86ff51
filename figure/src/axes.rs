//! The box of a panel, its grid, and the labels around it.

use plotters::prelude::DrawingBackend;

use crate::{
    Axis,
    canvas::{Canvas, Place, Side},
    scale::Scale,
    text,
};

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

    pub(crate) fn at_y(&self, y: f64) -> Option<f64> {
        Some(self.bottom - self.up.share(y)? * (self.bottom - self.top))
    }

    /// The box between two rates, as far as it lies in the panel; nothing where none of it does.
    pub(crate) fn column(&self, from: f64, to: f64) -> Option<[Place; 2]> {
        let within = |it: f64| it.clamp(self.left, self.right);
        let (from, to) = (within(self.at_x(from)?), within(self.at_x(to)?));
        (to > from).then_some([(from, self.top), (to, self.bottom)])
    }

    /// The grid, which lies below the lines. Where an axis has names there is nothing to count.
    pub(crate) fn grid<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, y: &Axis) {
        let palette = canvas.palette;
        let lines = [
            (self.across.between(), self.up.between(), palette.fine),
            (self.across.ticks(), self.up.ticks(), palette.grid),
        ];
        for (across, up, colour) in lines {
            for x in across.into_iter().filter_map(|it| self.at_x(it)) {
                canvas.line(&[(x, self.top), (x, self.bottom)], colour, 1.0);
            }
            let up = up.into_iter().filter(|_| y.names.is_empty());
            for y in up.filter_map(|it| self.at_y(it)) {
                canvas.line(&[(self.left, y), (self.right, y)], colour, 1.0);
            }
        }
    }

    /// The frame and the labels around it.
    pub(crate) fn frame<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, x: &Axis, y: &Axis) {
        let corners = [(self.left, self.top), (self.right, self.bottom)];
        canvas.frame(corners, canvas.palette.frame, 1.0);
        self.numbers(canvas);
        let left = |text: &str, at: f64| canvas.label(text, (self.left - 7.0, at), Side::Left);
        if y.names.is_empty() {
            for tick in self.up.ticks() {
                if let Some(at) = self.at_y(tick) {
                    left(&text::number(tick), at);
                }
            }
        }
        for (place, name) in &y.names {
            if let Some(at) = self.at_y(*place) {
                left(name, at);
            }
        }
        let middle = f64::midpoint(self.left, self.right);
        canvas.label(&x.label, (middle, self.bottom + 26.0), Side::Below);
        canvas.label(&y.label, (self.left, self.top - 13.0), Side::Right);
    }

    /// The numbers below the box; one that would touch the one before is left out.
    fn numbers<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) {
        let mut free = f64::NEG_INFINITY;
        for tick in self.across.ticks() {
            let Some(at) = self.at_x(tick) else { continue };
            let text = text::number(tick);
            let half = canvas.width(&text) / 2.0;
            if at - half < free {
                continue;
            }
            canvas.label(&text, (at, self.bottom + 7.0), Side::Below);
            free = at + half + 6.0;
        }
    }
}
