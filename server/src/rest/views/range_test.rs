//! Range tests.

use std::collections::BTreeMap;

use search::{document::Node, range_test};
use serde::Serialize;
use utoipa::ToSchema;

use super::parameters;
use crate::coordinator;

/// What a range test says.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct RangeTest {
    /// The sweep.
    sweep: String,
    /// A curve a trial.
    curves: Vec<RangeCurve>,
    /// How they read together, where they differ in nothing but the seed.
    #[serde(flatten)]
    reading: Reading,
    /// How they read for each configuration.
    readings: Vec<ConfigurationReading>,
}

/// The curve of one trial.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct RangeCurve {
    /// The trial.
    trial: String,
    /// Which configuration it trains.
    configuration: u64,
    /// What it was seeded with.
    seed: u64,
    /// A column for the rates, `lr`, and one for each metric, such as `train_loss`, `val_loss` and
    /// `val_accuracy`: one entry an update that was reported, `null` where it is not finite or was not measured.
    points: BTreeMap<String, Vec<Option<f64>>>,
}

/// How the curves of one configuration read.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct ConfigurationReading {
    /// Which configuration.
    configuration: u64,
    /// The values of what varies.
    #[schema(value_type = Object)]
    parameters: Node,
    #[serde(flatten)]
    reading: Reading,
}

/// How curves read.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Reading {
    /// What the first of `losses` says: that in training, where it was reported.
    #[serde(flatten)]
    first: LossReading,
    /// What each loss says.
    losses: BTreeMap<String, LossReading>,
    /// What each accuracy says.
    accuracies: BTreeMap<String, AccuracyReading>,
    /// Where the metrics, or the seeds, do not agree; `null` where they do.
    disagreement: Option<String>,
}

/// What a loss says.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct LossReading {
    suggestions: Suggestions,
    /// The rate at which the loss is lowest; above it training begins to fail.
    edge: Option<f64>,
    /// Where to search.
    bracket: Option<Bracket>,
    /// The lowest and highest edge of the single seeds; `null` with fewer than two.
    edge_spread: Option<Bracket>,
    /// Why something above is missing or to be taken with care.
    why: Option<String>,
}

/// What an accuracy says, as Leslie Smith reads it.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct AccuracyReading {
    /// Where it starts to rise.
    base_lr: Option<f64>,
    /// Where it stops.
    max_lr: Option<f64>,
    /// What happens there: it `falls`, it becomes `ragged`, or the test comes to its `end`.
    reason: Option<&'static str>,
    /// The lowest and highest `max_lr` of the single seeds; `null` with fewer than two.
    max_spread: Option<Bracket>,
    /// The accuracy that guessing comes to; `null` where that is not known.
    chance: Option<f64>,
    /// Why there is no answer.
    why: Option<String>,
}

/// What is read in a curve that was handed in.
#[derive(Serialize, ToSchema)]
#[schema(as = Analysis, example = json!({
    "suggestions": {"valley": 0.012, "slide": 0.031, "minimum": 0.0079, "steep": 0.025, "steepest": 0.025},
    "edge": 0.1, "bracket": {"low": 0.004, "high": 0.1},
    "accuracy": {"base_lr": 0.01, "max_lr": 0.2, "reason": "falls", "why": null}, "why": null}))]
pub(in crate::rest) struct Findings {
    suggestions: Suggestions,
    /// The rate at which the loss is lowest; above it training begins to fail.
    edge: Option<f64>,
    /// Where to search.
    bracket: Option<Bracket>,
    /// What the accuracies say; `null` where there are none.
    accuracy: Option<CurveAccuracy>,
    /// Why something above is missing or to be taken with care.
    why: Option<String>,
}

/// What the accuracies of a curve say, as Leslie Smith reads them.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct CurveAccuracy {
    /// Where they start to rise.
    base_lr: Option<f64>,
    /// Where they stop.
    max_lr: Option<f64>,
    /// What happens there: `falls`, `ragged`, or the `end` of the test.
    reason: Option<&'static str>,
    /// Why there is no answer.
    why: Option<String>,
}

/// A curve to be read: one entry an update in each list.
#[derive(ToSchema)]
#[schema(as = Curve, example = json!({
    "lr": [0.0001, 0.001, 0.01, 0.1, 1.0, 10.0], "loss": [2.3, 2.2, 1.4, 0.6, 3.1, null],
    "accuracy": [0.1, 0.2, 0.5, 0.8, 0.3, null], "chance": 0.1}))]
#[expect(dead_code, reason = "only describes")]
pub(in crate::rest) struct Curve {
    /// The rates: finite, above 0, ascending; at most 100,000.
    lr: Vec<f64>,
    /// The raw losses; `null` is one that is not finite.
    loss: Vec<Option<f64>>,
    /// The raw accuracies, from 0 to 1.
    accuracy: Option<Vec<Option<f64>>>,
    /// The accuracy that guessing comes to: 0.1 for ten classes of one size.
    chance: Option<f64>,
}

/// Single rates, as published tools would name them.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Suggestions {
    /// In the middle of the longest fall (fastai).
    valley: Option<f64>,
    /// Where the slope last changes, coming from the right (fastai).
    slide: Option<f64>,
    /// A tenth of the rate with the lowest loss (fastai).
    minimum: Option<f64>,
    /// Where the loss falls fastest (fastai).
    steep: Option<f64>,
    /// Where the loss falls fastest (torch-lr-finder).
    steepest: Option<f64>,
}

/// Two rates.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Bracket {
    /// The lower one.
    low: f64,
    /// The higher one.
    high: f64,
}

impl RangeTest {
    pub(in crate::rest) fn of(it: coordinator::RangeTest) -> Self {
        let curve = |it: coordinator::RangeCurve| RangeCurve {
            trial: it.trial,
            configuration: it.configuration,
            seed: it.seed,
            points: it.points,
        };
        let configuration = |it: coordinator::ConfigurationReading| ConfigurationReading {
            configuration: it.configuration,
            parameters: parameters(it.parameters),
            reading: Reading::of(it.readings),
        };
        Self {
            sweep: it.sweep,
            curves: it.curves.into_iter().map(curve).collect(),
            reading: Reading::of(it.together),
            readings: it.readings.into_iter().map(configuration).collect(),
        }
    }
}

impl Reading {
    fn of(it: range_test::Readings) -> Self {
        let losses = it.losses.into_iter();
        let accuracies = it.accuracies.into_iter();
        Self {
            first: LossReading::of(it.reading, it.edge_spread),
            losses: losses
                .map(|(name, it)| (name, LossReading::of(it.reading, it.edge_spread)))
                .collect(),
            accuracies: accuracies.map(|(name, it)| (name, AccuracyReading::of(it))).collect(),
            disagreement: it.disagreement,
        }
    }
}

impl LossReading {
    fn of(it: range_test::Reading, edge_spread: Option<range_test::Bracket>) -> Self {
        Self {
            suggestions: Suggestions::of(&it.suggestions),
            edge: it.edge,
            bracket: it.bracket.map(Bracket::of),
            edge_spread: edge_spread.map(Bracket::of),
            why: it.why,
        }
    }
}

impl AccuracyReading {
    fn of(it: range_test::CombinedAccuracy) -> Self {
        let range_test::AccuracyReading { base_lr, max_lr, reason, why } = it.reading;
        let (reason, max_spread) = (reason.map(name), it.max_spread.map(Bracket::of));
        Self { base_lr, max_lr, reason, max_spread, chance: it.chance, why }
    }
}

impl Findings {
    pub(in crate::rest) fn of(it: range_test::Findings) -> Self {
        let accuracy = |it: range_test::AccuracyReading| CurveAccuracy {
            base_lr: it.base_lr,
            max_lr: it.max_lr,
            reason: it.reason.map(name),
            why: it.why,
        };
        Self {
            suggestions: Suggestions::of(&it.suggestions),
            edge: it.edge,
            bracket: it.bracket.map(Bracket::of),
            accuracy: it.accuracy.map(accuracy),
            why: it.why,
        }
    }
}

impl Suggestions {
    fn of(it: &range_test::Suggestions) -> Self {
        let range_test::Suggestions { valley, slide, minimum, steep, steepest } = *it;
        Self { valley, slide, minimum, steep, steepest }
    }
}

impl Bracket {
    fn of(it: range_test::Bracket) -> Self {
        Self { low: it.low, high: it.high }
    }
}

/// A reason's name.
fn name(reason: range_test::Reason) -> &'static str {
    match reason {
        range_test::Reason::Falls => "falls",
        range_test::Reason::End => "end",
        range_test::Reason::Ragged => "ragged",
    }
}
