//! exp, tanh and erf in single precision, as arithmetic that the compiler turns into vectors.
//!
//! They stay within a few units in the last place of the true values (the tests say how many), are
//! the same on every machine, and hand a NaN on, so that a diverged run shows.

/// e^x. Below -87 it stays at e^-87, above 88 at e^88.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    const LOG2_E: f32 = std::f32::consts::LOG2_E;
    // ln 2 in two parts, the first of few bits, so that n · ln 2 is exact (Cephes).
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];
    // Added and taken away, it rounds to a whole number; its last bits are then that number.
    const ROUND: f32 = 12_582_912.0;
    let x = within(x, -87.0, 88.0);
    let shifted = x * LOG2_E + ROUND;
    let n = shifted - ROUND;
    let rest = (x - n * LN_2[0]) - n * LN_2[1];
    let series = polynomial(
        rest,
        [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_66, 0.5],
    );
    let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    (series * rest * rest + rest + 1.0) * power
}

/// tanh x.
#[inline(always)]
pub(super) fn tanh(x: f32) -> f32 {
    let size = x.abs();
    let square = x * x;
    // Near 0 a polynomial (Cephes), as 1 - 2 / (e^2x + 1) would lose its digits.
    let near = polynomial(
        square,
        [-5.704_988_7e-3, 2.063_909e-2, -5.373_971_6e-2, 0.133_314_42, -0.333_332_8],
    ) * square
        * x
        + x;
    let far = (1.0 - 2.0 / (exp(2.0 * size) + 1.0)).copysign(x);
    if size < 0.625 { near } else { far }
}

/// The normal distribution's Φ(x) and its density φ(x).
#[inline(always)]
pub(super) fn normal(x: f32) -> (f32, f32) {
    const ROOT: f32 = std::f32::consts::FRAC_1_SQRT_2;
    const DENSITY: f32 = 0.398_942_3;
    (0.5 + 0.5 * erf(x * ROOT), DENSITY * exp(-0.5 * x * x))
}

/// The error function, a rational function between -4 and 4 and 1 beyond (as in Eigen).
#[inline(always)]
fn erf(x: f32) -> f32 {
    let x = within(x, -4.0, 4.0);
    let square = x * x;
    let above = polynomial(
        square,
        [
            -2.726_142_3e-10,
            2.770_681_4e-8,
            -2.101_024e-6,
            -5.692_506_4e-5,
            -7.349_906_3e-4,
            -2.954_6e-3,
            -1.609_603_3e-2,
        ],
    );
    let below = polynomial(
        square,
        [-1.456_607_2e-5, -2.133_740_5e-4, -1.682_827e-3, -7.373_329e-3, -1.426_473_9e-2],
    );
    x * above / below
}

/// The polynomial with these factors, that of the highest power first.
#[inline(always)]
fn polynomial<const N: usize>(x: f32, factors: [f32; N]) -> f32 {
    factors.into_iter().fold(0.0, |sum, factor| sum * x + factor)
}

/// `x`, or the limit that it lies beyond. Unlike `clamp` of a vector unit it hands a NaN on.
#[inline(always)]
fn within(x: f32, low: f32, high: f32) -> f32 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    #[test]
    fn exp_is_right_to_a_few_units_in_the_last_place() {
        compare(-87.0, 88.0, 4.0, exp, f64::exp);
        assert!(exp(f32::NAN).is_nan());
        assert!(exp(f32::NEG_INFINITY) < 2e-38);
    }

    #[test]
    fn tanh_is_right_to_a_few_units_in_the_last_place() {
        compare(-12.0, 12.0, 4.0, tanh, f64::tanh);
        compare(-0.01, 0.01, 4.0, tanh, f64::tanh);
        assert!(tanh(f32::NAN).is_nan());
    }

    #[test]
    fn erf_is_right_to_a_few_units_in_the_last_place() {
        compare(-5.0, 5.0, 8.0, erf, reference_erf);
        compare(-0.01, 0.01, 8.0, erf, reference_erf);
        assert!(erf(f32::NAN).is_nan());
    }

    #[test]
    fn the_normal_density_is_the_slope_of_the_normal_distribution() {
        for (x, share, density) in [(0.0, 0.5, 0.398_942_3), (1.0, 0.841_344_7, 0.241_970_72)] {
            let (got_share, got_density) = normal(x);
            assert!((got_share - share).abs() < 1e-6, "{x}: {got_share}");
            assert!((got_density - density).abs() < 1e-6, "{x}: {got_density}");
        }
    }

    /// The largest error over evenly spaced values, in units of `f32`'s last place.
    #[expect(clippy::cast_possible_truncation, reason = "the values to test")]
    fn compare(
        low: f64,
        high: f64,
        units: f64,
        ours: impl Fn(f32) -> f32,
        truth: impl Fn(f64) -> f64,
    ) {
        let worst = (0..=20_000)
            .map(|it| {
                let x = (low + (high - low) * f64::from(it) / 20_000.0) as f32;
                let truth = truth(f64::from(x));
                let error = (f64::from(ours(x)) - truth).abs();
                (error / (truth.abs() * f64::from(f32::EPSILON)).max(1e-38), x)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .unwrap();
        assert!(worst.0 <= units, "{} units in the last place at {}", worst.0, worst.1);
    }

    /// erf by a series of terms of one sign, so that no digits are lost.
    pub(in super::super) fn reference_erf(x: f64) -> f64 {
        if x.abs() > 6.0 {
            return x.signum();
        }
        let (mut term, mut sum) = (x, x);
        for n in 1..200 {
            term *= 2.0 * x * x / f64::from(2 * n + 1);
            sum += term;
        }
        sum * (-x * x).exp() * std::f64::consts::FRAC_2_SQRT_PI
    }
}
