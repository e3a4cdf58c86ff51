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

#[cfg(test)]
mod tests {
    use proto::v1::Assignment;

    use super::*;

    /// Leases two trials of a kind and takes them. Returns how many of them fit.
    fn train(held: &Held, kind: &str, room: impl FnOnce() -> usize) -> usize {
        let leased = held.roster.lock().all.len();
        let assignment = |trial: usize| Assignment {
            trial: trial.to_string(),
            bundle: kind.to_owned(),
            ..Assignment::default()
        };
        held.leased((leased..leased + 2).map(assignment).collect());
        let taken = held.take(0).unwrap();
        let fitting = held.fitting(0, taken, |_| Ok(room())).unwrap();
        for attempt in &fitting {
            held.finish(0, attempt, Ok(Ending::Stopped), Duration::ZERO);
        }
        fitting.len()
    }

    #[test]
    fn the_next_bundle_is_likely_as_large_as_the_last_one_could_be() {
        let held = Held::new(1, 8);
        assert_eq!(train(&held, "wide", || 6), 2);
        assert_eq!(train(&held, "deep", || 3), 2);
        assert_eq!(held.roster.lock().bundles.likely(), 3);
        assert_eq!(train(&held, "wide", || panic!("it is known how many fit")), 2);
        assert_eq!(held.roster.lock().bundles.likely(), 6);
    }

    #[test]
    fn what_another_slot_has_found_out_meanwhile_counts_and_not_what_its_bundle_left_over() {
        let held = Held::new(2, 8);
        let meanwhile = || {
            held.roster.lock().bundles.learn("wide", 4);
            0
        };
        assert_eq!(train(&held, "wide", meanwhile), 2);
        assert_eq!(held.roster.lock().bundles.known("wide"), Some(4));
    }
}
