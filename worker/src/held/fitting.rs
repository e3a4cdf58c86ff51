//! Bundles that turn out to be too large: for the device, or for the trainer.

use std::{sync::Arc, time::Duration};

use proto::v1::Failed;
use trainer::Ending;

use super::Held;
use crate::attempt::{Attempt, Order};

impl Held {
    /// Those of `taken`, which `slot` has taken of one bundle, that fit on the device; the others wait again. Where it is not
    /// known how many do, `dry_run` finds out; if it cannot, the trial that it was made with fails.
    pub(crate) fn fitting(
        &self,
        slot: usize,
        mut taken: Vec<Arc<Attempt>>,
        dry_run: impl FnOnce(&Attempt) -> Result<usize, Failed>,
    ) -> Result<Vec<Arc<Attempt>>, (Arc<Attempt>, Failed)> {
        let first = Arc::clone(&taken[0]);
        let kind = first.bundle().unwrap_or_default();
        let known = self.roster.lock().bundles.known(kind);
        let room = known.map_or_else(|| dry_run(&first), Ok);
        let mut roster = self.roster.lock();
        // Another slot may have found out meanwhile, or seen a bundle of the kind break down; its own bundle would have been in
        // the way of this dry run.
        let found = roster.bundles.known(kind);
        let room = found.map_or(room, Ok);
        let size = match &room {
            // What fits on the device is shared by the slots.
            Ok(room) if found.is_none() => {
                let size = (room / roster.slots.len()).max(1);
                let size = roster.bundles.learn(kind, size);
                tracing::info!(
                    room,
                    members = size,
                    "there is room on the device for a bundle of {size}"
                );
                size
            }
            Ok(room) => roster.bundles.learn(kind, *room),
            Err(_) => 1,
        };
        let rest = taken.split_off(size.min(taken.len()));
        roster.put_back(slot, rest);
        self.work.notify_all();
        self.news.notify_one();
        room.map(|_| taken).map_err(|failed| (first, failed))
    }

    /// The bundle that `slot` trains broke down, and any of these may be the cause: they are handed back, and trained one
    /// by one if they come here again. The next bundle of the kind is half as large, should it have been too large.
    pub(crate) fn part(&self, slot: usize, left: &[Arc<Attempt>], why: &str, took: Duration) {
        let trials = left.len();
        tracing::warn!(
            trials,
            "a bundle broke down, and is handed back to be trained one by one: {why}"
        );
        let mut roster = self.roster.lock();
        for attempt in left {
            attempt.tell(Order::HandBack);
            roster.bundles.part(&attempt.assignment.trial);
        }
        if let Some(kind) = left.first().and_then(|it| it.bundle()) {
            let size = roster.bundles.size(kind);
            roster.bundles.learn(kind, size / 2);
        }
        drop(roster);
        for attempt in left {
            self.finish(slot, attempt, Ok(Ending::Stopped), took);
        }
    }
}
