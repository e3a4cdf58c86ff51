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
            reading: Reading::of(it.reading, it.edge_spread),
        };
        Self {
            sweep: it.sweep,
            curves: it.curves.into_iter().map(curve).collect(),
            reading: Reading::of(it.reading, it.edge_spread),
            readings: it.readings.into_iter().map(configuration).collect(),
        }
    }
}

impl Reading {
    fn of(it: range_test::Reading, edge_spread: Option<range_test::Bracket>) -> Self {
        let bracket = |it: range_test::Bracket| Bracket { low: it.low, high: it.high };
        Self {
            suggestions: Suggestions {
                valley: it.suggestions.valley,
                slide: it.suggestions.slide,
                minimum: it.suggestions.minimum,
                steep: it.suggestions.steep,
                steepest: it.suggestions.steepest,
            },
            edge: it.edge,
            bracket: it.bracket.map(bracket),
            edge_spread: edge_spread.map(bracket),
            why: it.why,
        }
    }
}
