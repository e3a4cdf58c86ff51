//! The curves in `curves.json`, and what the tools read in them.

use search::range_test::{Reading, Reason, analyze};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub(crate) struct Known {
    pub(crate) curves: Vec<Curve>,
    pub(crate) accuracy_curves: Vec<AccuracyCurve>,
}

#[derive(Deserialize)]
pub(crate) struct Curve {
    pub(crate) id: String,
    pub(crate) sweep: Grid,
    pub(crate) loss: Vec<Value>,
    pub(crate) fastai: Suggestions,
    pub(crate) lr_finder: Option<Place>,
}

#[derive(Deserialize)]
pub(crate) struct Suggestions {
    pub(crate) valley: Option<Place>,
    pub(crate) slide: Option<Place>,
    pub(crate) minimum: Option<Place>,
    pub(crate) steep: Option<Place>,
}

#[derive(Deserialize)]
pub(crate) struct AccuracyCurve {
    pub(crate) id: String,
    pub(crate) sweep: Grid,
    pub(crate) chance: f64,
    pub(crate) accuracy: Vec<Option<f64>>,
    pub(crate) expect: Option<Limits>,
}

#[derive(Deserialize)]
pub(crate) struct Limits {
    pub(crate) base_index: usize,
    pub(crate) max_index: usize,
    pub(crate) reason: Reason,
}

#[derive(Deserialize)]
pub(crate) struct Place {
    pub(crate) lr: f64,
    pub(crate) index: usize,
    pub(crate) f64_index: Option<usize>,
}

#[derive(Deserialize)]
pub(crate) struct Grid {
    pub(crate) mode: String,
    pub(crate) start: f64,
    pub(crate) end: f64,
    pub(crate) num: u32,
}

impl Grid {
    /// The rates, the last of them `ahead` updates before `end`.
    pub(crate) fn rates(&self, ahead: u32) -> Vec<f64> {
        let share = |i: u32| f64::from(i) / f64::from(self.num - 1 + ahead);
        let rate = |i| match self.mode.as_str() {
            "exp" => self.start * (self.end / self.start).powf(share(i)),
            _ => self.start + (self.end - self.start) * share(i),
        };
        (0..self.num).map(rate).collect()
    }
}

impl Curve {
    pub(crate) fn loss(&self) -> Vec<Option<f64>> {
        let number = |it: &Value| match it {
            Value::String(_) => Some(f64::INFINITY),
            other => other.as_f64(),
        };
        self.loss.iter().map(number).collect()
    }

    pub(crate) fn fastai(&self) -> Reading {
        analyze(&self.sweep.rates(1), &self.loss()).unwrap()
    }

    pub(crate) fn lr_finder(&self) -> Reading {
        analyze(&self.sweep.rates(0), &self.loss()).unwrap()
    }
}

pub(crate) fn known() -> Known {
    serde_json::from_str(include_str!("curves.json")).unwrap()
}

pub(crate) fn curve(id: &str) -> Curve {
    known().curves.into_iter().find(|it| it.id.starts_with(id)).unwrap()
}

/// The flat curve is left out: the tools name rates there, and we name none.
pub(crate) fn curves() -> impl Iterator<Item = Curve> {
    known().curves.into_iter().filter(|it| it.id != "03-flat")
}
