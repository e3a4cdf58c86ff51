//! A best rate among those of other sweeps.

use serde::Serialize;
use utoipa::ToSchema;

use super::count;
use crate::store::BestRate;

/// The best learning rate of a sweep, and what the sweep was about.
#[derive(Serialize, ToSchema)]
#[schema(as = BestRate)]
pub(in crate::rest) struct BestRateView {
    /// The sweep; its answer says how sure the rate is.
    sweep: String,
    /// What people call the sweep.
    name: String,
    /// The metric's name.
    metric: String,
    /// Which way is better: `minimize` or `maximize`.
    goal: String,
    /// The kind of data; `null` where it varies.
    dataset: Option<String>,
    /// The kind of model; `null` where it varies, or there is none.
    model: Option<String>,
    /// The kind of optimizer; `null` where it varies.
    optimizer: Option<String>,
    /// The kind of schedule; `null` where it varies.
    schedule: Option<String>,
    /// The best rate.
    lr: f64,
    /// The mean of the metric over its replicates.
    mean: f64,
    /// How many trials that is over.
    replicates: u64,
}

impl BestRateView {
    pub(in crate::rest) fn of(it: BestRate) -> Self {
        Self {
            sweep: it.id,
            name: it.name,
            metric: it.metric,
            goal: it.goal,
            dataset: it.dataset,
            model: it.model,
            optimizer: it.optimizer,
            schedule: it.schedule,
            lr: it.lr,
            mean: it.mean,
            replicates: count(it.replicates),
        }
    }
}
