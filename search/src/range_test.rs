//! Reading a range test: one run whose rate rises until it fails.
//!
//! Two published tools are followed to the letter where they make sense: the suggestions are fastai's and
//! torch-lr-finder's. [`Reading::edge`] and [`Reading::bracket`] are our own. A bracket with a few
//! trials inside it beats each single suggestion, which is but a place to start from. What cannot be
//! answered is left out, and [`Reading::why`] says so. Which rates are tried is a schedule's business.

mod accuracy;
mod curve;
mod edge;
mod readings;
mod replicates;
mod rules;
mod smoothing;
mod updates;

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

pub use accuracy::{AccuracyReading, Reason, analyze_accuracy};
pub use curve::{Curve, Findings};
pub use readings::{Readings, TRAIN_LOSS};
pub use replicates::{Combined, CombinedAccuracy, combine, combine_accuracies};
pub use smoothing::smooth;
pub use updates::Updates;

use crate::document::{Path, Problem, Problems};
use rules::Rule;

/// The longest curve that is read. A limit against slips, far above any range test.
pub const UPDATES_MAX: usize = 100_000;

/// What a range test says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Single rates, as published tools would name them.
    pub suggestions: Suggestions,
    /// The rate at which the smoothed loss is lowest; above it training begins to fail.
    pub edge: Option<f64>,
    /// Where to search.
    pub bracket: Option<Bracket>,
    /// Why something above is missing or to be taken with care.
    pub why: Option<String>,
}

/// Single rates, as published tools would name them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Suggestions {
    /// In the middle of the longest fall (fastai).
    pub valley: Option<f64>,
    /// Where the slope last changes, coming from the right (fastai).
    pub slide: Option<f64>,
    /// A tenth of the rate with the lowest loss (fastai).
    pub minimum: Option<f64>,
    /// Where the loss falls fastest (fastai).
    pub steep: Option<f64>,
    /// Where the loss falls fastest (torch-lr-finder, which smooths and cuts in another way).
    pub steepest: Option<f64>,
}

/// Two rates with the good ones between them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bracket {
    /// The lower one.
    pub low: f64,
    /// The higher one.
    pub high: f64,
}

/// Reads one curve: the raw loss of each update beside the rate it was made with. `None` is a loss that
/// is not finite. What comes out depends on nothing but the curve; what is wrong with the lists
/// themselves is told, under `lr` and `loss`.
pub fn analyze(lr: &[f64], loss: &[Option<f64>]) -> Result<Reading, Vec<Problem>> {
    let problems = Problems::default();
    check(&problems, lr, loss.len(), "loss");
    problems.settle(Some(()))?;
    let loss: Vec<f64> = loss.iter().map(|it| it.unwrap_or(f64::NAN)).collect();
    Ok(read(lr, &loss))
}

fn read(lr: &[f64], loss: &[f64]) -> Reading {
    if let Some(reason) = says_nothing(loss) {
        return Reading { why: Some(reason.to_owned()), ..Reading::default() };
    }
    let mut why = Why::default();
    let fastai = rules::fastai_part(lr, loss);
    let mut fastai_says =
        |name, rule: Rule| why.unless(name, fastai.as_ref().map_err(Clone::clone).and_then(rule));
    let suggestions = Suggestions {
        valley: fastai_says("valley", rules::valley),
        slide: fastai_says("slide", rules::slide),
        minimum: fastai_says("minimum", rules::minimum),
        steep: fastai_says("steep", rules::steep),
        steepest: why.unless(
            "steepest",
            rules::lr_finder_part(lr, loss).and_then(|part| rules::steepest(&part)),
        ),
    };
    let edge = why.unless("edge", edge::edge(lr, loss));
    if edge.is_some() && edge == lr.last().copied() {
        why.note("edge", "the loss still falls where the test ends; the edge may lie higher");
    }
    let bracket = edge.map(|edge| bracket(suggestions.valley, edge));
    match (bracket, suggestions.valley) {
        (None, _) => why.note("bracket", "needs an edge"),
        (Some(_), None) => {
            why.note("bracket", "its low end is a tenth of the edge, for want of a valley");
        }
        (Some(_), Some(_)) => (),
    }
    Reading { suggestions, edge, bracket, why: why.told() }
}

/// From a third of the valley, or a tenth of the edge where that is lower, up to the edge.
fn bracket(valley: Option<f64>, edge: f64) -> Bracket {
    let low = edge / 10.0;
    Bracket { low: valley.map_or(low, |valley| low.min(valley / 3.0)), high: edge }
}

/// Why no rule can make anything of `loss`, if that is so.
fn says_nothing(loss: &[f64]) -> Option<&'static str> {
    let finite = || loss.iter().copied().filter(|it| it.is_finite());
    let Some(first) = finite().next() else { return Some("no loss is finite") };
    let tolerance = 1e-12 * first.abs();
    if loss.len() == 1 {
        return Some("one update shows no change");
    }
    finite().all(|it| (it - first).abs() <= tolerance).then_some("the loss never changes")
}

/// Notes what keeps `lr`, and as many `values` called `name`, from being a range test.
fn check(problems: &Problems, lr: &[f64], values: usize, name: &str) {
    let rates = Path::root().key("lr");
    if lr.is_empty() || lr.len() > UPDATES_MAX {
        problems.note::<()>(&rates, format!("must hold 1 to {UPDATES_MAX} rates"));
    }
    if lr.len() != values {
        let message = format!("holds {values} values for {} rates", lr.len());
        problems.note::<()>(&Path::root().key(name), message);
    }
    for (index, rate) in lr.iter().enumerate() {
        if !(rate.is_finite() && *rate > 0.0) {
            problems.note::<()>(&rates.index(index), "must be a finite number above 0");
        } else if index > 0 && *rate <= lr[index - 1] {
            problems.note::<()>(&rates.index(index), "must lie above the rate before it");
        }
    }
}

/// What could not be answered, and why; one reason is told once for all that it holds for.
#[derive(Default)]
struct Why(Vec<(String, Vec<&'static str>)>);

impl Why {
    fn unless<T>(&mut self, name: &'static str, answer: Result<T, String>) -> Option<T> {
        answer.map_err(|reason| self.note(name, reason)).ok()
    }

    fn note(&mut self, name: &'static str, reason: impl Into<String>) {
        let reason = reason.into();
        match self.0.iter_mut().find(|(it, _)| *it == reason) {
            Some((_, names)) => names.push(name),
            None => self.0.push((reason, vec![name])),
        }
    }

    fn told(self) -> Option<String> {
        let mut text = String::new();
        for (reason, names) in &self.0 {
            let gap = if text.is_empty() { "" } else { "; " };
            write!(text, "{gap}{}: {reason}", names.join(", ")).expect("a string takes all");
        }
        (!text.is_empty()).then_some(text)
    }
}
