//! Early stopping: trials are judged in the transaction that records the points which took them to a rung, in the order
//! in which points arrive. `search::stopping` says who goes on.

use std::sync::Arc;

use search::{
    curve::Points,
    stopping::{Call, Reached, Stopping},
    sweep::Sweep,
    trial::{Event, Halt, Outcome, Score, State},
};

use super::{Coordinator, ledger::Ledger};
use crate::store::{self, Rung, Stored, Tx};

impl Coordinator {
    /// Judges the trials whose points have just been taken. Those of sweeps without early stopping cost nothing.
    pub(super) async fn judge(&self, tx: &mut Tx, ledger: &mut Ledger) -> Result<(), store::Error> {
        let Ledger { trials, fresh } = ledger;
        // One sweep after the other, so that two transactions cannot wait for each other.
        let mut fresh: Vec<_> = fresh.iter().collect();
        fresh.sort_by_key(|it| trials.get(&it.trial).map(|(was, _)| was.sweep.clone()));
        for fresh in fresh {
            let Some((_, is)) = trials.get_mut(&fresh.trial) else { continue };
            if is.progress.is_none() {
                continue;
            }
            let rules = self.catalog.within(tx, &is.sweep).await?;
            let Some(stopping) = &rules.stopping else { continue };
            let judge = Judge { rules: &rules, stopping };
            for points in &fresh.points {
                judge.take(tx, is, points).await?;
            }
            judge.keep_score(is);
        }
        Ok(())
    }

    /// A trial that diverged does worst at the rung that it did not reach.
    pub(super) async fn note_divergence(
        &self,
        tx: &mut Tx,
        is: &Stored,
    ) -> Result<(), store::Error> {
        let diverged = matches!(is.trial.state, State::Completed(Outcome::Diverged));
        let Some(progress) = is.progress.as_ref().filter(|_| diverged) else { return Ok(()) };
        let rules: Arc<Sweep> = self.catalog.within(tx, &is.sweep).await?;
        let Some(stopping) = &rules.stopping else { return Ok(()) };
        if progress.passed < stopping.rungs.len() {
            let judge = Judge { rules: &rules, stopping };
            tx.put_rung(judge.rung(is, progress.passed), &is.id, None).await?;
        }
        Ok(())
    }
}

/// A sweep whose trials are judged.
struct Judge<'a> {
    rules: &'a Sweep,
    stopping: &'a Stopping,
}

impl Judge<'_> {
    async fn take(
        &self,
        tx: &mut Tx,
        is: &mut Stored,
        points: &Points,
    ) -> Result<(), store::Error> {
        let width = points.metrics.len();
        for (row, step) in points.steps.iter().enumerate() {
            let values = &points.values[row * width..(row + 1) * width];
            let names = points.metrics.iter().map(String::as_str);
            let metrics: Vec<(&str, f64)> = names.zip(values.iter().copied()).collect();
            let Some(progress) = &mut is.progress else { return Ok(()) };
            let call = progress.see(self.stopping, &self.rules.metric, *step, &metrics);
            // One that has been told to end is not judged again.
            let ends = matches!(&is.trial.state, State::Running(lease) if lease.halt.is_some());
            let Some(call) = call.filter(|_| !ends) else { continue };
            let stops = match call {
                Call::Judge(reached) => self.stops(tx, is, reached).await?,
                Call::Diverged => {
                    halt(is, Halt::Diverge);
                    false
                }
            };
            if stops {
                self.stop(is);
            }
        }
        Ok(())
    }

    async fn stops(
        &self,
        tx: &mut Tx,
        is: &Stored,
        reached: Reached,
    ) -> Result<bool, store::Error> {
        let rung = self.rung(is, reached.rung);
        // Whoever comes to a rung of this sweep meanwhile waits, and finds what this trial leaves there.
        tx.sweep(&is.sweep).await?;
        let others = tx.others(rung, &is.id, reached.own).await?;
        tx.put_rung(rung, &is.id, Some(reached.kept)).await?;
        Ok(self.stopping.stops(others))
    }

    /// Has the trial end with what it has come to so far.
    fn stop(&self, is: &mut Stored) {
        let score = is.progress.as_ref().and_then(|it| it.score(&self.rules.metric));
        if let Some((value, first)) = score {
            halt(is, Halt::Stop(Score { value, first }));
        }
    }

    /// Points that come after the verdict count for what the trial had come to.
    fn keep_score(&self, is: &mut Stored) {
        let stops =
            matches!(&is.trial.state, State::Running(it) if matches!(it.halt, Some(Halt::Stop(_))));
        if stops {
            self.stop(is);
        }
    }

    fn rung<'a>(&self, is: &'a Stored, rung: usize) -> Rung<'a> {
        let replicate = is.number / self.rules.configurations;
        Rung { sweep: &is.sweep, replicate, rung: rung as u64 }
    }
}

/// Only a running trial can be told to end; any other is over already.
fn halt(is: &mut Stored, halt: Halt) {
    if let Ok(trial) = is.trial.after(Event::Halt(halt)) {
        is.trial = trial;
    }
}
