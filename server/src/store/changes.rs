//! Writing trials back, and with them all that must always agree with them.
//!
//! A change carries the trial as it was and as it is now. From the two follow the row, the attempt that
//! ended, and what its sweep's counts have to move by: nobody has to remember to do so.

use std::collections::BTreeMap;

use search::{
    stopping::Progress,
    time::Timestamp,
    trial::{Halt, Outcome, Score, State},
};
use sqlx::QueryBuilder;

use super::{Attempt, Counts, Error, Stored, Tx, trials::signed, within};

/// So many rows are written by one statement. Both databases bound the number of values in one.
const ROWS_MAX: usize = 250;

/// How early stopping has told a trial to end, in the database.
pub(super) const STOPPED: &str = "stopped";
pub(super) const DIVERGED: &str = "diverged";

/// The columns of a trial that its state fills.
#[derive(Clone, Copy)]
struct Columns<'a> {
    state: &'static str,
    not_before: i64,
    request: Option<&'a str>,
    lease_until: Option<i64>,
    cancelling: bool,
    halting: Option<&'static str>,
    value: Option<f64>,
    first: Option<f64>,
}

impl Tx {
    /// Writes `changes`, each from what was read in this transaction to what it is now.
    pub async fn save(
        &mut self,
        changes: &[(Stored, Stored)],
        now: Timestamp,
    ) -> Result<(), Error> {
        let mut sorted: Vec<&(Stored, Stored)> = changes.iter().collect();
        // In the order of their names, so that two transactions cannot wait for each other.
        sorted.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        for rows in sorted.chunks(ROWS_MAX) {
            self.update(rows, now).await?;
        }
        let ended: Vec<Attempt> =
            changes.iter().filter_map(|(was, is)| Attempt::ended(was, is, now)).collect();
        self.add_attempts(&ended).await?;

        let mut moved: BTreeMap<&str, Counts> = BTreeMap::new();
        for (was, is) in changes {
            let counts = moved.entry(&is.sweep).or_default();
            counts.add(was, -1);
            counts.add(is, 1);
        }
        for (sweep, counts) in moved {
            if !counts.is_zero() {
                self.move_counts(sweep, &counts, now).await?;
            }
        }
        Ok(())
    }

    async fn update(&mut self, rows: &[&(Stored, Stored)], now: Timestamp) -> Result<(), Error> {
        let written = within!(self, |db| {
            let mut query = QueryBuilder::new(
                "with v (id, state, attempt, failures, not_before, worker_id, request, lease_until, \
                 cancelling, halting, progress, next_seq, chunks, value, first_value, diverged, error, started_at, ended_at, \
                 train_ms, updated_at) as (",
            );
            query.push_values(rows, |mut row, (_, is)| {
                let columns = Columns::of(&is.trial.state);
                row.push_bind(&is.id)
                    .push_bind(columns.state)
                    .push_bind(i64::from(is.trial.attempt))
                    .push_bind(i64::from(is.trial.failures))
                    .push_bind(columns.not_before)
                    .push_bind(is.worker.as_deref())
                    .push_bind(columns.request)
                    .push_bind(columns.lease_until)
                    .push_bind(columns.cancelling)
                    .push_bind(columns.halting)
                    .push_bind(is.progress.as_ref().map(progress))
                    .push_bind(signed(is.next_seq))
                    .push_bind(signed(is.chunks))
                    .push_bind(columns.value)
                    .push_bind(columns.first)
                    .push_bind(is.diverged)
                    .push_bind(is.error.as_deref())
                    .push_bind(is.started_at.map(|it| it.0))
                    .push_bind(is.ended_at.map(|it| it.0))
                    .push_bind(is.train_ms.map(signed))
                    .push_bind(now.0);
            });
            query.push(
                ") update trials set state = v.state, attempt = v.attempt, failures = v.failures, \
                 not_before = v.not_before, worker_id = v.worker_id, request = v.request, \
                 lease_until = v.lease_until, cancelling = v.cancelling, halting = v.halting, \
                 progress = v.progress, next_seq = v.next_seq, \
                 chunks = v.chunks, value = v.value, first_value = v.first_value, diverged = v.diverged, \
                 error = v.error, started_at = v.started_at, ended_at = v.ended_at, \
                 train_ms = v.train_ms, updated_at = v.updated_at \
                 from v where trials.id = v.id",
            );
            query.build().persistent(rows.len() == 1).execute(db).await?.rows_affected()
        });
        // The rows were read in this transaction; they cannot be gone.
        if written == rows.len() as u64 { Ok(()) } else { Err(Error::Corrupt("trials")) }
    }
}

impl Columns<'_> {
    fn of(state: &State) -> Columns<'_> {
        let empty = Columns {
            state: "queued",
            not_before: 0,
            request: None,
            lease_until: None,
            cancelling: false,
            halting: None,
            value: None,
            first: None,
        };
        let scored = |it: Score| Columns {
            value: Some(it.value.value()),
            first: it.first.map(search::loss::Loss::value),
            ..empty
        };
        match state {
            State::Queued(not_before) => Columns { not_before: not_before.0, ..empty },
            State::Running(lease) => Columns {
                state: "running",
                request: Some(&lease.request),
                lease_until: Some(lease.until.0),
                cancelling: lease.cancelled,
                ..match lease.halt {
                    Some(Halt::Stop(score)) => Columns { halting: Some(STOPPED), ..scored(score) },
                    Some(Halt::Diverge) => Columns { halting: Some(DIVERGED), ..empty },
                    None => empty,
                }
            },
            State::Stopped(score) => Columns { state: "stopped", ..scored(*score) },
            State::Completed(Outcome::Diverged) => Columns { state: "completed", ..empty },
            State::Completed(Outcome::Finite { value, first }) => Columns {
                state: "completed",
                value: Some(value.value()),
                first: first.map(search::loss::Loss::value),
                ..empty
            },
            State::Failed(_) => Columns { state: "failed", ..empty },
            State::Cancelled => Columns { state: "cancelled", ..empty },
            State::Quarantined => Columns { state: "quarantined", ..empty },
        }
    }
}

/// How far a trial is, as a document.
fn progress(it: &Progress) -> String {
    serde_json::to_string(it).unwrap_or_default()
}

/// The name of a state, in the database and for people.
pub fn name(state: &State) -> &'static str {
    Columns::of(state).state
}
