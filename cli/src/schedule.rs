//! Schedules before anything is trained: read from what the caller wrote, and shown in one form or another.

mod numbers;
mod picture;
mod plan;
mod spec;

pub(crate) use self::{
    numbers::{csv, document, table},
    picture::figure,
    plan::Plan,
    spec::{Spec, read},
};
use search::schedule::Unit;

/// What a unit is called.
pub(crate) fn name(unit: Unit) -> &'static str {
    match unit {
        Unit::Step => "step",
        Unit::Epoch => "epoch",
    }
}
