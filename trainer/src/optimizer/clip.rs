//! Keeping a gradient small before a rule sees it, as `torch.nn.utils` does.

use pulp::{Simd, WithSimd};
use search::config::Clip;

use super::Real;

/// What `PyTorch` adds to a gradient's length before it divides by it.
const EPS: f64 = 1e-6;

/// So many sums of squares grow side by side: as many as fill a vector unit, and more, so that an addition
/// need not wait for the one before.
const SUMS: usize = 16;

/// Clips a gradient in place. Numbers that fill vectors up are zeros, which change no length.
pub(super) struct Clipping<'a, T> {
    pub(super) gradient: &'a mut [T],
    pub(super) clip: Clip,
}

impl<T: Real> WithSimd for Clipping<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        match self.clip {
            Clip::Off => (),
            Clip::Norm(max) => {
                let share = max / (length(self.gradient) + EPS);
                // A length that is no number must not pass for a short one.
                if share < 1.0 || share.is_nan() {
                    let share = T::from_f64(share);
                    self.gradient.iter_mut().for_each(|it| *it = share * *it);
                }
            }
            Clip::Value(max) => {
                let (low, high) = (T::from_f64(-max), T::from_f64(max));
                for it in self.gradient {
                    // Not `min` and `max`, which would hide a NaN.
                    *it = if *it > high { high } else { *it };
                    *it = if *it < low { low } else { *it };
                }
            }
        }
    }
}

/// The root of the sum of squares, in double precision, where the square of a large `f32` still fits.
#[inline(always)]
fn length<T: Real>(gradient: &[T]) -> f64 {
    let mut sums = [0.0; SUMS];
    let chunks = gradient.chunks_exact(SUMS);
    let rest: f64 = chunks.remainder().iter().map(|it| it.wide() * it.wide()).sum();
    for chunk in chunks {
        for (sum, it) in sums.iter_mut().zip(chunk) {
            let it = it.wide();
            *sum += it * it;
        }
    }
    (sums.iter().sum::<f64>() + rest).sqrt()
}

#[cfg(test)]
mod tests {
    use pulp::Arch;

    use super::*;

    #[test]
    fn a_long_gradient_becomes_as_long_as_it_may_be_and_keeps_its_direction() {
        // More numbers than are added up side by side.
        let mut gradient = vec![0.0; 40];
        (gradient[0], gradient[39]) = (3.0, 4.0);
        let clipped = clipped(&gradient, Clip::Norm(2.5));
        assert!((clipped[0] - 1.5).abs() < 1e-6 && (clipped[39] - 2.0).abs() < 1e-6);
        let long = [3e30_f32, 4e30];
        assert!((length(&self::clipped(&long, Clip::Norm(1.0))) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_short_gradient_stays_as_it_is() {
        let gradient = [0.3_f32, -0.4];
        assert_eq!(clipped(&gradient, Clip::Norm(0.6)), gradient);
        assert_eq!(clipped(&gradient, Clip::Value(0.4)), gradient);
        assert_eq!(clipped(&gradient, Clip::Value(0.35)), [0.3, -0.35]);
    }

    #[test]
    fn what_is_no_number_is_not_hidden() {
        let gradient = [0.3, f32::NAN, f32::INFINITY];
        assert!(clipped(&gradient, Clip::Norm(1.0)).iter().all(|it| it.is_nan()));
        let clipped = clipped(&gradient, Clip::Value(1.0));
        assert!(clipped[1].is_nan() && clipped[0] < 0.31 && clipped[2] <= 1.0);
        assert!(self::clipped(&gradient[..1], Clip::Norm(1.0))[0] > 0.29);
    }

    fn clipped(gradient: &[f32], clip: Clip) -> Vec<f32> {
        let mut gradient = gradient.to_vec();
        Arch::new().dispatch(Clipping { gradient: &mut gradient, clip });
        gradient
    }
}
