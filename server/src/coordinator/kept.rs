//! What was worked out of sweeps before, kept for as long as nothing about them has changed.
//!
//! Working something out of a hundred thousand trials takes tenths of a second, and a page that shows it asks again and again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use search::time::Timestamp;

use crate::store::{Counts, StoredSweep};

/// Something about each of a few sweeps.
#[derive(Clone)]
pub(super) struct Kept<T> {
    known: Arc<Mutex<HashMap<String, Known<T>>>>,
    max: usize,
}

/// What was worked out, and what its sweep was like then.
struct Known<T> {
    at: Timestamp,
    counts: Counts,
    value: T,
}

impl<T: Clone> Kept<T> {
    /// Of at most `max` sweeps.
    pub(super) fn new(max: usize) -> Self {
        Self { known: Arc::default(), max }
    }

    /// What is known of `sweep` as it stands. Every change to a trial moves its sweep's counts or their time.
    pub(super) fn get(&self, sweep: &StoredSweep) -> Option<T> {
        let all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.get(&sweep.id)?;
        let still = known.at == sweep.updated_at && known.counts == sweep.counts;
        still.then(|| known.value.clone())
    }

    /// Keeps what was worked out of `sweep` as it stood before that.
    pub(super) fn put(&self, sweep: &StoredSweep, value: T) {
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= self.max {
            all.clear();
        }
        all.insert(sweep.id.clone(), Known { at: sweep.updated_at, counts: sweep.counts, value });
    }
}
