//! The trials that one call of a worker speaks of, from what was read to what is written back.

use std::collections::HashMap;

use search::{
    time::Timestamp,
    trial::{Event, Holder, State},
};

use super::{Ack, Series, Verdict, counting::Tally, reporting::FENCED};
use crate::store::{self, CHUNKS_MAX, Fresh, Seen, Stored, Tx};

/// The trials that a call speaks of, as they were and as the call has left them so far.
pub(super) struct Ledger {
    pub(super) trials: HashMap<String, (Stored, Stored)>,
    pub(super) fresh: Vec<Fresh>,
}

impl Ledger {
    pub(super) async fn open<'a>(
        tx: &mut Tx,
        series: impl Iterator<Item = &'a Series>,
    ) -> Result<Self, store::Error> {
        let mut ids: Vec<&str> = series.map(|it| it.trial.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        let trials = tx.trials(&ids).await?;
        let trials = trials.into_iter().map(|it| (it.id.clone(), (it.clone(), it))).collect();
        Ok(Self { trials, fresh: Vec::new() })
    }

    /// Takes what is new of `series`, if `worker` still holds the trial. Returns how many points are stored then.
    pub(super) fn take(&mut self, worker: &str, series: &Series, until: Timestamp) -> Option<u64> {
        let (_, is) = self.trials.get_mut(&series.trial)?;
        let by = Holder { worker, attempt: series.attempt };
        is.trial = is.trial.after(Event::Renew(by, until)).ok()?;
        if series.first_seq <= is.next_seq {
            let mut known = usize::try_from(is.next_seq - series.first_seq).unwrap_or(usize::MAX);
            let mut points = Vec::new();
            for run in &series.points {
                let skipped = known.min(run.len());
                known -= skipped;
                if skipped < run.len() {
                    points.push(run.clone().skip(skipped));
                }
            }
            let count = points.iter().map(|it| it.len() as u64).sum::<u64>();
            if count > 0 {
                let (trial, first_seq) = (is.id.clone(), is.next_seq);
                self.fresh.push(Fresh { trial, attempt: series.attempt, first_seq, points });
                is.next_seq += count;
                is.chunks += 1;
            }
        }
        Some(is.next_seq)
    }

    /// What the holder of the trial that `series` is of is told, after that was taken as far as `next_seq`.
    pub(super) fn ack(&self, series: &Series, next_seq: Option<u64>, holder: Seen) -> Ack {
        match (self.trials.get(&series.trial), next_seq) {
            (Some((_, is)), Some(next_seq)) => {
                Ack { verdict: Verdict::of(&is.trial.state, holder), next_seq }
            }
            _ => FENCED,
        }
    }

    /// The sweeps whose trials have ended just now, each once.
    pub(super) fn ended_sweeps(&self) -> Vec<String> {
        let ended = self.trials.values().filter(|(was, is)| is.trial.is_over() && was != is);
        let mut sweeps: Vec<String> = ended.map(|(_, is)| is.sweep.clone()).collect();
        sweeps.sort_unstable();
        sweeps.dedup();
        sweeps
    }

    /// Writes what was taken. A trial with many small rows of points, or one that is over, gets one instead.
    pub(super) async fn close(self, tx: &mut Tx, now: Timestamp) -> Result<Tally, store::Error> {
        tx.add_points(&self.fresh, now).await?;
        let mut changes: Vec<(Stored, Stored)> =
            self.trials.into_values().filter(|(was, is)| was != is).collect();
        for (was, is) in &mut changes {
            let over = !matches!(is.trial.state, State::Running(_)) && is.chunks > 1;
            if over || is.chunks > CHUNKS_MAX {
                is.chunks = tx.join_points(&is.id, was.trial.attempt, now).await?;
            }
        }
        tx.save(&changes, now).await?;
        Ok(Tally::of(&self.fresh, &changes))
    }
}
