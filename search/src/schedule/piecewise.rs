//! Constant between boundaries: Keras' `PiecewiseConstantDecay`, and optax's `piecewise_constant_schedule`.

use super::multistep::milestones;
use crate::document::{Fields, Value};

/// One rate up to each boundary, and another after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Piecewise {
    /// When the rate changes, in order.
    pub boundaries: Vec<u64>,
    /// What it changes to.
    pub pieces: Pieces,
}

/// What the rate is between boundaries.
#[derive(Clone, Debug, PartialEq)]
pub enum Pieces {
    /// At each boundary it is multiplied by the next of these, as in optax.
    Scales(Vec<f64>),
    /// As these are to each other: the first stands for lr. As in Keras, a boundary itself still belongs to the piece
    /// before it.
    Values(Vec<f64>),
}

impl Piecewise {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        match &self.pieces {
            Pieces::Scales(scales) => {
                let passed = self.boundaries.partition_point(|it| *it <= t);
                lr * scales[..passed].iter().product::<f64>()
            }
            Pieces::Values(values) => {
                let passed = self.boundaries.partition_point(|it| *it < t);
                lr * (values[passed] / values[0])
            }
        }
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let boundaries = fields.required("boundaries", milestones);
        let scales = fields.optional("scales", numbers);
        let values = fields.optional("values", numbers);
        let (boundaries, scales, values) = (boundaries?, scales?, values?);
        let count = boundaries.len();
        let pieces = match (scales, values) {
            (Some(scales), None) if scales.len() == count => Pieces::Scales(scales),
            (None, Some(values)) if values.len() == count + 1 => Pieces::Values(values),
            (Some(_), None) => {
                return fields
                    .note("scales", format!("must be as many as the boundaries, {count}"));
            }
            (None, Some(_)) => {
                let more = count + 1;
                return fields
                    .note("values", format!("must be one more than the boundaries, {more}"));
            }
            (None, None) => return fields.note("values", "is missing; list `values` or `scales`"),
            (Some(_), Some(_)) => return fields.note("values", "excludes `scales`"),
        };
        Some(Self { boundaries, pieces })
    }
}

fn numbers(value: &Value<'_>) -> Option<Vec<f64>> {
    let read: Vec<Option<f64>> = value.items()?.iter().map(Value::positive).collect();
    read.into_iter().collect()
}
