//! Sweeps, and what a sweep would make.

use search::{document::Node, stopping::Stopping};
use serde::Serialize;
use utoipa::ToSchema;

use super::{count, parameters, time};
use crate::{
    coordinator,
    store::{self, StoredSweep},
};

/// A sweep, and where it stands.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Sweep {
    /// Its name among all sweeps, a UUID of version 7.
    id: String,
    /// What people call it.
    name: String,
    /// `running`, `paused`, `completed` or `cancelled`.
    state: &'static str,
    /// `grid`, `random`, `sobol`, `range_test` or `find`.
    method: String,
    metric: Metric,
    /// How many configurations it has; for `find`, how many it may choose from.
    configurations: u64,
    /// How many trials each of them has; for `find`, the most that it may have.
    replicates: u64,
    /// How many trials it has; for `find`, so far.
    trials: u64,
    counts: Counts,
    /// What early stopping has saved; `null` where the sweep has none.
    spared: Option<Spared>,
    /// Sweeps with a higher one go first.
    priority: i64,
    /// When it was submitted.
    created_at: String,
    /// When it last changed.
    updated_at: String,
    /// When its last trial was over; `null` while one is not.
    ended_at: Option<String>,
    /// As it was submitted.
    #[schema(value_type = Object)]
    spec: Node,
}

/// The metric that decides.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Metric {
    /// What trials report it as.
    name: String,
    /// `minimize` or `maximize`.
    goal: &'static str,
    /// How a curve becomes a number: `last`, `best` or `mean_of_last_k`.
    summary: String,
}

/// How many trials are in which state.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Counts {
    /// Waiting for a worker.
    queued: u64,
    /// Being trained.
    running: u64,
    /// Over, with a result.
    completed: u64,
    /// Stopped early.
    stopped: u64,
    /// Failed too often.
    failed: u64,
    /// Not wanted any more.
    cancelled: u64,
    /// Too many workers were lost on them.
    quarantined: u64,
    /// Of the completed: training got nowhere.
    diverged: u64,
}

/// What early stopping has saved.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Spared {
    /// Updates, or epochs where the sweep counts epochs, that were not trained.
    trained: u64,
    /// As many whole trials that makes.
    trials: f64,
}

/// The trials that a sweep would have.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct DryRun {
    /// How many configurations it would have.
    configurations: u64,
    /// How many trials each of them.
    replicates: u64,
    /// How many trials it would have; with `find`, to begin with.
    trials: u64,
    /// The first of them.
    preview: Vec<Planned>,
    /// What is known of a search before it begins; `null` for the other methods.
    find: Option<Expected>,
}

/// What is known of a search before it begins.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Expected {
    /// What it may cost, in trials.
    budget: f64,
    /// What a plain grid of 21 rates with as many seeds would cost.
    grid_cost: f64,
}

/// A trial as planned.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Planned {
    /// Its place in the sweep, from 0.
    number: u64,
    /// Which configuration it would train.
    configuration: u64,
    /// Which of the configuration's replicates it would be.
    replicate: u64,
    /// Its learning rate; `null` for a range test, which has many.
    lr: Option<f64>,
    /// Seeds everything random in it.
    seed: u64,
    /// The values of what varies.
    #[schema(value_type = Object)]
    parameters: Node,
    /// All that it would train with.
    #[schema(value_type = Object)]
    config: Node,
}

impl Sweep {
    pub(in crate::rest) fn of(
        sweep: StoredSweep,
        rules: &search::sweep::Sweep,
    ) -> Result<Self, store::Error> {
        let spec = Node::from_json(&sweep.document).map_err(|_| store::Error::Corrupt("sweeps"))?;
        Ok(Self {
            state: sweep.state.name(),
            metric: Metric::of(&rules.metric),
            trials: count(sweep.counts.all()),
            counts: Counts::of(&sweep.counts),
            spared: rules.stopping.as_ref().map(|it| Spared::of(count(sweep.counts.spared), it)),
            created_at: time(sweep.created_at),
            updated_at: time(sweep.updated_at),
            ended_at: sweep.ended_at.map(time),
            id: sweep.id,
            name: sweep.name,
            method: sweep.method,
            configurations: sweep.configurations,
            replicates: sweep.replicates,
            priority: sweep.priority,
            spec,
        })
    }
}

impl Spared {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    fn of(trained: u64, stopping: &Stopping) -> Self {
        Self { trained, trials: trained as f64 / stopping.whole() as f64 }
    }
}

impl Metric {
    pub(super) fn of(metric: &search::metric::Metric) -> Self {
        Self { name: metric.name.clone(), goal: goal(metric.goal), summary: metric.summary.into() }
    }
}

/// A goal's name.
pub(super) fn goal(goal: search::metric::Goal) -> &'static str {
    match goal {
        search::metric::Goal::Minimize => "minimize",
        search::metric::Goal::Maximize => "maximize",
    }
}

impl Counts {
    pub(super) fn of(counts: &store::Counts) -> Self {
        Self {
            queued: count(counts.queued),
            running: count(counts.running),
            completed: count(counts.completed),
            stopped: count(counts.stopped),
            failed: count(counts.failed),
            cancelled: count(counts.cancelled),
            quarantined: count(counts.quarantined),
            diverged: count(counts.diverged),
        }
    }
}

impl DryRun {
    pub(in crate::rest) fn of(it: coordinator::DryRun) -> Self {
        let planned = |of: search::sweep::Planned| Planned {
            number: of.number,
            configuration: of.configuration,
            replicate: of.replicate,
            lr: of.lr,
            seed: of.seed,
            parameters: parameters(it.sweep.values(of.configuration)),
            config: of.config,
        };
        Self {
            configurations: it.sweep.configurations,
            replicates: it.sweep.replicates,
            trials: it.trials,
            preview: it.preview.into_iter().map(planned).collect(),
            find: search::find::budget(&it.sweep)
                .map(|budget| Expected { budget, grid_cost: search::find::grid_cost(&it.sweep) }),
        }
    }
}
