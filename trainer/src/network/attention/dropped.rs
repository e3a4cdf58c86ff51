//! Shares that are left out while a model learns, as `scaled_dot_product_attention` leaves them out: what is
//! kept counts more, and the softmax knows nothing of it.

use pulp::{Arch, Simd, WithSimd};

use crate::{
    Mask,
    network::{
        builder::Builder,
        chain::{Forth, Pass},
        grid::Grid,
    },
};

/// Leaves shares out.
#[derive(Debug)]
pub(super) struct Dropped {
    share: f64,
    /// Which of the model's dropouts it is.
    number: u32,
    /// Of the last batch; none where it was scored.
    mask: Option<Mask>,
    length: usize,
    /// The shares of one head that are left.
    kept: Grid,
}

impl Dropped {
    /// For sequences of so many positions.
    pub(super) fn new(builder: &mut Builder, share: f64, length: usize) -> Self {
        let number = builder.dropout();
        Self { share, number, mask: None, length, kept: Grid::new(1, length, length) }
    }

    /// Takes the mask of a batch.
    pub(super) fn begin(&mut self, forth: &Forth<'_>) {
        let is_learning = forth.pass == Pass::Learning;
        self.mask = is_learning.then(|| Mask::new(forth.moment, self.number, self.share));
    }

    /// Keeps those of a head's shares that are not left out. Heads are counted over all sequences.
    pub(super) fn drop(&mut self, arch: Arch, head: usize, shares: &[f32]) {
        let Some(mask) = self.mask else { return };
        let (length, stride) = (self.length, self.kept.stride);
        let numbers = &mut self.kept.numbers[..];
        numbers.copy_from_slice(&shares[..numbers.len()]);
        arch.dispatch(Masking { mask, head, length, stride, numbers });
    }

    /// The shares of the head that was dropped from last; nothing where none are left out.
    pub(super) fn kept(&self) -> Option<&[f32]> {
        self.mask.map(|_| &self.kept.numbers[..])
    }

    /// What was left out moves nothing: the same for the loss's slopes by shares.
    pub(super) fn mask(&self, arch: Arch, head: usize, slopes: &mut [f32]) {
        let Some(mask) = self.mask else { return };
        let (length, stride) = (self.length, self.kept.stride);
        arch.dispatch(Masking { mask, head, length, stride, numbers: slopes });
    }
}

/// Multiplies the rows of a head by a mask, on and below the diagonal.
struct Masking<'a> {
    mask: Mask,
    head: usize,
    length: usize,
    stride: usize,
    numbers: &'a mut [f32],
}

impl WithSimd for Masking<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { mask, head, length, stride, numbers } = self;
        for (at, row) in numbers.chunks_exact_mut(stride).enumerate() {
            // A grid has fewer than 2^32 numbers.
            let place = u32::try_from((head * length + at) * length).unwrap_or(u32::MAX);
            for (it, place) in row[..=at].iter_mut().zip(place..) {
                *it *= mask.factor(place);
            }
        }
    }
}
