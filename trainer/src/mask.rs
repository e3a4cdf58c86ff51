//! Dropout (Srivastava et al., 2014): which numbers are left out of an update.
//!
//! A mask is no state that moves on: it follows from the run's seed, the update, the layer and a number's place
//! alone, so that any engine leaves out the same numbers, in any order and after any interruption.

use crate::draws::{Draws, Purpose};

/// Which numbers of one layer's outcome are left out of one update.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mask {
    keys: [u32; 2],
    /// Numbers whose hash lies below it are left out.
    bound: u32,
    /// What is kept is multiplied by this, so that its mean stays.
    scale: f32,
}

/// Which mask of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The run's seed.
    pub seed: u64,
    /// How many updates were made before.
    pub update: u64,
}

impl Mask {
    /// The mask of the run's `layer`-th dropout, counted from 0 in the order in which data pass through, that
    /// leaves out a `share` of its numbers, at least 0 and below 1.
    pub fn new(moment: Moment, layer: u32, share: f64) -> Self {
        let mut draws = Draws::new(moment.seed, Purpose::Dropout);
        let keys = draws.pair(moment.update, layer);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of 2^32 is a number from 0, and one below 2^32 but for rounding"
        )]
        let bound = (share * 4_294_967_296.0).round() as u32;
        #[expect(clippy::cast_possible_truncation, reason = "values are in single precision")]
        let scale = (1.0 / (1.0 - share)) as f32;
        Self { keys, bound, scale }
    }

    /// What the number at `place` is multiplied by: 0, or what makes up for those left out. Places count the
    /// numbers of a batch, sample by sample and row by row, without those that only fill vectors up.
    #[inline(always)]
    pub fn factor(&self, place: u32) -> f32 {
        if self.hash(place) < self.bound { 0.0 } else { self.scale }
    }

    /// Mixes the place with both keys. After C. Wellons' `lowbias32` (2018, public domain; the constants are
    /// its improved ones), twice: once for each key.
    #[inline(always)]
    fn hash(&self, place: u32) -> u32 {
        let [first, second] = self.keys;
        mixed(mixed(place ^ first).wrapping_add(second))
    }
}

#[inline(always)]
fn mixed(mut bits: u32) -> u32 {
    bits = (bits ^ (bits >> 16)).wrapping_mul(0x21f0_aaad);
    bits = (bits ^ (bits >> 15)).wrapping_mul(0xd35a_2d97);
    bits ^ (bits >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNT: u32 = 100_000;

    #[test]
    fn as_many_are_left_out_as_was_asked_for() {
        for share in [0.0, 0.1, 0.5, 0.9] {
            let mask = mask(3, 5, 0, share);
            let left_out = (0..COUNT).filter(|it| mask.factor(*it) == 0.0).count();
            let expected = f64::from(COUNT) * share;
            // Five standard deviations of the binomial distribution.
            let allowed = 5.0 * (expected * (1.0 - share)).sqrt();
            #[expect(clippy::cast_precision_loss, reason = "a small count")]
            let off = (left_out as f64 - expected).abs();
            assert!(off <= allowed, "{share}: {left_out}");
        }
    }

    #[test]
    fn what_is_kept_makes_up_for_what_is_left_out() {
        let mask = mask(3, 5, 0, 0.2);
        assert!((0..100).any(|it| mask.factor(it) == 0.0));
        assert!((0..100).all(|it| [0.0, 1.25].contains(&mask.factor(it))));
    }

    /// Any two masks, and a mask and itself further on, agree on half of the places.
    #[test]
    fn masks_of_other_seeds_updates_layers_and_places_have_nothing_to_do_with_each_other() {
        let one = mask(3, 5, 1, 0.5);
        let others =
            [mask(4, 5, 1, 0.5), mask(3, 6, 1, 0.5), mask(3, 5, 2, 0.5), mask(3, 5, 0, 0.5)];
        let steps = [1, 2, 8, 16, 64, 128, 1_000, 1 << 16];
        let shifted = steps.map(|step| agreement(&one, &one, step));
        for agreement in others.iter().map(|it| agreement(&one, it, 0)).chain(shifted) {
            // Five standard deviations.
            assert!(
                (agreement - 0.5).abs() < 5.0 * (0.25 / f64::from(COUNT)).sqrt(),
                "{agreement}"
            );
        }
    }

    #[test]
    fn a_mask_can_be_made_again_from_its_moment() {
        assert_eq!(mask(3, 1_000_000_000, 9, 0.5), mask(3, 1_000_000_000, 9, 0.5));
        assert_ne!(mask(3, 1, 0, 0.5).keys, mask(3, 0, 1, 0.5).keys);
    }

    /// How often `a` at a place and `b` so many places further agree.
    fn agreement(a: &Mask, b: &Mask, step: u32) -> f64 {
        let count = (0..COUNT).filter(|it| a.factor(*it) == b.factor(*it + step)).count();
        #[expect(clippy::cast_precision_loss, reason = "a small count")]
        let count = count as f64;
        count / f64::from(COUNT)
    }

    fn mask(seed: u64, update: u64, layer: u32, share: f64) -> Mask {
        Mask::new(Moment { seed, update }, layer, share)
    }
}
