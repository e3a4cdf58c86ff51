//! The columns and rows of a heat map: each value there is, or of many the middles of stretches.

use search::document::Node;

/// Into so many stretches many values are gathered: then a cell of a few thousand random configurations holds several.
const GATHERED: usize = 16;
/// Numbers that reach so far apart are gathered by their ratios.
const WIDE: f64 = 30.0;

/// The values of the second parameter.
pub(super) enum Rows {
    Numbers(Vec<f64>),
    Others(Vec<Node>),
}

impl Rows {
    /// Values in the order in which they first appear; beyond `max` they are left out.
    pub(super) fn of<'a>(values: impl Iterator<Item = &'a Node>, max: usize) -> Self {
        let mut known: Vec<Node> = Vec::new();
        for value in values {
            if known.len() < max && !known.contains(value) {
                known.push(value.clone());
            }
        }
        Self::Others(known)
    }

    pub(super) fn place(&self, value: &Node) -> Option<usize> {
        match self {
            Self::Numbers(rows) => value.number().map(|it| nearest(rows, it)),
            Self::Others(rows) => rows.iter().position(|it| it == value),
        }
    }

    pub(super) fn into_nodes(self) -> Vec<Node> {
        // Whole numbers are written as such: a batch has 64 samples, and not 64.0.
        let node = |it: f64| {
            #[expect(clippy::cast_possible_truncation, reason = "whole, and small enough")]
            let whole = it as i64;
            #[expect(
                clippy::cast_precision_loss,
                clippy::float_cmp,
                reason = "that is the question"
            )]
            if whole as f64 == it && it.abs() < 1e15 {
                Node::Integer(whole)
            } else {
                Node::Number(it)
            }
        };
        match self {
            Self::Numbers(rows) => rows.into_iter().map(node).collect(),
            Self::Others(rows) => rows,
        }
    }
}

/// The numbers there are, ascending; of more than `max`, the middles of stretches.
pub(super) fn places(mut values: Vec<f64>, max: usize) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values.dedup();
    let (Some(&low), Some(&high)) = (values.first(), values.last()) else { return values };
    if values.len() <= max {
        return values;
    }
    let share = |at: usize| {
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let at = at as f64;
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let all = GATHERED as f64;
        (at + 0.5) / all
    };
    let is_wide = low > 0.0 && high / low > WIDE;
    let place = |at| {
        if is_wide { low * (high / low).powf(share(at)) } else { low + (high - low) * share(at) }
    };
    (0..GATHERED).map(place).collect()
}

/// Which of the ascending `places` lies nearest, by ratios where all are above 0.
pub(super) fn nearest(places: &[f64], value: f64) -> usize {
    let is_log = places.first().is_some_and(|it| *it > 0.0) && value > 0.0;
    let size = |it: f64| if is_log { it.ln() } else { it };
    let above = places.partition_point(|it| *it < value);
    let before = above.saturating_sub(1);
    let far =
        |at: usize| places.get(at).map_or(f64::INFINITY, |it| (size(*it) - size(value)).abs());
    if far(before) <= far(above) { before } else { above }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_belongs_to_the_nearest_place() {
        let places = [0.01, 0.1, 1.0];
        assert_eq!([0.001, 0.03, 0.04, 0.1, 9.0].map(|it| nearest(&places, it)), [0, 0, 1, 1, 2]);
        assert_eq!([-5.0, 0.4, 3.0].map(|it| nearest(&[-1.0, 0.0, 1.0], it)), [0, 1, 2]);
    }
}
