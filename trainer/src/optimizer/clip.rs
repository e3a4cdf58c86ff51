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
