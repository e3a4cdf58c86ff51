//! Learning curves, coloured by rate. What diverged ends where it left the finite numbers.

use figure::{Axis, Figure, Panel, Pins, Ramp, Strand};
use search::curve::Series;

use super::{heights, words};
use crate::{
    coordinator::{Choice, Curves, CurvesWanted},
    store::Stored,
};

/// So many curves are drawn, of so many points each: a picture stays below half a megabyte.
const TRIALS_MAX: u32 = 300;
const POINTS_MAX: usize = 120;
/// No more values than this are looked at to find the heights.
const SAMPLE_MAX: usize = 20_000;

/// Which curves a picture needs.
pub(super) fn wanted(metric: Option<String>) -> CurvesWanted {
    CurvesWanted { metric, points_max: POINTS_MAX, trials_max: TRIALS_MAX, choice: Choice::Fair }
}

pub(super) fn figure(name: &str, curves: Curves) -> Figure {
    let Curves { metric, shown, begun, .. } = curves;
    let rates = heights::extent(shown.iter().filter_map(|it| it.0.lr)).filter(|it| it.0 > 0.0);
    let mut panel =
        Panel { x: Axis::linear("updates"), y: upward(&metric, &shown), ..Panel::default() };
    panel.pins.push(Pins { name: "diverged".into(), is_low: false, at: ends(&shown) });
    if let Some((low, high)) = rates.filter(|it| it.0 < it.1) {
        let (low, high) = (words::rate(low), words::rate(high));
        panel.ramp = Some(Ramp { label: "learning rate".into(), low, high });
    }
    let share = |lr: Option<f64>| match (lr, rates) {
        (Some(lr), Some((low, high))) if high > low => (lr / low).ln() / (high / low).ln(),
        _ => 0.5,
    };
    if shown.iter().all(|it| it.1.steps.is_empty()) {
        panel.empty = format!("no trial has reported {metric} yet");
    }
    let (count, diverged) = (shown.len(), panel.pins[0].at.len());
    panel.strands = shown
        .into_iter()
        .map(|(trial, curve)| Strand { share: share(trial.lr), points: points(curve) })
        .collect();
    let diverged = if diverged > 0 { format!(", {diverged} diverged") } else { String::new() };
    let trials = if begun > count as u64 {
        format!("{count} of {begun} trials, the best among them")
    } else {
        words::counted(count, "trial")
    };
    let note = format!("{trials}{diverged}");
    Figure { title: format!("{name}: {metric}"), note, panels: vec![panel] }
}

#[expect(clippy::cast_precision_loss, reason = "steps stay far below 2^53")]
fn points(curve: Series) -> Vec<(f64, Option<f64>)> {
    curve.steps.into_iter().map(|it| it as f64).zip(curve.values).collect()
}

/// Where the curves of what diverged end.
#[expect(clippy::cast_precision_loss, reason = "steps stay far below 2^53")]
fn ends(shown: &[(Stored, Series)]) -> Vec<f64> {
    let diverged = shown.iter().filter(|it| it.0.diverged);
    diverged.filter_map(|it| it.1.steps.last()).map(|it| *it as f64).collect()
}

fn upward(metric: &str, shown: &[(Stored, Series)]) -> Axis {
    let trained = || shown.iter().filter(|it| !it.0.diverged);
    let is_any = trained().next().is_some();
    let looked_at = || shown.iter().filter(move |it| !is_any || !it.0.diverged);
    let values = || looked_at().flat_map(|it| it.1.values.iter().flatten().copied());
    // Losses fall by ratios, unless they can be negative; accuracies do not.
    let is_log = !["acc", "f1", "auc", "score"].iter().any(|it| metric.contains(it))
        && values().all(|it| it > 0.0);
    let every = (values().count() / SAMPLE_MAX).max(1);
    let sample: Vec<f64> = values().step_by(every).collect();
    let begins: Vec<f64> =
        looked_at().filter_map(|it| it.1.values.iter().flatten().next().copied()).collect();
    let axis = if is_log { Axis::log(metric) } else { Axis::linear(metric) };
    match heights::of_curves(&sample, &begins, is_log) {
        Some((low, high)) => axis.between(low, high),
        None => axis,
    }
}
