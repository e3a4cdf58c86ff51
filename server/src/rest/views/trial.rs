//! Trials, their attempts, and what is known of how they went.

use search::{
    curve,
    document::Node,
    loss::Loss,
    time::Timestamp,
    trial::{Outcome, Score, State},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Page, SeriesView, parameters, time};
use crate::store::{self, Fresh, Stored, state_name};

/// A trial, and what became of it.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Trial {
    /// Its name among all trials, a UUID of version 7.
    id: String,
    /// The sweep that it belongs to.
    sweep: String,
    /// Its place in the sweep, from 0.
    number: u64,
    /// Which configuration it trains.
    configuration: u64,
    /// Which of the configuration's replicates it is.
    replicate: u64,
    /// `queued`, `running`, `completed`, `stopped`, `failed`, `cancelled` or `quarantined`.
    state: &'static str,
    /// Whether training got nowhere: the rate was too high. A result, and no failure.
    diverged: bool,
    /// Its learning rate; `null` for a range test, which has many.
    lr: Option<f64>,
    /// The values of what varies.
    #[schema(value_type = Object)]
    parameters: Node,
    /// All that it trains with.
    #[schema(value_type = Object)]
    config: Node,
    /// Seeds everything random in it.
    seed: u64,
    /// The number of its latest attempt, from 1; 0 before the first.
    attempt: u32,
    /// How many attempts were failures.
    failures: u32,
    /// The number that the deciding metric came to; `null` where it has none, or not a finite one. Of a trial that was
    /// stopped it is what a shorter run came to.
    value: Option<f64>,
    /// The same metric before training, where it was measured.
    first: Option<f64>,
    /// How many updates, or epochs where the sweep counts epochs, its latest attempt has trained, as far as is known;
    /// `null` where the sweep has no early stopping.
    trained: Option<u64>,
    /// The worker that trains it, or ended it.
    worker: Option<String>,
    /// Why the last attempt that failed did so.
    error: Option<String>,
    /// When its latest attempt began.
    started_at: Option<String>,
    /// When it was over.
    ended_at: Option<String>,
    /// How long its last attempt trained, in milliseconds.
    train_ms: Option<u64>,
}

/// A page of the trials of a sweep.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct TrialsPage {
    #[serde(flatten)]
    pub(in crate::rest) page: Page<Trial>,
    /// How many trials meet the conditions, on all pages; only with `where`, and on the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::rest) total: Option<u64>,
}

/// A trial with all its attempts.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct TrialWithAttempts {
    #[serde(flatten)]
    trial: Trial,
    /// Its attempts, the first of them first.
    attempts: Vec<Attempt>,
}

/// One try at running a trial.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "what the API calls its number")]
pub(in crate::rest) struct Attempt {
    /// Its number, from 1.
    attempt: i64,
    /// Who made it.
    worker: String,
    /// When the trial was leased.
    started_at: String,
    /// When it was over; `null` while it is under way.
    ended_at: Option<String>,
    /// `completed`, `diverged`, `stopped`, `failed`, `cancelled`, `released` or `lost`; `null` while it is under way.
    ending: Option<String>,
    /// Why it failed.
    error: Option<String>,
}

/// A line of what is known of a trial.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Line {
    /// When.
    at: String,
    /// Of which attempt.
    attempt: i64,
    /// What happened.
    text: String,
}

/// Points that came in.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Points {
    /// Whose they are.
    trial: String,
    /// Of which attempt.
    attempt: u32,
    /// The number of the first of them; a new attempt begins at 0.
    first_seq: u64,
    /// A column a metric.
    series: Vec<SeriesView>,
}

impl Trial {
    pub(in crate::rest) fn of(trial: Stored, rules: &search::sweep::Sweep) -> Self {
        let planned = rules.plan(trial.number);
        let (value, first) = match &trial.trial.state {
            State::Completed(Outcome::Finite { value, first })
            | State::Stopped(Score { value, first }) => {
                (Some(value.value()), first.map(Loss::value))
            }
            _ => (None, None),
        };
        Self {
            state: state_name(&trial.trial.state),
            attempt: trial.trial.attempt,
            failures: trial.trial.failures,
            parameters: parameters(rules.values(trial.configuration)),
            replicate: planned.replicate,
            config: planned.config,
            seed: planned.seed,
            value,
            first,
            started_at: trial.started_at.map(time),
            ended_at: trial.ended_at.map(time),
            id: trial.id,
            sweep: trial.sweep,
            number: trial.number,
            configuration: trial.configuration,
            diverged: trial.diverged,
            trained: trial.progress.as_ref().map(|it| it.trained),
            lr: trial.lr,
            worker: trial.worker,
            error: trial.error,
            train_ms: trial.train_ms,
        }
    }

    pub(in crate::rest) fn with(self, attempts: Vec<Attempt>) -> TrialWithAttempts {
        TrialWithAttempts { trial: self, attempts }
    }
}

impl Attempt {
    /// The attempts of `trial`: those that are over, and the one under way.
    pub(in crate::rest) fn all(trial: &Stored, over: Vec<store::Attempt>) -> Vec<Self> {
        let ended = over.into_iter().map(|it| Self {
            attempt: it.attempt,
            worker: it.worker_id,
            started_at: time(Timestamp(it.started_at)),
            ended_at: Some(time(Timestamp(it.ended_at))),
            ending: Some(it.ending),
            error: it.error,
        });
        let under_way = match &trial.trial.state {
            State::Running(lease) => Some(Self {
                attempt: i64::from(trial.trial.attempt),
                worker: lease.worker.clone(),
                started_at: time(trial.started_at.unwrap_or(trial.updated_at)),
                ended_at: None,
                ending: None,
                error: None,
            }),
            _ => None,
        };
        ended.chain(under_way).collect()
    }

    /// The attempt in words.
    pub(in crate::rest) fn lines(self) -> Vec<Line> {
        let Self { attempt, worker, started_at, .. } = self;
        let line = |at: String, text: String| Line { at, attempt, text };
        let mut lines =
            vec![line(started_at, format!("attempt {attempt} began on worker {worker}"))];
        if let (Some(at), Some(ending)) = (self.ended_at, self.ending) {
            lines.push(line(at.clone(), format!("attempt {attempt} ended: {ending}")));
            let error = self.error.unwrap_or_default();
            lines.extend(error.lines().map(|text| line(at.clone(), text.to_owned())));
        }
        lines
    }
}

impl Points {
    pub(in crate::rest) fn of(fresh: &Fresh) -> Self {
        Self {
            trial: fresh.trial.clone(),
            attempt: fresh.attempt,
            first_seq: fresh.first_seq,
            series: curve::series(&fresh.points).into_iter().map(SeriesView::of).collect(),
        }
    }
}
