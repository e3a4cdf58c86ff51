//! Half a cosine down, again and again: `CosineAnnealingWarmRestarts`, and Keras' `CosineDecayRestarts`.

use super::{LENGTH_MAX, cosine::fall, float, length};
use crate::document::{Fields, Value};

/// `eta_min` + (lr - `eta_min`) · `m_mul` ^ i · (1 + cos(π · share)) / 2, in period i and at this share of it
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CosineRestarts {
    /// The length of the first period.
    pub t_0: u64,
    /// How many times longer each next one is.
    pub t_mult: u64,
    /// The factor by which each next one begins lower.
    pub m_mul: f64,
    /// The lowest rate, which no period quite reaches.
    pub eta_min: f64,
}

impl CosineRestarts {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        let (restarts, share) = self.place(t);
        let height = (lr - self.eta_min) * self.m_mul.powf(float(restarts));
        self.eta_min + height * fall(share)
    }

    /// How many restarts there were by `t`, and which share of the period has gone by since the last.
    fn place(&self, t: u64) -> (u64, f64) {
        if self.t_mult == 1 {
            return (t / self.t_0, float(t % self.t_0) / float(self.t_0));
        }
        let (mut restarts, mut since, mut period) = (0, t, self.t_0);
        while since >= period {
            since -= period;
            restarts += 1;
            period = period.saturating_mul(self.t_mult);
        }
        (restarts, float(since) / float(period))
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let t_0 = fields.required("t_0", length);
        let t_mult = fields.or("t_mult", 1, |it| it.whole(1, LENGTH_MAX));
        let m_mul = fields.or("m_mul", 1.0, Value::positive);
        let eta_min = fields.or("eta_min", 0.0, Value::not_negative);
        Some(Self { t_0: t_0?, t_mult: t_mult?, m_mul: m_mul?, eta_min: eta_min? })
    }
}
