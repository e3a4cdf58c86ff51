//! A trial as the database has it, and what the rules make of that.

use search::{
    loss::Loss,
    time::Timestamp,
    trial::{Halt, Lease, Outcome, Score, State, Trial},
};
use sqlx::FromRow;

use super::Stored;
use crate::store::{
    Error,
    changes::{DIVERGED, STOPPED},
};

/// The columns that a [`Row`] is made of.
pub(super) const COLUMNS: &str = "id, sweep_id, number, configuration, lr, state, attempt, failures, \
     attempts_max, not_before, worker_id, request, lease_until, cancelling, halting, progress, next_seq, chunks, value, \
     first_value, diverged, error, started_at, ended_at, train_ms, updated_at";

#[derive(FromRow)]
pub(super) struct Row {
    id: String,
    sweep_id: String,
    number: i64,
    configuration: i64,
    lr: Option<f64>,
    state: String,
    attempt: i64,
    failures: i64,
    attempts_max: i64,
    not_before: i64,
    worker_id: Option<String>,
    request: Option<String>,
    lease_until: Option<i64>,
    cancelling: bool,
    halting: Option<String>,
    progress: Option<String>,
    next_seq: i64,
    chunks: i64,
    value: Option<f64>,
    first_value: Option<f64>,
    diverged: bool,
    error: Option<String>,
    started_at: Option<i64>,
    ended_at: Option<i64>,
    train_ms: Option<i64>,
    updated_at: i64,
}

fn corrupt() -> Error {
    Error::Corrupt("trials")
}

impl TryFrom<Row> for Stored {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let unsigned = |it: i64| u64::try_from(it).map_err(|_| corrupt());
        let count = |it: i64| u32::try_from(it).map_err(|_| corrupt());
        let state = state(&row)?;
        let progress = row.progress.as_deref().map(serde_json::from_str).transpose();
        Ok(Self {
            trial: Trial {
                attempt: count(row.attempt)?,
                failures: count(row.failures)?,
                attempts_max: count(row.attempts_max)?,
                state,
            },
            number: unsigned(row.number)?,
            configuration: unsigned(row.configuration)?,
            next_seq: unsigned(row.next_seq)?,
            chunks: unsigned(row.chunks)?,
            train_ms: row.train_ms.map(unsigned).transpose()?,
            id: row.id,
            sweep: row.sweep_id,
            lr: row.lr,
            diverged: row.diverged,
            progress: progress.map_err(|_| corrupt())?,
            worker: row.worker_id,
            error: row.error,
            started_at: row.started_at.map(Timestamp),
            ended_at: row.ended_at.map(Timestamp),
            updated_at: Timestamp(row.updated_at),
        })
    }
}

fn state(row: &Row) -> Result<State, Error> {
    let loss = |it: f64| Loss::new(it).ok_or_else(corrupt);
    let score = || -> Result<Score, Error> {
        let value = loss(row.value.ok_or_else(corrupt)?)?;
        Ok(Score { value, first: row.first_value.map(loss).transpose()? })
    };
    Ok(match row.state.as_str() {
        "queued" => State::Queued(Timestamp(row.not_before)),
        "running" => State::Running(Lease {
            worker: row.worker_id.clone().ok_or_else(corrupt)?,
            request: row.request.clone().unwrap_or_default(),
            until: Timestamp(row.lease_until.ok_or_else(corrupt)?),
            cancelled: row.cancelling,
            halt: match row.halting.as_deref() {
                None => None,
                Some(STOPPED) => Some(Halt::Stop(score()?)),
                Some(DIVERGED) => Some(Halt::Diverge),
                Some(_) => return Err(corrupt()),
            },
        }),
        "completed" => State::Completed(match row.value {
            Some(value) => Outcome::Finite {
                value: loss(value)?,
                first: row.first_value.map(loss).transpose()?,
            },
            None => Outcome::Diverged,
        }),
        "stopped" => State::Stopped(score()?),
        "failed" => State::Failed(row.error.clone().unwrap_or_default()),
        "cancelled" => State::Cancelled,
        "quarantined" => State::Quarantined,
        _ => return Err(corrupt()),
    })
}
