//! Layers, one after the other: what goes in at the first comes out at the last, and the loss's slopes go
//! the other way.

use pulp::Arch;

use super::{after::After, builder::Builder, grid::Grid, layer::Layer};
use crate::{Error, mask::Moment};

/// What a batch is sent through the network for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    /// To find a gradient: norms go by the batch, and remember it.
    Learning,
    /// To be scored: norms go by what they remember.
    Scoring,
}

/// What layers need on the way there.
#[derive(Debug)]
pub(super) struct Forth<'a> {
    pub(super) arch: Arch,
    pub(super) pass: Pass,
    /// When it is: what dropout draws by.
    pub(super) moment: Moment,
    /// How many samples there are.
    pub(super) samples: usize,
    pub(super) weights: &'a [f32],
    /// What norms remember.
    pub(super) buffers: &'a mut [f32],
}

/// What layers need on the way back.
#[derive(Debug)]
pub(super) struct Back<'a> {
    pub(super) arch: Arch,
    pub(super) samples: usize,
    pub(super) weights: &'a [f32],
    /// The slope of the loss by each weight.
    pub(super) gradient: &'a mut [f32],
}

/// Layers, one after the other.
#[derive(Debug, Default)]
pub(super) struct Chain {
    stages: Vec<Stage>,
}

/// A layer, which makes a grid of the one before, and what then happens to that grid in its place.
#[derive(Debug)]
struct Stage {
    layer: Layer,
    after: Vec<After>,
    /// What comes out.
    values: Grid,
    /// The loss's slopes by it.
    errors: Grid,
}

impl Chain {
    /// Adds a layer with so many rows a sample and so many columns. On the way back it may still look at what
    /// went into it and at what became of its outcome: nothing else touches either.
    pub(super) fn push(
        &mut self,
        builder: &mut Builder,
        layer: Layer,
        [places, columns]: [usize; 2],
        after: Vec<After>,
    ) -> Result<(), Error> {
        let [values, errors] = [builder.grid(places, columns)?, builder.grid(places, columns)?];
        self.stages.push(Stage { layer, after, values, errors });
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.stages.is_empty()
    }

    /// Sends a batch through.
    pub(super) fn forwards(&mut self, inputs: &Grid, forth: &mut Forth<'_>) {
        let mut inputs = inputs;
        for Stage { layer, after, values, .. } in &mut self.stages {
            layer.forwards(inputs, values, forth);
            for after in after {
                after.forwards(values, forth);
            }
            inputs = values;
        }
    }

    /// Sends the slopes by what came out, in [`Self::errors_mut`], back. Writes down those by the weights,
    /// and those by what went in, if they are asked for.
    pub(super) fn backwards(
        &mut self,
        inputs: &Grid,
        mut into: Option<&mut Grid>,
        back: &mut Back<'_>,
    ) {
        let mut stages = &mut self.stages[..];
        while let Some((Stage { layer, after, values, errors }, before)) = stages.split_last_mut() {
            for after in after.iter_mut().rev() {
                after.backwards(values, errors, back);
            }
            match before.last_mut() {
                Some(below) => {
                    let into = Some(&mut below.errors);
                    layer.backwards(&below.values, [values, errors], into, back);
                }
                None => layer.backwards(inputs, [values, errors], into.take(), back),
            }
            stages = before;
        }
    }

    /// What came out last.
    pub(super) fn values(&self) -> &Grid {
        &self.stages.last().expect("a model has layers").values
    }

    /// Where the slopes by what came out last belong.
    pub(super) fn errors_mut(&mut self) -> &mut Grid {
        &mut self.stages.last_mut().expect("a model has layers").errors
    }

    /// What came out last, which then belongs to [`Self::errors_mut`]: its slopes can be worked out in its place.
    pub(super) fn turn(&mut self) -> &mut Grid {
        let last = self.stages.last_mut().expect("a model has layers");
        std::mem::swap(&mut last.values, &mut last.errors);
        &mut last.errors
    }
}
