//! Causal attention of several heads (Vaswani et al., 2017), as `scaled_dot_product_attention` with
//! `is_causal` has it: each position looks at itself and at those before it in its sequence.
//!
//! A row holds a position's queries, keys and values, one after the other, and each of them head by
//! head. Only what lies on and below the diagonal is worked out, a block of rows at a time. A head
//! that does not fill whole vectors spills into the numbers of the next one, which is written after it.

mod dropped;
mod products;
mod softmax;

use pulp::Arch;

use self::{
    dropped::Dropped,
    products::scores,
    softmax::{Softmax, SoftmaxBackwards},
};
use super::{
    builder::Builder,
    chain::{Back, Forth},
    grid::{Grid, filled},
    transpose::Transpose,
};
use crate::Error;

/// Attention over sequences of one length.
#[derive(Debug)]
pub(super) struct Attention {
    heads: usize,
    /// How many numbers a head has of a query, of a key and of a value.
    width: usize,
    /// How many positions a sequence has.
    length: usize,
    /// How much each position takes from each other one: for each sequence and head a row a position.
    shares: Grid,
    /// The loss's slopes by the scores of one sequence.
    slopes: Grid,
    /// The keys or the values of one head, turned over.
    turned: Vec<f32>,
    /// What leaves shares out while the model learns, if anything does.
    dropped: Option<Dropped>,
}

impl Attention {
    /// For so many heads, each of so many numbers, and sequences of so many positions. So many of the shares
    /// are left out while the model learns.
    pub(super) fn new(
        builder: &mut Builder,
        [heads, width, length]: [usize; 3],
        dropout: f64,
    ) -> Result<Self, Error> {
        let places = heads.saturating_mul(length);
        let shares = builder.grid(places, length)?;
        let slopes = Grid::new(1, places, length);
        let turned = vec![0.0; width * filled(length)];
        let dropped = (dropout > 0.0).then(|| Dropped::new(builder, dropout, length));
        Ok(Self { heads, width, length, shares, slopes, turned, dropped })
    }

    /// So many columns must rows have room for that this reads or writes, if they hold so many parts: queries,
    /// keys and values, or one of them.
    pub(super) fn columns(heads: usize, width: usize, parts: usize) -> usize {
        let used = parts.saturating_mul(heads).saturating_mul(width);
        used - width + filled(width)
    }

    /// Writes what each position takes from the others.
    pub(super) fn forwards(&mut self, from: &Grid, into: &mut Grid, forth: &Forth<'_>) {
        let arch = forth.arch;
        if let Some(dropped) = &mut self.dropped {
            dropped.begin(forth);
        }
        for sequence in 0..forth.samples {
            for head in 0..self.heads {
                self.look(arch, [sequence, head], from);
                self.drop(arch, [sequence, head]);
                let shares = (self.kept([sequence, head]), self.shares.stride);
                let values = (&from.numbers[self.at(from, sequence, 2, head)..], from.stride);
                let place = self.at(into, sequence, 0, head);
                let into = (&mut into.numbers[place..], into.stride);
                self.earlier(arch, shares, values, into);
            }
        }
    }

    /// Turns the loss's slopes by what came out into those by queries, keys and values.
    pub(super) fn backwards(
        &mut self,
        from: &Grid,
        errors: &Grid,
        into: &mut Grid,
        back: &Back<'_>,
    ) {
        let arch = back.arch;
        for sequence in 0..back.samples {
            for head in 0..self.heads {
                self.look_back(arch, [sequence, head], from, errors);
                let slopes = &self.slopes.numbers[head * self.length * self.slopes.stride..];
                let keys = (&from.numbers[self.at(from, sequence, 1, head)..], from.stride);
                let place = self.at(into, sequence, 0, head);
                let queries = (&mut into.numbers[place..], into.stride);
                self.earlier(arch, (slopes, self.slopes.stride), keys, queries);
            }
            for head in 0..self.heads {
                let slopes = &self.slopes.numbers[head * self.length * self.slopes.stride..];
                let queries = (&from.numbers[self.at(from, sequence, 0, head)..], from.stride);
                let place = self.at(into, sequence, 1, head);
                let keys = (&mut into.numbers[place..], into.stride);
                self.later(arch, (slopes, self.slopes.stride), queries, keys);
            }
            for head in 0..self.heads {
                self.drop(arch, [sequence, head]);
                let shares = self.kept([sequence, head]);
                let errors = (&errors.numbers[self.at(errors, sequence, 0, head)..], errors.stride);
                let place = self.at(into, sequence, 2, head);
                let values = (&mut into.numbers[place..], into.stride);
                self.later(arch, (shares, self.shares.stride), errors, values);
            }
        }
        // What the last head has spilt is no slope.
        let (used, columns) = (3 * self.heads * self.width, into.columns);
        into.rows_mut(back.samples).for_each(|row| row[used..columns].fill(0.0));
    }

    /// Works out how much each position takes from those before it.
    fn look(&mut self, arch: Arch, [sequence, head]: [usize; 2], from: &Grid) {
        let queries = (&from.numbers[self.at(from, sequence, 0, head)..], from.stride);
        let keys = &from.numbers[self.at(from, sequence, 1, head)..];
        let place = self.of(sequence, head);
        let stride = self.shares.stride;
        self.turn(arch, keys, from.stride);
        let shares = &mut self.shares.numbers[place..][..self.length * stride];
        scores(arch, [self.length, self.width], queries, &self.turned, (shares, stride));
        arch.dispatch(Softmax { rows: shares.chunks_exact_mut(stride), scale: scale(self.width) });
    }

    /// Works out the loss's slopes by the scores.
    fn look_back(&mut self, arch: Arch, [sequence, head]: [usize; 2], from: &Grid, errors: &Grid) {
        let values = &from.numbers[self.at(from, sequence, 2, head)..];
        let errors = (&errors.numbers[self.at(errors, sequence, 0, head)..], errors.stride);
        let (place, stride) = (self.of(sequence, head), self.slopes.stride);
        self.turn(arch, values, from.stride);
        let slopes = &mut self.slopes.numbers[head * self.length * stride..];
        let slopes = &mut slopes[..self.length * stride];
        scores(arch, [self.length, self.width], errors, &self.turned, (slopes, stride));
        if let Some(dropped) = &self.dropped {
            dropped.mask(arch, sequence * self.heads + head, slopes);
        }
        let shares = self.shares.numbers[place..].chunks_exact(self.shares.stride);
        let rows = slopes.chunks_exact_mut(stride).zip(shares);
        arch.dispatch(SoftmaxBackwards { rows, scale: scale(self.width) });
    }

    /// Leaves out some of a head's shares, if any are to be left out.
    fn drop(&mut self, arch: Arch, [sequence, head]: [usize; 2]) {
        let place = self.of(sequence, head);
        if let Some(dropped) = &mut self.dropped {
            dropped.drop(arch, sequence * self.heads + head, &self.shares.numbers[place..]);
        }
    }

    /// A head's shares that are left, each row as far apart as all of them. The head was the last to be dropped from.
    fn kept(&self, [sequence, head]: [usize; 2]) -> &[f32] {
        let kept = self.dropped.as_ref().and_then(Dropped::kept);
        kept.unwrap_or(&self.shares.numbers[self.of(sequence, head)..])
    }

    /// Turns a head's numbers over.
    fn turn(&mut self, arch: Arch, numbers: &[f32], stride: usize) {
        let numbers = &numbers[..numbers.len().min(self.length * stride)];
        let into = (&mut self.turned[..], filled(self.length));
        arch.dispatch(Transpose { matrix: (numbers, stride), columns: self.width, into });
    }

    /// Where a head's queries, keys or values (parts 0, 1 and 2) begin in the rows of a sequence.
    fn at(&self, grid: &Grid, sequence: usize, part: usize, head: usize) -> usize {
        sequence * self.length * grid.stride + (part * self.heads + head) * self.width
    }

    /// Where the shares of a head begin.
    fn of(&self, sequence: usize, head: usize) -> usize {
        (sequence * self.heads + head) * self.length * self.shares.stride
    }
}

/// What scores are multiplied by: 1 / √`width`.
#[expect(clippy::cast_precision_loss, reason = "a head is narrow")]
fn scale(width: usize) -> f32 {
    1.0 / (width as f32).sqrt()
}

#[cfg(test)]
mod tests;
