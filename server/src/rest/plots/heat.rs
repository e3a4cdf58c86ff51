//! Rate against a second parameter: the mean of each cell, what diverged hatched, the best of each row outlined.

use figure::{Axis, Cell, Figure, Panel, Ramp};
use search::metric::Goal;

use super::{heights, words};
use crate::coordinator::{HeatCell, HeatMap};

/// So far apart the sides of the only column lie.
const ALONE: f64 = 1.5;

/// The heat map; nothing where only the rate varies.
pub(super) fn figure(name: &str, map: &HeatMap) -> Option<Figure> {
    let by = map.by.as_deref()?;
    let (leaf, metric) = (words::leaf(by), &map.metric.name);
    let sides = sides(&map.columns);
    let means: Vec<f64> = map.cells.iter().filter_map(|it| it.mean).collect();
    let tones = Tones::of(&means, map.metric.goal);
    let mut panel =
        Panel { x: Axis::log("learning rate"), y: upward(map, &leaf), ..Panel::default() };
    if let Some((low, high)) = sides.first().zip(sides.last()) {
        panel.x = panel.x.between(*low, *high);
    }
    if let Some(tones) = tones {
        let cell = |it: &HeatCell| cell(it, &sides, map.rows.len(), tones);
        panel.cells = map.cells.iter().filter_map(cell).collect();
        let (low, high) = (words::short(tones.worst), words::short(tones.best));
        panel.ramp = Some(Ramp { label: metric.clone(), low, high });
    } else {
        panel.empty =
            if map.cells.is_empty() { "no trial is over yet" } else { "all diverged" }.into();
    }
    let title = format!("{name}: learning rate × {leaf}");
    let note =
        format!("mean {metric} · hatched: every trial diverged · outlined: the best of its row");
    Some(Figure { title, note, panels: vec![panel] })
}

/// Which mean is the darkest and which the brightest.
#[derive(Clone, Copy)]
struct Tones {
    worst: f64,
    best: f64,
}

impl Tones {
    /// The worst tenth is one dark: what hardly trained must not take the colours from what did.
    fn of(means: &[f64], goal: Goal) -> Option<Self> {
        let at = |share| heights::quantile(means, share);
        let (worst, best) = match goal {
            Goal::Minimize => (at(0.9)?, at(0.0)?),
            Goal::Maximize => (at(0.1)?, at(1.0)?),
        };
        Some(Self { worst, best })
    }

    fn share(self, mean: f64) -> f64 {
        let all = self.worst - self.best;
        if all == 0.0 { 1.0 } else { 1.0 - ((mean - self.best) / all).clamp(0.0, 1.0) }
    }
}

fn cell(it: &HeatCell, sides: &[f64], rows: usize, tones: Tones) -> Option<Cell> {
    let (left, right) = (*sides.get(it.column)?, *sides.get(it.column + 1)?);
    // The first row is the uppermost.
    let up = rows.checked_sub(it.row)?;
    #[expect(clippy::cast_precision_loss, reason = "a few rows")]
    let up = up as f64;
    Some(Cell {
        x: (left, right),
        y: (up - 1.0, up),
        share: it.mean.map(|it| tones.share(it)),
        label: it.mean.map(words::short).unwrap_or_default(),
        is_best: it.is_best,
    })
}

/// Half way between neighbours, by ratios; as far beyond the first and the last.
fn sides(columns: &[f64]) -> Vec<f64> {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return Vec::new() };
    let between = columns.windows(2).map(|it| (it[0] * it[1]).sqrt());
    let mut sides: Vec<f64> = between.collect();
    let low = sides.first().map_or(first / ALONE, |it| first * first / it);
    let high = sides.last().map_or(last * ALONE, |it| last * last / it);
    sides.insert(0, low);
    sides.push(high);
    sides
}

fn upward(map: &HeatMap, leaf: &str) -> Axis {
    #[expect(clippy::cast_precision_loss, reason = "a few rows")]
    let place = |at: usize| (map.rows.len() - at) as f64 - 0.5;
    let names = map.rows.iter().enumerate().map(|(at, it)| (place(at), words::value(it)));
    let axis = Axis { names: names.collect(), ..Axis::linear(leaf) };
    #[expect(clippy::cast_precision_loss, reason = "a few rows")]
    axis.between(0.0, map.rows.len().max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_lie_half_way_between_columns_by_ratios() {
        let near = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a / b - 1.0).abs() < 1e-12);
        assert!(near(&sides(&[0.1, 10.0]), &[0.01, 1.0, 100.0]));
        assert!(near(&sides(&[0.3]), &[0.2, 0.45]));
        assert!(sides(&[]).is_empty());
    }
}
