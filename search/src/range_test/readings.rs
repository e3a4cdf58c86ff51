//! All that the seeds of one range test say: each loss and each accuracy that they reported, read on its own, and
//! where these readings do not agree.

use super::{Bracket, Combined, CombinedAccuracy, Reading, Updates, combine, combine_accuracies};
use crate::{
    curve::Series,
    metric::{Goal, Metric},
};

/// The loss that the published rules are made for: that which each update began with. It is there at every update,
/// and the first to show that a rate is too high.
pub const TRAIN_LOSS: &str = "train_loss";
/// The other metrics that training reports.
const VAL_LOSS: &str = "val_loss";
const ACCURACIES: [&str; 2] = ["train_accuracy", "val_accuracy"];

/// Upper ends that lie farther apart than this do not agree: half of a decade, which is half of the narrowest bracket.
/// Of a bracket that is drawn from one of them most lies outside of the other's.
const APART: f64 = 3.162_277_660_168_379;

/// All that the seeds of one range test say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readings {
    /// What is to be relied on: the first of `losses`.
    pub reading: Reading,
    /// The lowest and highest edge of the single seeds.
    pub edge_spread: Option<Bracket>,
    /// What each loss says, the one in training first.
    pub losses: Vec<(String, Combined)>,
    /// What each accuracy says.
    pub accuracies: Vec<(String, CombinedAccuracy)>,
    /// Where the readings, or the seeds, do not agree.
    pub disagreement: Option<String>,
}

impl Readings {
    /// Nothing is said, and why.
    pub fn none(why: &str) -> Self {
        let reading = Reading { why: Some(why.to_owned()), ..Reading::default() };
        Self { reading, ..Self::default() }
    }

    /// What `seeds`, the series of each, say of a sweep that `metric` decides. `chance` is the accuracy that guessing
    /// comes to, where that is known.
    pub fn of(
        updates: &Updates,
        seeds: &[Vec<Series>],
        metric: &Metric,
        chance: Option<f64>,
    ) -> Self {
        let mut losses = Vec::new();
        for name in losses_of(metric) {
            let Some(columns) = columns(updates, seeds, name) else { continue };
            match combine(&updates.lr, &columns) {
                Ok(combined) => losses.push((name.to_owned(), combined)),
                Err(problems) => return Self::none(&told(&problems)),
            }
        }
        let accuracies = ACCURACIES.iter().filter_map(|name| {
            let columns = columns(updates, seeds, name)?;
            Some(((*name).to_owned(), combine_accuracies(&updates.lr, &columns, chance).ok()?))
        });
        let accuracies: Vec<_> = accuracies.collect();
        let Some((_, first)) = losses.first() else {
            return Self { accuracies, ..Self::none("no loss was reported") };
        };
        Self {
            reading: first.reading.clone(),
            edge_spread: first.edge_spread,
            disagreement: disagreement(&losses, &accuracies),
            losses,
            accuracies,
        }
    }
}

/// The losses that are read, in this order.
fn losses_of(metric: &Metric) -> impl Iterator<Item = &str> {
    let known = [TRAIN_LOSS, VAL_LOSS];
    let own = metric.goal == Goal::Minimize && !known.contains(&metric.name.as_str());
    known.into_iter().chain(own.then_some(metric.name.as_str()))
}

/// The values of the metric called `name`, of each seed; nothing where no seed reported it.
fn columns(updates: &Updates, seeds: &[Vec<Series>], name: &str) -> Option<Vec<Vec<Option<f64>>>> {
    let of = |seed: &Vec<Series>| {
        let series = seed.iter().find(|it| it.metric == name);
        series.map(|it| updates.values(it))
    };
    let found: Vec<_> = seeds.iter().map(of).collect();
    let any = found.iter().flatten().flatten().any(Option::is_some);
    any.then(|| found.into_iter().map(Option::unwrap_or_default).collect())
}

/// Where the upper ends that the metrics, or the seeds, give lie too far apart.
fn disagreement(
    losses: &[(String, Combined)],
    accuracies: &[(String, CombinedAccuracy)],
) -> Option<String> {
    let edges = losses.iter().map(|(name, it)| (name.as_str(), it.reading.edge));
    let ends = accuracies.iter().map(|(name, it)| (name.as_str(), it.reading.max_lr));
    let known: Vec<(&str, f64)> =
        edges.chain(ends).filter_map(|(name, it)| Some((name, it?))).collect();
    let mut said = Vec::new();
    if let Some((low, high)) = extremes(known.iter().map(|it| it.1)).filter(is_apart) {
        let each: Vec<String> = known.iter().map(|(name, it)| format!("{name} {it:.3e}")).collect();
        let times = high / low;
        said.push(format!(
            "the metrics put the highest rate {times:.0} times apart: {}",
            each.join(", ")
        ));
    }
    for (name, it) in losses {
        let spread = it.edge_spread.map(|it| (it.low, it.high));
        if let Some((low, high)) = spread.filter(is_apart) {
            said.push(format!("the seeds put the edge of {name} between {low:.3e} and {high:.3e}"));
        }
    }
    (!said.is_empty()).then(|| said.join("; "))
}

fn is_apart((low, high): &(f64, f64)) -> bool {
    high / low > APART
}

fn extremes(values: impl Iterator<Item = f64> + Clone) -> Option<(f64, f64)> {
    Some((values.clone().reduce(f64::min)?, values.reduce(f64::max)?))
}

fn told(problems: &[crate::document::Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
