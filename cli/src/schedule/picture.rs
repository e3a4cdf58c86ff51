//! A schedule as a picture: its rate, and below it whatever else moves.

use figure::{Axis, Figure, Line, Panel};
use search::preview::Shown;

use super::name;

/// The figure, with a panel for each list of numbers that moves.
pub(crate) fn figure(title: &str, shown: &Shown) -> Figure {
    let batches = shown.batch_size.as_ref().map(|it| it.iter().map(|it| float(*it)).collect());
    let lists: [(&str, Option<Vec<f64>>); 4] = [
        ("lr", Some(shown.lr.clone())),
        ("momentum", shown.momentum.clone()),
        ("batch size", batches.filter(|it: &Vec<f64>| moves(it))),
        ("noise scale", shown.noise_scale.clone().filter(|it| moves(it))),
    ];
    let panels = lists.into_iter().filter_map(|(what, values)| {
        let values = values?;
        let line = Line { name: what.to_owned(), points: points(&values), band: Vec::new() };
        Some(panel(what, name(shown.unit), vec![line], &values))
    });
    Figure { title: title.to_owned(), panels: panels.collect(), ..Figure::default() }
}

/// Lines over steps or epochs; heights are logarithms where `values` are far from each other.
pub(super) fn panel(what: &str, unit: &str, lines: Vec<Line>, values: &[f64]) -> Panel {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(0.0, f64::max);
    let y = if low > 0.0 && high / low >= 20.0 { Axis::log(what) } else { Axis::linear(what) };
    Panel { x: Axis::linear(unit), y, lines, ..Panel::default() }
}

/// Numbers over their places.
pub(super) fn points(values: &[f64]) -> Vec<(f64, Option<f64>)> {
    (0..).map(float).zip(values.iter().map(|it| Some(*it))).collect()
}

fn moves(values: &[f64]) -> bool {
    values.windows(2).any(|it| it[0].total_cmp(&it[1]).is_ne())
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(super) fn float(count: u64) -> f64 {
    count as f64
}
