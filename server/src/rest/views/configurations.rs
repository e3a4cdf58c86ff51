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
    /// How many configurations have completed trials; more than are shown where a choice was made.
    total: usize,
    /// Their numbers.
    configuration: Vec<u64>,
    /// Their learning rates.
    lr: Vec<Option<f64>>,
    /// The means of their trials that have a finite result; `null` where none has.
    mean: Vec<Option<f64>>,
    /// The lowest of those results.
    low: Vec<Option<f64>>,
    /// The highest of them.
    high: Vec<Option<f64>>,
    /// How many trials are completed.
    replicates: Vec<u64>,
    /// How many of those diverged.
    diverged: Vec<u64>,
    /// The values of what varies, a column a parameter.
    #[schema(value_type = BTreeMap<String, Vec<Object>>)]
    parameters: BTreeMap<String, Vec<Node>>,
}

impl Configurations {
    pub(in crate::rest) fn of(sweep: String, landscape: Landscape) -> Self {
        let mut all = Self {
            sweep,
            metric: Metric::of(&landscape.metric),
            total: landscape.configurations,
            configuration: Vec::new(),
            lr: Vec::new(),
            mean: Vec::new(),
            low: Vec::new(),
            high: Vec::new(),
            replicates: Vec::new(),
            diverged: Vec::new(),
            parameters: BTreeMap::new(),
        };
        for it in landscape.shown {
            all.configuration.push(it.tried.configuration);
            all.lr.push(it.tried.lr);
            all.mean.push(it.tried.mean);
            all.low.push(it.tried.low);
            all.high.push(it.tried.high);
            all.replicates.push(it.tried.replicates);
            all.diverged.push(it.tried.diverged);
            for (name, value) in it.parameters {
                all.parameters.entry(name).or_default().push(value);
            }
        }
        all
    }
}
