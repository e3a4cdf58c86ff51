//! Checkpoints of trials that train long, so that the next attempt goes on where this one was broken off.
//!
//! A folder holds a file for each such trial; workers may share it. What is in a file is the trainer's affair
//! ([`trainer::Run::checkpoint`]). Nothing here can fail a trial: what cannot be written is told and left, and what cannot be
//! gone on from is told and begun anew.

mod folder;

use std::{
    ops::ControlFlow,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use search::config::Task;
use trainer::{Data, Ending, Error, Job, Observe, Run};

use self::folder::Folder;
use crate::{
    attempt::{Attempt, Order},
    clock,
};

/// Where checkpoints lie, and when they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// The folder. Where workers share it, an attempt goes on wherever the next one happens to be.
    pub folder: PathBuf,
    /// So long a trial trains between two of its checkpoints.
    pub every: Duration,
}

/// The checkpoints of a worker's trials.
#[derive(Debug)]
pub(crate) struct Checkpoints {
    folder: Folder,
    every: Duration,
}

impl Checkpoints {
    /// Makes the folder ready, and removes what nobody has come back for.
    pub(crate) fn open(keeping: Keeping) -> Result<Self, crate::Error> {
        let path = keeping.folder;
        let folder = Folder::open(&path).map_err(|it| crate::Error::Checkpoints(path, it))?;
        folder.tidy();
        Ok(Self { folder, every: keeping.every })
    }

    /// Removes that of a trial that has ended.
    fn remove(&self, trial: &str) {
        if let Err(error) = self.folder.remove(trial) {
            let path = self.folder.path(trial);
            tracing::warn!(
                trial.id = trial,
                "the trial has ended, and its checkpoint {} cannot be removed: {error}",
                path.display()
            );
        }
    }
}

/// Trains a built-in model to its end, or until `attempt` is told to stop: between two updates, wherever the next point may
/// be. With `checkpoints` it goes on from where an earlier attempt was broken off, and can be gone on from itself.
pub(crate) fn train(
    checkpoints: Option<&Arc<Checkpoints>>,
    attempt: &Attempt,
    job: Job<'_>,
    data: &Data,
    observe: &mut Observe<'_>,
) -> Result<Ending, Error> {
    debug_assert!(matches!(job.config.train.task, Task::Builtin(_)), "curves are computed at once");
    let mut run = Run::new(job, data)?;
    let kept = checkpoints.and_then(|it| Kept::of(it, &attempt.assignment.trial));
    let Some(mut kept) = kept else { return Ok(to_the_end(attempt, &mut run, observe, |_| ())) };
    kept.resume(&mut run);
    let ending = to_the_end(attempt, &mut run, observe, |run| kept.keep_in_time(run));
    match (&ending, attempt.order()) {
        (Ending::Stopped, Order::HandBack | Order::Train) => kept.keep(&run),
        // The file may be another attempt's by now; or somebody can look at it.
        (Ending::Stopped, Order::Forget | Order::GiveUp(_)) => (),
        (Ending::Stopped, Order::Stop | Order::Cancel)
        // Should the worker go before the coordinator has heard of it, the next attempt need not begin anew.
        | (Ending::Completed { .. } | Ending::Diverged, _) => {
            let (checkpoints, trial) = (Arc::clone(kept.checkpoints), kept.trial.to_owned());
            attempt.afterwards(move || checkpoints.remove(&trial));
        }
    }
    Ok(ending)
}

fn to_the_end(
    attempt: &Attempt,
    run: &mut Run<'_>,
    observe: &mut Observe<'_>,
    mut updated: impl FnMut(&Run<'_>),
) -> Ending {
    let mut flow = run.begin(observe);
    loop {
        match flow {
            ControlFlow::Break(ending) => return ending,
            // A run that has ended is not kept: it would be gone on from.
            ControlFlow::Continue(()) if attempt.trains() => {
                updated(run);
                flow = run.update(observe);
            }
            ControlFlow::Continue(()) => return Ending::Stopped,
        }
    }
}

/// The checkpoint of a trial in training.
struct Kept<'a> {
    checkpoints: &'a Arc<Checkpoints>,
    trial: &'a str,
    /// When it was last written, or training began.
    since: Instant,
}

impl<'a> Kept<'a> {
    /// That of `trial`, unless no file can have its name.
    fn of(checkpoints: &'a Arc<Checkpoints>, trial: &'a str) -> Option<Self> {
        checkpoints.folder.tidy();
        Folder::can_hold(trial).then(|| Self { checkpoints, trial, since: clock::now() })
    }

    /// Lets the run go on from the checkpoint, if there is one that it can go on from.
    fn resume(&self, run: &mut Run<'_>) {
        let (trial, folder) = (self.trial, &self.checkpoints.folder);
        let path = folder.path(trial);
        let path = path.display();
        match folder.read(trial) {
            Ok(None) => (),
            Ok(Some(checkpoint)) => match run.resume(&checkpoint) {
                Ok(updates) => tracing::info!(
                    trial.id = trial,
                    updates,
                    "the trial goes on from its checkpoint, after {updates} updates"
                ),
                Err(refused) => tracing::warn!(
                    trial.id = trial,
                    "the trial begins anew, since it cannot go on from {path}: {refused}"
                ),
            },
            Err(error) => tracing::warn!(
                trial.id = trial,
                "the trial begins anew, since {path} cannot be read: {error}"
            ),
        }
    }

    /// Writes it, if the last one was written long ago.
    fn keep_in_time(&mut self, run: &Run<'_>) {
        if clock::now() - self.since >= self.checkpoints.every {
            self.keep(run);
            self.since = clock::now();
        }
    }

    /// Writes it.
    fn keep(&self, run: &Run<'_>) {
        let (trial, folder) = (self.trial, &self.checkpoints.folder);
        match folder.write(trial, &run.checkpoint()) {
            Ok(()) => tracing::debug!(trial.id = trial, "the trial's checkpoint is written"),
            Err(error) => tracing::warn!(
                trial.id = trial,
                "the checkpoint {} cannot be written, and the trial goes on without: {error}",
                folder.path(trial).display()
            ),
        }
    }
}

#[cfg(test)]
mod tests;
