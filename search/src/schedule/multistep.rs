//! By a factor at listed moments: `MultiStepLR`.

use super::{LENGTH_MAX, float};
use crate::document::{Fields, Value};

/// The most milestones. A limit against slips of programs that write sweeps.
const MILESTONES_MAX: usize = 1_000;

/// lr · `gamma` ^ (how many milestones are not above t)
#[derive(Clone, Debug, PartialEq)]
pub struct Multistep {
    /// When the rate falls, in order. One that stands twice counts twice.
    pub milestones: Vec<u64>,
    /// The factor of a milestone.
    pub gamma: f64,
}

impl Multistep {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        let passed = self.milestones.partition_point(|it| *it <= t);
        lr * self.gamma.powf(float(passed as u64))
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let milestones = fields.required("milestones", milestones);
        let gamma = fields.or("gamma", 0.1, Value::positive);
        Some(Self { milestones: milestones?, gamma: gamma? })
    }
}

pub(crate) fn milestones(value: &Value<'_>) -> Option<Vec<u64>> {
    let items = value.items()?;
    if items.is_empty() {
        return value.note("is empty; say when something changes, or leave the schedule out");
    }
    if items.len() > MILESTONES_MAX {
        return value.note(format!("lists more than {MILESTONES_MAX} milestones"));
    }
    let read: Vec<Option<u64>> = items.iter().map(|it| it.whole(0, LENGTH_MAX)).collect();
    let read: Vec<u64> = read.into_iter().collect::<Option<_>>()?;
    if !read.is_sorted() {
        return value.note("is out of order; list the milestones from the first to the last");
    }
    Some(read)
}
