//! Gives the parts of a model their places: weights, what is remembered, and grids for a batch.

use super::{
    grid::Grid,
    parameter::{First, Parameter, Place, Role, Sides},
    strips::Strips,
};
use crate::Error;

/// The largest model, in weights: 1 GiB. A limit against slips of the keyboard, which would end the
/// worker and not the trial.
const WEIGHTS_MAX: usize = 1 << 28;

/// The most numbers that a batch may take on its way through the model and back: 2 GiB.
const VALUES_MAX: usize = 1 << 29;

/// Counts what a model takes while it is built.
#[derive(Debug)]
pub(super) struct Builder {
    /// How many samples the model takes at once.
    pub(super) batch: usize,
    /// All parameters so far.
    pub(super) places: Vec<Place>,
    /// How many numbers the weights are so far.
    pub(super) weights: usize,
    /// How many numbers are remembered so far.
    pub(super) buffers: usize,
    /// How many times dropout happens so far.
    dropouts: u32,
    values: usize,
}

impl Builder {
    pub(super) fn new(batch: usize) -> Self {
        Self { batch, places: Vec::new(), weights: 0, buffers: 0, dropouts: 0, values: 0 }
    }

    /// Takes a parameter in, of this shape in `PyTorch` and these sides with us. Says where it starts.
    pub(super) fn parameter(
        &mut self,
        (name, role): (String, Role),
        shape: Vec<usize>,
        sides: Sides,
        first: First,
    ) -> Result<usize, Error> {
        let numbers = if role == Role::Buffer { &mut self.buffers } else { &mut self.weights };
        let start = *numbers;
        *numbers = start.saturating_add(sides.size());
        if *numbers > WEIGHTS_MAX {
            return Err(Error::Invalid(format!(
                "the model is too large: with `{name}` it has {numbers} weights, and may have \
                 {WEIGHTS_MAX} at most; take narrower or fewer layers"
            )));
        }
        self.places.push(Place::new(Parameter { name, shape, role }, start, sides, first));
        Ok(start)
    }

    /// The same for a list of numbers.
    pub(super) fn vector(
        &mut self,
        (name, role): (String, Role),
        length: usize,
        first: First,
    ) -> Result<usize, Error> {
        self.parameter((name, role), vec![length], Sides::vector(length), first)
    }

    /// The same for a matrix that lies in strips, and has its two sides in `PyTorch`.
    pub(super) fn matrix(
        &mut self,
        (name, role): (String, Role),
        sides: Sides,
        first: First,
        strips: Strips,
    ) -> Result<usize, Error> {
        let shape = vec![sides.outputs, sides.inputs()];
        let start = self.parameter((name, role), shape, sides, first)?;
        let place = self.places.pop().map(|it| it.in_strips(strips));
        self.places.extend(place);
        Ok(start)
    }

    /// The same for a table of so many rows, each so wide, that are looked up.
    pub(super) fn table(
        &mut self,
        (name, role): (String, Role),
        [rows, width]: [usize; 2],
        first: First,
    ) -> Result<usize, Error> {
        let sides = Sides { positions: 1, channels: rows, outputs: width };
        let start = self.parameter((name, role), vec![rows, width], sides, first)?;
        let table = self.places.pop().map(Place::into_table);
        self.places.extend(table);
        Ok(start)
    }

    /// The number of the next dropout, from 0, in the order in which data pass through.
    pub(super) fn dropout(&mut self) -> u32 {
        self.dropouts += 1;
        self.dropouts - 1
    }

    /// A grid for a batch, with so many rows a sample.
    pub(super) fn grid(&mut self, places: usize, columns: usize) -> Result<Grid, Error> {
        self.values(Grid::size(self.batch, places, columns))?;
        Ok(Grid::new(self.batch, places, columns))
    }

    /// Counts so many numbers that a batch takes on its way through the model, before they are taken.
    pub(super) fn values(&mut self, count: usize) -> Result<(), Error> {
        self.values = self.values.saturating_add(count);
        if self.values > VALUES_MAX {
            return Err(Error::Invalid(format!(
                "the model is too large: a batch of {} samples takes {} numbers on its way through it, and \
                 may take {VALUES_MAX} at most; take narrower layers or a smaller `batch_size` (where the batch \
                 grows, a smaller `max_batch`)",
                self.batch, self.values
            )));
        }
        Ok(())
    }
}
