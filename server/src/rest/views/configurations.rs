//! Configurations and how they have done, column by column.

use std::collections::BTreeMap;

use search::document::Node;
use serde::Serialize;
use utoipa::ToSchema;

use super::sweep::Metric;
use crate::coordinator::Landscape;

/// How the configurations of a sweep have done: an entry a configuration in each column.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Configurations {
    /// Whose configurations these are.
    sweep: String,
    metric: Metric,
    /// How many configurations have trials that were completed or stopped early; more than are shown where a choice
    /// was made.
    total: usize,
    /// Their numbers.
    configuration: Vec<u64>,
    /// Their learning rates.
    lr: Vec<Option<f64>>,
    /// The means of their completed trials that have a finite result; `null` where none has.
    mean: Vec<Option<f64>>,
    /// The lowest of those results.
    low: Vec<Option<f64>>,
    /// The highest of them.
    high: Vec<Option<f64>>,
    /// How many trials are completed.
    replicates: Vec<u64>,
    /// How many of those diverged.
    diverged: Vec<u64>,
    /// How many trials were stopped early.
    stopped: Vec<u64>,
    /// The means of what those had come to by then: results of shorter runs, no part of `mean`. `null` where none was
    /// stopped.
    stopped_mean: Vec<Option<f64>>,
    /// The values of what varies, a column a parameter.
    #[schema(value_type = BTreeMap<String, Vec<Object>>)]
    parameters: BTreeMap<String, Vec<Node>>,
}

impl Configurations {
    pub(in crate::rest) fn of(sweep: String, landscape: Landscape) -> Self {
        let shown = landscape.shown;
        let tried = || shown.iter().map(|it| &it.tried);
        let mut parameters: BTreeMap<String, Vec<Node>> = BTreeMap::new();
        for (name, value) in shown.iter().flat_map(|it| &it.parameters) {
            parameters.entry(name.clone()).or_default().push(value.clone());
        }
        Self {
            sweep,
            metric: Metric::of(&landscape.metric),
            total: landscape.configurations,
            configuration: tried().map(|it| it.configuration).collect(),
            lr: tried().map(|it| it.lr).collect(),
            mean: tried().map(|it| it.mean).collect(),
            low: tried().map(|it| it.low).collect(),
            high: tried().map(|it| it.high).collect(),
            replicates: tried().map(|it| it.replicates).collect(),
            diverged: tried().map(|it| it.diverged).collect(),
            stopped: tried().map(|it| it.stopped).collect(),
            stopped_mean: tried().map(|it| it.stopped_mean).collect(),
            parameters,
        }
    }
}
