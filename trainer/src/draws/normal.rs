//! Numbers from the normal distribution of mean 0 and standard deviation 1 (Box and Muller, 1958).
//!
//! A large network starts with millions of them, so many are worked out together. The logarithm and the cosine are sums
//! and products alone, which every machine and vector unit rounds the same; a library's functions differ from one
//! library to the next.

#![expect(clippy::inline_always, reason = "what is inlined uses the caller's vector unit")]

use std::f64::consts::{LN_2, SQRT_2, TAU};

use pulp::{Arch, Simd, WithSimd};

use super::Draws;

/// So many are worked out together.
const TOGETHER: usize = 64;

impl Draws {
    /// One of them.
    pub(crate) fn normal(&mut self) -> f64 {
        let shares = [self.share(), self.share()];
        normal(shares)
    }

    /// Fills `numbers` with what [`Self::normal`] would give one after the other, times `deviation`.
    pub(crate) fn normals(&mut self, deviation: f64, numbers: &mut [f32]) {
        let arch = Arch::new();
        for numbers in numbers.chunks_mut(TOGETHER) {
            let mut shares = [[0.0; TOGETHER]; 2];
            let [firsts, seconds] = &mut shares;
            for (first, second) in firsts.iter_mut().zip(seconds).take(numbers.len()) {
                [*first, *second] = [self.share(), self.share()];
            }
            arch.dispatch(Normals { shares: &shares, deviation, numbers });
        }
    }
}

/// Works [`Draws::normals`] out.
struct Normals<'a> {
    shares: &'a [[f64; TOGETHER]; 2],
    deviation: f64,
    numbers: &'a mut [f32],
}

impl WithSimd for Normals<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let [first, second] = self.shares;
        for ((number, first), second) in self.numbers.iter_mut().zip(first).zip(second) {
            #[expect(clippy::cast_possible_truncation, reason = "weights are in single precision")]
            let value = (normal([*first, *second]) * self.deviation) as f32;
            *number = value;
        }
    }
}

/// Of two numbers from 0 up to, but not including, 1.
#[inline(always)]
fn normal([first, second]: [f64; 2]) -> f64 {
    // The logarithm of 0 is infinite, that of 1 is not.
    (-2.0 * logarithm(1.0 - first)).sqrt() * cosine_of_turn(second)
}

/// The natural logarithm of a number above 0 and not above 1: of its power of two, and of the rest, which lies between
/// √½ and √2, by the series of the inverse hyperbolic tangent.
#[inline(always)]
fn logarithm(number: f64) -> f64 {
    const FRACTION: u32 = f64::MANTISSA_DIGITS - 1;
    const BIAS: u64 = 1_023;
    // 2^52: with a whole number in its fraction it is the sum of the two.
    const SHIFT: f64 = 4_503_599_627_370_496.0;
    let bits = number.to_bits();
    let above = bits + (BIAS << FRACTION) - (SQRT_2 / 2.0).to_bits();
    let exponent = above >> FRACTION;
    let rest = f64::from_bits(bits + (BIAS << FRACTION) - (exponent << FRACTION));
    let exponent = f64::from_bits(SHIFT.to_bits() | exponent) - (SHIFT + 1_023.0);
    let ratio = (rest - 1.0) / (rest + 1.0);
    let square = ratio * ratio;
    let mut series = 0.0;
    for odd in [21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1] {
        series = series * square + 1.0 / f64::from(odd);
    }
    exponent * LN_2 + 2.0 * ratio * series
}

/// The cosine of so many turns, from 0 up to 1: the sine of what is within a quarter of a turn, by its series.
#[inline(always)]
fn cosine_of_turn(turns: f64) -> f64 {
    let angle = TAU * ((turns - 0.5).abs() - 0.25);
    let square = angle * angle;
    let mut series = 1.0;
    for even in [20, 18, 16, 14, 12, 10, 8, 6, 4, 2] {
        series = 1.0 - square * series * (1.0 / f64::from(even * (even + 1)));
    }
    angle * series
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::Purpose;

    #[test]
    fn they_have_mean_0_and_standard_deviation_1() {
        let mut draws = Draws::new(3, Purpose::Noise);
        let values: Vec<f64> = (0..20_000).map(|_| draws.normal()).collect();
        let mean = values.iter().sum::<f64>() / 20_000.0;
        let variance = values.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03, "{mean}");
        assert!((variance - 1.0).abs() < 0.05, "{variance}");
    }

    #[test]
    fn many_are_the_same_as_one_after_the_other() {
        for count in [1, 63, 64, 65, 200] {
            let mut numbers = vec![0.0; count];
            let mut draws = [5, 5].map(|seed| Draws::new(seed, Purpose::Weights));
            draws[0].normals(0.25, &mut numbers);
            for number in numbers {
                #[expect(clippy::cast_possible_truncation, reason = "single precision")]
                let single = (draws[1].normal() * 0.25) as f32;
                assert_eq!(number.to_bits(), single.to_bits());
            }
            assert_eq!(draws[0].position(), draws[1].position());
        }
    }

    #[test]
    fn the_series_agree_with_the_library_to_its_last_digits() {
        let mut draws = Draws::new(1, Purpose::Noise);
        let tiny = [1.0, 1.0 - f64::EPSILON / 2.0, 0.5, 0.25, f64::EPSILON / 2.0];
        let evenly = (0..100_000).map(|_| 1.0 - draws.share());
        for number in tiny.into_iter().chain(evenly).collect::<Vec<_>>() {
            let exact = number.ln();
            assert!(
                (logarithm(number) - exact).abs() <= 4.0 * f64::EPSILON * exact.abs(),
                "ln {number}"
            );
            let turns = 1.0 - number;
            assert!(
                (cosine_of_turn(turns) - (TAU * turns).cos()).abs() < 1e-15,
                "cos of {turns} turns"
            );
        }
    }
}
