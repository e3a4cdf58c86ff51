//! Up to the peak and far down, once in a run: `OneCycleLR`.

use super::{cosine::fall, float, length, share};
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
}

/// The way from one rate to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anneal {
    /// Half a cosine.
    Cos,
    /// A straight line.
    Linear,
}

impl OneCycle {
    /// Of a cycle that has not been told its run, and so has no length, only the beginning is known.
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        let first = lr / self.div_factor;
        let Some(total) = self.total_steps else { return first };
        let (end, last) = (float(total) - 1.0, first / self.final_div_factor);
        let peak = self.pct_start * float(total) - 1.0;
        let t = float(t).min(end);
        let phases: &[[f64; 3]] = if self.three_phase {
            &[[peak, first, lr], [2.0 * peak, lr, first], [end, first, last]]
        } else {
            &[[peak, first, lr], [end, lr, last]]
        };
        let mut since = 0.0;
        for [until, from, to] in phases {
            if t <= *until {
                // A phase without length is at its end.
                let gone = if *until > since { (t - since) / (until - since) } else { 1.0 };
                return self.anneal.between(*from, *to, gone);
            }
            since = *until;
        }
        last
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let total_steps = fields.optional("total_steps", length);
        let pct_start = fields.or("pct_start", 0.3, share);
        let ways = [("cos", Anneal::Cos), ("linear", Anneal::Linear)];
        let anneal = fields.or("anneal", Anneal::Cos, |it| it.choice(&ways));
        let div_factor = fields.or("div_factor", 25.0, Value::positive);
        let final_div_factor = fields.or("final_div_factor", 1e4, Value::positive);
        let three_phase = fields.or("three_phase", false, Value::bool);
        Some(Self {
            total_steps: total_steps?,
            pct_start: pct_start?,
            anneal: anneal?,
            div_factor: div_factor?,
            final_div_factor: final_div_factor?,
            three_phase: three_phase?,
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
