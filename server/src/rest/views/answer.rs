//! The answer to a sweep.

mod certainty;
mod groups;

use search::{document::Node, find::History};
use serde::Serialize;
use utoipa::ToSchema;

use self::{
    certainty::{Basin, Frontier, Interval, Tied},
    groups::{GroupView, Scaling},
};
use super::{parameters, sweep};
use crate::coordinator::{self, Answer, Ranked};

/// The answer to a sweep: the best learning rate, and what is known around it.
#[derive(Serialize, ToSchema)]
#[schema(as = Best)]
pub(in crate::rest) struct BestView {
    /// The sweep.
    sweep: String,
    metric: sweep::Metric,
    /// The best configuration; `null` where `why` says why.
    best: Option<Configuration>,
    /// Where the best rate lies; `null` where the trials cannot say.
    interval: Option<Interval>,
    /// Rates that the trials cannot tell from the best; `null` where they cannot say.
    tied: Option<Vec<Tied>>,
    /// Rates nearly as good as the best; `null` where the trials cannot say.
    basin: Option<Basin>,
    /// What cannot be said, and why.
    why: Option<String>,
    divergence: Divergence,
    /// The same for each combination of what else varies; empty where nothing does, and `null` where it takes
    /// too many values.
    groups: Option<Vec<GroupView>>,
    /// How the best rate moves with the size of the batch; `null` where that does not vary, or the trials cannot say.
    scaling: Option<Scaling>,
    /// Whether a better rate may lie outside of what was tried.
    at_edge: bool,
    horizon: Horizon,
    counts: sweep::Counts,
    /// What to know before relying on this.
    warnings: Vec<String>,
    /// The best configurations, the best of them first.
    top: Vec<Top>,
    /// How a search came there; `null` for the other methods.
    find: Option<Find>,
}

/// How a search came to its answer.
#[derive(Serialize, ToSchema)]
#[schema(as = Search)]
pub(in crate::rest) struct Find {
    /// What it is at: `range_test`, `bracket`, `rates`, `seeds` or `done`.
    stage: &'static str,
    /// What it has decided so far, in words.
    decisions: Vec<Decided>,
    /// Why it was over; `null` while it is not.
    end: Option<String>,
    /// What it has cost, in trials: a range test is as much of one as its updates are of a trial's.
    cost: f64,
    /// What it may cost.
    budget: f64,
    /// What a plain grid of 21 rates with as many seeds would cost.
    grid_cost: f64,
}

/// One decision of a search.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Decided {
    /// How many trials it brought.
    trials: u64,
    /// What they are.
    why: String,
}

/// The best configuration.
#[derive(Serialize, ToSchema)]
#[schema(as = BestConfiguration)]
pub(in crate::rest) struct Configuration {
    /// Its learning rate.
    lr: Option<f64>,
    /// The values of what varies.
    #[schema(value_type = Object)]
    parameters: Node,
    /// All that it trains with.
    #[schema(value_type = Object)]
    config: Node,
    /// The mean of the metric over its replicates.
    mean: f64,
    /// Their standard deviation; `null` for one replicate.
    std: Option<f64>,
    /// How many trials that is over.
    replicates: u64,
    /// Those trials.
    trials: Vec<String>,
}

/// Where training blows up.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Divergence {
    /// The lowest rate that lay beyond the edge.
    lowest_diverged: Option<f64>,
    /// The highest rate that did not.
    highest_converged: Option<f64>,
    frontier: Frontier,
}

/// How long the trials trained. The best rate of a longer training is a lower one.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Horizon {
    /// In passes over the data, where the sweep says so.
    epochs: Option<u64>,
    /// In updates, where that is known.
    steps: Option<u64>,
}

/// A configuration's place.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Top {
    /// Its learning rate.
    lr: Option<f64>,
    /// The mean of the metric over its replicates.
    mean: f64,
    /// How many trials that is over.
    replicates: u64,
    /// The values of what varies.
    #[schema(value_type = Object)]
    parameters: Node,
}

impl BestView {
    pub(in crate::rest) fn of(answer: Answer) -> Self {
        let warnings = answer.warnings();
        let detail = answer.detail;
        let values = answer.top.first().map(|it| it.parameters.clone());
        let best = |it: coordinator::Best| Configuration {
            lr: it.candidate.lr,
            parameters: parameters(values.unwrap_or_default()),
            config: it.config,
            mean: it.spread.mean,
            std: it.spread.std,
            replicates: it.candidate.replicates,
            trials: it.trials,
        };
        Self {
            sweep: answer.sweep,
            metric: sweep::Metric::of(&answer.metric),
            best: answer.best.map(best),
            interval: detail.analysis.interval.map(Interval::of),
            tied: detail.analysis.tied.map(Tied::all),
            basin: detail.analysis.basin.map(Basin::of),
            why: answer.why,
            divergence: Divergence {
                lowest_diverged: answer.divergence.lowest_diverged,
                highest_converged: answer.divergence.highest_converged,
                frontier: Frontier::of(detail.analysis.frontier),
            },
            groups: detail.groups.map(|it| it.into_iter().map(GroupView::of).collect()),
            scaling: detail.scaling.map(|it| Scaling::of(&it)),
            at_edge: answer.at_edge,
            horizon: Horizon { epochs: answer.horizon.epochs, steps: answer.horizon.steps },
            counts: sweep::Counts::of(&answer.counts),
            warnings,
            top: answer.top.into_iter().map(Top::of).collect(),
            find: answer.search.map(Find::of),
        }
    }
}

impl Find {
    fn of(it: History) -> Self {
        let decided = |(why, trials): (String, u64)| Decided { trials, why };
        Self {
            stage: it.stage.name(),
            decisions: it.decisions.into_iter().map(decided).collect(),
            end: it.end,
            cost: it.cost,
            budget: it.budget,
            grid_cost: it.grid_cost,
        }
    }
}

impl Top {
    fn of(it: Ranked) -> Self {
        Self {
            lr: it.candidate.lr,
            mean: it.candidate.mean,
            replicates: it.candidate.replicates,
            parameters: parameters(it.parameters),
        }
    }
}
