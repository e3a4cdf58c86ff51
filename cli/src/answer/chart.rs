//! What of a sweep is drawn: each trial's value, or each curve of a range test, against the rate.

use search::metric::Goal;

use crate::{
    plot::Plot,
    rest::{Best, Points, RangeTest, Sweep, Trial},
};

/// Every trial that ended, at its rate; below them where the best rate lies.
pub(super) fn trials(sweep: &Sweep, found: &Best, trials: &[Trial]) -> String {
    let ended = trials.iter().filter_map(|it| Some((it.lr?, it)));
    let valued: Vec<(u64, f64, f64)> = ended
        .clone()
        .filter(|(_, it)| !it.diverged)
        .filter_map(|(lr, it)| Some((it.configuration, lr, it.value?)))
        .collect();
    let points: Vec<(f64, f64)> = valued.iter().map(|(_, lr, value)| (*lr, *value)).collect();
    let diverged: Vec<f64> = ended.filter(|(_, it)| it.diverged).map(|(lr, _)| lr).collect();
    let means = means(valued);
    // Where no configuration has two trials, its only one is its mean.
    let points = if means.len() == points.len() { &[][..] } else { &points };
    let plot = Plot {
        metric: &sweep.metric.name,
        goal: sweep.metric.goal,
        points,
        means: &means,
        diverged: &diverged,
        span: found.interval.as_ref().map(|it| ("interval", it.low, it.high)),
    };
    plot.draw()
}

/// The curves of a range test; the loss on validation data where it was measured.
pub(super) fn curves(found: &RangeTest, bracket: Option<(f64, f64)>) -> String {
    let is_validated = found.curves.iter().any(|it| it.points.val_loss.iter().any(Option::is_some));
    let metric = if is_validated { "val_loss" } else { "train_loss" };
    let (mut points, mut diverged) = (Vec::new(), Vec::new());
    for Points { lr, train_loss, val_loss } in found.curves.iter().map(|it| &it.points) {
        let losses = if is_validated { val_loss } else { train_loss };
        let drawn = lr.iter().zip(losses).filter_map(|(lr, loss)| Some(((*lr)?, (*loss)?)));
        points.extend(drawn);
        // Before the last number something was not measured; after it training had blown up.
        let last = train_loss.iter().rposition(Option::is_some).map_or(lr.len(), |it| it + 1);
        diverged.extend(lr.iter().skip(last).flatten());
    }
    let plot = Plot {
        metric,
        goal: Goal::Minimize,
        points: &points,
        means: &[],
        diverged: &diverged,
        span: bracket.map(|(low, high)| ("bracket", low, high)),
    };
    plot.draw()
}

/// The rate and the mean value of each configuration.
fn means(mut trials: Vec<(u64, f64, f64)>) -> Vec<(f64, f64)> {
    trials.sort_by_key(|it| it.0);
    #[expect(clippy::cast_precision_loss, reason = "a handful of replicates")]
    let mean = |group: &[(u64, f64, f64)]| {
        (group[0].1, group.iter().map(|it| it.2).sum::<f64>() / group.len() as f64)
    };
    trials.chunk_by(|a, b| a.0 == b.0).map(mean).collect()
}
