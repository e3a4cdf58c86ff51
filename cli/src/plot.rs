//! Draws a metric against the learning rate in plain characters, about as wide as half a terminal.
//!
//! A pure function of numbers: no colours, no terminal. Rates that diverged have no value to draw and
//! must not flatten the others, so they stand as `×` in a row of their own at the edge of the plot.

mod axis;
mod canvas;
mod course;

use search::metric::Goal;

pub(crate) use self::course::draw as course;
use self::{axis::Axis, canvas::Canvas};

/// Columns of the plot itself, without its labels.
pub(crate) const WIDTH: usize = 60;
/// Rows of the plot itself.
pub(crate) const HEIGHT: usize = 15;
/// Columns left of the plot: a label and a space.
const MARGIN: usize = 9;

/// What is drawn. Rates are above 0; every number is finite.
#[derive(Clone, Debug)]
pub(crate) struct Plot<'a> {
    /// The metric's name.
    pub(crate) metric: &'a str,
    /// Which way is better.
    pub(crate) goal: Goal,
    /// A rate and a value for each trial or point of a curve.
    pub(crate) points: &'a [(f64, f64)],
    /// A rate and the mean over its seeds.
    pub(crate) means: &'a [(f64, f64)],
    /// Rates at which training blew up.
    pub(crate) diverged: &'a [f64],
    /// Two rates to mark below the axis, and what they are.
    pub(crate) span: Option<(&'a str, f64, f64)>,
}

impl Plot<'_> {
    /// The picture, each of its lines ended; nothing where there is nothing to draw.
    pub(crate) fn draw(&self) -> String {
        let rates = self.all().map(|(lr, _)| lr).chain(self.diverged.iter().copied());
        let Some(across) = Axis::logarithmic(rates) else { return String::new() };
        let Some((low, high)) = self.limits() else { return String::new() };
        let up = Axis::linear(low, high);
        let canvas = self.paint(&across, &up);

        framed(self.metric, &canvas, &up) + &self.foot(&across) + &self.legend(&canvas)
    }

    fn all(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.points.iter().chain(self.means).copied()
    }

    /// The values between which the plot is drawn. What trains at too high a rate may end anywhere;
    /// the plot reaches as far as what trains at too low a rate, which ends where it began.
    fn limits(&self) -> Option<(f64, f64)> {
        let (best_rate, best) =
            self.all().reduce(|a, b| if self.goal.better(b.1, a.1) { b } else { a })?;
        let farther = |a: f64, b: f64| if self.goal.better(a, b) { b } else { a };
        let slow = self.all().filter(|(lr, _)| *lr <= best_rate).map(|(_, value)| value);
        let mut values: Vec<f64> = self.all().map(|(_, value)| value).collect();
        values.sort_by(f64::total_cmp);
        let median = values[values.len() / 2];
        let worst = slow.fold(median, farther);
        let (low, high) = (best.min(worst), best.max(worst));
        let room = if high > low { 0.0 } else { high.abs().max(1.0) * 0.05 };
        Some((low - room, high + room))
    }

    fn paint(&self, across: &Axis, up: &Axis) -> Canvas {
        let mut canvas = Canvas::default();
        for (lr, value) in self.points {
            canvas.dot(across.share(*lr), up.share(*value));
        }
        for (lr, value) in self.means {
            canvas.mark(across.share(*lr), up.share(*value), 'o');
        }
        let worst = match self.goal {
            Goal::Minimize => 1.0,
            Goal::Maximize => 0.0,
        };
        for (lr, value) in self.all() {
            if !(0.0..=1.0).contains(&up.share(value)) {
                canvas.mark(across.share(lr), worst, BEYOND);
            }
        }
        for lr in self.diverged {
            canvas.mark(across.share(*lr), worst, DIVERGED);
        }
        canvas
    }

    /// What stands below the plot: the axis, its labels, the span.
    fn foot(&self, across: &Axis) -> String {
        let indent = " ".repeat(MARGIN);
        let (ticks, labels) = across.decades(WIDTH);
        let span = self.span.map(|(what, low, high)| {
            let from = column(across.share(low), WIDTH);
            let to = column(across.share(high), WIDTH).max(from + 1);
            let (before, line) = (" ".repeat(from), "=".repeat(to - from - 1));
            format!("{indent} {before}[{line}]  {what}\n")
        });
        format!("{indent}+{ticks}\n{indent} {labels}  lr\n{}", span.unwrap_or_default())
    }

    fn legend(&self, canvas: &Canvas) -> String {
        let has_both = !self.means.is_empty() && !self.points.is_empty();
        let seeds = if has_both { "o mean over the seeds   " } else { "" };
        let beyond = if canvas.holds(BEYOND) { "^ off the plot   " } else { "" };
        let diverged = if canvas.holds(DIVERGED) { "× diverged" } else { "" };
        let all = format!("{seeds}{beyond}{diverged}");
        if all.is_empty() {
            return all;
        }
        format!("{}{}\n", " ".repeat(MARGIN + 1), all.trim_end())
    }
}

/// What is drawn, with the name and some numbers of the axis that goes up on its left.
fn framed(what: &str, canvas: &Canvas, up: &Axis) -> String {
    let mut text = format!("{what:>MARGIN$}\n");
    for (row, line) in canvas.lines().iter().enumerate() {
        let label = match row {
            0 | 7 | 14 => up.label(1.0 - share(row, HEIGHT)),
            _ => String::new(),
        };
        text += format!("{label:>width$} |{line}", width = MARGIN - 1).trim_end();
        text.push('\n');
    }
    text
}

/// A value off the plot.
const BEYOND: char = '^';
/// No value at all.
const DIVERGED: char = '×';

/// Where `index` of `count` lies between 0 and 1.
#[expect(clippy::cast_precision_loss, reason = "rows and columns are few")]
fn share(index: usize, count: usize) -> f64 {
    index as f64 / (count - 1) as f64
}

/// Which of `count` cells a share lies in.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share is clamped and cells are few"
)]
fn column(share: f64, count: usize) -> usize {
    ((share.clamp(0.0, 1.0) * count as f64) as usize).min(count - 1)
}

#[cfg(test)]
mod tests;
