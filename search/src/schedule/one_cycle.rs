//! Up to the peak and far down, once in a run: `OneCycleLR`, and optax's `linear_onecycle_schedule`.

use super::{Swing, cosine::fall, float, length, share};
use crate::document::{Fields, Value};

/// From lr / `div_factor` up to lr, and down to lr / `div_factor` / `final_div_factor`.
///
/// The peak is at t = `pct_start` · `total_steps` - 1 and the end at `total_steps` - 1. A run that goes on stays at the
/// last rate (`PyTorch` stops with an error); a run that ends before does not see the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneCycle {
    /// How long it lasts. Where nothing is said, as long as the run: see [`Schedule::for_run`](super::Schedule::for_run).
    pub total_steps: Option<u64>,
    /// Which share of it goes up.
    pub pct_start: f64,
    /// The way up and down.
    pub anneal: Anneal,
    /// How far below the peak it begins.
    pub div_factor: f64,
    /// How far below its beginning it ends.
    pub final_div_factor: f64,
    /// Whether the way down is as long as the way up, and what is left goes from the first rate to the last.
    pub three_phase: bool,
    /// After which share of it the first rate is reached again, where the way down is neither as long as the way up
    /// nor all that is left; what is left goes on to the last rate.
    pub pct_final: Option<f64>,
    /// The momentum, which falls as the rate rises.
    pub swing: Swing,
}

/// The way from one rate to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anneal {
    /// Half a cosine.
    Cos,
    /// A straight line.
    Linear,
}

/// The phases of a cycle: until when each lasts, and at which of the [`Stand`]s it begins and ends.
type Phases = [(f64, Stand, Stand)];

/// Where a phase begins or ends.
#[derive(Clone, Copy)]
enum Stand {
    First,
    Peak,
    Last,
}

impl OneCycle {
    /// Of a cycle that has not been told its run, and so has no length, only the beginning is known.
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        let first = lr / self.div_factor;
        self.at(t, |stand| match stand {
            Stand::First => first,
            Stand::Peak => lr,
            Stand::Last => first / self.final_div_factor,
        })
    }

    pub(super) fn momentum(&self, t: u64) -> f64 {
        self.at(t, |stand| match stand {
            Stand::First | Stand::Last => self.swing.max,
            Stand::Peak => self.swing.base,
        })
    }

    /// What stands at `t`, on the way between what stands where phases begin and end.
    fn at(&self, t: u64, height: impl Fn(Stand) -> f64) -> f64 {
        let Some(total) = self.total_steps else { return height(Stand::First) };
        let (end, peak) = (float(total) - 1.0, self.pct_start * float(total) - 1.0);
        let back = match self.pct_final {
            Some(share) => share * float(total) - 1.0,
            None => 2.0 * peak,
        };
        let phases: &Phases = if self.three_phase || self.pct_final.is_some() {
            &[
                (peak, Stand::First, Stand::Peak),
                (back, Stand::Peak, Stand::First),
                (end, Stand::First, Stand::Last),
            ]
        } else {
            &[(peak, Stand::First, Stand::Peak), (end, Stand::Peak, Stand::Last)]
        };
        let t = float(t).min(end);
        let mut since = 0.0;
        for (until, from, to) in phases {
            if t <= *until {
                // A phase without length is at its end.
                let gone = if *until > since { (t - since) / (until - since) } else { 1.0 };
                return self.anneal.between(height(*from), height(*to), gone);
            }
            since = *until;
        }
        height(Stand::Last)
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let total_steps = fields.optional("total_steps", length);
        let pct_start = fields.or("pct_start", 0.3, share);
        let ways = [("cos", Anneal::Cos), ("linear", Anneal::Linear)];
        let anneal = fields.or("anneal", Anneal::Cos, |it| it.choice(&ways));
        let div_factor = fields.or("div_factor", 25.0, Value::positive);
        let final_div_factor = fields.or("final_div_factor", 1e4, Value::positive);
        let three_phase = fields.or("three_phase", false, Value::bool);
        let pct_final = fields.optional("pct_final", share);
        let swing = Swing::read(fields, [0.85, 0.95]);
        let (pct_start, pct_final, three_phase) = (pct_start?, pct_final?, three_phase?);
        if pct_final.is_some() && three_phase {
            return fields.note("pct_final", "excludes `three_phase`");
        }
        if pct_final.is_some_and(|it| it < pct_start) {
            return fields
                .note("pct_final", format!("lies below `pct_start`, which is {pct_start}"));
        }
        Some(Self {
            total_steps: total_steps?,
            pct_start,
            anneal: anneal?,
            div_factor: div_factor?,
            final_div_factor: final_div_factor?,
            three_phase,
            pct_final,
            swing: swing?,
        })
    }
}

impl Anneal {
    fn between(self, from: f64, to: f64, gone: f64) -> f64 {
        match self {
            Self::Cos => to + (from - to) * fall(gone),
            Self::Linear => from + (to - from) * gone,
        }
    }
}
