//! Three ways to lower the noise at the same epochs: lower the rate, grow the batch, or first the one and then the other.
//!
//! They see the same samples at about the same noise; what differs is how many updates that takes.

use crate::{
    course::{Course, Terms},
    growth::Growth,
    noise,
};

/// A way to lower the noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Every milestone lowers the rate.
    Decay,
    /// The first milestones grow the batch, the rest lower the rate.
    Hybrid,
    /// Every milestone grows the batch, as far as it may.
    Growth,
}

/// What an epoch of a policy is like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epoch {
    /// The rate of its first update.
    pub lr: f64,
    /// How many samples an update sees.
    pub batch: u64,
    /// How many updates it has.
    pub updates: u64,
    /// Its [`noise::scale`].
    pub noise: f64,
    /// Its [`noise::scale_of_many`].
    pub noise_of_many: f64,
}

impl Policy {
    /// Every policy.
    pub const ALL: [Self; 3] = [Self::Decay, Self::Hybrid, Self::Growth];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decay => "decay",
            Self::Hybrid => "hybrid",
            Self::Growth => "growth",
        }
    }

    /// A batch schedule's milestones and factor under this policy. How many milestones the hybrid grows the batch at is
    /// the schedule's `batch_steps`, and one where nothing is said.
    #[must_use]
    pub fn apply(self, growth: &Growth) -> Growth {
        let batch_steps = match self {
            Self::Decay => Some(0),
            Self::Hybrid => Some(growth.batch_steps.unwrap_or(1)),
            Self::Growth => None,
        };
        Growth { batch_steps, ..growth.clone() }
    }

    /// The run of `terms` under this policy, epoch by epoch, at a momentum.
    pub fn epochs(self, terms: Terms<'_>, growth: &Growth, momentum: f64) -> Vec<Epoch> {
        let growth = self.apply(growth);
        let mut course = Course::new(Terms { growth: Some(&growth), ..terms });
        let epochs = std::iter::from_fn(|| course.next_epoch());
        epochs
            .map(|(first, updates)| {
                let momentum = first.momentum.unwrap_or(momentum);
                let (lr, batch, samples) = (first.lr, first.batch, terms.samples);
                Epoch {
                    lr,
                    batch,
                    updates,
                    noise: noise::scale(lr, momentum, samples, batch),
                    noise_of_many: noise::scale_of_many(lr, momentum, samples, batch),
                }
            })
            .collect()
    }
}
