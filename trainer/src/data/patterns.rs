//! Simple patterns and complex ones, each on features of its own.
//!
//! A class has one simple pattern and several complex ones. Every other round of the classes shows
//! the simple pattern, and the rest one of the complex ones; all else in a sample is noise.

use search::config::Patterns;

use super::{
    Samples,
    generated::{index_of, single},
    samples::Mark,
};
use crate::{
    Error,
    draws::{Draws, Purpose},
};

/// `count` samples, the classes in turn, always the same ones for a seed.
pub(super) fn draw(patterns: Patterns, count: u64, seed: u64) -> Result<Samples, Error> {
    let Patterns { classes, simple_features, complex_features, templates, noise } = patterns;
    let width = simple_features + complex_features;
    Samples::fits("patterns", count.max(classes * templates), width)?;
    let mut draws = Draws::new(seed, Purpose::Truth);
    let mut signs = |count: u64| -> Vec<f64> {
        (0..count).map(|_| if draws.below(2) == 0 { -1.0 } else { 1.0 }).collect()
    };
    let simple = signs(classes * simple_features);
    let complex = signs(classes * templates * complex_features);
    let mut draws = Draws::new(seed, Purpose::Samples);
    let (mut features, mut labels, mut marks) = (Vec::new(), Vec::new(), Vec::new());
    for index in 0..count {
        let class = index % classes;
        let is_simple = (index / classes).is_multiple_of(2);
        let start = features.len();
        features.extend((0..width).map(|_| single(noise * draws.normal())));
        let (template, shown) = if is_simple {
            (pattern(&simple, simple_features, class), &mut features[start..])
        } else {
            let which = class * templates + draws.below(index_of(templates)) as u64;
            (
                pattern(&complex, complex_features, which),
                &mut features[start + index_of(simple_features)..],
            )
        };
        shown.iter_mut().zip(template).for_each(|(it, sign)| *it += single(*sign));
        labels.push(u32::try_from(class).expect("there are at most 1,000 classes"));
        marks.push(if is_simple { Mark::Simple } else { Mark::Complex });
    }
    Ok(Samples::new("patterns", index_of(width), features, labels)?.marked(marks))
}

/// Pattern number `which` of those that lie one after the other.
fn pattern(all: &[f64], width: u64, which: u64) -> &[f64] {
    &all[index_of(which * width)..][..index_of(width)]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_class_has_one_simple_pattern_and_several_complex_ones() {
        let samples = draw(patterns(0.0), 600, 3).unwrap();
        for class in 0..3 {
            assert_eq!(shown(&samples, Mark::Simple, class, 0..4).len(), 1);
            assert_eq!(shown(&samples, Mark::Complex, class, 4..12).len(), 5);
            assert_eq!(shown(&samples, Mark::Simple, class, 4..12), [vec![0; 8]].into());
            assert_eq!(shown(&samples, Mark::Complex, class, 0..4), [vec![0; 4]].into());
        }
    }

    #[test]
    fn half_of_the_samples_of_each_class_are_simple() {
        let samples = draw(patterns(0.6), 600, 3).unwrap();
        for class in 0..3 {
            let simple = samples.with_mark(Mark::Simple).into_iter();
            assert_eq!(simple.filter(|row| samples.label(*row as usize) == class).count(), 100);
        }
    }

    fn patterns(noise: f64) -> Patterns {
        Patterns { classes: 3, simple_features: 4, complex_features: 8, templates: 5, noise }
    }

    /// What the samples of a class with this mark have on some features, to whole numbers.
    fn shown(
        samples: &Samples,
        mark: Mark,
        class: u32,
        features: std::ops::Range<usize>,
    ) -> BTreeSet<Vec<i8>> {
        let rows = samples.with_mark(mark).into_iter().map(|row| row as usize);
        let rows = rows.filter(|row| samples.label(*row) == class);
        #[expect(clippy::cast_possible_truncation, reason = "signs")]
        let whole = |it: &f32| it.round() as i8;
        rows.map(|row| samples.row(row)[features.clone()].iter().map(whole).collect()).collect()
    }
}
