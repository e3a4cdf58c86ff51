//! Answers that were worked out before, kept for as long as nothing about their sweep has changed.
//!
//! Working one out of a hundred thousand trials takes a tenth of a second, and a page that shows it asks again and again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use search::time::Timestamp;

use super::Answer;
use crate::store::{Counts, StoredSweep};

/// So many are kept.
const KEPT_MAX: usize = 256;

/// Answers by sweep.
#[derive(Clone, Default)]
pub(super) struct Answers(Arc<Mutex<HashMap<String, Known>>>);

/// An answer, and what its sweep was like then.
struct Known {
    at: Timestamp,
    counts: Counts,
    answer: Answer,
}

impl Answers {
    /// The answer to `sweep` as it stands. Every change to a trial moves its sweep's counts or their time.
    pub(super) fn get(&self, sweep: &StoredSweep) -> Option<Answer> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.get(&sweep.id)?;
        let still = known.at == sweep.updated_at && known.counts == sweep.counts;
        still.then(|| known.answer.clone())
    }

    /// Keeps the answer to `sweep` as it stood before the answer was worked out.
    pub(super) fn put(&self, sweep: &StoredSweep, answer: &Answer) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        let answer = answer.clone();
        kept.insert(sweep.id.clone(), Known { at: sweep.updated_at, counts: sweep.counts, answer });
    }
}
