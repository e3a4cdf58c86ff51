//! A momentum that moves against the rate: what `OneCycleLR` and `CyclicLR` do to it.

use crate::document::{Fields, Value};

/// Where a momentum goes while the rate rises and falls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// The momentum at the highest rate.
    pub base: f64,
    /// The momentum at the lowest rate.
    pub max: f64,
    /// Whether it moves at all. Where nothing is said, it does if the optimizer has a momentum.
    pub cycles: Option<bool>,
}

impl Swing {
    pub(super) fn read(fields: &Fields<'_>, [base, max]: [f64; 2]) -> Option<Self> {
        let cycles = fields.optional("cycle_momentum", Value::bool);
        let base = fields.or("base_momentum", base, Value::fraction);
        let max = fields.or("max_momentum", max, Value::fraction);
        let (base, max) = (base?, max?);
        if max < base {
            return fields
                .note("max_momentum", format!("lies below `base_momentum`, which is {base}"));
        }
        Some(Self { base, max, cycles: cycles? })
    }
}
