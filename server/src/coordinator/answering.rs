//! The answer to a sweep: the best learning rate, and what is known around it.

mod detail;
mod halfway;
mod warning;

pub use detail::{Detail, Group};

use search::{
    answer::{self, Alive, Candidate, Extent, Spread},
    config::{Budget, TrialConfig},
    document::Node,
    find::History,
    metric::{Goal, Metric},
    sweep::{Method, Sweep},
    trial::{Outcome, State},
};

use super::Coordinator;
use crate::{
    error::Error,
    store::{Counts, Stored, StoredSweep},
};

/// So many configurations are ranked.
const RANKED_MAX: u32 = 20;

/// The answer to a sweep.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The sweep.
    pub sweep: String,
    /// What decided.
    pub metric: Metric,
    /// The best configuration; nothing where `why` says why.
    pub best: Option<Best>,
    /// What cannot be said, and why.
    pub why: Option<String>,
    /// Where training blows up.
    pub divergence: Divergence,
    /// How far the rates reach that were tried.
    pub extent: Extent,
    /// Whether a better rate may lie outside of what was tried.
    pub at_edge: bool,
    /// How sure the best rate is, and what surrounds it.
    pub detail: Detail,
    /// How long the trials trained.
    pub horizon: Horizon,
    /// How many trials are in which state.
    pub counts: Counts,
    /// The best configurations, the best of them first.
    pub top: Vec<Ranked>,
    /// What a search has done so far; nothing for the other methods.
    pub search: Option<History>,
}

/// A configuration's place.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// The configuration with its mean.
    pub candidate: Candidate,
    /// The values of the parameters that vary.
    pub parameters: Vec<(String, Node)>,
}

/// The best configuration.
#[derive(Clone, Debug)]
pub struct Best {
    /// The configuration with its mean.
    pub candidate: Candidate,
    /// All that it trains with.
    pub config: Node,
    /// How its replicates spread.
    pub spread: Spread,
    /// Its trials.
    pub trials: Vec<String>,
}

/// Where training blows up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Divergence {
    /// The lowest rate that lay beyond the edge.
    pub lowest_diverged: Option<f64>,
    /// The highest rate tried below it.
    pub highest_converged: Option<f64>,
}

/// How long the trials trained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Horizon {
    /// In passes over the data, where the sweep said so.
    pub epochs: Option<u64>,
    /// In updates, where that is known.
    pub steps: Option<u64>,
}

impl Coordinator {
    /// The best learning rate of a sweep, from the trials that are over so far.
    pub async fn best(&self, id: &str) -> Result<Answer, Error> {
        let sweep = self.sweep(id).await?;
        if let Some(known) = self.answers.get(&sweep) {
            return Ok(known);
        }
        let answer = self.work_out(&sweep).await?;
        self.answers.put(&sweep, answer.clone());
        Ok(answer)
    }

    async fn work_out(&self, sweep: &StoredSweep) -> Result<Answer, Error> {
        let id = sweep.id.as_str();
        let rules = self.rules(id).await?;
        let mut answer = Answer {
            sweep: sweep.id.clone(),
            metric: rules.metric.clone(),
            best: None,
            why: None,
            divergence: Divergence::default(),
            extent: Extent::default(),
            at_edge: false,
            detail: Detail::default(),
            horizon: horizon(&rules),
            counts: sweep.counts,
            top: Vec::new(),
            search: self.search_history(&rules, sweep).await?,
        };
        if rules.method == Method::RangeTest {
            answer.why = Some(format!(
                "a range test gives a bracket, not a best rate; see /api/v1/sweeps/{id}/range-test"
            ));
            return Ok(answer);
        }
        let ranking = self.store.ranking(sweep, rules.metric.goal, RANKED_MAX).await?;
        let Some(first) = ranking.first().copied() else {
            answer.why = Some(why_none(sweep).to_owned());
            let extent = self.store.extent(id, rules.metric.goal, Alive::UNASKED).await?;
            answer.detail = self.detail(sweep, &rules, 0).await?;
            answer.divergence = Divergence::of(&extent);
            answer.extent = extent;
            return Ok(answer);
        };
        self.look_closer(&mut answer, &rules, first).await?;
        answer.detail = self.detail(sweep, &rules, first.configuration).await?;
        answer.why = answer.detail.why();
        answer.top = ranking.into_iter().map(|it| Ranked::of(&rules, it)).collect();
        Ok(answer)
    }

    async fn look_closer(
        &self,
        answer: &mut Answer,
        rules: &Sweep,
        candidate: Candidate,
    ) -> Result<(), Error> {
        let replicates = 0..rules.replicates;
        let numbers = replicates.map(|it| candidate.configuration + it * rules.configurations);
        let mut trials = self.store.trials_numbered(&answer.sweep, numbers).await?;
        trials.retain(|it| matches!(it.trial.state, State::Completed(_)));
        let (values, firsts) = outcomes(&trials);
        let Some(spread) = Spread::of(&values) else { return Ok(()) };
        let goal = rules.metric.goal;
        let first = Spread::of(&firsts).map(|it| it.mean);
        let then = self.at_first_rung(answer, rules, &trials).await?;
        let alive = Alive {
            above: candidate.lr.unwrap_or(f64::INFINITY),
            gain_min: first
                .map_or(f64::NEG_INFINITY, |first| answer::gain_min(goal, first, spread.mean)),
            early_gain_min: first
                .zip(then)
                .map_or(0.0, |(first, then)| answer::early_gain_min(goal, first, then)),
        };
        let extent = self.store.extent(&answer.sweep, goal, alive).await?;
        answer.divergence = Divergence::of(&extent);
        answer.extent = extent;
        answer.at_edge = candidate.lr.is_some_and(|lr| answer::at_edge(lr, &extent));
        if answer.horizon.steps.is_none()
            && let Some(trial) = trials.first()
        {
            let points = self.points(trial).await?;
            answer.horizon.steps = points.last().and_then(|it| it.steps.last()).copied();
        }
        answer.best = Some(Best {
            candidate: Candidate { mean: spread.mean, ..candidate },
            config: rules.plan(candidate.configuration).config,
            spread,
            trials: trials.into_iter().map(|it| it.id).collect(),
        });
        Ok(())
    }

    /// What the best configuration's `trials` had come to at the first rung; nothing where no trial was stopped.
    async fn at_first_rung(
        &self,
        answer: &Answer,
        rules: &Sweep,
        trials: &[Stored],
    ) -> Result<Option<f64>, Error> {
        let mut values = Vec::new();
        for trial in trials.iter().filter(|_| answer.counts.stopped > 0) {
            let replicate = trial.number / rules.configurations;
            values.extend(self.store.at_first_rung(trial, replicate).await?);
        }
        let turned =
            |it: Spread| if rules.metric.goal == Goal::Minimize { it.mean } else { -it.mean };
        Ok(Spread::of(&values).map(turned))
    }
}

impl Ranked {
    fn of(rules: &Sweep, candidate: Candidate) -> Self {
        Self { parameters: rules.values(candidate.configuration), candidate }
    }
}

impl Divergence {
    fn of(extent: &Extent) -> Self {
        Self {
            lowest_diverged: extent.lowest_diverged,
            highest_converged: extent.highest_converged,
        }
    }
}

/// The values that trials ended at, and those that they began at.
fn outcomes(trials: &[Stored]) -> (Vec<f64>, Vec<f64>) {
    let (mut values, mut firsts) = (Vec::new(), Vec::new());
    for trial in trials {
        if let State::Completed(Outcome::Finite { value, first }) = trial.trial.state {
            values.push(value.value());
            firsts.extend(first.map(search::loss::Loss::value));
        }
    }
    (values, firsts)
}

fn why_none(sweep: &StoredSweep) -> &'static str {
    let counts = &sweep.counts;
    let count = |it: i64| u64::try_from(it).unwrap_or(0);
    answer::why_none(
        count(counts.completed),
        count(counts.diverged),
        count(counts.queued + counts.running),
    )
}

fn horizon(rules: &Sweep) -> Horizon {
    match rules.example().map(|it: TrialConfig| it.train.budget) {
        Some(Budget::Epochs(epochs)) => Horizon { epochs: Some(epochs), steps: None },
        Some(Budget::Steps(steps)) => Horizon { epochs: None, steps: Some(steps) },
        None => Horizon::default(),
    }
}
