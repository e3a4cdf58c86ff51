//! Leslie Smith's reading of a range test (2017), from the accuracy: training works from where it
//! starts to rise up to where it falls or becomes ragged. He gives it in words; this is our version of it in numbers.

use serde::{Deserialize, Serialize};

use super::{check, rules, smoothing};
use crate::document::{Path, Problem, Problems};

/// Between which rates the accuracy says that training works.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AccuracyReading {
    /// Where it starts to rise.
    pub base_lr: Option<f64>,
    /// Where it stops.
    pub max_lr: Option<f64>,
    /// What happens there.
    pub reason: Option<Reason>,
    /// Why there is no answer.
    pub why: Option<String>,
}

/// What happens at the highest rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The accuracy falls from there on.
    Falls,
    /// The test ends, and the accuracy has not fallen.
    End,
    /// The accuracy begins to jump up and down.
    Ragged,
}

/// A jump smaller than this is noise.
const JUMP: f64 = 0.08;

/// Reads one curve of accuracies, raw, one an update; `chance` is what guessing comes to. `None` counts as 0.
pub fn analyze_accuracy(
    lr: &[f64],
    accuracy: &[Option<f64>],
    chance: f64,
) -> Result<AccuracyReading, Vec<Problem>> {
    let problems = Problems::default();
    check(&problems, lr, accuracy.len(), "accuracy");
    if !(0.0..1.0).contains(&chance) {
        problems.note::<()>(&Path::root().key("chance"), "must be at least 0 and below 1");
    }
    problems.settle(Some(()))?;
    let accuracy: Vec<f64> =
        accuracy.iter().map(|it| it.filter(|it| it.is_finite()).unwrap_or(0.0)).collect();
    let smooth = smoothing::corrected(&accuracy, 0.9);
    let Some(base) = rise(&smooth, chance) else {
        let why = Some("the accuracy does not rise above chance".to_owned());
        return Ok(AccuracyReading { why, ..AccuracyReading::default() });
    };
    let (max, reason) = end(&accuracy, &smooth, base, chance);
    Ok(AccuracyReading {
        base_lr: Some(lr[base]),
        max_lr: Some(lr[max]),
        reason: Some(reason),
        why: None,
    })
}

/// What is read where it is not known what guessing comes to.
pub(super) fn without_chance() -> AccuracyReading {
    let why = "needs `chance`, the accuracy that guessing comes to".to_owned();
    AccuracyReading { why: Some(why), ..AccuracyReading::default() }
}

/// The first of three updates in a row that are clearly better than guessing.
fn rise(smooth: &[f64], chance: f64) -> Option<usize> {
    let clearly = chance + 0.05 * (1.0 - chance);
    smooth.windows(3).position(|it| it.iter().all(|it| *it >= clearly))
}

/// The update up to which training works.
fn end(accuracy: &[f64], smooth: &[f64], base: usize, chance: f64) -> (usize, Reason) {
    let negative: Vec<f64> = smooth.iter().map(|it| -it).collect();
    let peak = rules::lowest(&negative);
    let fallen = smooth[peak] - 0.1 * (smooth[peak] - chance);
    let fall = if smooth[peak..].iter().any(|it| *it < fallen) {
        (peak, Reason::Falls)
    } else {
        (smooth.len() - 1, Reason::End)
    };
    match ragged(accuracy, base).map(|it| (it - 1).max(base)) {
        Some(last) if last < fall.0 => (last, Reason::Ragged),
        Some(_) | None => (fall.0.max(base), fall.1),
    }
}

/// The first of three jumps back and forth within five updates, after `base`.
fn ragged(accuracy: &[f64], base: usize) -> Option<usize> {
    let jumps = |at: &usize| {
        let (before, after) =
            (accuracy[at - 1] - accuracy[at - 2], accuracy[*at] - accuracy[at - 1]);
        before * after < 0.0 && before.abs().min(after.abs()) > JUMP
    };
    let jumps: Vec<usize> = (base.max(1) + 1..accuracy.len()).filter(jumps).collect();
    jumps.windows(3).find(|it| it[2] - it[0] < 5).map(|it| it[0])
}
