//! Chance in a run: every random number, from a seed and a purpose.
//!
//! `ChaCha8` is the same everywhere, so a seed means the same weights and the same order of samples
//! on every machine and back end. What the numbers are for is the callers' affair.

mod normal;

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// What numbers are drawn for. Each purpose has a stream of its own, so that drawing more of one
/// leaves the others as they were.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// A model's first weights.
    Weights = 0,
    /// The order of the training samples.
    Order = 1,
    /// Generated samples.
    Samples = 2,
    /// Which samples validate.
    Split = 3,
    /// What a synthetic curve ends at.
    Noise = 4,
    /// A teacher's weights, or the patterns that samples show.
    Truth = 5,
    /// Which labels are wrong.
    Labels = 6,
    /// What dropout leaves out.
    Dropout = 16,
}

/// Random numbers from one seed for one purpose.
#[derive(Debug)]
pub(crate) struct Draws(ChaCha8Rng);

impl Draws {
    pub(crate) fn new(seed: u64, purpose: Purpose) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(purpose as u64);
        Self(generator)
    }

    /// How far it has drawn.
    pub(crate) fn position(&self) -> u64 {
        u64::try_from(self.0.get_word_pos()).expect("nobody draws 2^64 numbers")
    }

    /// Draws on from there.
    pub(crate) fn go_to(&mut self, position: u64) {
        self.0.set_word_pos(position.into());
    }

    /// Two numbers of 32 bits from a place of their own, wherever the others are drawn. There is one for each `row`
    /// below 2^35 and each `column`.
    pub(crate) fn pair(&mut self, row: u64, column: u32) -> [u32; 2] {
        self.0.set_word_pos(((u128::from(row) << 32) | u128::from(column)) * 2);
        [self.0.next_u32(), self.0.next_u32()]
    }

    /// Evenly from `low` up to, but not including, `high`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// Brings `items` into a random order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// Evenly from 0 up to, but not including, 1.
    fn share(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
        let bits = (self.0.next_u64() >> 11) as f64;
        bits / 9_007_199_254_740_992.0
    }

    /// A whole number below `bound`; the product's lower half tells the few draws that would be
    /// unfair (Lemire, 2019).
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        loop {
            let product = u128::from(self.0.next_u64()) * u128::from(bound);
            #[expect(clippy::cast_possible_truncation, reason = "the two halves are meant")]
            let (high, low) = ((product >> 64) as usize, product as u64);
            if low >= bound.wrapping_neg() % bound {
                return high;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffle_keeps_every_item_and_depends_on_the_seed_alone() {
        let shuffled = |seed| {
            let mut items: Vec<u32> = (0..100).collect();
            Draws::new(seed, Purpose::Order).shuffle(&mut items);
            items
        };
        let mut sorted = shuffled(1);
        sorted.sort_unstable();
        assert_eq!(sorted, (0..100).collect::<Vec<_>>());
        assert_eq!(shuffled(1), shuffled(1));
        assert_ne!(shuffled(1), shuffled(2));
    }

    #[test]
    fn purposes_draw_different_numbers_from_the_same_seed() {
        let first = |purpose| Draws::new(7, purpose).between(0.0, 1.0).to_bits();
        assert_ne!(first(Purpose::Weights), first(Purpose::Order));
    }

    #[test]
    fn every_place_is_as_likely() {
        let mut draws = Draws::new(5, Purpose::Split);
        let mut counts = [0_u32; 7];
        for _ in 0..7_000 {
            counts[draws.below(7)] += 1;
        }
        assert!(counts.iter().all(|it| (900..1_100).contains(it)), "{counts:?}");
    }
}
