//! Sums along rows, so many numbers side by side that they fill the longest vectors there are.
//!
//! The order of the additions is the same whatever the machine's vectors are, and so is the sum.

use super::product::LANES;

/// The sum of `of` over what stands at the same place of several rows, which are equally long.
#[inline(always)]
pub(super) fn sum<const N: usize>(rows: [&[f32]; N], of: impl Fn([f32; N]) -> f32) -> f32 {
    let mut sums = [0.0; LANES];
    let split = rows.map(<[f32]>::as_chunks::<LANES>);
    for chunk in 0..split[0].0.len() {
        let chunks = split.map(|(chunks, _)| &chunks[chunk]);
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum += of(chunks.map(|it| it[lane]));
        }
    }
    let rest = (0..split[0].1.len()).map(|at| of(split.map(|(_, rest)| rest[at])));
    halved(sums, |a, b| a + b) + rest.sum::<f32>()
}

/// The largest of some numbers. A NaN is passed over.
#[inline(always)]
pub(super) fn largest(numbers: &[f32]) -> f32 {
    let larger = |a: f32, b: f32| if b > a { b } else { a };
    let mut found = [f32::NEG_INFINITY; LANES];
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    for chunk in chunks {
        found.iter_mut().zip(chunk).for_each(|(found, it)| *found = larger(*found, *it));
    }
    rest.iter().fold(halved(found, larger), |a, b| larger(a, *b))
}

/// One number out of many, half of them with the other half at a time.
#[inline(always)]
fn halved(mut numbers: [f32; LANES], with: impl Fn(f32, f32) -> f32) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for at in 0..half {
            numbers[at] = with(numbers[at], numbers[at + half]);
        }
        half /= 2;
    }
    numbers[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_takes_every_pair_once_whatever_the_length() {
        for length in [1_u8, 15, 16, 17, 48, 67] {
            let a: Vec<f32> = (1..=length).map(f32::from).collect();
            let b: Vec<f32> = a.iter().map(|it| it * 2.0).collect();
            let expected: f32 = a.iter().map(|it| it * it * 2.0).sum();
            assert!((sum([&a, &b], |[a, b]| a * b) - expected).abs() < 1e-6 * expected, "{length}");
        }
    }

    #[test]
    fn the_largest_is_found_wherever_it_stands() {
        for length in [1, 5, 16, 21, 40] {
            for at in 0..length {
                let mut numbers = vec![-3.0; length];
                numbers[at] = -1.5;
                assert_eq!(largest(&numbers).to_bits(), (-1.5_f32).to_bits(), "{length} {at}");
            }
        }
    }
}
